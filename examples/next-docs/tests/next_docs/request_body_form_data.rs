use crate::server::{Server, json};
use reqwest::multipart::{Form, Part};
use serde_json::json;

#[tokio::test]
async fn both_encodings_of_a_form_are_read() {
    let server = Server::start().await;
    let post = || server.post("/request-body-form-data/items");
    let ada = json!({ "name": "Ada & co", "email": "ada@example.com" });
    let fields = [("name", "Ada & co"), ("email", "ada@example.com")];
    assert_eq!(json(post().form(&fields)).await, (200, ada.clone()));
    let form = Form::new().text("name", "Ada & co").text("email", "ada@example.com");
    assert_eq!(json(post().multipart(form)).await, (200, ada));

    assert_eq!(json(post().form(&fields[..1])).await, (200, json!({ "name": "Ada & co", "email": null })));
    let form = Form::new().part("name", Part::text("hello").file_name("a.txt"));
    let (status, answer) = json(post().multipart(form)).await;
    assert_eq!((status, &answer["name"]["name"], &answer["name"]["size"]), (200, &json!("a.txt"), &json!(5)));

    let (status, problem) = json(post().json(&fields)).await;
    assert_eq!((status, &problem["code"]), (415, &json!("unsupported_form_type")));
}

#[tokio::test]
async fn a_typed_form_is_parsed_and_checked() {
    let server = Server::start().await;
    let post = |age, email| {
        let fields = [("name", "Ada"), ("email", email), ("age", age)];
        json(server.post("/request-body-form-data/signup").form(&fields))
    };
    let (status, signup) = post("36", "ada@example.com").await;
    assert_eq!((status, signup), (200, json!({ "name": "Ada", "email": "ada@example.com", "age": 36 })));

    for age in ["old", "-1", ""] {
        let (status, problem) = post(age, "ada@example.com").await;
        assert_eq!(status, 400, "{age}");
        assert!(problem["detail"].as_str().unwrap().contains("age"), "{problem}");
    }

    let (status, problem) = post("7", "nobody").await;
    assert_eq!((status, &problem["code"]), (422, &json!("validation_failed")));
    let fields: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["age", "email"]);
}
