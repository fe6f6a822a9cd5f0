//! An optional field takes a value or an option of one, and says so.

use alignet::api::RedirectDetails;

fn main() {
    let details = RedirectDetails::builder().redirect_url("https://shop.example.com/back");
    let _ = details.callback_url(443).callback_url(Some(443));
}
