//! Contracts and calls that try to bring a script into the pages of the sandbox.

use alignet_sandbox::{Builder, Contract, Sandbox, Sources};
use serde_json::json;

use super::{Reply, Request, sample};

/// Texts that run in a page that takes a value for HTML, for an attribute, or for a script.
pub(crate) const SCRIPT: &str = "\"'></script><script>alert(1)</script><img src=x onerror=alert(1)>";

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

fn text(reply: &Reply) -> String {
    String::from_utf8(reply.body.clone()).unwrap()
}

/// A builder of a sandbox whose contract has hostile texts everywhere.
pub(crate) fn builder() -> Builder {
    let contract = HOSTILE.replace("SCRIPT", &SCRIPT.replace('"', "\\\""));
    let behaviour = HOSTILE_BEHAVIOUR.replace("SCRIPT", &SCRIPT.replace('"', "\\\""));
    let sources = Sources::from_texts("contract", &[("tips.toml", &contract)]).extending_shipped();
    let contract = Contract::load(sources).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    let behaviour = Sources::from_texts("sandbox", &[("tips.toml", &behaviour)]);
    Sandbox::builder().contract(contract).behaviour(behaviour)
}

/// Sends calls whose every part is hostile to the sandbox.
pub(crate) async fn attack(sandbox: &Sandbox) {
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
    let asked = Request::new("GET", &page).send(sandbox.addr()).await.unwrap();
    assert!(
        text(&asked).contains("&lt;script&gt;alert(1)") && !text(&asked).contains("<script"),
        "{}",
        text(&asked)
    );
    let decided = Request::new("POST", &page).with_body("event=approve").send(sandbox.addr()).await.unwrap();
    assert!(!text(&decided).contains("javascript:"), "{}", text(&decided));

    // A record of the hostile contract.
    let tip = sample::request(sandbox, "create_tip").await.altered(|body| {
        body.insert("number".to_owned(), json!(SCRIPT));
    });
    assert_eq!(tip.send(sandbox.addr()).await.unwrap().status, 200);
}
