use crate::server::{Server, json};
use serde_json::json;

#[tokio::test]
async fn a_static_answer_is_the_same_for_all() {
    let server = Server::start().await;
    let answer = json(server.get("/with-cache-components/api/project-info")).await;
    assert_eq!(answer, (200, json!({ "projectName": "Next.js" })));
}

#[tokio::test]
async fn a_random_number_is_another_each_time() {
    let server = Server::start().await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let (_, answer) = json(server.get("/with-cache-components/api/random-number")).await;
        let number = answer["randomNumber"].as_f64().unwrap();
        assert!((0.0..1.0).contains(&number) && !seen.contains(&number), "{number} after {seen:?}");
        seen.push(number);
    }
}

#[tokio::test]
async fn runtime_data_is_of_the_request() {
    let server = Server::start().await;
    let path = "/with-cache-components/api/user-agent";
    let request = server.get(path).header("user-agent", "curl/8");
    assert_eq!(json(request).await, (200, json!({ "userAgent": "curl/8" })));
    assert_eq!(json(server.get(path)).await, (200, json!({ "userAgent": null })));
}

#[tokio::test]
async fn products_come_from_the_database() {
    let server = Server::start().await;
    let answer = json(server.get("/with-cache-components/api/products")).await;
    assert_eq!(answer, (200, json!([{ "id": 7, "name": "Red shoes" }])));
}
