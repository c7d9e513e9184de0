use route_runtime::route;

#[route("/items")]
mod items;

fn main() {}
