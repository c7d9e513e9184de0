use axum::response::{IntoResponse, Response};

/// What a handler may return: whatever axum takes as a response.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned from a route handler",
    label = "not a response",
    note = "to send a value as JSON, return `NextResponse::json(&value)` or wrap it in `axum::Json`, and derive \
            `serde::Serialize` for it",
    note = "whatever implements `axum::response::IntoResponse` is a response: `NextResponse`, `String`, `StatusCode`, a \
            tuple whose last is the body, as in `(StatusCode, Json<T>)`, and `Result<T, E>` if both are; in \
            `route_runtime::Result<T>`, `?` takes any error"
)]
pub trait RouteResponse {
    /// The response that the client is sent.
    fn into_route_response(self) -> Response;
}

#[diagnostic::do_not_recommend]
impl<T: IntoResponse> RouteResponse for T {
    #[inline]
    fn into_route_response(self) -> Response {
        self.into_response()
    }
}
