use crate::server::{Server, header, leads};

#[tokio::test]
async fn P12_who_has_no_session_is_sent_to_the_login() {
    let server = Server::start().await;
    for (path, cookie, leads_to) in [
        ("/account", "", "307 /login"),
        ("/account/orders?page=2", "", "307 /login"),
        ("/Account", "", "307 /login"),
        ("/%61ccount", "", "308 /account"),
        ("/account", "session=", "401 "),
        // The middleware looks no further than the name.
        ("/account", "session=made-up", "401 "),
        ("/account", "session=5f1d7e", "200 ada's account"),
        ("/account/orders/7", "session=5f1d7e", "200 ada's orders 7"),
        ("/accounts", "", "200 the old site: accounts"),
    ] {
        assert_eq!(leads(server.get(path).header("cookie", cookie)).await, leads_to, "{path} {cookie}");
    }
    for method in ["POST", "DELETE", "OPTIONS"] {
        assert_eq!(leads(server.request(method, "/account")).await, "307 /login", "{method}");
    }
}

#[tokio::test]
async fn a_login_opens_the_account() {
    let server = Server::start().await;
    let page = server.get("/login").send().await.unwrap();
    assert_eq!((page.status().as_u16(), header(&page, "set-cookie")), (200, ""));
    assert_eq!(leads(server.request("POST", "/login/eve")).await, "401 ");

    // As the form of the page sends it, so that the answer is a redirect to a page.
    let form = "application/x-www-form-urlencoded";
    let answer = server.request("POST", "/login/ada").header("content-type", form).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, "/account"));
    let cookie = header(&answer, "set-cookie");
    assert_eq!(cookie, "session=5f1d7e; Path=/; HttpOnly; SameSite=lax");
    let cookie = cookie.split(';').next().unwrap();
    assert_eq!(leads(server.get("/account").header("cookie", cookie)).await, "200 ada's account");
}
