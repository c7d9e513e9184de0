use route_runtime::page;

#[page("/items", tags = ["posts"])]
async fn items() {}

fn main() {
    let _ = items;
}
