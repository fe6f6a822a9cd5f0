//! Tests that setters of optional fields take values and options of them.

use alignet::{
    Amount, Currency, Json, Nullable, Secret,
    api::{CardDetails, Installments, RedirectDetails, ThreeDsSecure},
};
use alignet_tests::{
    charges, local,
    synthetic::{SortThing, ThingSort, Wood},
};

#[test]
fn an_optional_field_takes_a_value_or_an_option_of_one() {
    let url = || RedirectDetails::builder().redirect_url("https://shop.example.com/back");
    let text = String::from("u");
    let owned = Some(text.clone());
    for details in [
        url().callback_url("u"),
        url().callback_url(String::from("u")),
        url().callback_url(&text),
        url().callback_url(Some(&text)),
        url().callback_url(Some("u")),
        url().callback_url(owned.as_deref()),
        url().callback_url(owned.as_ref()),
        url().callback_url(owned.clone()),
        url().callback_url(None::<String>).callback_url("u"),
    ] {
        assert_eq!(details.build().callback_url.as_deref(), Some("u"));
    }
    for details in
        [url(), url().callback_url(None::<&str>), url().callback_url("u").callback_url(None::<&str>)]
    {
        assert_eq!(details.build().callback_url, None);
    }
}

#[test]
fn an_option_converts_as_its_value_does() {
    let secret = ThreeDsSecure::builder().cardholder_authentication_verification_value(Some("v")).build();
    let secret = secret.cardholder_authentication_verification_value;
    assert_eq!(secret.as_ref().map(Secret::expose), Some("v"));
    let wood = |age: Option<u8>| Wood::builder().knots([]).age(age).build();
    assert_eq!((wood(Some(7)).age, wood(None).age), (Some(7), None));
    assert_eq!(Wood::builder().knots([]).age(7).build().age, Some(7));

    /// A type of an application's own.
    struct Plan(u8);
    impl From<Plan> for Installments {
        fn from(Plan(number): Plan) -> Self {
            Self::builder().number(number.to_string()).build()
        }
    }
    let card = |plan: Option<Plan>| {
        let card = CardDetails::builder().pan("4").expiry_date("1230").security_code("739");
        card.card_holder(charges::card().card_holder).installments(plan).build()
    };
    assert_eq!(card(Some(Plan(3))).installments, Some(Plan(3).into()));
    assert_eq!(card(None).installments, None);
}

#[tokio::test]
async fn none_leaves_a_field_absent_or_at_its_default() {
    let (sandbox, alignet) = local::start_serving("synthetic").await;
    let call = || {
        let call = SortThing::new(&alignet).thing("1").number(1).sorts([]);
        call.sort(ThingSort::Wood(Wood::builder().knots([]).build()))
    };
    let sent = |owner: &str| {
        let call = sandbox.requests().pop().unwrap();
        let body: Json = serde_json::from_slice(call.expose_body()).unwrap();
        let owner = body.get("owner").map(Json::to_string).unwrap_or_default() == owner;
        let header = call.expose_header("x-thing-price").map(str::to_owned);
        (
            call.expose_query().unwrap().to_owned(),
            header,
            body["currency"].clone(),
            body.get("bought").cloned(),
            owner,
        )
    };
    let none = call().loud(None::<bool>).x_thing_price(None::<Amount>).currency(None::<Currency>);
    none.bought(None::<Vec<Amount>>).owner(None::<&str>).send().await.unwrap();
    let unset = sent("");
    assert_eq!(unset, ("loud=true".to_owned(), None, Json::from("604"), None, true));
    call().send().await.unwrap();
    assert_eq!(sent(""), unset);

    let some = call().loud(Some(false)).x_thing_price(Some(Amount::from_minor(5)));
    let some = some.currency(Some(Currency::USD)).bought(Some([]));
    some.owner(Some("Rosa")).send().await.unwrap();
    let set =
        ("loud=false".to_owned(), Some("5".to_owned()), Json::from("840"), Some(Json::Array(vec![])), true);
    assert_eq!(sent("\"Rosa\""), set);
    call().owner(Nullable::Null).send().await.unwrap();
    assert_eq!(sent("null"), unset);
}
