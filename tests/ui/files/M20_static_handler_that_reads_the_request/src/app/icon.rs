use route_runtime::{NextRequest, route};

#[route]
pub async fn icon(req: NextRequest) -> String {
    req.next_url().to_string()
}
