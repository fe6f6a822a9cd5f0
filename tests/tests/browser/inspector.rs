//! The inspector, beside a checkout and on its own.

use std::sync::Arc;

use alignet_sandbox::{Builder, Sandbox};
use serde_json::{Value as Json, json};

use crate::{
    Notifications, case,
    driver::{self, Browser},
    ended,
    support::{flex, hostile, sample},
};

const MERCHANT: &str = "merchant1";

/// Runs a case with a browser at the inspector of a sandbox.
async fn inspect<F: Future<Output = ()> + Send + 'static>(
    sandbox: Sandbox,
    case: impl FnOnce(Arc<Browser>, Arc<Sandbox>) -> F,
) {
    let Some(browser) = driver::take().await else { return };
    let sandbox = Arc::new(sandbox);
    browser.open(&sandbox.url()).await;
    browser.find("//*[@id='live'][.='live']").await;
    ended(Arc::clone(&browser), case(browser, Arc::clone(&sandbox))).await;
}

async fn start(builder: Builder) -> Sandbox {
    builder.start().await.unwrap()
}

/// A row of a list that holds a text.
fn row(list: &str, text: &str) -> String {
    format!("//section[@id='{list}']//tbody/tr[contains(normalize-space(.), '{text}')]")
}

/// Charges by a bank transfer, which waits for the buyer.
async fn charge(sandbox: &Sandbox, number: &str) {
    let hook = format!("{}/hook", sandbox.url());
    let details = json!({ "callback_url": hook, "redirect_url": "https://shop.example.com/" });
    let call = sample::request(sandbox, "authorize_charge").await.altered(|body| {
        body["merchant_code"] = json!(MERCHANT);
        body["merchant_operation_number"] = json!(number);
        body["payment_method"] = json!({ "method_name": "BANK_TRANSFER", "method_details": details });
    });
    assert_eq!(call.send(sandbox.addr()).await.unwrap().status, 200);
}

/// The states in the notifications that arrived at the URL of [`charge`], oldest first.
fn arrived(sandbox: &Sandbox) -> Vec<Json> {
    let calls = sandbox.requests().into_iter().filter(|call| call.expose_path() == "/hook");
    let bodies = calls.map(|call| serde_json::from_slice::<Json>(call.expose_body()).unwrap());
    bodies.map(|mut body| body["transaction"]["state"].take()).collect()
}

#[tokio::test]
async fn a_charge_appears_live_beside_its_checkout_and_a_button_pays_it() {
    case(Notifications::First, |browser, shop| async move {
        let [checkout, inspector] = browser.beside(&shop.sandbox.url()).await;
        browser.client.set_window_size(1280, 1200).await.unwrap();
        browser.find("//*[@id='live'][.='live']").await;
        browser.run("window.loaded = 'once'").await;
        browser.switch(&checkout).await;
        browser.click("PAGOEFECTIVO").await;
        browser.click("Pay").await;
        browser.press("//form[@id='check' and not(@hidden)]/button[.='I have paid']").await;
        browser.page("Waiting for the confirmation").await;

        browser.switch(&inspector).await;
        let charge = row("records", "your_merchant_code 700100");
        browser.find(&format!("{charge}//strong[.='PENDIENTE']")).await;
        browser.find(&format!("{}[contains(., 'by the form')]", row("calls", "POST /charges"))).await;
        let anonymous = sample::unauthorized(&shop.sandbox, "create_nonce");
        anonymous.send(shop.sandbox.addr()).await.unwrap();
        browser.find(&format!("{}//strong[.='header `Authorization`']", row("calls", "POST /nonce"))).await;
        browser.press(&format!("{charge}//button[.='approve']")).await;
        browser.find(&format!("{charge}//strong[.='AUTORIZADO']")).await;
        browser.find(&format!("{}[td[3]='200']", row("notifications", "AUTORIZADO"))).await;
        browser.run("scrollTo(0, 0)").await;
        browser.picture("inspector.png").await;
        assert_eq!(browser.run("return window.loaded").await, "once", "the page was not loaded again");

        browser.switch(&checkout).await;
        browser.client.refresh().await.unwrap();
        browser.page("Paid").await;
        browser.switch(&inspector).await;
        browser.press(&format!("{charge}//button[.='settle']")).await;
        browser.find(&format!("{charge}//strong[.='LIQUIDADO']")).await;
    })
    .await;
}

#[tokio::test]
async fn buttons_decide_charges_move_the_clock_and_start_again() {
    inspect(start(Sandbox::builder()).await, |browser, sandbox| async move {
        let charge = async |number: &str, event: &str, state: &str| {
            charge(&sandbox, number).await;
            let charge = row("records", &format!("{MERCHANT} {number}"));
            browser.press(&format!("{charge}//button[.='{event}']")).await;
            browser.find(&format!("{charge}//strong[.='{state}']")).await;
            charge
        };
        charge("400101", "refuse", "DENEGADO").await;
        charge("400102", "expire", "EXPIRADO").await;
        let approved = charge("400103", "approve", "AUTORIZADO").await;
        browser.click("A day").await;
        browser.says("The clock moved by 24 h.").await;
        browser.find("//*[@id='clock'][.='24 h']").await;
        browser.find(&format!("{approved}//strong[.='LIQUIDADO']")).await;
        browser.find(&format!("{}[td[3]='expired']", row("secrets", "access token"))).await;

        let callbacks = browser.find("//input[@name='callbacks']").await;
        callbacks.clear().await.unwrap();
        callbacks.send_keys("2").await.unwrap();
        browser.click("Queue").await;
        browser.says("Queued: any call: 503, 2 callbacks of the form, once").await;
        browser.click("Delete records and faults, and revoke tokens").await;
        browser.client.dismiss_alert().await.unwrap();
        browser.find(&approved).await;
        browser.click("Delete records and faults, and revoke tokens").await;
        browser.client.accept_alert().await.unwrap();
        browser.says("Records and faults are deleted.").await;
        browser.find("//section[@id='records']//tbody[not(tr)]").await;
        browser.says("No fault is queued.").await;
    })
    .await;
}

#[tokio::test]
async fn notifications_are_sent_repeated_and_reordered() {
    inspect(start(Sandbox::builder()).await, |browser, sandbox| async move {
        let decided = async |number: &str, event: &str| {
            charge(&sandbox, number).await;
            sandbox.happen("charge", json!({ "merchant_operation_number": number }), event).unwrap();
        };
        decided("400104", "refuse").await;
        let first = "//section[@id='notifications']//tr[th='0']";
        browser.find(&format!("{first}[td[3]='404' and td[4]='1']")).await;
        decided("400105", "approve").await;
        let second = "//section[@id='notifications']//tr[th='1']";
        browser.find(&format!("{second}[td[4]='1']")).await;
        browser.press(&format!("{first}//button")).await;
        browser.find(&format!("{first}[td[4]='2']")).await;
        assert_eq!(arrived(&sandbox), ["DENEGADO", "AUTORIZADO", "DENEGADO"]);
        for one in [second, first] {
            browser.press(&format!("{one}//input[@type='checkbox']")).await;
        }
        browser.click("Send the marked ones again, latest first").await;
        browser.says("Sent again, in this order: 1, 0").await;
        assert_eq!(arrived(&sandbox)[3..], ["AUTORIZADO", "DENEGADO"]);

        // One that no charge caused.
        let url = browser.find("//input[@name='url']").await;
        url.send_keys(&format!("{}/hook", sandbox.url())).await.unwrap();
        let values = browser.find("//textarea[@name='values']").await;
        values.send_keys(r#"{ "transaction": { "state": "DENEGADO" } }"#).await.unwrap();
        browser.click("Send").await;
        browser.says("The notification is sent.").await;
        assert_eq!(arrived(&sandbox)[5..], ["DENEGADO"]);
        values.send_keys("{").await.unwrap();
        browser.click("Send").await;
        browser.says("Not done: the values are no JSON.").await;
    })
    .await;
}

#[tokio::test]
async fn refusals_show_their_fields_and_secrets_their_life_but_never_a_value() {
    inspect(start(Sandbox::builder()).await, |browser, sandbox| async move {
        let mut values = vec![sandbox.expose_client_secret().to_owned(), "4474118355632240".to_owned()];
        let nonce = sample::request(&sandbox, "create_nonce").await;
        values.extend(
            nonce
                .headers
                .iter()
                .filter(|(name, _)| name == "Authorization")
                .map(|(_, value)| value[7..].to_owned()),
        );
        let made = nonce.send(sandbox.addr()).await.unwrap().json();
        values.push(made["nonce"].as_str().unwrap().to_owned());
        let wrong = sample::request(&sandbox, "authorize_charge").await.altered(|body| {
            body["payment_details"]["amount"] = json!("12.5");
            body["payment_method"]["method_details"]["pan"] = json!("4474118355632240");
            body.insert("surprise".to_owned(), json!(1));
        });
        wrong.send(sandbox.addr()).await.unwrap();
        wrong.without_header("Authorization").send(sandbox.addr()).await.unwrap();
        for at in ["body field `payment_details.amount`", "body field `surprise`", "header `Authorization`"] {
            browser
                .find(&format!("//section[@id='calls']//tr[contains(., 'POST /charges')]//strong[.='{at}']"))
                .await;
        }
        browser.says("The last refused is call").await;
        browser.click("only refused, faulty and accepted as deployed").await;
        let shown = "return [...document.querySelectorAll('#calls tbody tr')].filter(row => row.checkVisibility()).length";
        assert_eq!(browser.run(shown).await, 2);

        let secret = row("secrets", "create_nonce");
        browser
            .find(&format!("{secret}[td[2]='single use' and td[3]='valid' and contains(td[4], ' s')]"))
            .await;
        sandbox.redeem(&values[3]).unwrap();
        browser.find(&format!("{secret}[td[3]='used' and td[4]='' and starts-with(td[5], '1')]")).await;
        // The whole page, and all that it was told.
        let told = browser
            .client
            .execute_async(
                "const [lists, done] = arguments;
                 Promise.all(lists.map(list => fetch(`/_sandbox/${list}`).then(reply => reply.text())))
                   .then(texts => done(document.documentElement.outerHTML + texts.join('')))",
                vec![json!(["status", "calls", "records", "secrets", "notifications"])],
            )
            .await
            .unwrap();
        let told = told.as_str().unwrap();
        assert!(told.contains("create_nonce"));
        assert!(values.iter().all(|value| !told.contains(value.as_str())), "{told}");
    })
    .await;
}

#[tokio::test]
async fn the_keyboard_reaches_every_control_by_its_name() {
    inspect(start(Sandbox::builder()).await, |browser, sandbox| async move {
        charge(&sandbox, "400106").await;
        sandbox.happen("charge", json!({ "merchant_operation_number": "400106" }), "refuse").unwrap();
        charge(&sandbox, "400105").await;
        let charge = row("records", &format!("{MERCHANT} 400105"));
        browser.find(&format!("{charge}//button")).await;
        browser.find(&row("notifications", "charge")).await;
        // Every control says what it is.
        let nameless = browser
            .run(
                "const all = [...document.querySelectorAll('button, input, select, textarea, summary, a, [tabindex]')].filter(one => one.checkVisibility());
                 return [all.length, all.filter(one => !one.computedName || one.computedRole === 'generic').map(one => one.outerHTML)]",
            )
            .await;
        assert!(nameless[0].as_u64().unwrap() > 25, "{nameless}");
        assert_eq!(nameless[1], json!([]));

        browser.tab_to("spinbutton", "Seconds").await;
        browser.keys("\u{e009}a\u{e000}60\u{e007}").await;
        browser.says("The clock moved by 60.0 s.").await;
        browser.tab_to("combobox", "Call").await;
        browser.keys("create_nonce").await;
        browser.tab_to("button", "Queue").await;
        browser.keys("\u{e007}").await;
        browser.find("//*[@id='faults'][.='Queued: create_nonce: 503, once']").await;
        browser.tab_to("button", &format!("approve: charge {MERCHANT} 400105")).await;
        browser.keys(" ").await;
        browser.find(&format!("{charge}//strong[.='AUTORIZADO']")).await;
        let told = browser.find("//*[@id='told']").await;
        assert_eq!(told.attr("role").await.unwrap().as_deref(), Some("status"), "it is read out");

        // The queued fault fails the next call of its kind, and no other.
        let nonce = sample::request(&sandbox, "create_nonce").await;
        let mut statuses = Vec::new();
        for _ in 0..2 {
            statuses.push(nonce.send(sandbox.addr()).await.unwrap().status);
        }
        assert_eq!(statuses, [503, 200]);
        browser.find(&format!("{}[td[3]='503 by a fault']", row("calls", "POST /nonce"))).await;
        browser.find("//*[@id='faults'][.='No fault is queued.']").await;
    })
    .await;
}

#[tokio::test]
async fn hostile_values_run_no_script() {
    inspect(start(hostile::builder().as_deployed(true)).await, |browser, sandbox| async move {
        browser
            .run(
                "window.violations = [];
                 addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective))",
            )
            .await;
        hostile::attack(&sandbox).await;
        // A script of an attack would show an alert, which fails the next command.
        for list in ["calls", "records", "notifications"] {
            browser.find(&row(list, if list == "notifications" { "javascript:" } else { "<img src=x onerror=" })).await;
        }
        let record = row("records", "tip");
        browser.press(&format!("{record}//summary")).await;
        browser.press(&format!("{record}//button")).await;
        browser.find(&format!("{record}//strong[.='PAID']")).await;
        let brought = "const main = document.querySelector('main');
             return [main.querySelectorAll('img, iframe, object, [onerror]').length, main.querySelectorAll('script').length,
                     [...main.querySelectorAll('a')].filter(one => !/^(#|http:)/.test(one.getAttribute('href'))).length, violations]";
        assert_eq!(browser.run(brought).await, json!([0, 1, 0, []]), "one script, its own");
        // A document of the contract, whose script would alert.
        browser.open(&format!("{}/tips", sandbox.url())).await;
        assert_eq!(browser.run("return [document.scripts.length, origin]").await, json!([1, "null"]));
    })
    .await;
}

#[tokio::test]
async fn a_call_opens_to_what_it_sent_and_an_opening_shows_its_mistakes() {
    inspect(flex::start(Sandbox::builder()).await, |browser, sandbox| async move {
        let mut wrong = flex::payload();
        wrong["action"] = json!("charge");
        flex::open(&sandbox, wrong).await;
        let opening = row("calls", "/_sandbox/flex/forms");
        browser.find(&format!("{opening}//strong[.='`payload.action`']")).await;
        charge(&sandbox, "400105").await;
        let sent = format!("{}//details", row("calls", "POST /charges"));
        browser.press(&format!("{sent}/summary")).await;
        browser.find(&format!("{sent}/pre[contains(., '\"merchant_operation_number\": \"400105\"')]")).await;
        browser.find(&format!("{sent}/pre[contains(., '\"Authorization\": \"[redacted]\"')]")).await;
    })
    .await;
}
