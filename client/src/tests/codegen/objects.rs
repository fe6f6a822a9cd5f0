//! Objects are read by name, in any order, and written without absent fields.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, from_str, from_value, json, to_string};

use crate::{
    Json, Nullable, Secret,
    codegen::{
        InRequest, List, Object, Optional, Plain, Special, Tagged, Writer, read as read_fields, read_part,
        wire::Fields, write,
    },
    redact::Secrets,
    reply::json_path::mistake,
};

/// Implements what the macro emits for an object: how its fields are read, and how they are written.
macro_rules! object {
    ($object:ident $fields:tt $names:expr, read $read:pat, written |$this:ident| $written:expr $(,)?) => {
        impl Object for $object {
            const NAMES: &'static [&'static str] = $names;

            fn fields<W: Writer>(&self, writer: W) -> W::Done {
                let $this = self;
                writer.write(Self::NAMES, $written)
            }
        }
        impl Serialize for $object {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                write(self, serializer)
            }
        }
        object! { $object $fields $names, read $read }
    };
    ($object:ident $fields:tt $names:expr, read $read:pat $(,)?) => {
        impl<'de> Deserialize<'de> for $object {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let $read = read_fields(deserializer, $names)?;
                Ok(Self $fields)
            }
        }
    };
}

mod lenient;

#[derive(Debug, Clone, PartialEq)]
struct Thing {
    kind: String,
    cost: i64,
    note: Option<String>,
    owner: Option<String>,
    colour: Nullable<String>,
    seconds: Option<i64>,
    parts: Vec<Thing>,
}

object! {
    Thing { kind, cost, note, owner, colour, seconds, parts } &NAMES,
    read (
        (Plain(kind), (Special(cost), Optional(Plain(note)))),
        ((Plain(owner), Optional(Plain(colour))), (Optional(Special(seconds)), List(parts))),
    ),
    written |one| (
        (Plain(&one.kind), (Special(&one.cost), Optional(Plain(&one.note)))),
        (
            (Plain(&one.owner), Optional(Plain(&one.colour))),
            (Optional(Special(&one.seconds)), Plain(&one.parts)),
        ),
    ),
}

const NAMES: [&str; 7] = ["type", "cost", "note", "owner", "colour", "seconds", "parts"];

fn whole() -> Json {
    json!({
        "type": "a", "cost": "7", "note": "n", "owner": null, "colour": null, "seconds": "30",
        "parts": [{ "type": "b", "cost": "0", "owner": "o", "parts": [] }],
    })
}

fn part() -> Thing {
    Thing {
        kind: "b".into(),
        cost: 0,
        note: None,
        owner: Some("o".into()),
        colour: Nullable::Absent,
        seconds: None,
        parts: Vec::new(),
    }
}

/// Writes members as the text of an object: a map would sort them and drop repeated names.
fn text(members: &[(String, Json)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(name, value)| format!("{}:{value}", json!(name))).collect();
    format!("{{{}}}", members.join(","))
}

fn members() -> Vec<(String, Json)> {
    let Json::Object(whole) = whole() else { unreachable!("it is an object") };
    whole.into_iter().collect()
}

#[test]
fn what_is_absent_null_or_there_is_told_apart_both_ways() {
    let thing: Thing = from_value(whole()).unwrap();
    let note = Some("n".into());
    let expected = Thing {
        kind: "a".into(),
        cost: 7,
        note,
        owner: None,
        colour: Nullable::Null,
        seconds: Some(30),
        ..part()
    };
    assert_eq!(thing, Thing { parts: vec![part()], ..expected });
    let written = r#"{"type":"a","cost":"7","note":"n","owner":null,"colour":null,"seconds":"30","parts":[{"type":"b","cost":"0","owner":"o","parts":[]}]}"#;
    assert_eq!(to_string(&thing).unwrap(), written, "in the order of the fields");
}

proptest! {
    #[test]
    fn the_order_of_an_object_says_nothing(
        shuffled in Just(members()).prop_shuffle(),
        unknown in prop::collection::vec(("[a-z]{5,9}", prop_oneof![Just(json!(null)), Just(json!({ "type": [1] }))]), 0..4),
        at in 0_usize..8,
    ) {
        let mut mixed = shuffled;
        let at = at.min(mixed.len());
        let unknown = unknown.into_iter().filter(|(name, _)| !NAMES.contains(&name.as_str()));
        mixed.splice(at..at, unknown);
        let thing: Thing = from_str(&text(&mixed)).unwrap();
        prop_assert_eq!(thing, from_value(whole()).unwrap());
    }

    #[test]
    fn a_name_that_comes_twice_is_refused(shuffled in Just(members()).prop_shuffle(), at in 0_usize..7) {
        let mut twice = shuffled;
        let again = twice[at].clone();
        let name = again.0.clone();
        twice.push(again);
        let error = from_str::<Thing>(&text(&twice)).unwrap_err();
        prop_assert!(error.to_string().starts_with(&format!("duplicate field `{name}`")), "{}", error);
    }
}

#[allow(dead_code)] // Nobody looks at what was read.
struct Outer {
    any: Option<Json>,
    list: Option<Vec<i64>>,
    inner: Option<One>,
}

object! {
    Outer { any, list, inner } &["any", "list", "inner"],
    read (Optional(Plain(any)), (Optional(Plain(list)), Optional(Plain(inner)))),
}

#[test]
fn the_path_of_what_comes_twice_is_its_own() {
    for (body, path) in [
        (r#"{"any":1,"any":{"key":[1]},"list":[]}"#, "any"),
        (r#"{"list":[1],"list":[1,2]}"#, "list"),
        (r#"{"inner":{"only":"a"},"inner":{"only":"b"}}"#, "inner"),
        (r#"{"inner":{"only":"a"},"inner":{}}"#, "inner"),
        (r#"{"inner":{"only":"a","only":"b"}}"#, "inner.only"),
    ] {
        let error = from_str::<Outer>(body).err().unwrap();
        assert!(error.to_string().starts_with("duplicate field"), "{error}");
        let error = mistake(body.as_bytes(), &error, &Secrets::of_client(["", ""]));
        assert_eq!(error.path(), Some(path), "{body}");
    }
}

#[test]
fn what_must_be_there_is_missed_by_name() {
    for name in NAMES {
        let Json::Object(mut lacking) = whole() else { unreachable!("it is an object") };
        lacking.remove(name);
        let thing = from_value::<Thing>(Json::Object(lacking));
        if ["note", "colour", "seconds"].contains(&name) {
            assert!(thing.is_ok(), "{name}");
        } else {
            assert_eq!(thing.unwrap_err().to_string(), format!("missing field `{name}`"));
        }
    }
}

#[test]
fn nothing_but_an_object_is_one() {
    for other in ["null", "1", "\"type\"", "[]", r#"["a", "7", "n", null, null, "30", []]"#] {
        assert!(from_str::<Thing>(other).is_err(), "{other}");
    }
}

#[derive(Debug, PartialEq)]
struct Nothing {}

object! { Nothing {} &[], read (), written |_one| () }

struct One {
    only: Secret,
}

object! { One { only } &["only"], read Special(only), written |one| Special(&one.only) }

#[test]
fn an_object_may_have_one_field_or_none() {
    assert_eq!(from_str::<Nothing>(r#"{"a":{}}"#).unwrap(), Nothing {});
    assert_eq!(to_string(&Nothing {}).unwrap(), "{}");
    let one: One = from_str(r#"{"only":"s"}"#).unwrap();
    assert_eq!(to_string(&one).unwrap(), "{}", "it is a secret");
    let mut request = serde_json::Serializer::new(Vec::new());
    one.fields(Fields::<InRequest, _>::of(&mut request)).unwrap();
    assert_eq!(request.into_inner(), br#"{"only":"s"}"#);
}

/// An object that only requests hold.
#[derive(Debug, PartialEq)]
struct Part {
    count: i64,
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Plain(count) = read_part(deserializer, &["count"])?;
        Ok(Self { count })
    }
}

#[test]
fn a_part_of_a_request_has_its_fields_alone_and_a_tag_beside_them_is_none() {
    assert_eq!(from_str::<Part>(r#"{"count":1}"#).unwrap(), Part { count: 1 });
    let error = from_str::<Part>(r#"{"count":1,"sort":2}"#).unwrap_err().to_string();
    assert!(error.starts_with("unknown field `sort`, expected `count`"), "{error}");
    let decode = |json: Json, content| Tagged::read(json, "of")?.decode::<Part, serde_json::Error>(content);
    assert_eq!(decode(json!({"of": "A", "count": 1}), None).unwrap(), Part { count: 1 });
    assert_eq!(decode(json!({"of": "A", "with": {"count": 1}}), Some("with")).unwrap(), Part { count: 1 });
    for (wrong, content) in [
        (json!({"of": "A", "count": 1, "sort": 2}), None),
        (json!({"of": "A", "with": {"of": "A", "count": 1}}), Some("with")),
        (json!({"of": "A", "count": 1}), Some("with")),
    ] {
        assert!(decode(wrong, content).is_err());
    }
}

macro_rules! wide {
    ($($field:ident)*) => {
        struct Wide { $($field: i64),* }
        const WIDE: &[&str] = &[$(stringify!($field)),*];
        object! { Wide { $($field),* } WIDE, read pairs!($($field)*), written |one| pairs!(one. $($field)*) }
    };
}

/// Nests fields in pairs, one field at each depth.
macro_rules! pairs {
    ($one:ident) => { Plain($one) };
    ($first:ident $($rest:ident)+) => { (Plain($first), pairs!($($rest)+)) };
    ($wide:ident. $one:ident) => { Plain(&$wide.$one) };
    ($wide:ident. $first:ident $($rest:ident)+) => { (Plain(&$wide.$first), pairs!($wide. $($rest)+)) };
}

wide!(a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 b0 b1 b2 b3 b4 b5 b6 b7 b8 b9 c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 d0 d1 d2 d3 d4
    d5 d6 d7 d8 d9 e0 e1 e2 e3 e4 e5 e6 e7 e8 e9 f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 g0 g1 g2 g3 g4 g5 g6 g7 g8 g9);

#[test]
fn a_wide_object_keeps_each_field_in_its_place() {
    let numbered: Map<String, Json> =
        WIDE.iter().zip(0..).map(|(name, n)| ((*name).to_owned(), json!(n))).collect();
    let wide: Wide = from_value(Json::Object(numbered)).unwrap();
    assert_eq!((wide.a0, wide.b7, wide.d4, wide.g9), (0, 17, 34, 69));
    let again: BTreeMap<String, i64> = from_str(&to_string(&wide).unwrap()).unwrap();
    assert!(WIDE.iter().zip(0..).all(|(name, n)| again[*name] == n));
}
