use route_runtime::{Middleware, NextResponse, middleware};

struct Guard;

impl Guard {
    #[middleware]
    async fn check(&self) -> Middleware {
        NextResponse::next().into()
    }
}

fn main() {
    let _ = Guard.check();
}
