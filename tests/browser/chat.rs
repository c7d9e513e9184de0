//! `examples/chat`.

use crate::driver::{Tab, browse};
use crate::eventually;
use chat::{Model, app};
use serde_json::{Value, json};
use std::time::Duration;

const ANSWER: &str = "#messages .assistant:last-child";

/// Starts the app and returns its URL.
async fn start(pace: Duration) -> String {
    format!("http://{}", route_tests::serve(app(Model::new(pace))).await)
}

async fn get(url: String) -> reqwest::Response {
    reqwest::Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap()
}

/// Waits until the server counts its answers like this.
async fn expect_stats(url: &str, expected: Value) {
    let is_so =
        async || (get(format!("{url}/api/stats")).await.json::<Value>().await.unwrap() == expected).then_some(());
    eventually(&format!("the server counts {expected}"), is_so).await;
}

async fn ask(tab: &Tab, question: &str) {
    tab.type_into("#question", question).await;
    tab.click("#send").await;
}

/// What there is of the answer, when it is longer than this many bytes.
async fn answer(tab: &Tab, longer_than: usize) -> String {
    let read = async || tab.texts(ANSWER).await.pop().filter(|text| text.len() > longer_than);
    eventually(&format!("an answer of more than {longer_than} bytes"), read).await
}

async fn expect_status(tab: &Tab, expected: &str) {
    let is_so = async || (tab.texts("#status").await == [expected]).then_some(());
    eventually(&format!("the page says: {expected}"), is_so).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn W1_tokens_appear_on_the_page_one_after_another() {
    let url = start(Duration::from_millis(60)).await;
    browse(async move |tab| {
        tab.go(&url).await;
        ask(&tab, "<b>Are</b> you there?").await;
        let first = answer(&tab, 0).await;
        let second = answer(&tab, first.len()).await;
        assert_eq!(tab.texts("#status").await, ["Answering …"]);

        expect_status(&tab, "Done.").await;
        let whole = answer(&tab, second.len()).await;
        assert!(second.starts_with(&first) && whole.starts_with(&second), "{first:?}, {second:?}, {whole:?}");
        assert!(whole.starts_with("Your 3 words") && whole.contains("naïve") && whole.ends_with("reads."), "{whole}");
        assert_eq!(tab.texts("#messages .user").await, ["<b>Are</b> you there?"]);
        expect_stats(&url, json!({ "running": 0, "finished": 1, "aborted": 0 })).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn W2_stop_and_leaving_the_page_end_the_answer_on_the_server() {
    let url = start(Duration::from_millis(250)).await;
    browse(async move |tab| {
        tab.go(&url).await;
        ask(&tab, "Are you there?").await;
        answer(&tab, 10).await;
        tab.click("#stop").await;
        expect_status(&tab, "Stopped.").await;
        expect_stats(&url, json!({ "running": 0, "finished": 0, "aborted": 1 })).await;
        let stopped = answer(&tab, 0).await;
        assert!(stopped.starts_with("Your 3 words") && !stopped.ends_with("reads."), "{stopped}");

        // The chat goes on, and what there was of the answer stays.
        ask(&tab, "Go on!").await;
        let next = answer(&tab, 0).await;
        let answers = tab.texts("#messages .assistant").await;
        assert!(answers.len() == 2 && answers[0] == stopped && next.starts_with("Your"), "{answers:?}");
        expect_stats(&url, json!({ "running": 1, "finished": 0, "aborted": 1 })).await;
        tab.go("about:blank").await;
        expect_stats(&url, json!({ "running": 0, "finished": 0, "aborted": 2 })).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn W5_an_EventSource_reads_the_answer_and_knows_its_end() {
    let url = start(Duration::ZERO).await;
    browse(async move |tab| {
        tab.go(&url).await;
        let script = "
            let text = '';
            const source = new EventSource('/api/chat/events?question=Are+you+there');
            source.onmessage = event => { text += JSON.parse(event.data) };
            source.onerror = () => done('an error');
            source.addEventListener('done', () => { source.close(); done(text) });
        ";
        let text = tab.run(script, &[]).await;
        let text = text.as_str().unwrap();
        assert!(text.starts_with("Your 3 words") && text.ends_with("reads.\n"), "{text}");
        expect_stats(&url, json!({ "running": 0, "finished": 1, "aborted": 0 })).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_shown_and_the_page_fits_a_phone() {
    let url = start(Duration::ZERO).await;
    browse(async move |tab| {
        tab.go(&url).await;
        assert_eq!(tab.width_on_a_phone("/").await, 375);
        // Over the limit of a body, 2 MiB.
        tab.run("document.getElementById('question').value = 'a'.repeat(3 << 20); done()", &[]).await;
        tab.click("#send").await;
        expect_status(&tab, "Failed: the request body is larger than this route accepts").await;
        expect_stats(&url, json!({ "running": 0, "finished": 0, "aborted": 0 })).await;

        // And the chat goes on.
        ask(&tab, "Are you there?").await;
        expect_status(&tab, "Done.").await;
        expect_stats(&url, json!({ "running": 0, "finished": 1, "aborted": 0 })).await;
    })
    .await;
}
