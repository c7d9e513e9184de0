fn main() {
    println!("cargo::rerun-if-changed=app");
    println!("cargo::rustc-env=ROUTE_APP_DIR=app");
}
