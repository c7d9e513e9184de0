use route_runtime::{NextRequest, Result, route, routes};

struct Search {
    q: String,
}

#[route("/search")]
async fn GET(req: NextRequest) -> Result<String> {
    let search: Search = req.next_url().search_params().deserialize()?;
    Ok(search.q)
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
