use route_runtime::cached;

#[cached]
struct Posts;

fn main() {
    let _ = Posts;
}
