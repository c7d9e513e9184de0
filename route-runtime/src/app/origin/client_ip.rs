use std::net::IpAddr;

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;

use super::{Origin, peer};
use crate::problem::{HttpError, answer};

/// The address of the client: `request.ip`, which Next.js has given up (NEXT-SPEC Q7), without a header that anyone can write.
///
/// It is the peer of the connection or, where that is a trusted proxy ([`TrustedProxies`](crate::TrustedProxies)), the address that
/// the proxies name. An IPv4 address that came as IPv6, `::ffff:192.0.2.1`, is shown as IPv4.
///
/// The server has to hand on the peer's address: axum's does so with
/// [`into_make_service_with_connect_info`](axum::Router::into_make_service_with_connect_info). Without it the answer is
/// [`MissingClientIp`], a logged 500. In tests, [`MockConnectInfo`](axum::extract::connect_info::MockConnectInfo) takes its place.
///
/// ```
/// use axum::extract::connect_info::MockConnectInfo;
/// use route_runtime::{ClientIp, route, routes};
/// use std::net::SocketAddr;
///
/// #[route("/whoami")]
/// async fn GET(ClientIp(address): ClientIp) -> String { address.to_string() }
///
/// let app: axum::Router = routes![GET].into_router().layer(MockConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000))));
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let request = http::Request::get("/whoami").body(axum::body::Body::empty()).unwrap();
/// let body = app.oneshot(request).await.unwrap().into_body();
/// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "192.0.2.7");
/// # });
/// ```
#[doc(alias = "request.ip")]
#[doc(alias = "ipAddress")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientIp(pub IpAddr);

impl<S: Sync> FromRequestParts<S> for ClientIp {
    type Rejection = MissingClientIp;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, MissingClientIp> {
        let origin = parts.extensions.get::<Origin>();
        let client = origin.and_then(|origin| origin.client).or_else(|| peer(&parts.extensions));
        client.map(Self).ok_or(MissingClientIp)
    }
}

/// The rejection of [`ClientIp`] where the server does not hand on the peer's address, a logged 500.
///
/// ```
/// use axum::extract::FromRequestParts;
/// use route_runtime::{ClientIp, MissingClientIp};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// // No server has taken this request from a connection.
/// let (mut parts, ()) = axum::http::Request::get("/").body(()).unwrap().into_parts();
/// let error = ClientIp::from_request_parts(&mut parts, &()).await.unwrap_err();
/// assert_eq!(error, MissingClientIp);
/// assert!(error.to_string().contains("serve with `App::serve`"));
/// # });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the address of the client is not known: serve with `App::serve`, or pass \
     `app.into_make_service_with_connect_info::<SocketAddr>()` to `axum::serve`"
)]
pub struct MissingClientIp;

impl HttpError for MissingClientIp {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

impl IntoResponse for MissingClientIp {
    fn into_response(self) -> Response {
        answer(Box::new(self), None)
    }
}
