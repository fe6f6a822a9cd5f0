//! Tests the inspector: a page that loads nothing from elsewhere and holds no value, whatever callers and contracts say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod support;

use std::net::SocketAddr;

use alignet_sandbox::{Contract, Sandbox, Sources};
use serde_json::json;
use support::{Reply, Request, builder, sample};

/// Texts that run in a page that takes a value for HTML, for an attribute, or for a script.
const SCRIPT: &str = "\"'></script><script>alert(1)</script><img src=x onerror=alert(1)>";

/// A contract whose every text is [`SCRIPT`], and that serves a page with a script.
const HOSTILE: &str = r##"
[create_tip]
doc    = "SCRIPT"
route  = "POST /tips"
origin = "api"
repeat = "never"
status = "meta.status"
body   = { number = "string", "<script>alert(1)</script>" = "string?" }

[create_tip.reply]
success = "flag"
number  = "string"
tip_id  = "string"
state   = "TipState"
meta    = "Meta"

[TipState]
doc = "SCRIPT"
[TipState.values]
"<img src=x onerror=alert(1)>" = "SCRIPT"
PAID = "SCRIPT"

[read_tips]
doc    = "SCRIPT"
route  = "GET /tips"
origin = "api"
reply  = "text/html"

[read_tips.example]
reply = "<script>alert(1)</script>"
"##;

const HOSTILE_BEHAVIOUR: &str = r##"
[record.tip]
doc      = "SCRIPT"
key      = ["number"]
generate = ["tip_id"]

[record.tip.event.pay]
doc  = "SCRIPT"
from = { state = "<img src=x onerror=alert(1)>" }
set  = { state = "PAID" }

[create_tip]
creates = "tip"
set     = { state = "<img src=x onerror=alert(1)>" }
"##;

async fn get(sandbox: &Sandbox, path: &str) -> Reply {
    Request::new("GET", path).send(sandbox.addr()).await.unwrap()
}

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

/// Sends calls whose every part is hostile to the sandbox.
async fn attack(sandbox: &Sandbox) {
    let charge = sample::request(sandbox, "authorize_charge").await;
    let hostile = charge.altered(|body| {
        body["merchant_code"] = json!(SCRIPT);
        let details = json!({ "callback_url": "javascript:alert(1)//</script>", "redirect_url": "javascript:alert(1)" });
        body["payment_method"] = json!({ "method_name": "BANK_TRANSFER", "method_details": details });
    });
    let made = hostile.send(sandbox.addr()).await.unwrap();
    assert_eq!(made.status, 200, "{}", made.json());
    hostile.send(sandbox.addr()).await.unwrap();
    charge.altered(|body| drop(body.insert(SCRIPT.to_owned(), json!(1)))).send(sandbox.addr()).await.unwrap();
    charge.with_header("ALG-API-VERSION", SCRIPT).send(sandbox.addr()).await.unwrap();
    charge.with_header("Authorization", &format!("Bearer {SCRIPT}")).send(sandbox.addr()).await.unwrap();
    charge.with_header("User-Agent", SCRIPT).with_body(SCRIPT).send(sandbox.addr()).await.unwrap();
    for target in ["/charges/%3Cscript%3Ealert(1)%3C/script%3E/1", "/nowhere?<script>alert(1)</script>=1"] {
        Request::new("GET", target).send(sandbox.addr()).await.unwrap();
    }

    // The page of the bank, which has values in its HTML, and leads back to the shop.
    let page = made.json()["transaction"]["continue_url"].as_str().unwrap().replace(&sandbox.url(), "");
    let asked = get(sandbox, &page).await;
    assert!(
        text(&asked).contains("&lt;script&gt;alert(1)") && !text(&asked).contains("<script"),
        "{}",
        text(&asked)
    );
    let decided = Request::new("POST", &page).with_body("event=approve").send(sandbox.addr()).await.unwrap();
    assert!(!text(&decided).contains("javascript:"), "{}", text(&decided));
}

#[tokio::test]
async fn values_of_callers_and_contracts_stay_out_of_the_page() {
    let contract = HOSTILE.replace("SCRIPT", &SCRIPT.replace('"', "\\\""));
    let behaviour = HOSTILE_BEHAVIOUR.replace("SCRIPT", &SCRIPT.replace('"', "\\\""));
    let sources = Sources::from_texts("contract", &[("tips.toml", &contract)]).extending_shipped();
    let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let behaviour = Sources::from_texts("sandbox", &[("tips.toml", &behaviour)]);
    let sandbox = Sandbox::builder().contract(contract).behaviour(behaviour).start().await.unwrap();
    let before = get(&sandbox, "/_sandbox/").await;
    attack(&sandbox).await;
    let tip = sample::request(&sandbox, "create_tip").await.altered(|body| {
        body.insert("number".to_owned(), json!(SCRIPT));
    });
    assert_eq!(tip.send(sandbox.addr()).await.unwrap().status, 200);

    assert_eq!(get(&sandbox, "/_sandbox/").await.body, before.body, "the page itself holds no value");
    for (list, shown) in [
        ("status", "</script>"),
        ("calls", "</script>"),
        ("records", "onerror"),
        ("secrets", "access token"),
        ("notifications", "javascript:"),
    ] {
        let reply = get(&sandbox, &format!("/_sandbox/{list}")).await;
        let types = (reply.header("content-type"), reply.header("x-content-type-options"));
        assert_eq!((reply.status, types), (200, (Some("application/json"), Some("nosniff"))));
        assert!(text(&reply).contains(shown), "{list} shows it: {}", text(&reply));
    }
    // A browser that opens a document of the contract gives it an origin of its own, without scripts.
    let version = sandbox.environment_value("api_version").unwrap();
    let request = Request::new("GET", "/tips").with_header("ALG-API-VERSION", version);
    let document = request.send(sandbox.addr()).await.unwrap();
    let headers = (document.header("content-type"), document.header("content-security-policy"));
    assert_eq!(headers, (Some("text/html"), Some("sandbox")));
}

#[tokio::test]
async fn the_page_loads_only_what_the_sandbox_serves() {
    let sandbox = builder().start().await.unwrap();
    let page = get(&sandbox, "/_sandbox/").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ] {
        assert!(policy.split("; ").any(|one| one == part), "{policy}");
    }
    let html = text(&page);
    let mut loaded = 0;
    for tag in html.split('<').filter_map(|tag| tag.split('>').next()) {
        let source = tag.split_once(if tag.starts_with("script") { "src=\"" } else { "href=\"" });
        match source.map(|(_, rest)| rest.split('"').next().unwrap()) {
            Some(inside) if inside.starts_with('#') || inside == "data:," => {}
            Some(path) => {
                let media = if path.ends_with(".css") { "text/css" } else { "text/javascript" };
                let reply = get(&sandbox, path).await;
                assert_eq!((reply.status, reply.header("content-type")), (200, Some(media)), "{path}");
                loaded += 1;
            }
            None => assert_ne!(tag, "script", "the policy lets no inline script run"),
        }
    }
    assert_eq!(loaded, 3);
}

#[tokio::test]
async fn the_root_leads_to_the_page_on_this_machine() {
    let sandbox = builder().start().await.unwrap();
    for path in ["/", "/_sandbox"] {
        let reply = get(&sandbox, path).await;
        assert_eq!((reply.status, reply.header("location")), (307, Some("/_sandbox/")), "{path}");
    }
    let elsewhere = Request::new("GET", "/_sandbox/").with_header("Host", "evil.example");
    assert_eq!(elsewhere.send(sandbox.addr()).await.unwrap().status, 403);
    assert!(sandbox.requests().is_empty(), "looking is no call");

    let everywhere = SocketAddr::from(([0, 0, 0, 0], 0));
    let open = builder().listen(everywhere).allow_non_loopback(true).start().await.unwrap();
    let here = SocketAddr::from(([127, 0, 0, 1], open.addr().port()));
    for path in ["/", "/_sandbox", "/_sandbox/", "/_sandbox/status", "/_sandbox/records", "/_sandbox/secrets"]
    {
        assert_eq!(Request::new("GET", path).send(here).await.unwrap().status, 404, "{path}");
    }
}
