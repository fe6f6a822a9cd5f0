//! The JSON of types: does a reader of one type accept what a writer of another sends?

use alignet_spec::contract::{Kind, Primitive, Shape, Type};

use super::pairs::Pairs;

/// The direction of a message. It decides the spellings of a type, and if enumerations are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Request,
    Reply,
}

/// A set of JSON values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Any,
    Text,
    Scopes,
    /// A string of digits, perhaps with a sign.
    SignedDigits,
    Digits,
    /// Three digits in a string.
    Currency,
    /// A string that is a number with a fraction.
    DecimalText,
    Date,
    DateTime,
    /// `"true"` or `"false"`.
    BooleanText,
    Number,
    Integer,
    /// An integer that is not negative.
    Natural,
    Boolean,
}

impl Set {
    fn contains(self, other: Self) -> bool {
        use Set::{
            Any, Boolean, BooleanText, Currency, Date, DateTime, DecimalText, Digits, Integer, Natural,
            Number, Scopes, SignedDigits, Text,
        };
        match self {
            Any => true,
            Text => !matches!(other, Any | Number | Integer | Natural | Boolean),
            DecimalText => matches!(other, DecimalText | SignedDigits | Digits | Currency),
            SignedDigits => matches!(other, SignedDigits | Digits | Currency),
            Digits => matches!(other, Digits | Currency),
            Number => matches!(other, Number | Integer | Natural),
            Integer => matches!(other, Integer | Natural),
            Scopes | Currency | Date | DateTime | BooleanText | Natural | Boolean => self == other,
        }
    }
}

/// Returns the JSON of a type of the language.
fn sets(primitive: Primitive, way: Way) -> &'static [Set] {
    match (primitive, way) {
        (Primitive::String | Primitive::Secret, _) => &[Set::Text],
        (Primitive::Scopes, _) => &[Set::Scopes],
        (Primitive::Integer, _) => &[Set::Integer],
        (Primitive::Numeric, Way::Request) => &[Set::SignedDigits],
        (Primitive::Numeric, Way::Reply) => &[Set::SignedDigits, Set::Integer],
        (Primitive::Amount, Way::Request) => &[Set::Digits],
        (Primitive::Amount, Way::Reply) | (Primitive::Seconds, _) => &[Set::Digits, Set::Natural],
        (Primitive::Decimal, Way::Request) => &[Set::Number],
        (Primitive::Decimal, Way::Reply) => &[Set::Number, Set::DecimalText],
        (Primitive::Currency, _) => &[Set::Currency],
        (Primitive::Date, _) => &[Set::Date],
        (Primitive::DateTime, _) => &[Set::DateTime],
        (Primitive::Boolean, _) => &[Set::Boolean],
        (Primitive::Flag, _) => &[Set::Boolean, Set::BooleanText],
        (Primitive::Json, _) => &[Set::Any],
    }
}

/// A shape, and the types that its indices are of.
#[derive(Clone, Copy)]
pub(crate) struct Spoken<'c> {
    pub(crate) shape: &'c Shape,
    pub(crate) types: &'c [Type],
}

impl<'c> Spoken<'c> {
    fn with(self, shape: &'c Shape) -> Self {
        Self { shape, ..self }
    }

    fn named(self) -> Option<&'c Type> {
        match self.shape {
            Shape::Named(index) => self.types.get(*index),
            _ => None,
        }
    }
}

/// Returns true if a reader of one shape accepts every value of another. `same` tells the indices of declared types that
/// are the same one in both contracts: their differences are changes of their own.
pub(crate) fn accepts(
    reader: Spoken<'_>,
    writer: Spoken<'_>,
    way: Way,
    same: &dyn Fn(usize, usize) -> bool,
) -> bool {
    match (reader.shape, writer.shape) {
        (Shape::Primitive(Primitive::Json), _) => true,
        (Shape::Nullable(read), Shape::Nullable(written)) => {
            accepts(reader.with(read), writer.with(written), way, same)
        }
        (Shape::Nullable(read), _) => accepts(reader.with(read), writer, way, same),
        (_, Shape::Nullable(_)) => false,
        (Shape::List(read), Shape::List(written)) | (Shape::Map(read), Shape::Map(written)) => {
            accepts(reader.with(read), writer.with(written), way, same)
        }
        (Shape::Map(read), Shape::Named(_)) => {
            matches!(**read, Shape::Primitive(Primitive::Json))
                && !matches!(writer.named().map(|one| &one.kind), Some(Kind::Enumeration(_)))
        }
        (Shape::Primitive(read), Shape::Primitive(written)) => {
            let read = sets(*read, way);
            sets(*written, way).iter().all(|one| read.iter().any(|set| set.contains(*one)))
        }
        (Shape::Named(read), Shape::Named(written)) if same(*read, *written) => true,
        _ => match (reader.named(), writer.named()) {
            (Some(read), Some(written)) => declared(read, written, way),
            (None, Some(written)) => enumeration_is_read_as(reader.shape, written, way),
            (Some(read), None) => text_is_read_as(read, writer.shape, way),
            (None, None) => false,
        },
    }
}

/// Returns true if a declared type reads another one that is not the same.
fn declared(reader: &Type, writer: &Type, way: Way) -> bool {
    let (Kind::Enumeration(read), Kind::Enumeration(written)) = (&reader.kind, &writer.kind) else {
        return false;
    };
    let listed = written.iter().all(|value| read.iter().any(|one| one.wire == value.wire));
    reader.integer == writer.integer && (way == Way::Reply || listed)
}

fn enumeration_is_read_as(reader: &Shape, written: &Type, way: Way) -> bool {
    let own = if written.integer { Set::Integer } else { Set::Text };
    let Shape::Primitive(primitive) = reader else { return false };
    matches!(written.kind, Kind::Enumeration(_)) && sets(*primitive, way).iter().any(|set| set.contains(own))
}

/// Returns true if an enumeration reads a type of the language: in replies, where it is open.
fn text_is_read_as(reader: &Type, written: &Shape, way: Way) -> bool {
    let own = if reader.integer { Set::Integer } else { Set::Text };
    let Shape::Primitive(primitive) = written else { return false };
    let open = matches!(reader.kind, Kind::Enumeration(_)) && way == Way::Reply;
    open && sets(*primitive, way).iter().all(|set| own.contains(*set))
}

/// Returns a test for types that are the same one, for a reader of the old or of the new contract.
pub(crate) fn same(types: &Pairs, reader_is_old: bool) -> impl Fn(usize, usize) -> bool + '_ {
    move |reader, writer| if reader_is_old { types.are(reader, writer) } else { types.are(writer, reader) }
}
