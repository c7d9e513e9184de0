use route_runtime::{cache_tags, cached};

cache_tags! { Posts, Post(u64) }

#[cached(tags = [Posts, Pots(id)])]
async fn post(id: u64) -> u64 {
    id
}

fn main() {
    let _ = (post(1), Post(1));
}
