use route_runtime::cached;

#[cached(life = "hour")]
async fn posts(page: u32) -> Vec<String> {
    vec![page.to_string()]
}

fn main() {
    let _ = posts(1);
}
