//! `examples/showcase`.

use crate::driver::browse;
use crate::eventually;
use showcase::{AppState, WebhookSecret, app, routes};

/// Starts the app and returns its URL.
async fn start() -> String {
    format!("http://{}", route_tests::serve(app(AppState::new(WebhookSecret::new(WebhookSecret::EXAMPLE)))).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_route_has_a_form_that_is_answered_as_it_stands() {
    let url = start().await;
    browse(async move |tab| {
        tab.go(&url).await;
        let cards = tab.texts("form h2").await;
        assert_eq!(cards.len() + 2, routes().routes().len(), "all but the two that send the forms");
        for (number, card) in cards.iter().enumerate() {
            tab.go(&url).await;
            tab.click(&format!(".routes form:nth-child({}) button", number + 1)).await;
            let status = eventually("an answer", async || tab.texts("h1 + h2").await.pop()).await;
            let expected = match &**card {
                "POST /items" => "201 Created",
                "DELETE /items/[slug]" => "204 No Content",
                "GET /manual/[...slug]" => "308 Permanent Redirect",
                _ => "200 OK",
            };
            assert_eq!(status, expected, "{card}");
        }
        // The item that was taken away is not on the list, the new one is.
        tab.go(&format!("{url}/try?route=GET /items")).await;
        let items = tab.texts("#body").await.concat();
        assert!(items.contains("Straw hat") && !items.contains("mug"), "{items}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_sent_and_shown_and_never_a_part_of_the_page() {
    let url = start().await;
    browse(async move |tab| {
        tab.go(&url).await;
        tab.type_into(".routes form:nth-child(4) input[name='[slug]']", " & <b>'?#/ü").await;
        tab.click(".routes form:nth-child(4) button").await;
        eventually("an answer", async || (tab.texts("h1 + h2").await == ["404 Not Found"]).then_some(())).await;
        assert_eq!(tab.texts("h1").await, ["GET /items/shoes%20%26%20%3Cb%3E%27%3F%23%2F%C3%BC"]);
        let body = tab.texts("#body").await.concat();
        assert!(body.contains("there is no item `shoes & <b>'?#/ü`"), "{body}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn its_pages_fit_a_phone_and_need_no_script() {
    let url = start().await;
    browse(async move |tab| {
        tab.go(&url).await;
        let long = format!("/try?route=GET /search&query=query={}", "a".repeat(300));
        for path in ["/", &long] {
            // Less by the scroll bar of a page that is long.
            assert!(tab.width_on_a_phone(path).await <= 375, "{path}");
            tab.go(&format!("{url}{path}")).await;
            assert_eq!(tab.texts("script").await, [""; 0], "{path}");
        }
    })
    .await;
}
