use route_runtime::cached;

#[cached(life = { stale: 30, revalidate: 60, expire: 60 })]
async fn posts(page: u32) -> Vec<String> {
    vec![page.to_string()]
}

fn main() {
    let _ = posts(1);
}
