//! What axum's router leaves in a request, taken out again.

use std::future::ready;
use std::sync::OnceLock;

use axum::Router;
use axum::extract::{MatchedPath, OriginalUri, Request};
use axum::response::Response;
use futures_util::FutureExt;
use http::Extensions;
use tower_service::Service;

use crate::handler::Function;

/// Makes a request forget the route that it was matched with, before it is sent to another one: axum would add the parameters of
/// the second to those of the first.
pub(crate) fn forget_match(extensions: &mut Extensions) {
    static NO_PARAMS: OnceLock<Extensions> = OnceLock::new();

    extensions.extend(NO_PARAMS.get_or_init(no_params).clone());
    extensions.remove::<MatchedPath>();
}

/// The extension in which axum keeps parameters, without any. Its type has no name outside of axum, so it is taken from where axum
/// makes it: a fallback has no parameters.
fn no_params() -> Extensions {
    let tell = Function(|request: Request, ()| {
        let mut response = Response::default();
        *response.extensions_mut() = request.into_parts().0.extensions;
        ready(response)
    });
    let answer = Service::<Request>::call(&mut Router::new().fallback(tell), Request::default()).now_or_never();
    let mut extensions = answer.map(|Ok(response)| response.into_parts().0.extensions).unwrap_or_default();
    extensions.remove::<OriginalUri>();
    extensions
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::{Path, RawPathParams};
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_request_that_has_forgotten_its_route_has_the_parameters_of_the_next() {
        let next = Router::new().route(
            "/users/{id}",
            get(async |Path(id): Path<String>, path: MatchedPath, params: RawPathParams| {
                format!("{id} {} {}", path.as_str(), params.iter().count())
            }),
        );
        let first = Router::new().route(
            "/members/{id}/{more}",
            get(async move |mut request: Request| {
                *request.uri_mut() = "/users/7".parse().unwrap();
                forget_match(request.extensions_mut());
                next.oneshot(request).await
            }),
        );
        let request = Request::get("/members/8/9").body(axum::body::Body::empty()).unwrap();
        let body = first.oneshot(request).await.unwrap().into_body();
        assert_eq!(axum::body::to_bytes(body, 99).await.unwrap(), "7 /users/{id} 1");
    }
}
