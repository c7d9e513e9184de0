//! `examples/upload`.

use crate::driver::browse;
use crate::eventually;
use tempfile::TempDir;
use upload::{Folder, app};

/// Starts the app and returns its URL.
async fn start() -> String {
    format!("http://{}", route_tests::serve(app(Folder::temporary().unwrap())).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn F3_files_are_uploaded_listed_and_downloaded() {
    let url = start().await;
    let folder = TempDir::with_prefix("files-").unwrap();
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let (photo, note) = (folder.path().join("Grüße aus Köln.jpg"), folder.path().join("note.txt"));
    std::fs::write(&photo, &bytes).unwrap();
    std::fs::write(&note, "hello").unwrap();
    let paths = format!("{}\n{}", photo.display(), note.display());

    browse(async move |tab| {
        tab.go(&url).await;
        tab.type_into("[name=sender]", "Ada <b>").await;
        tab.type_into("[name=files]", &paths).await;
        tab.click("[name=tags][value=holiday]").await;
        tab.click("[name=tags][value=other]").await;
        tab.click("form button").await;
        eventually("the list is shown", async || (tab.path().await == "/files").then_some(())).await;
        assert_eq!(tab.texts("#flash").await, ["Thank you, Ada <b>, for 2 files about holiday, other."]);
        assert_eq!(tab.texts("#files a").await, ["Grüße aus Köln.jpg", "note.txt"]);
        assert_eq!(tab.texts("#files span").await, ["100000 bytes", "5 bytes"]);

        // Once, and with GET: a reload posts nothing again.
        tab.reload().await;
        assert_eq!(tab.texts("#flash").await, [""; 0]);
        assert_eq!(tab.texts("#files a").await, ["Grüße aus Köln.jpg", "note.txt"]);

        // The link is a download, under the name that the file had.
        tab.click("#files li:first-child a").await;
        let download = eventually("the download is complete", async || tab.download("Grüße aus Köln.jpg")).await;
        assert!(download == bytes);
        assert_eq!(tab.path().await, "/files");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_refused_is_shown_again_with_the_reason() {
    let url = start().await;
    browse(async move |tab| {
        tab.go(&format!("{url}/signup")).await;
        tab.type_into("[name=name]", "Ada").await;
        tab.type_into("[name=email]", "ada@example.com").await;
        tab.type_into("[name=age]", "7").await;
        tab.click("form button").await;
        let flash = eventually("a message", async || tab.texts("#flash").await.pop()).await;
        assert_eq!((flash.as_str(), tab.path().await.as_str()), ("`age`: lower than 18", "/signup"));

        tab.type_into("[name=name]", "Ada").await;
        tab.type_into("[name=email]", "ada@example.com").await;
        tab.type_into("[name=age]", "36").await;
        tab.click("[name=topics][value=news]").await;
        tab.click("[name=topics][value=jobs]").await;
        tab.click("form button").await;
        let welcome = "Welcome, Ada: we write to ada@example.com about news, jobs.";
        eventually("a welcome", async || (tab.texts("#flash").await == [welcome]).then_some(())).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_fits_a_phone_whatever_files_are_called() {
    let url = start().await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = format!(
        "--X\r\nContent-Disposition: form-data; name=\"sender\"\r\n\r\nAda\r\n\
         --X\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{}\"\r\n\r\nhello\r\n--X--\r\n",
        "a".repeat(200)
    );
    let request = client.post(format!("{url}/upload")).header("content-type", "multipart/form-data; boundary=X");
    assert_eq!(request.body(body).send().await.unwrap().status(), 200);
    browse(async move |tab| {
        tab.go(&url).await;
        for path in ["/", "/files", "/signup"] {
            assert_eq!(tab.width_on_a_phone(path).await, 375, "{path}");
        }
    })
    .await;
}
