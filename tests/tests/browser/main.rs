//! Tests the example's checkout in a real browser, with the sandbox's stand-in for the Flex form and for the bank, and the
//! sandbox's inspector beside it.
//!
//! Needs Debian's packages chromium and chromium-driver. `BLESS=1` makes the pictures in `docs/` again.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[allow(dead_code, unreachable_pub)]
#[path = "../../../client/examples/checkout/main.rs"]
mod checkout;

mod driver;
mod form;
mod inspector;
mod methods;
mod page;
mod script;
mod shop;
#[path = "../../../sandbox/tests/support/mod.rs"]
mod support;
mod twice;

use std::{panic::resume_unwind, sync::Arc, time::Duration};

use alignet_sandbox::LoggedCall;
use driver::Browser;
use shop::{Notifications, Shop};

const VISA: &str = "4474118355632240";

/// Runs a case with a browser at the page of a form, which the shop shows for an order.
async fn case<F: Future<Output = ()> + Send + 'static>(
    notifications: Notifications,
    case: impl FnOnce(Arc<Browser>, Arc<Shop>) -> F,
) {
    let Some(browser) = driver::take().await else { return };
    let shop = Arc::new(shop::start(notifications).await);
    browser.open(&shop.url).await;
    browser.click("Check out").await;
    ended(Arc::clone(&browser), case(browser, Arc::clone(&shop))).await;
}

/// Runs a case to its end, and leaves the browser to the next. After a failure, nobody can say in which state it is.
async fn ended(browser: Arc<Browser>, case: impl Future<Output = ()> + Send + 'static) {
    match tokio::spawn(case).await {
        Ok(()) => driver::leave(browser).await,
        Err(error) => resume_unwind(error.into_panic()),
    }
}

/// Pays by a card of the test data.
async fn pay(browser: &Browser, data: &str) {
    browser.click(data).await;
    browser.click("Pay").await;
}

/// Pays by 3-D Secure, and lets something happen at the bank.
async fn at_the_bank(browser: &Browser, event: &str) {
    pay(browser, "VISA: 3-D Secure").await;
    browser.page("Continue a payment").await;
    browser.click(event).await;
}

#[tokio::test]
async fn a_card_pays_and_the_shop_never_sees_it() {
    case(Notifications::Held, |browser, shop| async move {
        browser.find("//button[normalize-space()='Pay']").await;
        browser.picture("checkout-form.png").await;
        pay(&browser, "VISA: AUTORIZADO").await;
        let receipt = browser.page("Paid").await;
        assert!(receipt.contains("We received your payment of 150.00 PEN."), "{receipt}");
        browser.picture("checkout-receipt.png").await;
        assert!(shop.was_sent("transaction=") && !shop.was_sent(VISA));
        let charges = shop.charges();
        assert_eq!(charges.iter().map(LoggedCall::is_by_form).collect::<Vec<_>>(), [true]);
        assert_eq!(shop.sandbox.calls("get_charge"), 1);
    })
    .await;
}

#[tokio::test]
async fn three_d_secure_approved_is_paid_once_the_service_says_so() {
    case(Notifications::Held, |browser, shop| async move {
        at_the_bank(&browser, "approve").await;
        let waiting = browser.page("Waiting for the confirmation").await;
        assert!(waiting.contains("Your bank says that the payment went through. This is not confirmed yet."));
        assert_eq!(shop.sandbox.calls("get_charge"), 0);
        browser.picture("checkout-waiting.png").await;
        browser.click("Check again").await;
        browser.page("Paid").await;
    })
    .await;
}

#[tokio::test]
async fn three_d_secure_refused_charges_nothing() {
    case(Notifications::Held, |browser, _| async move {
        at_the_bank(&browser, "refuse").await;
        let waiting = browser.page("Waiting for the confirmation").await;
        assert!(waiting.contains("did not go through. This is not confirmed yet."), "{waiting}");
        browser.click("Check again").await;
        let form = browser.page("Checkout").await;
        assert!(form.contains("Your last payment was declined. Nothing was charged."), "{form}");
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.page("Paid").await;
    })
    .await;
}

#[tokio::test]
async fn a_bank_transfer_leads_to_the_bank_and_back() {
    case(Notifications::Held, |browser, _| async move {
        browser.click("BANK_TRANSFER").await;
        browser.click("Pay").await;
        browser.page("Continue a payment").await;
        browser.picture("checkout-bank.png").await;
        browser.click("expire").await;
        browser.page("Waiting for the confirmation").await;
        browser.click("Check again").await;
        browser.page("Checkout").await;
        browser.click("BANK_TRANSFER").await;
        browser.click("Pay").await;
        browser.page("Continue a payment").await;
        browser.click("approve").await;
        browser.page("Waiting for the confirmation").await;
        browser.click("Check again").await;
        browser.page("Paid").await;
    })
    .await;
}

#[tokio::test]
async fn a_notification_before_the_return_is_a_proof() {
    case(Notifications::First, |browser, shop| async move {
        at_the_bank(&browser, "approve").await;
        browser.page("Paid").await;
        assert_eq!(shop.sandbox.calls("get_charge"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_notification_after_the_return_is_a_proof() {
    case(Notifications::Held, |browser, shop| async move {
        at_the_bank(&browser, "approve").await;
        browser.page("Waiting for the confirmation").await;
        assert_eq!(shop.deliver().await, 200);
        browser.client.refresh().await.unwrap();
        browser.page("Paid").await;
        assert_eq!(shop.sandbox.calls("get_charge"), 0);
    })
    .await;
}

#[tokio::test]
async fn a_nonce_works_once() {
    case(Notifications::First, |browser, shop| async move {
        browser.find("//button[normalize-space()='Pay']").await;
        // A cache that ignores `no-store`.
        shop.keep(
            browser.run("return document.documentElement.outerHTML").await.as_str().unwrap().to_owned(),
        );
        browser.client.refresh().await.unwrap();
        browser.says("The form does not work.").await;
        browser.says("the secret was used before").await;
    })
    .await;
}

#[tokio::test]
async fn a_nonce_expires() {
    case(Notifications::First, |browser, shop| async move {
        browser.find("//button[normalize-space()='Pay']").await;
        let sandbox = Arc::clone(&shop.sandbox);
        shop.before_the_next_page(move || sandbox.advance(Duration::from_secs(30)));
        browser.client.refresh().await.unwrap();
        browser.says("The form does not work.").await;
        browser.says("the secret has expired").await;
        // What the page advises.
        browser.client.refresh().await.unwrap();
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.page("Paid").await;
    })
    .await;
}

#[tokio::test]
async fn the_back_button_leads_to_a_form_that_works_and_never_pays_twice() {
    case(Notifications::First, |browser, shop| async move {
        pay(&browser, "VISA: 3-D Secure").await;
        browser.page("Continue a payment").await;
        browser.client.back().await.unwrap();
        browser.page("Waiting for the confirmation").await;
        browser.click("Pay in another way").await;
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.page("Paid").await;
        browser.client.back().await.unwrap();
        browser.page("Paid").await;
        browser.client.refresh().await.unwrap();
        browser.page("Paid").await;
        assert_eq!(shop.sandbox.notified().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn no_browser_makes_a_receipt_without_a_proof() {
    case(Notifications::Held, |browser, shop| async move {
        browser.find("//button[normalize-space()='Pay']").await;
        // A buyer who makes up a payment.
        browser
            .run(
                "const check = document.getElementById('check');
                 check.elements.transaction.value = 'made-up'; check.submit()",
            )
            .await;
        browser.page("Waiting for the confirmation").await;
        browser.click("Check again").await;
        browser.page("Waiting for the confirmation").await;
        // A buyer who makes up a return.
        browser
            .run(
                "const form = document.createElement('form');
                 form.method = 'post'; form.action = '/returns';
                 const said = { success: 'true', merchant_operation_number: '700100', transaction: { state: 'AUTORIZADO' } };
                 for (const [name, value] of [['authorization_result', btoa(JSON.stringify(said))], ['signature', 'AAAA']]) {
                   const input = document.createElement('input'); input.name = name; input.value = value; form.append(input)
                 }
                 document.body.append(form); form.submit()",
            )
            .await;
        browser.client.wait().for_url(&format!("{}/returns", shop.url).parse().unwrap()).await.unwrap();
        browser.open(&format!("{}/orders/0", shop.url)).await;
        browser.page("Waiting for the confirmation").await;
        // A buyer who leaves the bank's page without paying.
        browser.click("Pay in another way").await;
        pay(&browser, "VISA: 3-D Secure").await;
        browser.page("Continue a payment").await;
        browser.open(&format!("{}/orders/0", shop.url)).await;
        browser.page("Waiting for the confirmation").await;
    })
    .await;
}

#[tokio::test]
async fn the_keyboard_is_enough() {
    case(Notifications::First, |browser, _| async move {
        let number = browser.find("//label[normalize-space()='Card number']/input").await;
        number.send_keys(VISA).await.unwrap();
        browser
            .find("//label[normalize-space()='Expiry (MM/YY)']/input")
            .await
            .send_keys("03/28")
            .await
            .unwrap();
        browser.find("//label[normalize-space()='CVV']/input").await.send_keys("111\u{e007}").await.unwrap();
        browser.page("Paid").await;
    })
    .await;
}
