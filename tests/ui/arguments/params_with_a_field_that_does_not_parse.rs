use route_runtime::{route, routes};

#[route("/files/[...path]")]
mod files {
    pub struct Params {
        pub path: String,
    }

    pub async fn GET(Params { path }: Params) -> String {
        path
    }
}

fn main() {
    let _ = files::GET(files::Params { path: String::new() });
    let _: axum::Router = routes![files::route].into_router();
}
