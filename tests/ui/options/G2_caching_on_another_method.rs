use route_runtime::route;

#[route("/items", dynamic = "force-static", revalidate = 60, tags = ["posts"])]
async fn POST() {}

fn main() {
    let _ = POST;
}
