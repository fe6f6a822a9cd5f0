//! Tests that the parts of requests are read from an application's own JSON, and mistakes in it are named.

use alignet::{
    Json,
    api::{Person, RedirectDetails},
};
use alignet_tests::synthetic::ThingSort;
use serde_json::{from_value, json};

fn person() -> Json {
    json!({
        "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
        "phone": { "country_code": "+51", "subscriber": "900000001" },
        "location": { "line_1": "Jr. Ejemplo 100", "line_2": "", "city": "Lima", "state": "Lima", "country": "PE" },
    })
}

#[test]
fn a_person_comes_from_json() {
    let read: Person = from_value(person()).unwrap();
    assert_eq!(
        (&*read.first_name, &*read.phone.subscriber, &*read.location.city),
        ("Rosa", "900000001", "Lima")
    );
    assert_eq!(serde_json::to_value(read).unwrap(), person());
}

#[test]
fn a_mistake_names_its_field() {
    for (pointer, name, value, said) in [
        ("", "email", None, "missing field `email`"),
        ("/phone", "subscriber", None, "missing field `subscriber`"),
        (
            "",
            "e_mail",
            Some("rosa@example.com"),
            "unknown field `e_mail`, expected one of `first_name`, `last_name`, `email`, `phone`, `location`",
        ),
        (
            "/location",
            "street",
            Some("Jr. Ejemplo 100"),
            "unknown field `street`, expected one of `line_1`, `line_2`, `city`, `state`, `country`",
        ),
        ("", "location", Some("Lima"), "invalid type: string \"Lima\", expected an object"),
    ] {
        let mut json = person();
        let object = json.pointer_mut(pointer).and_then(Json::as_object_mut).unwrap();
        match value {
            Some(value) => object.insert(name.to_owned(), value.into()),
            None => object.remove(name),
        };
        assert_eq!(from_value::<Person>(json).unwrap_err().to_string(), said);
    }
    // The optional field that was meant would otherwise be absent without a word.
    let misspelt = json!({ "redirect_url": "https://shop.example.com/back", "calback_url": "https://shop.example.com/n" });
    let error = from_value::<RedirectDetails>(misspelt).unwrap_err().to_string();
    assert_eq!(error, "unknown field `calback_url`, expected `redirect_url` or `callback_url`");
}

/// The service adds fields to its replies.
#[test]
fn a_part_that_replies_hold_too_may_have_other_fields() {
    let wood = json!({ "of": "WOOD", "age": 7, "knots": ["1"], "colour": "brown" });
    assert!(matches!(from_value(wood).unwrap(), ThingSort::Wood(wood) if wood.age == Some(7)));
}
