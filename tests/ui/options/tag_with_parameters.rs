use route_runtime::route;

#[route("/items/[id]", revalidate = 60, tags = [Post(id)])]
async fn GET() {}

fn main() {
    let _ = GET;
}
