use route_runtime::app_dir;

#[app_dir("src/app")]
fn app() {}

fn main() {
    app();
}
