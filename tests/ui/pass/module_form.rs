//! Everything that a module of handlers may hold.

use route_runtime::{route, routes};

#[derive(Clone)]
struct Db;

#[route("/shops/[shop]/items/[[...path]]", scope = own)]
pub(crate) mod items {
    // An inner attribute is what is tested.
    #![allow(unused_imports)]

    use super::Db;
    use axum::extract::{Query, State};
    use route_runtime::{NextRequest, NextResponse, Result};

    const LIMIT: usize = 10;

    #[derive(Debug)]
    pub struct Params {
        pub path: Option<Vec<String>>,
        pub shop: u64,
    }

    struct Helper;

    impl Helper {
        fn get() {}
    }

    fn get() {}

    async fn helper(params: &Params) -> String {
        format!("{params:?} {LIMIT}")
    }

    pub async fn GET(params: Params) -> String {
        Helper::get();
        get();
        helper(&params).await
    }

    pub async fn POST(State(db): State<Db>, shop: u64, mut req: NextRequest) -> Result {
        let _ = (db, shop);
        Ok(NextResponse::new(req.text().await?))
    }

    #[cfg(any())]
    pub async fn DELETE() -> Missing {}

    pub mod nested {
        pub fn get() {}
    }
}

fn main() {
    let _: axum::Router<Db> = routes![items::route].into_router();
    let _: axum::Router<Db> = routes![items::{GET, POST}].into_router();
    items::nested::get();
}
