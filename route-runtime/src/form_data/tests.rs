//! Forms as a `NextRequest` reads them and a `NextResponse` sends them.
#![allow(non_snake_case)]

use std::io;
use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::response::Response;
use bytes::Bytes;
use http_body_util::BodyExt;
use proptest::prelude::*;

use super::{File, FormData, FormPart, FormParts, FormValue};
use crate::body::BodyError;
use crate::request::NextRequest;
use crate::response::NextResponse;
use crate::testing::{chunked, in_chunks};

const MULTIPART: &str = "multipart/form-data; boundary=X";
const URL_ENCODED: &str = "application/x-www-form-urlencoded";

fn request(method: &str, content_type: &str, body: impl Into<Body>) -> NextRequest {
    let mut request = Request::builder().method(method).header("content-type", content_type).body(body.into()).unwrap();
    DefaultBodyLimit::max(16 << 20).apply(&mut request);
    request.into()
}

fn multipart(body: impl Into<Body>) -> NextRequest {
    request("POST", MULTIPART, body)
}

async fn form(body: impl Into<Body>) -> Result<FormData, BodyError> {
    multipart(body).form_data().await
}

/// Reads a form part by part, and what is read into the `FormData` it should be.
async fn collected(body: impl Into<Body>) -> Result<FormData, BodyError> {
    let mut form = FormData::new();
    let mut parts = multipart(body).form_parts()?;
    while let Some(part) = parts.next().await? {
        let name = part.name().to_owned();
        let unknown = if part.headers().contains_key("content-type") { "" } else { "text/plain" };
        let kind = part.content_type().unwrap_or(unknown).to_owned();
        match part.file_name().map(str::to_owned) {
            None => form.append(name, part.text().await?),
            Some(file) => form.append(name, File::new(file, part.bytes().await?).with_content_type(kind)),
        }
    }
    Ok(form)
}

/// One part of a body with the boundary `X`.
fn part(headers: &str, content: &str) -> String {
    format!("--X\r\n{headers}\r\n\r\n{content}\r\n")
}

fn text_part(name: &str, content: &str) -> String {
    part(&format!("Content-Disposition: form-data; name=\"{name}\""), content)
}

const END: &str = "--X--\r\n";

fn file(name: &str, content: &str, kind: &str) -> FormValue {
    File::new(name, content.to_owned()).with_content_type(kind).into()
}

#[tokio::test]
async fn B5_parts_become_texts_and_files_in_order() {
    let disposition = |rest: &str| format!("Content-Disposition: form-data; {rest}");
    let typed = |rest: &str, kind: &str| format!("{}\r\nContent-Type: {kind}", disposition(rest));
    let text = FormValue::from;
    let cases: [(String, Vec<(&str, FormValue)>); 17] = [
        (String::new(), vec![]),
        (
            text_part("a", "1") + &text_part("b", "") + &text_part("a", "2"),
            vec![("a", text("1")), ("b", text("")), ("a", text("2"))],
        ),
        (part(&disposition("name=\"f\"; filename=\"a.txt\""), "hi"), vec![("f", file("a.txt", "hi", "text/plain"))]),
        (
            part(&typed("name=\"f\"; filename=\"a.png\"", "Image/PNG"), "\0"),
            vec![("f", file("a.png", "\0", "image/png"))],
        ),
        // a file input in which nothing was chosen
        (
            part(&typed("name=\"f\"; filename=\"\"", "application/octet-stream"), ""),
            vec![("f", file("", "", "application/octet-stream"))],
        ),
        // a type does not make a file
        (part(&typed("name=\"a\"", "text/plain; charset=latin1"), "é"), vec![("a", text("é"))]),
        (part(&typed("name=\"f\"; filename=\"a\"", "é"), ""), vec![("f", file("a", "", ""))]),
        // the name is the client's
        (
            part(&disposition("name=\"f\"; filename=\"../../a\tb\""), ""),
            vec![("f", file("../../a\tb", "", "text/plain"))],
        ),
        (part(&disposition("name=\"f\"; filename*=UTF-8''%C3%A9"), ""), vec![("f", file("é", "", "text/plain"))]),
        (text_part("%22%0D%0A", "%22"), vec![("\"\r\n", text("%22"))]),
        (text_part("", "1"), vec![("", text("1"))]),
        // headers: any case, others besides, the last of several as in Fetch
        (part("content-DISPOSITION:form-data;name=a\r\nX-A: 1", "1"), vec![("a", text("1"))]),
        (part(&format!("{}\r\n{}", disposition("name=a"), disposition("name=b")), "1"), vec![("b", text("1"))]),
        // content that looks like a boundary, and line breaks
        (text_part("a", "--X\r\n\r\n-X--\n"), vec![("a", text("--X\r\n\r\n-X--\n"))]),
        (text_part("a", "\u{feff}b"), vec![("a", text("\u{feff}b"))]),
        // what is before the first boundary, and spaces after it
        (format!("preamble\r\n{}", text_part("a", "1")), vec![("a", text("1"))]),
        ("--X \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n".into(), vec![("a", text("1"))]),
    ];
    for (body, expected) in cases {
        let expected = FormData::from_iter(expected);
        let body = body + END;
        assert_eq!(form(body.clone()).await.unwrap(), expected, "{body}");
        assert_eq!(form(body.clone() + "epilogue").await.unwrap(), expected, "{body}");
        assert_eq!(form(in_chunks(body.clone(), 1)).await.unwrap(), expected, "{body}");
        assert_eq!(collected(in_chunks(body.clone(), 5)).await.unwrap(), expected, "{body}");
    }
}

#[tokio::test]
async fn B5_malformed_utf8_becomes_a_replacement_character() {
    let body = b"--X\r\nContent-Disposition: form-data; name=\"\xff\"\r\n\r\n\xc3\r\n--X--".to_vec();
    assert_eq!(form(body).await.unwrap(), FormData::from_iter([("\u{fffd}", "\u{fffd}")]));
}

#[tokio::test]
async fn B5_url_encoded_forms_are_parsed_as_queries_are() {
    for body in ["", "a", "a=1&a=2&b=", "&&a=b=c&", "?a=1", "q=caf%C3%A9+au%20lait%2B", "q=%FF%zz", "a;b=1\r\n"] {
        let query = crate::SearchParams::from(format!("?{body}").as_str());
        let expected: FormData = query.iter().collect();
        let sent = request("POST", "application/x-www-form-urlencoded; charset=UTF-8", body).form_data().await;
        assert_eq!(sent.unwrap(), expected, "{body}");
    }
}

#[tokio::test]
async fn a_malformed_form_is_400() {
    let named = "Content-Disposition: form-data; name=\"a\"";
    let many_headers = (0..33).map(|header| format!("x-{header}: 1\r\n")).collect::<String>() + named;
    let cases = [
        // nothing, or no end
        String::new(),
        "\r\n".into(),
        "no boundary".into(),
        "--".into(),
        "--X".into(),
        "--X-".into(),
        "--X\r".into(),
        "--X\r\n".into(),
        format!("--X\r\n{named}"),
        format!("--X\r\n{named}\r\n\r\n"),
        format!("--X\r\n{named}\r\n\r\ncontent"),
        format!("--X\r\n{named}\r\n\r\ncontent\r\n--"),
        text_part("a", "1"),
        text_part("a", "1") + "--X",
        text_part("a", "1") + "--Y--",
        format!("--X\r\n{named}\r\n\r\n--X--\r\n"),
        format!("--X\n{named}\n\n1\n--X--\n"),
        format!("--Xtra\r\n{named}\r\n\r\n1\r\n--Xtra--\r\n"),
        // headers
        part("", "1") + END,
        part("X-A: 1", "1") + END,
        part("Content-Disposition", "1") + END,
        part("Content-Disposition:", "1") + END,
        part("Content-Disposition: form-data", "1") + END,
        part("Content-Disposition: form-data; filename=\"a\"", "1") + END,
        part("Content-Disposition: attachment; name=\"a\"", "1") + END,
        part("Content-Disposition: form-data; name=\"a", "1") + END,
        part("Content-Disposition: form-data; name=\"a\0\"", "1") + END,
        part("Content-Disposition: form-data;\r\n name=\"a\"", "1") + END,
        part(&format!("{named}\r\nbad header: 1"), "1") + END,
        part(&many_headers, "1") + END,
        part(&format!("{named}\r\nX-A: {}", "a".repeat(8 * 1024)), "1") + END,
        part(&format!("{named}\r\nX-A: {}", "a".repeat(1 << 20)), "1") + END,
        // a good part before the bad one
        text_part("a", "1") + &part("X-A: 1", "1") + END,
    ];
    for body in cases {
        for size in [body.len() + 1, 1000, 1] {
            for error in [
                form(in_chunks(body.clone(), size)).await.unwrap_err(),
                collected(in_chunks(body.clone(), size)).await.unwrap_err(),
            ] {
                assert_eq!((error.status().as_u16(), error.code()), (400, "malformed_form"), "{body:.80}: {error}");
            }
        }
    }
}

#[tokio::test]
async fn the_headers_of_a_part_may_have_8_kib() {
    let with = |size: usize| {
        let named = "Content-Disposition: form-data; name=a\r\nX-A: ";
        let others = "Content-Disposition".len() + "form-data; name=a".len() + "X-A".len();
        part(&format!("{named}{}", "b".repeat(size - others)), "1") + END
    };
    for size in [1, 100, usize::MAX] {
        assert_eq!(form(in_chunks(with(8 * 1024), size)).await.unwrap(), FormData::from_iter([("a", "1")]));
        let error = form(in_chunks(with(8 * 1024 + 1), size)).await.unwrap_err();
        assert!(error.to_string().contains("8192 bytes"), "{error}");
    }
}

#[tokio::test]
async fn a_thousand_parts_are_read_and_no_more() {
    let parts = |count| text_part("a", "").repeat(count) + END;
    let fields = |count: usize| vec!["a"; count].join("&");
    assert_eq!(form(parts(1_000)).await.unwrap().len(), 1_000);
    assert_eq!(request("POST", URL_ENCODED, fields(1_000)).form_data().await.unwrap().len(), 1_000);

    let too_many = [
        form(parts(1_001)).await.unwrap_err(),
        collected(parts(1_001)).await.unwrap_err(),
        request("POST", URL_ENCODED, fields(1_001)).form_data().await.unwrap_err(),
    ];
    for error in too_many {
        assert_eq!((error.status().as_u16(), error.code()), (413, "too_many_parts"));
        assert_eq!(error.to_string(), "the form has more than 1000 parts");
    }

    for (max, fits) in [(2, false), (3, true)] {
        let mut read = multipart(parts(3)).form_parts().unwrap().max_parts(max);
        assert!(read.next().await.unwrap().is_some() && read.next().await.unwrap().is_some());
        assert_eq!(read.next().await.is_ok(), fits);
        assert!(read.next().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn B11_a_form_stays_within_the_bodys_limit() {
    let body = text_part("a", &"1".repeat(100_000)) + END;
    for (kind, body) in [(MULTIPART, body), (URL_ENCODED, "a".repeat(100_000))] {
        for (limit, fits) in [(body.len(), true), (body.len() - 1, false)] {
            let mut sent = Request::post("/").header("content-type", kind).body(in_chunks(body.clone(), 4096)).unwrap();
            DefaultBodyLimit::max(limit).apply(&mut sent);
            match NextRequest::from(sent).form_data().await {
                Ok(form) => assert!(fits && form.len() == 1),
                Err(error) => assert_eq!((error.status().as_u16(), error.code(), fits), (413, "body_too_large", false)),
            }
        }
    }
}

#[tokio::test]
async fn a_form_that_breaks_off_is_unreadable() {
    let whole = text_part("a", "123") + END;
    for end in [0, 5, 40, 45] {
        let sent = Bytes::from(whole.clone().into_bytes()).slice(..end);
        let broken = iter::once(Ok(sent)).chain(iter::once(Err(io::Error::other("reset"))));
        let error = form(chunked(broken)).await.unwrap_err();
        assert_eq!((error.status().as_u16(), error.code()), (400, "unreadable_body"), "{end}");
    }
}

#[tokio::test]
async fn B7_a_form_uses_the_body() {
    for (kind, body) in [(MULTIPART, text_part("a", "1") + END), (URL_ENCODED, "a=1".into()), (MULTIPART, "bad".into())]
    {
        let mut req = request("POST", kind, body);
        assert!(!req.body_used());
        let _ = req.form_data().await;
        assert!(req.body_used());
        assert!(matches!(req.form_data().await, Err(BodyError::AlreadyRead)));
        assert!(matches!(req.form_parts(), Err(BodyError::AlreadyRead)));
        assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
    }
    let mut req = multipart(END);
    let _parts = req.form_parts().unwrap();
    assert!(req.body_used());
    assert!(matches!(req.form_data().await, Err(BodyError::AlreadyRead)));

    // whatever the content type is
    let mut req = request("POST", "text/plain", "a");
    req.text().await.unwrap();
    assert!(matches!(req.form_data().await, Err(BodyError::AlreadyRead)));
    assert!(matches!(req.form_parts(), Err(BodyError::AlreadyRead)));
}

#[tokio::test]
async fn B5_a_request_that_is_no_form_is_refused_unread() {
    let cases = [("application/json", 415), ("", 415), ("multipart/form-data", 400)];
    for (kind, status) in cases {
        let mut req = request("POST", kind, "[1]");
        assert_eq!(req.form_data().await.unwrap_err().status(), status);
        assert_eq!(req.form_parts().unwrap_err().status(), status);
        assert_eq!(req.json::<Vec<u8>>().await.unwrap(), [1], "{kind}");
    }
    assert_eq!(request("POST", URL_ENCODED, "a=1").form_parts().unwrap_err().status(), 415);
}

#[tokio::test]
async fn B8_R16_a_null_body_is_an_empty_form_or_none() {
    for (method, body) in [("GET", "a=1"), ("HEAD", "a=1"), ("POST", "")] {
        let mut req = request(method, URL_ENCODED, body);
        assert_eq!(req.form_data().await.unwrap(), FormData::new(), "{method}");
        assert!(!req.body_used());
    }
    for (method, body) in [("GET", text_part("a", "1") + END), ("POST", String::new())] {
        let mut req = request(method, MULTIPART, body);
        assert_eq!(req.form_data().await.unwrap_err().code(), "malformed_form", "{method}");
        assert_eq!(req.form_parts().unwrap().next().await.unwrap_err().code(), "malformed_form", "{method}");
    }
}

#[test]
fn B6_a_form_is_an_ordered_multimap() {
    let of = |pairs: &[(&str, &str)]| -> FormData { pairs.iter().copied().collect() };
    let mut form = of(&[("a", "1"), ("b", "2"), ("a", "3"), ("A", "4")]);
    assert_eq!(form.get("a"), Some(&FormValue::from("1")));
    assert_eq!(form.get_all("a").collect::<Vec<_>>(), [&FormValue::from("1"), &FormValue::from("3")]);
    assert_eq!((form.get("c"), form.get_all("c").count()), (None, 0));
    assert_eq!((form.has("A"), form.has("c"), form.len(), form.is_empty()), (true, false, 4, false));
    assert_eq!(form.iter().len(), 4);

    form.append("b", File::new("f", ""));
    assert_eq!((form.text("b"), form.file("b")), (Some("2"), None));
    form.set("a", "5");
    form.set("c", "6");
    form.delete("b");
    form.delete("none");
    assert_eq!(form, of(&[("a", "5"), ("A", "4"), ("c", "6")]));
    assert_eq!((&form).into_iter().count(), 3);
    assert_eq!(form.into_iter().collect::<FormData>(), of(&[("a", "5"), ("A", "4"), ("c", "6")]));
}

#[tokio::test]
async fn what_is_not_read_of_a_part_is_skipped() {
    let body =
        text_part("a", &"1".repeat(100_000)) + &text_part("b", &"2".repeat(100_000)) + &text_part("c", "3") + END;
    for size in [1, 1000, usize::MAX] {
        let mut parts = multipart(in_chunks(body.clone(), size)).form_parts().unwrap();
        assert_eq!(parts.next().await.unwrap().unwrap().name(), "a");
        let mut second = parts.next().await.unwrap().unwrap();
        let chunk = second.chunk().await.unwrap().unwrap();
        assert!(!chunk.is_empty() && chunk.iter().all(|byte| *byte == b'2'));
        assert_eq!(second.bytes().await.unwrap().len(), 100_000 - chunk.len());
        let third = parts.next().await.unwrap().unwrap();
        assert_eq!((third.name(), third.headers().len(), third.content_type()), ("c", 1, None));
        assert_eq!(third.text().await.unwrap(), "3");
        assert!(parts.next().await.unwrap().is_none());
        assert!(parts.next().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_part_ends_after_its_last_chunk_and_after_an_error() {
    let mut parts = multipart(text_part("a", "1") + END).form_parts().unwrap();
    let mut part = parts.next().await.unwrap().unwrap();
    assert_eq!(part.chunk().await.unwrap().unwrap(), "1");
    assert!(part.chunk().await.unwrap().is_none());
    assert!(part.chunk().await.unwrap().is_none());

    let mut parts = multipart(in_chunks(text_part("a", "1234"), 40)).form_parts().unwrap();
    let mut part = parts.next().await.unwrap().unwrap();
    while part.chunk().await.is_ok() {}
    assert!(part.chunk().await.unwrap().is_none());
    assert!(parts.next().await.unwrap().is_none());
}

#[test]
fn parts_may_be_held_across_awaits() {
    fn check<T: Send + Sync>() {}
    fn stream<T: futures_util::Stream + Unpin>() {}
    fn send<T: Send>(_: T) {}
    check::<FormParts>();
    check::<FormPart<'_>>();
    check::<FormData>();
    stream::<FormPart<'_>>();
    let mut req = multipart("");
    send(async move { req.form_data().await });
}

/// A body, and how much of it has been asked for.
fn counted(chunks: impl Iterator<Item = Bytes> + Send + Unpin + 'static) -> (Body, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let chunks = chunks.map(move |chunk| {
        counter.fetch_add(chunk.len(), Ordering::Relaxed);
        Ok(chunk)
    });
    (chunked(chunks), count)
}

const CHUNK: usize = 16 * 1024;

#[tokio::test]
async fn an_upload_is_never_read_ahead_of_its_reader() {
    const SIZE: usize = 10 << 20;
    let head = iter::once(Bytes::from(text_part("a", "")));
    let head = head.chain(iter::once(Bytes::from("--X\r\nContent-Disposition: form-data; name=b; filename=c\r\n\r\n")));
    let content = iter::repeat_n(Bytes::from_static(&[b'1'; CHUNK]), SIZE / CHUNK);
    let (body, asked) = counted(head.chain(content).chain(iter::once(Bytes::from("\r\n--X--"))));

    let mut parts = multipart(body).form_parts().unwrap();
    parts.next().await.unwrap().unwrap();
    let mut upload = parts.next().await.unwrap().unwrap();
    let mut read = 0;
    while let Some(chunk) = upload.chunk().await.unwrap() {
        read += chunk.len();
        let ahead = asked.load(Ordering::Relaxed) - read;
        assert!(ahead <= CHUNK + 1024, "{ahead} bytes read ahead at {read}");
    }
    assert_eq!(read, SIZE);
}

#[tokio::test]
async fn many_small_parts_do_not_fill_the_buffer() {
    let small = iter::repeat_n(Bytes::from(text_part("a", "1")), 900);
    let (body, asked) = counted(small.chain(iter::repeat(Bytes::from_static(&[b'1'; CHUNK]))));
    let mut parts = multipart(body).form_parts().unwrap();
    for _ in 0..900 {
        parts.next().await.unwrap().unwrap();
    }
    let asked = asked.load(Ordering::Relaxed);
    assert!(asked <= 900 * text_part("a", "1").len() + CHUNK, "{asked}");
}

#[tokio::test]
async fn a_head_without_end_is_refused_early() {
    let starts = ["", "--X", "--X\r\n", "--X\r\nContent-Disposition: form-data; name=\"", "--X\r\na: b\r\n"];
    for start in starts {
        for size in [1, 1000, CHUNK] {
            for filler in ["a", " ", "\r\n", "a: b\r\n"] {
                let chunk = Bytes::from(filler.repeat(size));
                let most = 24 * 1024 + chunk.len();
                let endless = iter::repeat(chunk);
                let (body, asked) = counted(iter::once(Bytes::from(start)).chain(endless));
                let error = form(body).await.unwrap_err();
                assert_eq!((error.status().as_u16(), error.code()), (400, "malformed_form"));
                let asked = asked.load(Ordering::Relaxed);
                assert!(asked <= most, "{asked} bytes of {start:?} {filler:?} by {size}");
            }
        }
    }
}

/// The body of a response and its content type, as another request sends them.
async fn sent_back(form: FormData) -> NextRequest {
    let (head, body) = Response::from(NextResponse::new(form)).into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    request("POST", head.headers["content-type"].to_str().unwrap(), body)
}

#[tokio::test]
async fn N2_a_form_is_sent_as_multipart_with_its_boundary() {
    let mut form = FormData::from_iter([("a", "1\n2"), ("\"b\"\r\n", "é")]);
    form.append("f", File::new("c \"d\".png", "content").with_content_type("image/png"));
    form.append("f", File::new("", ""));
    let response = Response::from(NextResponse::new(form));
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    let boundary = kind.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert!((27..=70).contains(&boundary.len()), "{boundary}");
    let body = response.into_body().collect().await.unwrap().to_bytes();
    let expected = concat!(
        "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\n2\r\n",
        "--X\r\nContent-Disposition: form-data; name=\"%22b%22%0D%0A\"\r\n\r\né\r\n",
        "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"c %22d%22.png\"\r\n",
        "Content-Type: image/png\r\n\r\ncontent\r\n",
        "--X\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n",
        "Content-Type: application/octet-stream\r\n\r\n\r\n",
        "--X--\r\n",
    );
    assert_eq!(String::from_utf8_lossy(&body).replace(boundary, "X"), expected);

    let other = Response::from(NextResponse::new(FormData::new()));
    assert_ne!(other.headers()["content-type"], kind.as_str(), "a boundary is used once");
    assert_eq!(sent_back(FormData::new()).await.form_data().await.unwrap(), FormData::new());
}

fn value() -> impl Strategy<Value = FormValue> {
    let content = prop::collection::vec(prop_oneof![any::<u8>(), Just(b'\r'), Just(b'\n'), Just(b'-')], 0..64);
    prop_oneof![
        any::<String>().prop_map(FormValue::from),
        (name(), content).prop_map(|(name, content)| File::new(name, content).with_content_type("a/b").into()),
    ]
}

/// Any name but for control characters, which no header carries, and for what looks as if it were escaped.
fn name() -> impl Strategy<Value = String> {
    r#"(\PC|["\\\r\n\t;=' ]){0,16}"#
        .prop_filter("an escape", |name| !["%22", "%0D", "%0A"].iter().any(|it| name.contains(it)))
}

/// Bytes that are often the beginning of a form.
fn nearly_a_form() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..8),
        prop::sample::select(vec![
            "--X",
            "\r\n",
            "--",
            "X",
            "--X--",
            "\r\n\r\n",
            "Content-Disposition: form-data; name=\"a\"",
            ": ",
            "; ",
            "filename=\"b\"",
            "Content-Type: a/b",
        ])
        .prop_map(|piece| piece.as_bytes().to_vec()),
    ];
    prop::collection::vec(pieces, 0..24).prop_map(|pieces| pieces.concat())
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

proptest! {
    #![proptest_config(crate::testing::cases())]

    #[test]
    fn any_body_is_a_form_or_a_mistake_of_the_client(body in nearly_a_form(), size in 1_usize..80) {
        let whole = run(form(body.clone()));
        if let Err(error) = &whole {
            prop_assert!(error.status().is_client_error(), "{error}");
        }
        let chunked = run(form(in_chunks(body.clone(), size)));
        prop_assert_eq!(whole.is_ok(), chunked.is_ok(), "chunks make a difference");
        let read = run(collected(in_chunks(body.clone(), size)));
        prop_assert_eq!(whole.as_ref().ok(), chunked.as_ref().ok());
        prop_assert_eq!(whole.ok().map(|form| form.len()), read.ok().map(|form| form.len()));
        let encoded = run(request("POST", URL_ENCODED, body).form_data());
        prop_assert!(encoded.is_ok());
    }

    #[test]
    fn a_form_that_is_sent_comes_back_the_same(fields in prop::collection::vec((name(), value()), 0..6)) {
        let form: FormData = fields.into_iter().collect();
        let back = run(async { sent_back(form.clone()).await.form_data().await });
        prop_assert_eq!(back.unwrap(), form);
    }
}
