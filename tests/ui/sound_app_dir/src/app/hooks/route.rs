//! Two handlers, of which only the first is named after its method.

use route_runtime::route;

#[route(POST, max_duration = 5)]
pub async fn r#async() -> &'static str {
    "hook"
}

#[route_runtime::route(scope = other)]
pub async fn PUT() -> &'static str {
    "text"
}

const _: fn() = || {};
