use route_runtime::cached;

#[derive(serde::Serialize)]
pub struct Post(u32);

#[cached]
async fn post(id: u32) -> Post {
    Post(id)
}

fn main() {
    let _ = post(1);
}
