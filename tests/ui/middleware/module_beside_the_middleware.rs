use route_runtime::middleware;

pub mod guard {
    pub const LOGIN: &str = "/login";
}

#[middleware]
async fn guard() {}

fn main() {
    let _ = guard();
}
