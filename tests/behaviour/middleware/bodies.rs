//! A body that a middleware is lent.

use super::*;

#[tokio::test]
async fn P24_B12_a_body_that_a_middleware_has_read_is_read_again_by_the_handler() {
    #[middleware(matcher = "/seen/json")]
    async fn reads_json(mut req: NextRequest) -> Result<()> {
        let _: serde_json::Value = req.json().await?;
        Ok(())
    }
    #[middleware(matcher = "/seen/bytes")]
    async fn reads_bytes(body: RawBody) {
        assert_eq!(body.len(), 5);
    }
    #[middleware(matcher = "/seen/part")]
    async fn reads_a_part(mut req: NextRequest) -> Result<()> {
        req.body_stream()?.chunk().await?;
        Ok(())
    }
    #[middleware(matcher = "/seen/nothing")]
    async fn reads_nothing(req: NextRequest) {
        assert!(!req.body_used());
    }

    let app: Router = app()
        .middleware(reads_json)
        .middleware(reads_bytes)
        .middleware(reads_a_part)
        .middleware(reads_nothing)
        .into_router();
    for path in ["/seen/json", "/seen/bytes", "/seen/part", "/seen/nothing"] {
        let chunks = ["12", "3", "45"].map(|chunk| Ok::<_, std::io::Error>(Bytes::from(chunk)));
        let body = Body::from_stream(futures_util::stream::iter(chunks));
        assert_eq!(send(&app, "POST", path, body).await.text(), (200, "12345"), "{path}");
        // axum's extractor looks for the content type.
        let request = Request::put(path).header("content-type", "application/json").body(Body::from("12345")).unwrap();
        assert_eq!(call(&app, request).await.text(), (200, "12345"), "{path}");
    }
    assert_eq!(send(&app, "POST", "/seen/json", "{").await.status, 400);
}

#[tokio::test]
async fn P24_a_middleware_cannot_be_made_to_hold_a_body_without_end() {
    #[middleware]
    async fn reads_all(body: Body) -> Result<()> {
        axum::body::to_bytes(body, usize::MAX).await?;
        Ok(())
    }

    let app: Router = app().middleware(reads_all).into_router();
    let chunk = Bytes::from(vec![b'x'; 1 << 20]);
    let endless = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone()));
    let log = Log::start();
    assert_eq!(send(&app, "POST", "/seen", Body::from_stream(endless)).await.status, 500);
    assert!(log.errors()[0].contains("10 MiB"));
}
