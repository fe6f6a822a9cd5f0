//! Tests the page with the form, as any client of HTTP gets it.

use alignet::Json;
use serde_json::json;

use crate::shop::{self, Notifications};

#[tokio::test]
async fn no_cache_keeps_the_page_of_a_form_whose_configuration_is_whole() {
    let shop = shop::start(Notifications::Held).await;
    let page = reqwest::Client::new().post(format!("{}/orders", shop.url)).send().await.unwrap();
    assert_eq!((page.status().as_u16(), page.url().path()), (200, "/orders/0"));
    assert_eq!(page.headers()["cache-control"], "no-store");
    let page = page.text().await.unwrap();
    let config = page.split("id=\"config\">").nth(1).and_then(|rest| rest.split("</script>").next()).unwrap();
    let mut config: Json = config.parse().unwrap();
    let nonce = config["nonce"].take();
    assert_eq!(shop.sandbox.redeem(nonce.as_str().unwrap()), Ok(()));
    let details = config["payload"]["payment_details"].take();
    assert_eq!((&details["amount"], &details["billing"]["first_name"]), (&json!("15000"), &json!("Rosa")));
    let expected = json!({
        "nonce": null,
        "payload": {
            "action": "authorize", "channel": "ecommerce", "merchant_code": "your_merchant_code",
            "merchant_operation_number": "700100", "payment_method": {}, "payment_details": null,
        },
        "settings": { "display_result_screen": true, "show_close_button": true, "show_operation_number": true },
        "i18n": { "default_language": "en", "languages": ["es", "en"] },
    });
    assert_eq!(config, expected);
}
