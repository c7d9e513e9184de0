use route_runtime::route;

#[route("/items")]
struct Items;

fn main() {
    let _ = Items;
}
