use route_runtime::middleware;

#[middleware]
mod guard {
    pub async fn check() {}
}

fn main() {
    let _ = guard::check();
}
