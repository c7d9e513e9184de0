//! The program itself.

use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(20);

#[tokio::test]
async fn it_says_where_it_listens_and_needs_no_network() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_next-docs"))
        .env("PORT", "0")
        .env_remove("UPSTREAM")
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let listening = async {
        loop {
            let line = lines.next_line().await.unwrap().expect("it runs until it is ended");
            if let Some(address) = line.strip_prefix("Listening on ") {
                return address.to_owned();
            }
        }
    };
    let base = timeout(SOON, listening).await.unwrap();

    let items = reqwest::get(format!("{base}/caching/items")).await.unwrap();
    assert_eq!(items.json::<Value>().await.unwrap()["data"][0]["name"], "Blue mug");
    let question = json!({ "messages": [{ "role": "user", "content": "a b" }] });
    let chat = reqwest::Client::new().post(format!("{base}/streaming/api/chat")).json(&question);
    assert_eq!(chat.send().await.unwrap().text().await.unwrap(), "You said: a b");
}

#[tokio::test]
async fn a_variable_that_is_wrong_is_one_clear_line() {
    let cases = [
        ("PORT", "web", "PORT=web is not a port, 0 to 65535"),
        (
            "UPSTREAM",
            "https://example.com",
            "UPSTREAM=https://example.com does not begin with http://; there is no TLS in this example",
        ),
    ];
    for (name, value, message) in cases {
        let mut program = Command::new(env!("CARGO_BIN_EXE_next-docs"));
        let program = program.env("PORT", "0").env(name, value).kill_on_drop(true).output();
        let program = timeout(SOON, program).await.unwrap().unwrap();
        assert_eq!(program.status.code(), Some(1));
        assert_eq!(String::from_utf8(program.stderr).unwrap(), format!("next-docs: {message}\n"));
    }
}
