use route_runtime::cached;

#[cached]
async fn warm(id: u32) {
    let _ = id;
}

fn main() {
    let _ = warm(1);
}
