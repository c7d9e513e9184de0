use route_runtime::cached;

const MINUTE: u64 = 60;

#[cached(life = { revalidate: 2 * MINUTE, expire: MINUTE })]
async fn posts(page: u32) -> Vec<String> {
    vec![page.to_string()]
}

fn main() {
    let _ = posts(1);
}
