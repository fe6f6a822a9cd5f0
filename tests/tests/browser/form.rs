//! The form's callbacks: an error, a close, twice, and never.

use alignet_sandbox::Fault;

use crate::{Notifications, VISA, case, pay};

#[tokio::test]
async fn a_technical_failure_charges_nothing_and_the_buyer_tries_again() {
    case(Notifications::Held, |browser, shop| async move {
        shop.sandbox.fault("authorize_charge", Fault::status(503)).unwrap();
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.says("The form does not work.").await;
        browser.says("the service failed with HTTP 503").await;
        assert!(shop.sandbox.notified().is_empty());
        browser.click("Pay").await;
        browser.page("Paid").await;
        let ended: Vec<_> = shop.charges().iter().map(|call| (call.status(), call.is_faulty())).collect();
        assert_eq!(ended, [(Some(503), true), (Some(200), false)]);
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_is_paid_once_and_the_notification_proves_it() {
    case(Notifications::First, |browser, shop| async move {
        shop.sandbox.fault("authorize_charge", Fault::cut()).unwrap();
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.says("The form does not work.").await;
        browser.click("Pay").await;
        browser.says("this operation is paid").await;
        shop.notified(1).await;
        browser.client.refresh().await.unwrap();
        browser.page("Paid").await;
        // The browser itself sends a request again whose connection was closed, and so does the buyer.
        let ended: Vec<_> = shop.charges().iter().map(|call| call.status()).collect();
        assert!(ended.len() > 1 && ended[1..].iter().all(|status| *status == Some(409)), "{ended:?}");
        assert_eq!((ended[0], shop.sandbox.notified().len()), (None, 1));
    })
    .await;
}

#[tokio::test]
async fn a_buyer_who_closes_the_form_is_back_at_the_cart_and_pays_nothing() {
    case(Notifications::First, |browser, shop| async move {
        let number = browser.find("//label[normalize-space()='Card number']/input").await;
        number.send_keys(VISA).await.unwrap();
        // The shop leaves for the cart at this text alone: `cerro el carrito`.
        browser.click("Close").await;
        browser.page("Your cart").await;
        assert!(shop.charges().is_empty() && !shop.was_sent(VISA));
        browser.open(&format!("{}/orders/0", shop.url)).await;
        browser.page("Checkout").await;
    })
    .await;
}

#[tokio::test]
async fn a_form_that_calls_back_twice_makes_one_receipt() {
    case(Notifications::Held, |browser, shop| async move {
        let twice = || shop.sandbox.fault("authorize_charge", Fault::usual().callbacks(2)).unwrap();
        twice();
        pay(&browser, "VISA: DENEGADO").await;
        browser.says("Payment denied").await;
        // Counts how often the page acts.
        browser
            .run(
                "const check = document.getElementById('check'); const submit = check.submit.bind(check);
                 sessionStorage.submitted = 0;
                 check.submit = () => { sessionStorage.submitted = Number(sessionStorage.submitted) + 1; submit() }",
            )
            .await;
        twice();
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.page("Paid").await;
        assert_eq!(browser.run("return sessionStorage.submitted").await, "2");
        assert_eq!((shop.charges().len(), shop.sandbox.notified().len()), (2, 2), "denied, and paid once");
    })
    .await;
}

#[tokio::test]
async fn a_form_that_never_calls_back_makes_no_receipt_before_the_proof() {
    case(Notifications::Held, |browser, shop| async move {
        shop.sandbox.fault("authorize_charge", Fault::usual().callbacks(0)).unwrap();
        pay(&browser, "VISA: AUTORIZADO").await;
        browser.says("Payment authorised").await;
        assert_eq!(browser.run("return document.querySelector('h1').textContent").await, "Checkout");
        browser.client.refresh().await.unwrap();
        browser.page("Checkout").await;
        assert_eq!(shop.deliver().await, 200);
        browser.client.refresh().await.unwrap();
        browser.page("Paid").await;
        assert_eq!(shop.sandbox.calls("get_charge"), 0, "nothing told the shop what to ask about");
    })
    .await;
}
