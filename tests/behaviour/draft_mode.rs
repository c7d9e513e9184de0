//! Draft mode (NEXT-SPEC A4 to A7).

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use route_runtime::{draft_mode, route, routes};
use route_tests::{Answer, call};

#[route("/draft/[step]")]
async fn GET(step: String) -> String {
    match &*step {
        "enable" => draft_mode().enable(),
        "disable" => draft_mode().disable(),
        _ => {}
    }
    (if draft_mode().is_enabled() { "ENABLED" } else { "DISABLED" }).to_owned()
}

async fn get(step: &str, cookie: &str) -> Answer {
    let app: Router = routes![GET].into_router();
    let request = Request::get(format!("/draft/{step}")).header("cookie", cookie).body(Body::empty()).unwrap();
    call(&app, request).await
}

#[tokio::test]
async fn A4_A5_A6_A7_a_client_gets_in_with_a_secret_and_out_without() {
    assert_eq!(get("state", "").await.text(), (200, "DISABLED"));
    assert_eq!(get("state", "__prerender_bypass=guess").await.body, "DISABLED");
    assert_eq!(get("state", "__prerender_bypass=").await.body, "DISABLED");

    let enabled = get("enable", "").await;
    assert_eq!(enabled.body, "ENABLED", "at once");
    let line = enabled.header("set-cookie");
    let (cookie, attributes) = line.split_once("; ").unwrap();
    let expected = if cfg!(debug_assertions) {
        "Path=/; HttpOnly; SameSite=lax"
    } else {
        "Path=/; Secure; HttpOnly; SameSite=none"
    };
    assert_eq!(attributes, expected);
    assert_eq!(cookie.len(), "__prerender_bypass=".len() + 32);

    assert_eq!(get("state", cookie).await.text(), (200, "ENABLED"));
    let again = get("enable", "").await;
    assert!(again.header("set-cookie").starts_with(cookie), "one secret for all clients");

    let disabled = get("disable", cookie).await;
    assert_eq!(disabled.body, "DISABLED");
    let line = disabled.header("set-cookie");
    assert!(line.starts_with("__prerender_bypass=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; "), "{line}");
}
