use route_runtime::page;

#[page]
async fn home() -> &'static str {
    ""
}

fn main() {
    let _ = home();
}
