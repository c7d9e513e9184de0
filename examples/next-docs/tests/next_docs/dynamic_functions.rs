use crate::server::{Server, text};

#[tokio::test]
async fn a_function_below_the_handler_reads_cookies_and_headers() {
    let server = Server::start().await;
    let cases = [
        (&[][..], "Hello!"),
        (&[("accept-language", "de")], "Hallo!"),
        (&[("cookie", "lang=de")], "Hallo!"),
        (&[("accept-language", "de"), ("cookie", "lang=en")], "Hello!"),
    ];
    for (headers, greeting) in cases {
        let request = server.get("/dynamic-functions/greeting");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        assert_eq!(text(request).await, (200, greeting.to_owned()), "{headers:?}");
    }
}
