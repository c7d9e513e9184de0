//! By these lines cargo notices a new file, and a handler knows its path.

fn main() {
    println!("cargo::rerun-if-changed=app");
    println!("cargo::rustc-env=ROUTE_APP_DIR=app");
}
