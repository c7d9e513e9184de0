use crate::server::{Server, header};

#[tokio::test]
async fn a_redirect_is_307_with_the_location() {
    let server = Server::start().await;
    let response = server.get("/redirects/old").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "location")), (307, "https://nextjs.org/"));
    assert_eq!(response.text().await.unwrap(), "");
}
