//! A bare number could be soles as well as céntimos.

use alignet::api::PaymentDetails;

fn main() {
    let _ = PaymentDetails::builder().amount(150);
}
