use route_runtime::cache_tags;

cache_tags! {
    Posts(),
    "posts",
    Post(id: u64),
    Page = "page",
    Author { id: u64 },
    Fine,
}

fn main() {
    let _ = Fine;
}
