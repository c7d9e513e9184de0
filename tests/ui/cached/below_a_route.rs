use route_runtime::{cached, route};

#[cached]
#[route("/posts")]
async fn GET() -> String {
    String::new()
}

fn main() {
    let _ = GET();
}
