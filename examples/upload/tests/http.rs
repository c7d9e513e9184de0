//! The forms over real connections, as a program posts them.
#![allow(non_snake_case)]

use futures_util::{StreamExt, stream};
use reqwest::multipart::{Form, Part};
use reqwest::{Body, Client, RequestBuilder, Response, redirect};
use serde_json::{Value, json};
use std::time::Duration;
use upload::{Folder, app};

type Fields<'a> = &'a [(&'a str, &'a str)];

struct App {
    url: String,
    client: Client,
}

impl App {
    async fn start() -> Self {
        let address = route_tests::serve(app(Folder::temporary().unwrap())).await;
        let client = Client::builder().no_proxy().redirect(redirect::Policy::none()).timeout(Duration::from_secs(60));
        Self { url: format!("http://{address}"), client: client.build().unwrap() }
    }

    async fn get(&self, path: &str) -> Response {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap()
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(format!("{}{path}", self.url))
    }

    async fn upload(&self, form: Form) -> Response {
        self.post("/upload").multipart(form).send().await.unwrap()
    }

    /// The page that lists the files, with the cookie of the answer that led to it.
    async fn list(&self, before: Option<&Response>) -> (String, Vec<String>) {
        let cookie = before.and_then(|before| before.headers().get("set-cookie")).map(|line| line.to_str().unwrap());
        let cookie = cookie.map_or("", |line| line.split(';').next().unwrap());
        let request = self.client.get(format!("{}/files", self.url)).header("cookie", cookie);
        let answer = request.send().await.unwrap();
        let removed = answer.headers().get_all("set-cookie").iter().map(|line| line.to_str().unwrap().to_owned());
        let removed = removed.collect();
        (answer.text().await.unwrap(), removed)
    }

    async fn is_empty(&self) -> bool {
        self.list(None).await.0.contains("Nothing yet.")
    }
}

fn form() -> Form {
    Form::new().text("sender", "Ada")
}

fn file(name: &str, content: impl Into<Vec<u8>>) -> Part {
    Part::bytes(content.into()).file_name(name.to_owned())
}

async fn problem(answer: Response) -> (u16, Value) {
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap())
}

#[tokio::test]
async fn F3_an_upload_is_answered_with_a_303_and_a_message_that_is_shown_once() {
    let app = App::start().await;
    let form = form().text("tags", "holiday").text("tags", "work").text("tags", "work");
    let answer = app.upload(form.part("files", file("a.txt", "12345")).part("files", file("b", ""))).await;
    assert_eq!((answer.status().as_u16(), &answer.headers()["location"]), (303, &"/files".parse().unwrap()));

    let (page, removed) = app.list(Some(&answer)).await;
    assert!(page.contains("Thank you, Ada, for 2 files about holiday, work."), "{page}");
    assert!(page.contains("<a href=\"/files/a.txt\">a.txt</a><span>5 bytes</span>"), "{page}");
    assert!(page.contains("<a href=\"/files/b\">b</a><span>0 bytes</span>"), "{page}");
    assert_eq!(removed, ["flash=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"]);

    let (page, removed) = app.list(None).await;
    assert!(page.contains("a.txt") && !page.contains("Thank you"), "{page}");
    assert_eq!(removed, [""; 0]);
}

#[tokio::test]
async fn a_download_is_the_file_byte_for_byte() {
    let app = App::start().await;
    let bytes: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    app.upload(form().part("files", file("Grüße 😀.bin", bytes.clone()))).await;
    let answer = app.get("/files/Gr%C3%BC%C3%9Fe%20%F0%9F%98%80.bin").await;
    let headers = answer.headers();
    assert_eq!(headers["content-type"], "application/octet-stream");
    assert_eq!(headers["content-length"], "300000");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    let disposition = "attachment; filename=\"Gr__e _.bin\"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%F0%9F%98%80.bin";
    assert_eq!(headers["content-disposition"], disposition);
    assert!(answer.bytes().await.unwrap() == bytes);
}

#[tokio::test]
async fn a_hostile_name_is_a_name_and_nothing_else() {
    for (sent, shown, path) in [
        ("../../../tmp/passwd", "passwd", "passwd"),
        ("/etc/passwd", "passwd", "passwd"),
        (r"C:\secret\plan.txt", "plan.txt", "plan.txt"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;", "%3Cimg%20src=x%20onerror=alert(1)%3E"),
        ("a' onclick='b&amp;", "a' onclick='b&amp;amp;", "a'%20onclick='b&amp;"),
        ("100%.txt", "100%.txt", "100%25.txt"),
        ("a?b#c", "a?b#c", "a%3Fb%23c"),
    ] {
        let app = App::start().await;
        let answer = app.upload(form().part("files", file(sent, "x"))).await;
        assert_eq!(answer.status(), 303, "{sent}");
        let (page, _) = app.list(Some(&answer)).await;
        assert!(page.contains(&format!(">{shown}</a>")) && !page.contains("<img"), "{sent}: {page}");
        let answer = app.get(&format!("/files/{path}")).await;
        assert_eq!(answer.status(), 200, "{sent}");
        assert_eq!(answer.text().await.unwrap(), "x");
    }
}

#[tokio::test]
async fn files_of_one_name_are_all_kept() {
    let app = App::start().await;
    app.upload(form().part("files", file("a.txt", "1")).part("files", file("a.txt", "2"))).await;
    app.upload(form().part("files", file("a.txt", "3"))).await;
    for (path, content) in [("a.txt", "1"), ("a%20(2).txt", "2"), ("a%20(3).txt", "3")] {
        assert_eq!(app.get(&format!("/files/{path}")).await.text().await.unwrap(), content);
    }
}

#[tokio::test]
async fn a_path_that_is_no_file_of_ours_is_a_404() {
    let app = App::start().await;
    app.upload(form().part("files", file("a.txt", "1"))).await;
    let long = "a".repeat(300);
    for path in ["b.txt", "..%2Fkept%2Fa.txt", "a.txt%00", "%2Fetc%2Fpasswd", "..%5Ca.txt", &long] {
        assert_eq!(problem(app.get(&format!("/files/{path}")).await).await.0, 404, "{path}");
    }
}

#[tokio::test]
async fn a_form_that_is_refused_leaves_nothing_and_says_why() {
    let app = App::start().await;
    let many = (0..101).fold(form(), |form, _| form.part("files", file("a", "")));
    for (form, status, detail) in [
        (Form::new().text("x", "y"), 422, "`sender`: is missing; `files`: is missing"),
        (form(), 422, "`files`: is missing"),
        (form().part("files", file("", "")), 422, "`files`: is missing"),
        (Form::new().text("sender", " ").part("files", file("a", "1")), 422, "`sender`: is missing"),
        (form().part("files", file("a", "1")).text("tags", "spam"), 422, "`tags`: must be of holiday, work, other"),
        (
            form().part("files", file("a", "1")).part("files", file("..", "2")),
            422,
            "`files`: a file has a name that cannot be kept",
        ),
        (form().part("files", file(&"a".repeat(300), "1")), 422, "`files`: a file has a name that cannot be kept"),
        (Form::new().text("sender", "a".repeat(201)), 422, "`sender`: is longer than 200 bytes"),
        (many, 413, "more than 100 files"),
    ] {
        let (sent, problem) = problem(app.upload(form).await).await;
        assert_eq!((sent, problem["detail"].as_str().unwrap()), (status, detail));
        assert!(app.is_empty().await, "{detail}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_is_refused_with_a_code() {
    let app = App::start().await;
    let broken = "--X\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n123";
    for (kind, body, status, code) in [
        ("application/json", "{}", 415, "unsupported_form_type"),
        ("application/x-www-form-urlencoded", "sender=Ada", 415, "unsupported_form_type"),
        ("multipart/form-data", broken, 400, "malformed_form"),
        ("multipart/form-data; boundary=X", broken, 400, "malformed_form"),
        ("multipart/form-data; boundary=X", "", 400, "malformed_form"),
    ] {
        let answer = app.post("/upload").header("content-type", kind).body(body).send().await.unwrap();
        let (sent, problem) = problem(answer).await;
        assert_eq!((sent, &problem["code"]), (status, &json!(code)), "{kind}");
        assert!(app.is_empty().await);
    }
}

#[tokio::test]
async fn more_than_the_limit_is_a_413_before_the_body_ends() {
    let app = App::start().await;
    // It sends 26 MB and then waits, so that the answer cannot have waited for the end.
    let megabyte = || Ok::<_, std::io::Error>(vec![0; 1 << 20]);
    let sent = stream::repeat_with(megabyte).take(26).chain(stream::pending());
    let part = Part::stream(Body::wrap_stream(sent)).file_name("a");
    let (status, problem) = problem(app.upload(form().part("files", part)).await).await;
    assert_eq!((status, &problem["code"]), (413, &json!("body_too_large")));
    assert!(app.is_empty().await);
}

#[tokio::test]
async fn a_signup_that_breaks_rules_lists_every_field() {
    let app = App::start().await;
    let cases: [(Fields, u16, Value); 5] = [
        (&[("name", "Ada"), ("email", "ada@example.com")], 400, json!("age")),
        (&[("name", "Ada"), ("email", "ada@example.com"), ("age", "old")], 400, json!("age")),
        (&[("name", "Ada"), ("email", "ada@example.com"), ("age", "17")], 422, json!(["age"])),
        (&[("name", ""), ("email", "ada"), ("age", "7")], 422, json!(["age", "email", "name"])),
        (
            &[
                ("name", "Ada"),
                ("email", "ada@example.com"),
                ("age", "36"),
                ("topics", "a"),
                ("topics", &"b".repeat(41)),
            ],
            422,
            json!(["topics[1]"]),
        ),
    ];
    for (form, status, fields) in cases {
        let (sent, problem) = problem(app.post("/signup").form(form).send().await.unwrap()).await;
        let errors = problem["errors"].as_array();
        let found = errors
            .map_or(problem["field"].clone(), |errors| errors.iter().map(|error| error["field"].clone()).collect());
        assert_eq!((sent, found), (status, fields), "{problem}");
    }
    let good = [("name", "Ada"), ("email", "ada@example.com"), ("age", "36"), ("topics", "news"), ("topics", "jobs")];
    // In the other encoding, too.
    let multipart = good.iter().fold(Form::new(), |form, (name, value)| form.text(*name, *value));
    for request in [app.post("/signup").form(&good), app.post("/signup").multipart(multipart)] {
        let answer = request.send().await.unwrap();
        assert_eq!((answer.status().as_u16(), &answer.headers()["location"]), (303, &"/signup".parse().unwrap()));
        let (page, _) = app.list(Some(&answer)).await;
        assert!(page.contains("Welcome, Ada: we write to ada@example.com about news, jobs."), "{page}");
    }
}

#[tokio::test]
async fn a_browser_goes_back_to_the_form_that_was_refused() {
    let app = App::start().await;
    for (path, back) in [("/upload", "/"), ("/signup", "/signup")] {
        let request = app.post(path).header("accept", "text/html,*/*;q=0.8").multipart(Form::new().text("name", "Ada"));
        let answer = request.send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, back));
        let (page, _) = app.list(Some(&answer)).await;
        assert!(page.contains("<p id=\"flash\" role=\"status\">") && page.contains("missing"), "{page}");
    }
}
