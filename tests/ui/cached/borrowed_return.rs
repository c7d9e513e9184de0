use route_runtime::cached;

#[cached]
async fn post(id: u32) -> Option<&'static str> {
    (id == 1).then_some("one")
}

fn main() {
    let _ = post(1);
}
