//! Money is read and shown exactly, or not at all.

use proptest::prelude::*;
use serde_json::{from_str, to_string};

use crate::{
    codegen::places::{Places, Text},
    error::ErrorKind,
    types::money::{ACTIVE, Amount, Currency, Money},
};

fn currency() -> impl Strategy<Value = Currency> {
    (0_u16..1000).prop_map(|number| Currency::from_number(number).unwrap())
}

proptest! {
    #[test]
    fn an_amount_round_trips_over_the_wire(minor: u64) {
        let amount = Amount::from_minor(minor);
        prop_assert_eq!(to_string(&amount).unwrap(), format!("\"{minor}\""));
        prop_assert_eq!(from_str::<Amount>(&format!("\"{minor}\"")).unwrap(), amount);
        prop_assert_eq!(from_str::<Amount>(&minor.to_string()).unwrap(), amount);
        prop_assert_eq!(minor.to_string().parse::<Amount>().unwrap(), amount);
        prop_assert_eq!(amount.text().unwrap(), minor.to_string());
    }

    #[test]
    fn money_shows_as_what_reads_as_it(minor: u64, currency in currency()) {
        let money = Money::new(Amount::from_minor(minor), currency);
        let shown = money.to_string();
        match currency.decimals() {
            Some(_) => prop_assert_eq!(shown.parse::<Money>().unwrap(), money),
            None => prop_assert_eq!(shown, format!("{minor} minor units of {currency}")),
        }
    }

    #[test]
    fn a_sum_is_read_to_the_last_digit(whole in 0_u64..1_000_000_000_000, rest in 0_u64..100) {
        let money = Money::parse(&format!("{whole}.{rest:02}"), Currency::PEN).unwrap();
        prop_assert_eq!(money.amount().minor(), whole * 100 + rest);
        prop_assert_eq!(money.to_string(), format!("{whole}.{rest:02} PEN"));
    }

    #[test]
    fn only_money_of_one_currency_is_compared(left: u64, right: u64, one in currency(), other in currency()) {
        let money = |minor, currency| Money::new(Amount::from_minor(minor), currency);
        prop_assert_eq!(money(left, one).checked_cmp(money(right, one)).unwrap(), left.cmp(&right));
        let across = money(left, one).checked_cmp(money(right, other));
        prop_assert_eq!(across.is_ok(), one == other);
        prop_assert_eq!(money(left, one) == money(left, other), one == other);
    }

    #[test]
    fn money_is_added_as_its_amounts_are(left: u64, right: u64, one in currency(), other in currency()) {
        let money = |minor, currency| Money::new(Amount::from_minor(minor), currency);
        let ways = [
            (money(left, one).checked_add(money(right, one)), left.checked_add(right)),
            (money(left, one).checked_sub(money(right, one)), left.checked_sub(right)),
            (money(left, one).checked_mul(right), left.checked_mul(right)),
        ];
        for (result, exact) in ways {
            prop_assert_eq!(result.ok(), exact.map(|minor| money(minor, one)));
        }
        let (left, right) = (money(left, one), money(right, other));
        prop_assert!(one == other || left.checked_add(right).is_err() && left.checked_sub(right).is_err());
    }

    #[test]
    fn text_that_is_no_money_is_refused_and_not_repeated(text in "[ -~]{8,40}") {
        prop_assume!(!text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
        let error = Money::parse(&text, Currency::PEN).unwrap_err();
        prop_assert_eq!(error.kind(), ErrorKind::Value);
        let shown = format!("{error} {error:?}");
        prop_assert!(!shown.contains(&text));
    }
}

#[test]
fn what_has_no_sum_says_why() {
    let soles = |minor| Money::new(Amount::from_minor(minor), Currency::PEN);
    let dollars = Money::new(Amount::from_minor(1), Currency::USD);
    let two = "invalid value: PEN and USD are two currencies: convert one sum first";
    let large = "invalid value: an amount is at most 18446744073709551615 minor units";
    for (result, said) in [
        (soles(1).checked_add(dollars), two),
        (soles(1).checked_sub(dollars), two),
        (soles(1).checked_cmp(dollars).map(|_| dollars), two),
        (soles(1).checked_sub(soles(2)), "invalid value: the difference is negative, and no amount is"),
        (soles(u64::MAX).checked_add(soles(1)), large),
        (soles(u64::MAX).checked_mul(2), large),
    ] {
        let error = result.unwrap_err();
        assert_eq!((error.kind(), error.to_string().as_str()), (ErrorKind::Value, said));
    }
}

#[test]
fn an_amount_has_one_spelling() {
    for wrong in [
        r#""150.00""#,
        r#""-1""#,
        r#""+1""#,
        r#"" 1""#,
        r#""1 ""#,
        r#""1,000""#,
        r#""S/1""#,
        r#""""#,
        r#""1e3""#,
        r#""0x10""#,
        r#""18446744073709551616""#,
        r#""١٥""#,
        "18446744073709551616",
        "-1",
        "1.0",
        "1e3",
        "true",
        "null",
        "[]",
        "{}",
    ] {
        assert!(from_str::<Amount>(wrong).is_err(), "{wrong}");
    }
    for (text, minor) in [("\"0\"", 0), ("\"007\"", 7), ("\"18446744073709551615\"", u64::MAX), ("0", 0)] {
        assert_eq!(from_str::<Amount>(text).unwrap(), Amount::from_minor(minor), "{text}");
    }
    let message = "15,00".parse::<Amount>().unwrap_err().to_string();
    assert_eq!(
        message,
        "invalid value: an amount is minor units in digits alone, as `15000` for 150.00: no sign, point or space"
    );
}

#[test]
fn a_currency_is_three_digits_on_the_wire() {
    assert_eq!(to_string(&Currency::PEN).unwrap(), "\"604\"");
    assert_eq!(to_string(&"ALL".parse::<Currency>().unwrap()).unwrap(), "\"008\"");
    for kept in ["000", "001", "555", "999"] {
        let currency = from_str::<Currency>(&format!("\"{kept}\"")).unwrap();
        assert_eq!(currency.text().unwrap(), kept);
        assert_eq!(currency.decimals(), None);
    }
    for wrong in ["\"60\"", "\"6040\"", "\"PEN\"", "\"+60\"", "\" 60\"", "\"\"", "604", "null", "\"٦٠٤\""]
    {
        assert!(from_str::<Currency>(wrong).is_err(), "{wrong}");
    }
    assert_eq!(Currency::from_number(1000), None);
    let message = "Pen".parse::<Currency>().unwrap_err().to_string();
    assert!(message.ends_with("as `604` or `PEN`; did you mean `PEN`?"), "{message}");
}

#[test]
fn the_table_is_in_order_and_the_named_currencies_are_in_it() {
    assert!(ACTIVE.windows(2).all(|pair| pair[0].0 < pair[1].0), "it is searched by number");
    for (number, letters, decimals) in ACTIVE {
        let currency = letters.parse::<Currency>().unwrap();
        assert_eq!(
            (currency.number(), currency.letters(), currency.decimals()),
            (number, Some(letters), decimals)
        );
        assert!(letters.len() == 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase()), "{letters}");
        assert!(decimals.is_none_or(|decimals| decimals <= 4) && number < 1000, "{letters}");
    }
    use Currency as C;
    for (currency, letters, decimals) in [
        (C::ARS, "ARS", 2),
        (C::BOB, "BOB", 2),
        (C::BRL, "BRL", 2),
        (C::CLP, "CLP", 0),
        (C::COP, "COP", 2),
        (C::CRC, "CRC", 2),
        (C::DOP, "DOP", 2),
        (C::EUR, "EUR", 2),
        (C::GBP, "GBP", 2),
        (C::GTQ, "GTQ", 2),
        (C::JPY, "JPY", 0),
        (C::MXN, "MXN", 2),
        (C::PEN, "PEN", 2),
        (C::PYG, "PYG", 0),
        (C::USD, "USD", 2),
        (C::UYU, "UYU", 2),
    ] {
        assert_eq!((currency.to_string().as_str(), currency.decimals()), (letters, Some(decimals)));
    }
}

#[test]
fn a_sum_follows_the_decimals_of_its_currency() {
    let dinar: Currency = "BHD".parse().unwrap();
    for (text, currency, minor) in [
        ("150.00", Currency::PEN, 15000),
        ("150", Currency::PEN, 15000),
        ("150.5", Currency::PEN, 15050),
        ("0.01", Currency::PEN, 1),
        ("150", Currency::JPY, 150),
        ("1.234", dinar, 1234),
        ("184467440737095516.15", Currency::USD, u64::MAX),
    ] {
        assert_eq!(Money::parse(text, currency).unwrap().amount().minor(), minor, "{text}");
    }
    for (text, currency, taught) in [
        ("150.005", Currency::PEN, "PEN has 2 decimals, so write `150.00`"),
        ("150.000", Currency::PEN, "nothing is rounded"),
        ("150.0", Currency::CLP, "CLP has no decimals, so write `150`"),
        ("150,00", Currency::PEN, "as `150.00`: no sign, space or separator"),
        ("1,500", dinar, "as `150.000`"),
        ("-1", Currency::PEN, "no sign"),
        ("", Currency::PEN, "a sum is digits"),
        (".50", Currency::PEN, "a sum is digits"),
        ("1.", Currency::PEN, "a sum is digits"),
        ("1.2.3", Currency::PEN, "a sum is digits"),
        ("184467440737095516.16", Currency::USD, "at most 18446744073709551615 minor units"),
        ("1", Currency::numbered(1), "`Amount::from_minor`"),
        ("1", "XAU".parse().unwrap(), "the currency XAU has isn't known"),
    ] {
        let message = Money::parse(text, currency).unwrap_err().to_string();
        assert!(message.contains(taught), "{text}: {message}");
    }
    assert!("150.00".parse::<Money>().unwrap_err().to_string().contains("as `150.00 PEN`"));
    assert!("150.00  PEN".parse::<Money>().is_err());
    assert_eq!("150.00 604".parse::<Money>().unwrap().to_string(), "150.00 PEN");
    assert_eq!(
        format!("{:>12}|{:<5}|", Money::parse("1.5", Currency::PEN).unwrap(), Currency::PEN),
        "    1.50 PEN|PEN  |"
    );
}

#[test]
fn amounts_and_currencies_are_placed_in_urls_and_headers() {
    let mut places = Places::default();
    places.segment("amount", &Amount::from_minor(15000));
    places.query("currency", &Currency::PEN);
    places.header("x-amount", &Some(Amount::from_minor(7)));
    assert_eq!((&*places.segments[0], &*places.query), ("15000", "?currency=604"));
    assert_eq!(places.headers[0].1, "7");
}

#[test]
fn a_precision_cuts_nothing_off() {
    let price = Money::new(Amount::from_minor(15000), Currency::PEN);
    assert_eq!(format!("{price:.2}|{price:>12}|{:.1}", Currency::PEN), "150.00 PEN|  150.00 PEN|PEN");
}

#[test]
fn a_number_from_generated_code_is_held_to_the_largest() {
    assert_eq!(Currency::numbered(604), Currency::PEN);
    assert_eq!([999, 1_000, u16::MAX].map(|number| Currency::numbered(number).number()), [999; 3]);
    assert_eq!(format!("{:?}", [Currency::PEN, Currency::numbered(1)]), "[Currency(PEN), Currency(001)]");
}
