use route_runtime::cached;

#[cached]
async fn post(id: impl Into<u32>) -> impl std::fmt::Display {
    id.into()
}

fn main() {
    let _ = post(1_u8);
}
