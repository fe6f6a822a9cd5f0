//! The script of the form in pages of other merchants: loaded by the service's names, ended early, in another language, and with the
//! service's test data. And the bank's page once a payment is decided.

use std::{sync::Arc, time::Duration};

use alignet_sandbox::{Fault, Sandbox};
use axum::{Router, http::header, response::IntoResponse as _, routing::get};
use serde_json::{Value as Json, json};
use tokio::net::TcpListener;

use crate::{
    Notifications, case,
    driver::{self, Browser},
    ended, pay,
    support::flex::{self, payload},
};

/// Runs a case with a browser at a page that makes a form, and then does this. The page does not say its encoding.
async fn in_page<F: Future<Output = ()> + Send + 'static>(
    script: &str,
    case: impl FnOnce(Arc<Browser>, Arc<Sandbox>) -> F,
) {
    let Some(browser) = driver::take().await else { return };
    let sandbox = Arc::new(flex::start(Sandbox::builder()).await);
    let nonce = flex::nonce(&sandbox, "post:charges").await;
    let settings = json!({ "show_operation_number": true });
    let languages = json!({ "mode": "multi", "default_language": "es", "languages": ["es"] });
    let config = json!({ "nonce": nonce, "payload": payload(), "settings": settings, "i18n": languages });
    let base = sandbox.url();
    let html = format!(
        "<!doctype html><html><head><link rel=stylesheet href={base}/main-flex-payment-forms.css>\
         <script src={base}/flex-payment-forms.min.js></script></head><body><div id=form></div><script>\
         const form = new FlexPaymentForms({config}); const place = document.getElementById('form');\
         const mark = text => document.body.append(text);\
         navigation.addEventListener('navigate', () => mark('left'));{script}</script></body></html>"
    );
    let page = move || async move { ([(header::CONTENT_TYPE, "text/html")], html.clone()).into_response() };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://localhost:{}/", listener.local_addr().unwrap().port());
    tokio::spawn(async { axum::serve(listener, Router::new().route("/", get(page))).await });
    browser.open(&url).await;
    ended(Arc::clone(&browser), case(browser, sandbox)).await;
}

#[tokio::test]
async fn a_page_without_an_encoding_loads_it_by_the_service_s_names() {
    in_page("form.init(place, () => {})", |browser, _| async move {
        browser.says("Operación 700100").await;
        let style = "return getComputedStyle(document.querySelector('.flex-head')).display";
        assert_eq!(browser.run(style).await, "flex", "the style sheet is there, too");
        assert_ne!(browser.run("return document.characterSet").await, "UTF-8");
    })
    .await;
}

#[tokio::test]
async fn a_page_that_ends_the_form_in_its_callback_stays() {
    let script = "form.init(place, () => { form.terminate(); setTimeout(() => mark('has ' + 'ended')) })";
    in_page(script, |browser, sandbox| async move {
        browser.click("VISA: 3-D Secure").await;
        browser.click("Pagar").await;
        browser.says("has ended").await;
        assert!(!browser.text().await.contains("left"), "{}", browser.text().await);
        assert_eq!(sandbox.calls("authorize_charge"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_page_that_ends_the_form_during_a_charge_hears_nothing_and_stays() {
    let script = "const real = fetch;
        window.fetch = async (...args) => {
          const reply = await real(...args); if (!args[0].endsWith('charges')) return reply; const json = reply.json.bind(reply);
          reply.json = async () => { const value = await json(); setTimeout(() => setTimeout(() => mark('was ' + 'answered'))); return value };
          return reply
        };
        form.init(place, () => mark('heard'), ({ event }) => event === 'pay' && form.terminate(), () => mark('failed'))";
    in_page(script, |browser, sandbox| async move {
        browser.click("VISA: 3-D Secure").await;
        sandbox.fault("authorize_charge", Fault::usual().delay(Duration::from_millis(200))).unwrap();
        browser.click("Pagar").await;
        browser.says("was answered").await;
        let text = browser.text().await;
        assert!(!["left", "heard", "failed"].iter().any(|mark| text.contains(mark)), "{text}");
        assert!(text.contains("Procesando…"), "the element is as it was: {text}");
    })
    .await;
}

#[tokio::test]
async fn another_language_keeps_the_code_and_what_was_typed() {
    case(Notifications::First, |browser, _| async move {
        let number = browser.find("//label[normalize-space()='Card number']/input").await;
        number.send_keys("4474").await.unwrap();
        browser.press("//select/option[@value='es']").await;
        let typed = "return document.querySelector('input[autocomplete=cc-number]').value";
        browser.find("//label[normalize-space()='Número de tarjeta']/input").await;
        assert_eq!(browser.run(typed).await, "4474");
        browser.click("PAGOEFECTIVO").await;
        browser.click("Pagar").await;
        browser.says("Código CIP: ").await;
        let code = "return document.querySelector('.flex-result p').textContent.split(': ')[1]";
        let cip = browser.run(code).await;
        browser.press("//select/option[@value='en']").await;
        browser.says("CIP code: ").await;
        browser.says("Payment pending").await;
        assert_eq!(browser.run(code).await, cip);
        browser.find("//a[.='Pay as the buyer']").await;
    })
    .await;
}

/// Each button with test data, and what it fills in.
async fn test_data(browser: &Browser) -> Vec<(String, Vec<String>)> {
    let script = "return [...document.querySelectorAll('.flex-form details button')].map(button => {
        button.click();
        return [button.textContent, [...document.querySelectorAll('.flex-form label input:not([type=radio])')].map(input => input.value)]
    })";
    serde_json::from_value(browser.run(script).await).unwrap()
}

#[tokio::test]
async fn the_service_s_test_data_is_one_click_away_and_does_what_it_says() {
    case(Notifications::Held, |browser, shop| async move {
        browser.find("//button[normalize-space()='Pay']").await;
        let cards = test_data(&browser).await;
        browser.click("YAPE").await;
        let wallets = test_data(&browser).await;
        // The service's pages of test data, and the sandbox's own card for 3-D Secure.
        let mut documented = [
            "4474118355632240", "4551708161768059", "4140682013946809", "4041650444437904", "4041650444437900",
            "5455460920094260", "5160030000000310", "5115422225052734", "371064649323968", "371327381068590",
            "36006616055724", "36344311372031", "4000000000000002",
        ];
        documented.sort_unstable();
        let mut offered: Vec<&str> = cards.iter().map(|(_, values)| values[0].as_str()).collect();
        offered.sort_unstable();
        assert_eq!(offered, documented);
        assert_eq!(wallets.iter().map(|(_, values)| values.clone()).collect::<Vec<_>>(), [
            ["969929157", "557454"], ["999999999", "284563"]
        ]);
        let of_card = |values: &[String]| json!({ "pan": values[0], "expiry_date": values[1].replace('/', ""), "security_code": values[2] });
        let of_wallet = |values: &[String]| json!({ "phone": { "country_code": "+51", "subscriber": values[0] }, "otp": values[1] });
        let cards = cards.iter().map(|(label, values)| ("CARD", label, of_card(values)));
        let wallets = wallets.iter().map(|(label, values)| ("YAPE", label, of_wallet(values)));
        for (number, (method, label, details)) in cards.chain(wallets).enumerate() {
            let mut payload = payload();
            payload["merchant_operation_number"] = json!((800_100 + number).to_string());
            let form = flex::form(&shop.sandbox, payload).await;
            let reply = flex::pay(&shop.sandbox, &form, method, details).await.1;
            let state: &Json = &reply["transaction"]["state"];
            let expected = label.rsplit(": ").next().unwrap().replace("3-D Secure", "PENDIENTE");
            assert_eq!(state, expected.as_str(), "{label}");
        }
        browser.click("QR").await;
        browser.says("The service publishes none").await;
    })
    .await;
}

#[tokio::test]
async fn the_test_data_of_banks_is_at_the_page_of_the_bank() {
    case(Notifications::Held, |browser, _| async move {
        for (method, data, then) in [
            ("BANK_TRANSFER", "card, key and document 123456, token 222222", "Checkout"),
            ("BANK_TRANSFER", "card, key and document 123456, token 123456", "Paid"),
        ] {
            browser.click(method).await;
            browser.says("At the page of the bank.").await;
            browser.click("Pay").await;
            browser.page("Continue a payment").await;
            browser.click(data).await;
            browser.page("Waiting for the confirmation").await;
            browser.click("Check again").await;
            browser.page(then).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_bank_s_page_leads_back_after_the_decision() {
    case(Notifications::Held, |browser, _| async move {
        pay(&browser, "VISA: 3-D Secure").await;
        browser.page("Continue a payment").await;
        let bank = browser.client.current_url().await.unwrap();
        browser.click("approve").await;
        browser.page("Waiting for the confirmation").await;
        browser.open(bank.as_str()).await;
        let decided = browser.page("The payment is decided").await;
        assert!(decided.contains("approve: The buyer pays.") && !decided.contains("refuse"), "{decided}");
        browser.click("Return to the shop").await;
        browser.page("Waiting for the confirmation").await;
        browser.click("Check again").await;
        browser.page("Paid").await;
    })
    .await;
}
