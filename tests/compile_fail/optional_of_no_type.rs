//! A literal `None` is an option of nothing in particular.

use alignet::api::RedirectDetails;

fn main() {
    let details = RedirectDetails::builder().redirect_url("https://shop.example.com/back");
    let _ = details.callback_url(None);
}
