//! Payment methods other than cards: first states, and receipts that wait for the event.

use serde_json::json;

use crate::{Notifications, case, pay};

#[tokio::test]
async fn a_buyer_who_is_denied_pays_by_another_method_and_another_card_in_the_same_form() {
    case(Notifications::First, |browser, shop| async move {
        pay(&browser, "Mastercard: DENEGADO").await;
        browser.says("Payment denied").await;
        browser.click("YAPE").await;
        pay(&browser, "Yape: DENEGADO").await;
        shop.notified(2).await;
        browser.says("Payment denied").await;
        assert!(!browser.text().await.contains("We received"));
        browser.click("CARD").await;
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.page("Paid").await;
        assert_eq!(shop.charges().len(), 3, "of one operation");
        assert_eq!(shop.sandbox.calls("create_nonce"), 1);
    })
    .await;
}

#[tokio::test]
async fn yape_pays_at_once() {
    case(Notifications::Held, |browser, shop| async move {
        browser.click("YAPE").await;
        pay(&browser, "Yape: AUTORIZADO").await;
        browser.page("Paid").await;
        assert!(!shop.was_sent("557454"), "the code goes to the sandbox alone");
    })
    .await;
}

#[tokio::test]
async fn a_qr_code_is_paid_once_the_buyer_scans_it() {
    case(Notifications::First, |browser, shop| async move {
        browser.click("QR").await;
        browser.click("Pay").await;
        browser.says("Payment pending").await;
        let code = browser.find("//img[@alt='QR code']").await.attr("src").await.unwrap().unwrap();
        assert!(code.starts_with("data:image/png;base64,"), "{code}");
        browser.press("//form[@id='check' and not(@hidden)]/button[.='I have paid']").await;
        browser.page("Waiting for the confirmation").await;
        browser.click("Check again").await;
        browser.page("Waiting for the confirmation").await;
        let asked = shop.sandbox.calls("get_charge");
        shop.sandbox.happen("charge", json!({ "merchant_operation_number": "700100" }), "approve").unwrap();
        shop.notified(1).await;
        browser.client.refresh().await.unwrap();
        browser.page("Paid").await;
        assert_eq!(shop.sandbox.calls("get_charge"), asked, "the notification is the proof");
    })
    .await;
}

#[tokio::test]
async fn a_cip_is_paid_at_a_counter_while_the_shop_waits() {
    case(Notifications::First, |browser, shop| async move {
        browser.click("PAGOEFECTIVO").await;
        browser.click("Pay").await;
        browser.says("CIP code: 2000001").await;
        browser.click("Pay as the buyer").await;
        let here = browser.follow().await;
        browser.page("Continue a payment").await;
        browser.switch(&here).await;
        browser.press("//form[@id='check' and not(@hidden)]/button[.='I have paid']").await;
        browser.page("Waiting for the confirmation").await;
        browser.follow().await;
        browser.click("approve").await;
        shop.notified(1).await;
        browser.switch(&here).await;
        browser.client.refresh().await.unwrap();
        browser.page("Paid").await;
    })
    .await;
}
