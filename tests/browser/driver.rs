//! A browser of its own for each test.

use fantoccini::{Client, ClientBuilder, Locator};
use futures_util::FutureExt;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// A tab of a browser, and the folder that it downloads to.
#[derive(Clone)]
pub(crate) struct Tab {
    client: Client,
    downloads: PathBuf,
}

/// Runs a test with a browser that has no history, and closes it, however the test ends.
pub(crate) async fn browse(test: impl AsyncFnOnce(Tab)) {
    let (driver, browser) = match (find(&["chromedriver"]), find(&["chromium", "chromium-browser", "google-chrome"])) {
        (Some(driver), Some(browser)) => (driver, browser),
        (None, _) => return skip("there is no `chromedriver` in the PATH"),
        (_, None) => return skip("there is no Chromium or Chrome in the PATH"),
    };
    let folder = TempDir::with_prefix("browser-").unwrap();
    let downloads = folder.path().join("downloads");
    let driver = Driver::start(&driver, folder.path());
    let client = driver.open(&browser, &folder.path().join("profile"), &downloads).await;

    // A panic waits until the browser is closed.
    let test = test(Tab { client: client.clone(), downloads });
    let result = AssertUnwindSafe(test).catch_unwind().await;
    let closed = client.close().await;
    if let Err(message) = result {
        panic::resume_unwind(message);
    }
    closed.unwrap();
}

fn find(programs: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let candidates =
        programs.iter().flat_map(|program| env::split_paths(&path).map(move |folder| folder.join(program)));
    candidates.into_iter().find(|candidate| candidate.is_file())
}

fn skip(why: &str) {
    assert!(env::var_os("ROUTE_REQUIRE_BROWSER").is_none_or(|value| value != "1"), "{why}");
    // Not `eprintln!`, which nobody sees of a test that passes.
    let _ = writeln!(io::stderr(), "skipped, nothing was tested: {why}");
}

/// A `chromedriver` on a free port, killed when it is dropped.
struct Driver {
    child: Child,
    url: String,
}

impl Driver {
    fn start(program: &Path, folder: &Path) -> Self {
        let mut command = Command::new(program);
        // What the two leave among the temporary files goes with the folder.
        command.arg("--port=0").env("TMPDIR", folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut driver = Self { child, url: String::new() };
        // "ChromeDriver was started successfully on port 12345."
        let mut line = String::new();
        while driver.url.is_empty() {
            line.clear();
            assert_ne!(output.read_line(&mut line).unwrap(), 0, "chromedriver ended");
            if let Some((_, port)) = line.split_once("successfully on port ") {
                driver.url = format!("http://127.0.0.1:{}", port.trim_end_matches(['.', '\n', '\r']));
            }
        }
        // It must be able to go on writing.
        std::thread::spawn(move || io::copy(&mut output, &mut io::sink()));
        driver
    }

    async fn open(&self, browser: &Path, profile: &Path, downloads: &Path) -> Client {
        let options = json!({
            "binary": browser,
            "args": [
                format!("--user-data-dir={}", profile.display()),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=1280,900",
            ],
            "prefs": { "download.default_directory": downloads },
        });
        let capabilities = [("goog:chromeOptions".to_owned(), options)].into_iter().collect();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities).connect(&self.url).await.unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Tab {
    pub(crate) async fn go(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    pub(crate) async fn reload(&self) {
        self.client.refresh().await.unwrap();
    }

    /// The path of the page that is shown.
    pub(crate) async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Types into the one element of this selector; for a file input, the paths of files.
    pub(crate) async fn type_into(&self, selector: &str, text: &str) {
        self.client.find(Locator::Css(selector)).await.unwrap().send_keys(text).await.unwrap();
    }

    pub(crate) async fn click(&self, selector: &str) {
        self.client.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
    }

    /// What a person reads in each element of this selector.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])].map(element => element.innerText)";
        let texts = self.client.execute(script, vec![selector.into()]).await.unwrap();
        serde_json::from_value(texts).unwrap()
    }

    /// Runs a script with these arguments, and waits until it calls `done`.
    pub(crate) async fn run(&self, script: &str, arguments: &[Value]) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.client.execute_async(&script, arguments.to_vec()).await.unwrap()
    }

    /// The width of a page in a window as narrow as a phone: 375, or more if one has to scroll sideways.
    pub(crate) async fn width_on_a_phone(&self, path: &str) -> u64 {
        let script = "
            const frame = document.createElement('iframe');
            frame.style = 'width: 375px; height: 800px; border: 0';
            frame.onload = () => done(frame.contentDocument.documentElement.scrollWidth);
            frame.src = arguments[0];
            document.body.append(frame);
        ";
        self.run(script, &[path.into()]).await.as_u64().unwrap()
    }

    /// What was downloaded under this name, once it is complete.
    pub(crate) fn download(&self, name: &str) -> Option<Vec<u8>> {
        // Until then it has another name.
        std::fs::read(self.downloads.join(name)).ok()
    }
}
