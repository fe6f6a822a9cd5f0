//! The schemas of the types of the contract language.

use alignet_spec::{
    contract::{Contract, Primitive},
    validate::Side,
};

use super::version::Version;
use crate::json::{Json, Object};

/// The place of a value, which limits its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// JSON.
    Body,
    /// A segment of a path, or text that may stand there, which is not empty, `.` or `..`: proxies would read another path.
    Path,
    /// A query.
    Query,
    /// A header, which holds visible ASCII.
    Header,
}

impl Place {
    /// Returns the pattern of text in the place; `None` if it may be any.
    fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Body | Self::Query => None,
            Self::Path => Some(r"^([^.]|\.[^.]|\.\.[\s\S])[\s\S]*$"),
            Self::Header => Some(r"^[\t -~]*$"),
        }
    }
}

/// Returns the schema of a type; of a request the values that the sandbox accepts, of a reply those that a client reads.
pub(super) fn schema(contract: &Contract, primitive: Primitive, side: Side, place: Place) -> Object {
    let of = |kind: &'static str| Object::default().with("type", kind);
    let text = || of("string").maybe("pattern", place.pattern());
    let digits = |pattern: &'static str| of("string").with("pattern", pattern);
    let either = |schemas: [Object; 2]| Object::default().with("oneOf", schemas);
    let received = side == Side::Reply;
    let schema = match primitive {
        Primitive::String => text(),
        Primitive::Secret if received => of("string").with("minLength", 1),
        Primitive::Secret => text(),
        Primitive::Scopes if received => digits(r"\S"),
        Primitive::Scopes => of("string").with("pattern", scopes(contract)),
        Primitive::Integer => integer(),
        Primitive::Numeric => either([digits("^-?[0-9]{1,18}$"), integer()]),
        Primitive::Amount if received => either([digits("^[0-9]{1,19}$"), of("integer").with("minimum", 0)]),
        Primitive::Amount => digits("^[0-9]{1,19}$"),
        Primitive::Decimal if received => either([
            of("number").with("format", "decimal"),
            digits(r"^-?(0|[1-9][0-9]{0,37})(\.[0-9]{1,37})?([eE][+-]?[0-9]{1,2})?$"),
        ]),
        Primitive::Decimal => decimal(),
        Primitive::Currency => digits("^[0-9]{3}$"),
        Primitive::Date => of("string").with("format", "date"),
        Primitive::DateTime => of("string").with("format", "date-time"),
        Primitive::Seconds => {
            either([of("integer").with("minimum", 1).with("maximum", LONGEST), digits("^0*[1-9][0-9]{0,8}$")])
        }
        Primitive::Boolean => of("boolean"),
        Primitive::Flag => either([of("boolean"), of("string").with("enum", ["true", "false"])]),
        Primitive::Json => return Object::default(),
    };
    match primitive {
        Primitive::Secret => schema.with("format", "password").with("x-alignet-type", primitive.as_str()),
        // What the other keys of a schema say already.
        Primitive::String | Primitive::Integer | Primitive::Date | Primitive::DateTime => schema,
        Primitive::Boolean | Primitive::Json => schema,
        _ => schema.with("x-alignet-type", primitive.as_str()),
    }
}

/// The longest lifetime that a client reads, in seconds: ten years.
const LONGEST: i64 = 10 * 366 * 24 * 60 * 60;

/// A number of at most 38 digits, as far as a schema can say it.
fn decimal() -> Object {
    let limits = ["-1e37", "1e37"].map(|limit| Json::Scalar(limit.to_owned()));
    let [least, most] = limits;
    Object::default()
        .with("type", "number")
        .with("format", "decimal")
        .with("minimum", least)
        .with("maximum", most)
}

/// An integer of 64 bits.
pub(super) fn integer() -> Object {
    let limits = Object::default().with("minimum", i64::MIN).with("maximum", i64::MAX);
    Object::default().with("type", "integer").with("format", "int64").and(limits)
}

/// Returns the pattern of one or more declared scopes, separated by spaces.
fn scopes(contract: &Contract) -> String {
    let one: Vec<String> = contract.scopes.iter().map(|scope| escaped(&scope.name)).collect();
    let one = if one.is_empty() { r"\S+".to_owned() } else { format!("({})", one.join("|")) };
    format!("^{one}( {one})*$")
}

/// Escapes the signs of a pattern.
fn escaped(text: &str) -> String {
    let escape =
        |char: char| if r"\^$.|?*+()[]{}".contains(char) { format!("\\{char}") } else { char.into() };
    text.chars().map(escape).collect()
}

/// Returns the schema of the truth that a success has, or a failure.
pub(super) fn verdict(version: Version, primitive: Option<Primitive>, truth: bool) -> Object {
    let plain = Object::default().with("type", "boolean");
    let text = Object::default().with("type", "string");
    let (plain_value, text_value) = (Json::from(truth), Json::from(truth.to_string()));
    let either = match (primitive, version) {
        (Some(Primitive::Boolean), _) => return version.constant(plain, plain_value),
        (_, Version::V3_0) => {
            let branches = [version.constant(plain, plain_value), version.constant(text, text_value)];
            Object::default().with("oneOf", branches)
        }
        (_, Version::V3_1) => {
            Object::default().with("type", ["boolean", "string"]).with("enum", [plain_value, text_value])
        }
    };
    either.with("x-alignet-type", Primitive::Flag.as_str())
}
