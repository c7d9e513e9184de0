use route_runtime::route;

#[route("/items")]
async fn GET() -> String
where
    String: Default,
{
    String::default()
}

fn main() {
    let _ = GET();
}
