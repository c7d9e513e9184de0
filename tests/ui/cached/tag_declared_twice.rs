use route_runtime::cache_tags;

cache_tags! { Posts, Posts }

fn main() {
    let _ = Posts;
}
