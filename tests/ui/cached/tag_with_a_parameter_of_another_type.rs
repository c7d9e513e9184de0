use route_runtime::{cache_tags, cached};

cache_tags! { Post(u64) }

#[cached(tags = [Post(slug)])]
async fn post(slug: String) -> u64 {
    1
}

fn main() {
    let _ = post(String::new());
}
