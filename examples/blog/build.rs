//! By these lines cargo notices a new file, and a handler knows its path.

fn main() {
    println!("cargo::rerun-if-changed=src/app");
    println!("cargo::rustc-env=ROUTE_APP_DIR=src/app");
}
