use crate::server::{Server, header, leads};

/// Checks path after path, with a cookie, where it leads. `root` is what the client sees of the app's `/`.
async fn check(server: &Server, base: &str, root: &str) {
    for (path, cookie, leads_to) in [
        ("/about", "", format!("308 {root}")),
        ("/about?a=b", "", format!("308 {root}?a=b")),
        ("/blog", "", format!("308 {base}/news")),
        ("/blog/2024/a%20b?c", "", format!("308 {base}/news/2024/a%20b?c")),
        ("/specific/a?page=home", "authorized=true", format!("307 {base}/news/a?page=home")),
        ("/specific/a?page=away", "authorized=true", "200 the old site: specific a".to_owned()),
        ("/specific/a?page=home", "", "200 the old site: specific a".to_owned()),
        ("/some-page", "", "200 some page".to_owned()),
        ("/some-page?overrideMe=1", "", "200 somewhere else".to_owned()),
        ("/non-existent", "", "200 somewhere else".to_owned()),
        ("/news/a", "", "200 news: a".to_owned()),
        ("/nowhere/at/all", "", "200 the old site: nowhere at all".to_owned()),
        ("/account", "", format!("307 {base}/login")),
    ] {
        let request = server.get(&format!("{base}{path}")).header("cookie", cookie);
        assert_eq!(leads(request).await, leads_to, "{path} {cookie}");
    }
    let home = leads(server.get(root).header("cookie", "variant=a")).await;
    assert_eq!(home, "200 <h1>Welcome</h1>");
}

#[tokio::test]
async fn O4_O8_redirects_and_rewrites_lead_where_next_config_says() {
    check(&Server::start().await, "", "/").await;
}

#[tokio::test]
async fn O11_below_a_base_path_all_of_it_holds_and_nothing_outside() {
    let server = Server::with(1_000_000, |app| app.base_path("/docs")).await;
    check(&server, "/docs", "/docs").await;
    for path in ["/", "/about", "/some-page", "/account", "/docsabout"] {
        assert_eq!(leads(server.get(path)).await, "404 ", "{path}");
    }
}

#[tokio::test]
async fn O1_O3_headers_are_on_answers_of_their_paths_and_redirects_too() {
    let server = Server::start().await;
    let about = server.get("/about").send().await.unwrap();
    assert_eq!(header(&about, "x-custom-header"), "my custom header value");
    assert_eq!(header(&about, "x-another-custom-header"), "my other custom header value");
    for (path, slug) in [("/news/a", "a"), ("/news/a/b", ""), ("/blog/a", "")] {
        assert_eq!(header(&server.get(path).send().await.unwrap(), "x-slug"), slug, "{path}");
    }
}
