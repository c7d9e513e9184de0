use route_runtime::route;

#[route("/items", experimental_ppr = true)]
async fn GET() {}

fn main() {
    let _ = GET;
}
