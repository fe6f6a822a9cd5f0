//! An order that is paid twice, which the service does not prevent.

use serde_json::json;

use crate::{Notifications, case, pay};

#[tokio::test]
async fn an_order_that_two_tabs_pay_says_so() {
    case(Notifications::Held, |browser, shop| async move {
        browser.find("//button[normalize-space()='Pay']").await;
        let [first, _] = browser.beside(&format!("{}/orders/0", shop.url)).await;
        pay(&browser, "VISA: AUTORIZADO").await;
        let receipt = browser.page("Paid").await;
        assert!(!receipt.contains("times"), "{receipt}");
        browser.switch(&first).await;
        pay(&browser, "Mastercard: AUTORIZADO").await;
        let receipt = browser.page("Paid").await;
        let said = "This order was paid 2 times, by the operations 700100, 700101.";
        assert!(receipt.contains(said) && receipt.contains("You owe 150.00 PEN once"), "{receipt}");

        // The second is given back.
        let mut numbers = shop.charges().into_iter().map(|call| {
            let body: serde_json::Value = serde_json::from_slice(call.expose_body()).unwrap();
            body["merchant_operation_number"].clone()
        });
        assert_eq!((numbers.next(), numbers.next()), (Some(json!("700101")), Some(json!("700100"))));
    })
    .await;
}

#[tokio::test]
async fn a_buyer_who_pays_in_another_way_and_at_the_bank_is_told() {
    case(Notifications::First, |browser, shop| async move {
        pay(&browser, "VISA: 3-D Secure").await;
        browser.page("Continue a payment").await;
        let [bank, _] = browser.beside(&format!("{}/orders/0", shop.url)).await;
        browser.page("Waiting for the confirmation").await;
        browser.click("Pay in another way").await;
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.page("Paid").await;
        browser.switch(&bank).await;
        browser.click("approve").await;
        let receipt = browser.page("Paid").await;
        assert!(receipt.contains("This order was paid 2 times"), "{receipt}");
    })
    .await;
}
