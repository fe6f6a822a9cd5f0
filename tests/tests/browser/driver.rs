//! Browsers and their drivers. A test takes one, and leaves it to the next test if it passes.

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    os::unix::process::CommandExt as _,
    path::PathBuf,
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, LazyLock, Mutex},
    time::Duration,
};

use fantoccini::{
    Client, ClientBuilder, Locator,
    elements::Element,
    error::{CmdError, ErrorStatus},
    wd::WindowHandle,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::runtime::{self, Runtime};

/// The longest wait for something in a page.
const WAIT: Duration = Duration::from_secs(15);

/// The time between two looks at a page.
const PAUSE: Duration = Duration::from_millis(20);

const FLAGS: [&str; 14] = [
    "--headless",
    "--no-sandbox", // As root, it starts only so.
    "--disable-gpu",
    "--disable-quic",
    // Fewer processes and less work at the start.
    "--in-process-gpu",
    "--disable-software-rasterizer",
    "--disable-extensions",
    "--disable-breakpad",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // `computedName` and `computedRole` of an element: what assistive technology says.
    "--enable-blink-features=ComputedAccessibilityInfo",
    "--window-size=720,900",
];

/// Names a variable that makes a missing browser a failure.
const REQUIRED: &str = "ALIGNET_BROWSER_REQUIRED";

/// The browsers that no test uses: a start takes longer than most tests.
static IDLE: Mutex<Vec<Arc<Browser>>> = Mutex::new(Vec::new());

/// Carries the commands to the drivers, longer than one test.
static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap());

/// Waits for the end of the test program, or of a failed test, and ends a driver with its browser: one group of processes.
const GUARD: &str =
    "read -r _; kill -s KILL -- \"-$0\"; for _ in 1 2 3; do rm -rf \"$1\" 2>/dev/null && exit; done";

/// A browser, which no test has used for its own origins.
pub(crate) struct Browser {
    pub(crate) client: Client,
    _driver: Child,
    _output: BufReader<ChildStdout>,
    /// Ends the driver once nobody holds its input any more.
    _guard: Child,
}

/// Takes a browser; `None` if none is installed, which is said even if the output of tests is not shown.
pub(crate) async fn take() -> Option<Arc<Browser>> {
    let idle = IDLE.lock().unwrap().pop();
    match idle {
        None => start().await.map(Arc::new),
        idle => idle,
    }
}

async fn start() -> Option<Browser> {
    let (Some(chromium), Some(chromedriver)) = (find("chromium"), find("chromedriver")) else {
        let text =
            "skipped: there is no browser. Debian has it in the packages chromium and chromium-driver.\n";
        assert!(env::var_os(REQUIRED).is_none(), "{text}");
        let _ = std::io::stderr().write_all(text.as_bytes());
        return None;
    };
    let profile = TempDir::new().unwrap().keep();
    let mut command = Command::new(chromedriver);
    command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    let mut driver = command.spawn().unwrap();
    let mut guard = Command::new("sh");
    guard.args(["-c", GUARD, &driver.id().to_string()]).arg(&profile);
    guard.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
    let _guard = guard.spawn().unwrap();
    let mut output = BufReader::new(driver.stdout.take().unwrap());
    let (mut url, mut line) = (None, String::new());
    while url.is_none() && output.read_line(&mut line).unwrap() > 0 {
        let port = line.trim_end().trim_end_matches('.').split("successfully on port ").nth(1);
        url = port.map(|port| format!("http://127.0.0.1:{port}"));
        line.clear();
    }
    let url = url.expect("the driver starts");
    let folder = format!("--user-data-dir={}", profile.display());
    let arguments: Vec<&str> = FLAGS.into_iter().chain([folder.as_str()]).collect();
    let options = json!({ "binary": chromium, "args": arguments });
    let capabilities = serde_json::Map::from_iter([("goog:chromeOptions".to_owned(), options)]);
    let connect = async move {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities).connect(&url).await
    };
    let client = RUNTIME.spawn(connect).await.unwrap().unwrap();
    Some(Browser { client, _driver: driver, _output: output, _guard })
}

/// Leaves a browser to the next test, with its first window only.
pub(crate) async fn leave(browser: Arc<Browser>) {
    let windows = browser.client.windows().await.unwrap();
    for window in &windows[1..] {
        browser.switch(window).await;
        browser.client.close_window().await.unwrap();
    }
    browser.switch(&windows[0]).await;
    browser.open("about:blank").await;
    IDLE.lock().unwrap().push(browser);
}

fn is_gone(error: &CmdError) -> bool {
    matches!(error, CmdError::Standard(error) if error.error == ErrorStatus::StaleElementReference)
}

fn find(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

impl Browser {
    pub(crate) async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    /// Waits for an element.
    pub(crate) async fn find(&self, xpath: &str) -> Element {
        let wait = self.client.wait().at_most(WAIT).every(PAUSE);
        let found = wait.for_element(Locator::XPath(xpath)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{xpath}: {error}; the page:\n{}", self.text().await),
        }
    }

    /// Clicks the button, the link or the label with this text.
    pub(crate) async fn click(&self, text: &str) {
        let xpath = format!("//*[self::button or self::a or self::label][normalize-space()='{text}']");
        self.press(&xpath).await;
    }

    /// Clicks an element, which the page may replace meanwhile.
    pub(crate) async fn press(&self, xpath: &str) {
        loop {
            match self.find(xpath).await.click().await {
                Err(error) if is_gone(&error) => {}
                done => return done.unwrap_or_else(|error| panic!("{xpath}: {error}")),
            }
        }
    }

    /// Opens a page in a window beside this one, and returns this window and the other, which is now in use.
    pub(crate) async fn beside(&self, url: &str) -> [WindowHandle; 2] {
        let here = self.client.window().await.unwrap();
        let other = self.client.new_window(false).await.unwrap().handle;
        self.switch(&other).await;
        self.open(url).await;
        [here, other]
    }

    pub(crate) async fn switch(&self, to: &WindowHandle) {
        self.client.switch_to_window(to.clone()).await.unwrap();
    }

    /// Switches to the window that a link has opened beside this one, and returns this one.
    pub(crate) async fn follow(&self) -> WindowHandle {
        let here = self.client.window().await.unwrap();
        let wait = async {
            loop {
                let windows = self.client.windows().await.unwrap();
                if let Some(other) = windows.into_iter().find(|window| *window != here) {
                    break other;
                }
            }
        };
        let other = tokio::time::timeout(WAIT, wait).await.unwrap();
        self.switch(&other).await;
        here
    }

    /// Types into whatever has the focus.
    pub(crate) async fn keys(&self, text: &str) {
        self.client.active_element().await.unwrap().send_keys(text).await.unwrap();
    }

    /// Presses Tab until an element of this role and this accessible name has the focus.
    pub(crate) async fn tab_to(&self, role: &str, name: &str) {
        let mut passed = Vec::new();
        while passed.len() < 100 {
            self.keys("\u{e004}").await;
            let is = "const at = document.activeElement; return [at.computedRole, at.computedName]";
            let is = self.run(is).await;
            if is == json!([role, name]) {
                return;
            }
            passed.push(is);
        }
        panic!("no {role} `{name}` among {passed:?}");
    }

    /// Waits for a page with this heading, and returns its text.
    pub(crate) async fn page(&self, heading: &str) -> String {
        self.find(&format!("//h1[normalize-space()='{heading}']")).await;
        self.text().await
    }

    /// Waits for this text in the page.
    pub(crate) async fn says(&self, text: &str) {
        self.find(&format!("//*[contains(normalize-space(), '{text}')]")).await;
    }

    pub(crate) async fn text(&self) -> String {
        match self.client.find(Locator::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        }
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str) -> Json {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Keeps a picture of the page in `docs/`, if pictures are to be made.
    pub(crate) async fn picture(&self, name: &str) {
        if env::var_os("BLESS").is_some() {
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs");
            std::fs::write(folder.join(name), self.client.screenshot().await.unwrap()).unwrap();
        }
    }
}
