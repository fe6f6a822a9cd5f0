//! Objects are read by name, in any order, and written without what is absent.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, from_str, from_value, json, to_string};

use crate::{
    Json, Nullable, Secret,
    decode::mistake,
    private::{Received, Sent},
    redact::Secrets,
};

#[derive(Debug, Clone, PartialEq, Received, Sent)]
struct Thing {
    #[wire("type")]
    kind: String,
    #[wire(special)]
    cost: i64,
    note: Option<String>,
    #[wire(present)]
    owner: Option<String>,
    colour: Nullable<String>,
    #[wire(special)]
    seconds: Option<i64>,
    parts: Vec<Thing>,
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

/// These members as the text of an object: a map would sort them and keep one of a name.
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

#[derive(Received)]
#[allow(dead_code)] // Nobody looks at what was read.
struct Outer {
    any: Option<Json>,
    list: Option<Vec<i64>>,
    inner: Option<One>,
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

#[derive(Debug, PartialEq, Received, Sent)]
struct Nothing {}

#[derive(Received)]
struct One {
    #[wire(special)]
    only: Secret,
}

#[derive(Sent)]
#[allow(dead_code)] // Nobody looks at what is sent elsewhere.
struct Other {
    #[wire(skip)]
    elsewhere: String,
    #[wire(special)]
    only: Secret,
}

#[test]
fn an_object_may_have_one_field_or_none() {
    assert_eq!(from_str::<Nothing>(r#"{"a":{}}"#).unwrap(), Nothing {});
    assert_eq!(to_string(&Nothing {}).unwrap(), "{}");
    let one: One = from_str(r#"{"only":"s"}"#).unwrap();
    let other = Other { elsewhere: "e".into(), only: one.only };
    assert_eq!(to_string(&other).unwrap(), r#"{"only":"s"}"#);
}

macro_rules! wide {
    ($($field:ident)*) => {
        #[derive(Debug, PartialEq, Received, Sent)]
        struct Wide { $($field: i64),* }
        const WIDE: &[&str] = &[$(stringify!($field)),*];
    };
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
