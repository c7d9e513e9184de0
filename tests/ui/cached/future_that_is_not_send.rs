use route_runtime::cached;
use std::rc::Rc;

#[cached]
async fn post(id: u32) -> u32 {
    let shared = Rc::new(id);
    std::future::ready(()).await;
    *shared
}

fn main() {
    let _ = post(1);
}
