//! A decimal keeps its digits, or is refused.

use std::{
    cmp::Ordering,
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
};

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{from_str, to_string};

use crate::{
    codegen::wire::{Fields, InRequest, Lenient, Object, Special, Tagged, Wire, Writer, read, write},
    error::ErrorKind,
    types::decimal::Decimal,
};

/// An object with one decimal, as generated code reads and writes it.
#[derive(Debug, PartialEq)]
struct Priced {
    price: Decimal,
}

impl<'de> serde::Deserialize<'de> for Priced {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Special(price) = read(deserializer, &["price"])?;
        Ok(Self { price })
    }
}

impl Object for Priced {
    const NAMES: &'static [&'static str] = &["price"];

    fn fields<W: Writer>(&self, writer: W) -> W::Done {
        writer.write(Self::NAMES, Special(&self.price))
    }
}

impl serde::Serialize for Priced {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self, serializer)
    }
}

/// The JSON in a request.
fn sent(priced: &Priced) -> String {
    let mut json = Vec::new();
    priced.fields(Fields::<InRequest, _>::of(&mut serde_json::Serializer::new(&mut json))).unwrap();
    String::from_utf8(json).unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn hash(value: Decimal) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

proptest! {
    #[test]
    fn it_shows_as_what_reads_as_it(unscaled in -LARGEST..=LARGEST, scale in 0_u8..=38) {
        let number = Decimal::new(unscaled, scale).unwrap();
        let again = decimal(&number.to_string());
        prop_assert_eq!((again.unscaled(), again.scale()), (unscaled, scale));
        let json = sent(&Priced { price: number });
        prop_assert_eq!(&json, &format!("{{\"price\":{number}}}"));
        prop_assert_eq!(from_str::<Priced>(&json).unwrap().price.to_string(), number.to_string());
        // Kept in a text, which is exact in every format.
        let kept = serde_json::to_value(Priced { price: number }).unwrap();
        prop_assert_eq!(&kept["price"], &number.to_string());
        prop_assert_eq!(serde_json::from_value::<Priced>(kept).unwrap().price.to_string(), number.to_string());
        prop_assert_eq!(from_str::<Decimal>(&to_string(&number).unwrap()).unwrap().to_string(), number.to_string());
    }

    #[test]
    fn it_is_ordered_as_a_number(one: i64, other: i64, zeros in 0_u8..19) {
        let ten = 10_i128.pow(zeros.into());
        let (left, right) = (Decimal::new(i128::from(one) * ten, zeros).unwrap(), Decimal::from(other));
        prop_assert_eq!(left.cmp(&right), one.cmp(&other));
        prop_assert_eq!(left, Decimal::from(one));
        prop_assert_eq!(hash(left), hash(Decimal::from(one)));
    }

    #[test]
    fn other_text_is_refused_and_not_repeated(text in "[ -~]{8,40}") {
        prop_assume!(from_str::<serde_json::Number>(&text).is_err());
        let error = text.parse::<Decimal>().unwrap_err();
        prop_assert_eq!(error.kind(), ErrorKind::Value);
        let shown = format!("{} {:?}", error, error);
        prop_assert!(!shown.contains(&text));
    }
}

const LARGEST: i128 = 99_999_999_999_999_999_999_999_999_999_999_999_999;

#[test]
fn digits_are_kept_and_exponents_written_out() {
    for (text, shown) in [
        ("150.00", "150.00"),
        ("12345678901234567.89", "12345678901234567.89"),
        ("-0.10", "-0.10"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("1.5e3", "1500"),
        ("1.5E+1", "15"),
        ("15e-3", "0.015"),
        ("0e9999", "0"),
        ("1e37", "10000000000000000000000000000000000000"),
        ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
    ] {
        assert_eq!(decimal(text).to_string(), shown, "{text}");
    }
    let long = "9".repeat(39);
    for text in [
        "",
        "-",
        "+1",
        "1.",
        ".5",
        "01",
        "1,5",
        " 1",
        "1 ",
        "1e",
        "1e1.5",
        "0x1",
        "NaN",
        "1e38",
        "1e-39",
        "1e99999999999",
        &long,
    ] {
        assert!(text.parse::<Decimal>().is_err(), "{text}");
    }
    assert_eq!(Decimal::new(LARGEST + 1, 0), None);
    assert_eq!(Decimal::new(i128::MIN, 0), None);
    assert_eq!(Decimal::new(0, 39), None);
}

#[test]
fn it_is_shown_whole_in_any_width() {
    let number = decimal("-1.50");
    assert_eq!(format!("{number:>7}|{number:.0}|{number:+}"), "  -1.50|-1.50|-1.50");
    assert_eq!(format!("{:?}", Some(number)), "Some(Decimal(-1.50))");
}

#[test]
fn numbers_are_compared_across_scales() {
    assert_eq!(decimal("-1.5").cmp(&decimal("-1.25")), Ordering::Less);
    assert_eq!(decimal("0.1").cmp(&decimal("-0.2")), Ordering::Greater);
    assert_eq!(decimal("9").cmp(&decimal(&"9".repeat(38))), Ordering::Less);
}

#[test]
fn a_reply_has_a_number_or_a_string() {
    for (json, shown) in [
        (r#"{ "price": 12345678901234567.89 }"#, "12345678901234567.89"),
        (r#"{ "price": "12345678901234567.89" }"#, "12345678901234567.89"),
        (r#"{ "price": 1.50e2 }"#, "150"),
    ] {
        assert_eq!(from_str::<Priced>(json).unwrap().price.to_string(), shown);
    }
    for json in
        [r#"{ "price": "1,5" }"#, r#"{ "price": true }"#, r#"{ "price": "\"1\"" }"#, r#"{ "price": [1] }"#]
    {
        let error = from_str::<Priced>(json).unwrap_err().to_string();
        assert!(error.starts_with("not a decimal number of at most 38 digits"), "{error}");
    }
}

#[test]
fn digits_survive_a_union_and_a_lenient_reading() {
    let mut json =
        serde_json::Deserializer::from_str(r#"{ "kind": "A", "of": { "price": 12345678901234567.89 } }"#);
    let priced: Priced =
        Tagged::read(&mut json, "kind").unwrap().decode::<_, serde_json::Error>(Some("of")).unwrap();
    assert_eq!(priced.price.to_string(), "12345678901234567.89");
    let mut json = serde_json::Deserializer::from_str(r#"{ "price": 0.1000000000000000000001 }"#);
    let Lenient(Special(price)): Lenient<Special<Option<Decimal>>> = read(&mut json, &["price"]).unwrap();
    assert_eq!(price.unwrap().to_string(), "0.1000000000000000000001");
}

#[test]
fn serde_takes_what_is_exact() {
    assert_eq!(from_str::<Vec<Decimal>>(r#"[1, -1, "1.0"]"#).unwrap(), [1, -1, 1].map(Decimal::from));
    assert!(
        from_str::<Decimal>("1.5").unwrap_err().to_string().starts_with("a fraction that is not in a string")
    );
    assert!(Decimal::deserialize(&serde_json::Value::Null).is_err());
    assert!(<Decimal as Wire>::read(&mut serde_json::Deserializer::from_str("1.5")).is_ok());
}
