use route_runtime::cached;

#[cached]
async fn parsed<T: std::str::FromStr>(text: String) -> Option<u32> {
    text.parse::<T>().ok().map(|_| 1)
}

fn main() {
    let _ = parsed::<u32>(String::new());
}
