use route_runtime::route;

struct Items;

#[route("/items")]
impl Items {
    async fn get() {}
}

fn main() {
    let _ = Items::get();
}
