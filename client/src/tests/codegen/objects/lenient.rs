//! Fields that inform are read leniently, and noted if they can't be read; fields that prove are read strictly.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::json;

use crate::{
    Json, Nullable,
    codegen::{Items, Lenient, List, Optional, Plain, Special, read as read_fields, wire::read_reply},
    redact::Secrets,
    reply::json_path::mistake,
};

/// A type with fields that inform and fields that prove.
#[derive(Debug, PartialEq)]
struct Loose {
    state: String,
    note: Option<String>,
    count: Option<i64>,
    colour: Nullable<String>,
    words: Vec<String>,
    named: BTreeMap<String, i64>,
    inner: Option<Inner>,
    parts: Vec<Inner>,
    proofs: Vec<Inner>,
    code: Option<String>,
}

object! {
    Loose { state, note, count, colour, words, named, inner, parts, proofs, code }
    &["state", "note", "count", "colour", "words", "named", "inner", "parts", "proofs", "code"],
    read (
        (
            (Plain(state), Lenient(Plain(note))),
            (Lenient(Special(count)), (Lenient(Plain(colour)), Items(words))),
        ),
        (
            (Lenient(Plain(named)), Lenient(Plain(inner))),
            (Items(parts), (List(proofs), Optional(Plain(code)))),
        ),
    ),
}

#[derive(Debug, PartialEq)]
struct Inner {
    key: String,
    note: Option<String>,
}

object! { Inner { key, note } &["key", "note"], read (Plain(key), Lenient(Plain(note))) }

fn loose() -> Json {
    json!({
        "state": "s", "note": "n", "count": "3", "colour": "red", "words": ["a", "b"], "named": {"x": 1},
        "inner": {"key": "k", "note": "i"}, "parts": [{"key": "p"}, {"key": "q"}], "proofs": [{"key": "r"}], "code": "c",
    })
}

/// Reads a body with an edited value. Returns the fields, or the error, and the paths of unread fields.
fn read(path: &str, value: Json) -> (Result<Loose, String>, Vec<String>) {
    let mut body = loose();
    *body.pointer_mut(path).unwrap() = value;
    match read_reply::<Loose>(body.to_string().as_bytes()) {
        Ok((loose, unread)) => (Ok(loose), unread),
        Err(error) => (Err(error.to_string()), Vec::new()),
    }
}

#[test]
fn what_informs_is_read_as_absent_and_noted_by_its_path() {
    let whole = || read("/note", json!("n")).0.unwrap();
    let (same, unread) = read("/note", json!("n"));
    assert!(same.is_ok() && unread.is_empty());
    let wrong = || vec![json!(1.5), json!(true), json!({"key": 5}), json!([[1]])];
    for value in wrong() {
        let noted = |path: &str| vec![path.to_owned()];
        let (read_note, unread) = read("/note", value.clone());
        assert_eq!((read_note, unread), (Ok(Loose { note: None, ..whole() }), noted("note")));
        let (count, unread) = read("/count", value.clone());
        assert_eq!((count, unread), (Ok(Loose { count: None, ..whole() }), noted("count")));
        let (colour, unread) = read("/colour", value.clone());
        assert_eq!((colour, unread), (Ok(Loose { colour: Nullable::Absent, ..whole() }), noted("colour")));
        let (inner, unread) = read("/inner", value.clone());
        assert_eq!((inner, unread), (Ok(Loose { inner: None, ..whole() }), noted("inner")));
        let (item, unread) = read("/words/1", value);
        assert_eq!((item, unread), (Ok(Loose { words: vec!["a".into()], ..whole() }), noted("words.1")));
    }
    for value in [json!(1), json!("text"), json!({"0": "a"})] {
        let (words, unread) = read("/words", value);
        assert_eq!((words, unread), (Ok(Loose { words: Vec::new(), ..whole() }), vec!["words".to_owned()]));
    }
    let (deep, unread) = read("/inner/note", json!(7));
    assert_eq!(deep.unwrap().inner.unwrap(), Inner { key: "k".into(), note: None });
    assert_eq!(unread, ["inner.note"]);
    let (deep, unread) = read("/proofs/0", json!({"key": "r", "note": 7}));
    assert_eq!((deep.unwrap().proofs[0].key.as_str(), unread), ("r", vec!["proofs.0.note".to_owned()]));
    let (_, unread) = read("/parts/1/key", json!(null));
    assert_eq!(unread, ["parts.1"]);
}

#[test]
fn null_and_nothing_are_absent_where_they_inform() {
    for name in ["note", "count", "words", "named", "inner", "parts", "code"] {
        let (null, unread) = read(&format!("/{name}"), json!(null));
        assert!(null.is_ok() && unread.is_empty(), "{name}: {null:?}, {unread:?}");
        let Json::Object(mut lacking) = loose() else { unreachable!("it is an object") };
        lacking.remove(name);
        let (lacking, unread) = read_reply::<Loose>(json!(lacking).to_string().as_bytes()).unwrap();
        assert_eq!((&lacking, unread.len()), (&null.unwrap(), 0), "{name}");
    }
}

#[test]
fn what_proves_is_of_no_other_type() {
    for (path, value) in [
        ("/state", json!(1)),
        ("/state", json!(null)),
        ("/proofs", json!({})),
        ("/proofs/0", json!("r")),
        ("/proofs/0/key", json!(1)),
        ("/code", json!(7)),
    ] {
        assert!(read(path, value).0.is_err(), "{path}");
    }
    // A mistake in a field that informs is not reported if a field that proves is wrong as well.
    let body = json!({"state": 1, "note": 5}).to_string();
    let error = read_reply::<Loose>(body.as_bytes()).unwrap_err();
    let error = mistake(body.as_bytes(), &error, &Secrets::of_client(["", ""]));
    assert_eq!(error.path(), Some("state"));
}

#[test]
fn what_informs_twice_is_read_once_and_noted() {
    let body = loose().to_string().replacen('{', r#"{"note":"first","inner":{"key":"f"},"#, 1);
    let (loose, unread) = read_reply::<Loose>(body.as_bytes()).unwrap();
    assert_eq!((loose.note.as_deref(), loose.inner.unwrap().key.as_str()), (Some("first"), "f"));
    let mut unread = unread;
    unread.sort();
    assert_eq!(unread, ["inner", "note"]);
    let body = self::loose().to_string().replacen('{', r#"{"state":"first","#, 1);
    assert!(read_reply::<Loose>(body.as_bytes()).is_err());
}

#[test]
fn numbers_that_no_type_holds_are_unread_too() {
    for number in ["1e999", "99999999999999999999999999", "-1"] {
        let body = loose().to_string().replace("\"n\"", number);
        let (loose, unread) = read_reply::<Loose>(body.as_bytes()).unwrap();
        assert_eq!((loose.note, unread), (None, vec!["note".to_owned()]), "{number}");
    }
}

#[test]
fn a_key_that_may_be_anything_is_not_noted() {
    let body = json!({"state": "s", "proofs": [], "named": {"card 4111": "x"}}).to_string();
    assert_eq!(read_reply::<Loose>(body.as_bytes()).unwrap().1, ["named"]);
    let held = json!({"secret key": {"key": "k", "note": 1}}).to_string();
    assert_eq!(read_reply::<BTreeMap<String, Inner>>(held.as_bytes()).unwrap().1, ["note"]);
}
