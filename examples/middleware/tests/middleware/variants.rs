use crate::server::{Server, header, leads};
use std::collections::HashSet;

const A: &str = "<h1>Welcome</h1>";
const B: &str = "<h1>Good to see you</h1>";

#[tokio::test]
async fn P13_both_variants_are_shown_and_a_visitor_keeps_one() {
    let server = Server::start().await;
    let mut seen = HashSet::new();
    // One that comes not once in 100 requests would be rarer than any error of the network.
    for _ in 0..100 {
        let first = server.get("/").send().await.unwrap();
        let cookie = header(&first, "set-cookie").to_owned();
        let page = first.text().await.unwrap();
        let pair = cookie.split(';').next().unwrap();
        assert_eq!(pair, if page == A { "variant=a" } else { "variant=b" });
        assert!(cookie.ends_with("; Max-Age=2592000"), "{cookie}");
        seen.insert(page.clone());

        let again = server.get("/").header("cookie", pair).send().await.unwrap();
        assert_eq!(header(&again, "set-cookie"), "");
        assert_eq!(again.text().await.unwrap(), page);
    }
    assert_eq!(seen, HashSet::from([A.to_owned(), B.to_owned()]));
}

#[tokio::test]
async fn a_variant_that_is_none_is_drawn_anew() {
    let server = Server::start().await;
    let answer = server.get("/").header("cookie", "variant=c").send().await.unwrap();
    assert!(header(&answer, "set-cookie").starts_with("variant="));
    assert!([A, B].contains(&&*answer.text().await.unwrap()));
    assert!(leads(server.get("/home/c")).await.starts_with("400 "));
}
