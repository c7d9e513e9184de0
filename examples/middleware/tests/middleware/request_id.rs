use crate::server::{Server, header};

#[tokio::test]
async fn P10_the_route_and_the_client_see_one_number_whatever_the_client_sends() {
    let server = Server::start().await;
    let mut ids = Vec::new();
    for sent in ["", "7000000", "made-up"] {
        let answer = server.get("/api/products").header("x-request-id", sent).send().await.unwrap();
        let id = header(&answer, "x-request-id").to_owned();
        let expected = format!(r#"{{"products":["mug","pen"],"request":"{id}"}}"#);
        assert_eq!(answer.text().await.unwrap(), expected);
        ids.push(id.parse::<u64>().unwrap());
    }
    assert!(ids.is_sorted_by(|a, b| a < b) && ids[2] < 7_000_000, "{ids:?}");

    // Also where no route answers, and only where the matcher says so.
    let answer = server.request("DELETE", "/api/products").send().await.unwrap();
    assert_eq!((answer.status().as_u16(), header(&answer, "x-request-id").is_empty()), (405, false));
    assert_eq!(header(&server.get("/some-page").send().await.unwrap(), "x-request-id"), "");
}
