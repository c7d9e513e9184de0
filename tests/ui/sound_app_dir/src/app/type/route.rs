use route_runtime::route;

// A folder that is a keyword, and a function that nobody else sees.
#[route]
async fn GET() -> &'static str {
    super::super::NAME
}
