//! The forms of the front page, filled in by whoever likes.

use route_runtime::testing::Client;
use showcase::{AppState, WebhookSecret, app};

fn client() -> Client {
    Client::new(app(AppState::new(WebhookSecret::new(WebhookSecret::EXAMPLE))))
}

#[tokio::test]
async fn a_link_changes_nothing() {
    let client = client();
    let form = [("route", "DELETE /items/[slug]"), ("[slug]", "mug")];
    client.get("/try").query(&form).await.assert_status(400);
    client.get("/items/mug").await.assert_status(200);

    client.post("/try").form(&form).await.assert_status(200);
    client.get("/items/mug").await.assert_status(404);
}

#[tokio::test]
async fn a_query_is_sent_as_a_browser_sends_what_is_typed() {
    let form = [("route", "GET /search"), ("query", "query=red shoes#<\"ü%41")];
    let answer = client().get("/try").query(&form).await.assert_status(200);
    assert!(answer.text().contains("/search?query=red%20shoes%23%3C%22%C3%BC%41"), "{answer}");
}

#[tokio::test]
async fn what_is_no_request_is_refused_in_words() {
    let client = client();
    for form in [
        &[][..],
        &[("route", "GET /nothing")],
        &[("route", "GET /try")],
        &[("route", "GET /items"), ("header", "x-a: b\r\nx-c: d")],
        &[("route", "GET /items"), ("header", "ü: b")],
        &[("route", "GET /search"), ("query", &"a".repeat(70_000))],
    ] {
        let answer = client.post("/try").form(form).await;
        assert!(answer.status().is_client_error(), "{form:?}: {answer}");
    }
    // A segment that is not there is an empty one, which no route has; `..` leads nowhere.
    for form in [&[("route", "GET /items/[slug]")][..], &[("route", "GET /items/[slug]"), ("[slug]", "..")]] {
        let answer = client.get("/try").query(form).await.assert_status(200);
        assert!(answer.text().contains("404 Not Found"), "{answer}");
    }
    client.post("/try").form(&[("route", "POST /items"), ("body", &"a".repeat(3 << 20))]).await.assert_status(413);
}
