use route_runtime::cached;

#[cached]
async fn post(slug: &str) -> String {
    slug.to_owned()
}

fn main() {
    let _ = post("a");
}
