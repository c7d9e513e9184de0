use crate::server::{Server, text};

#[tokio::test]
async fn an_event_is_a_success_and_anything_else_is_told() {
    let server = Server::start().await;
    let event = server.post("/webhooks/api").body(r#"{"type":"invoice.paid"}"#);
    assert_eq!(text(event).await, (200, "Success!".to_owned()));

    let cases = [
        ("nonsense".to_owned(), "Webhook error: expected ident at line 1 column 2"),
        ("{}".to_owned(), "Webhook error: missing field `type` at line 1 column 2"),
        (" ".repeat((2 << 20) + 1), "Webhook error: the request body is larger than this route accepts"),
    ];
    for (body, message) in cases {
        assert_eq!(text(server.post("/webhooks/api").body(body)).await, (400, message.to_owned()));
    }
}
