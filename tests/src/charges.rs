//! The parts of a charge, for tests that are not about those parts.

use alignet::{
    Amount, Currency,
    api::{
        CardDetails, CardHolder, CardHolderPhone, Location, PaymentDetails, Person, Phone, RedirectDetails,
        YapeDetails,
    },
};

/// The number, expiry date and security code of every card in these tests.
pub const CARD: [&str; 3] = ["4111111111111111", "1230", "739"];

/// The one-time code that a wallet shows.
pub const OTP: &str = "445566";

/// A telephone number.
pub fn phone() -> Phone {
    Phone::builder().country_code("+51").subscriber("900000001").build()
}

/// Payment details over this many céntimos, with one person as payer and recipient.
pub fn details(minor: u64) -> PaymentDetails {
    let details = PaymentDetails::builder().amount(Amount::from_minor(minor)).currency(Currency::PEN);
    details.billing(person()).shipping(person()).customer(person()).product_details([]).build()
}

fn person() -> Person {
    let location = Location::builder().line_1("Jr. Ejemplo 100").line_2("").city("Lima");
    let location = location.state("Lima").country("PE").build();
    let person = Person::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    person.phone(phone()).location(location).build()
}

/// The URL that the buyer returns to.
pub fn redirect() -> RedirectDetails {
    RedirectDetails::builder().redirect_url("https://shop.example.com/back").build()
}

/// A card.
pub fn card() -> CardDetails {
    let [pan, expiry_date, security_code] = CARD;
    let card = CardDetails::builder().pan(pan).expiry_date(expiry_date).security_code(security_code);
    card.card_holder(holder()).build()
}

fn holder() -> CardHolder {
    let phone = CardHolderPhone::builder().prefix("51").number("900000001").build();
    let holder = CardHolder::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    holder.phone(phone).build()
}

/// A wallet.
pub fn wallet() -> YapeDetails {
    let wallet = YapeDetails::builder().phone(phone()).otp(OTP);
    wallet.callback_url("https://shop.example.com/n").build()
}
