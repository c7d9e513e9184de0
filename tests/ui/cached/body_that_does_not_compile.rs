use route_runtime::cached;

#[cached(life = "hours", tags = ["posts"])]
async fn posts(page: u32) -> Vec<String> {
    let pages: u8 = page;
    vec![missing(pages)]
}

fn main() {
    let _ = posts(1);
}
