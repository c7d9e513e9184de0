use route_runtime::route;

#[cfg(not(any()))]
#[route]
pub async fn GET() -> &'static str {
    "one of two"
}

#[cfg(any())]
#[route]
pub async fn GET() -> &'static str {
    "the other"
}

#[route]
#[cfg(any())]
pub async fn PUT() -> &'static str {
    "away"
}
