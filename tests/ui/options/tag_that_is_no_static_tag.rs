use route_runtime::route;

const POSTS: &str = "posts";

#[route("/items", revalidate = 60, tags = ["a", POSTS])]
async fn GET() {}

fn main() {
    let _ = GET;
}
