//! Tests the configuration of the Flex form: its JSON, its secret, and its remaining life.

use std::collections::BTreeMap;

use alignet::{
    Amount, Currency, Error, ErrorKind, Json, SingleUseSecret,
    api::{
        CreateNonceReply, FlexAddress, FlexBuyer, FlexDetails, FlexDisplay, FlexForm, FlexLanguage,
        FlexLanguageMode, FlexLanguages, FlexPayer, FlexPayload, FlexReceiver, FlexSettings,
        IdentityDocument, Location, MethodName, Person, Phone,
    },
    reliability::LOAD_TIME,
    testing,
};
use alignet_tests::{
    canned,
    clock::{MS, at, secs},
    partner::PayWidget,
    wires::{Arriving, Wires},
};
use serde_json::json;
use tokio::time::Instant;

include!("widget.rs");

fn nonce() -> SingleUseSecret {
    let reply = json!({ "success": true, "nonce": "a.fresh.nonce", "expires_in": 30, "nonce_creation": {} });
    testing::from_json::<CreateNonceReply>(reply).unwrap().nonce
}

fn person() -> Person {
    let location = Location::builder().line_1("Jr. Ejemplo 100").line_2("").city("Lima").state("Lima");
    Person::builder()
        .first_name("Rosa")
        .last_name("Quispe")
        .email("rosa@example.com")
        .phone(Phone::builder().country_code("+51").subscriber("900000001").build())
        .location(location.country("PE").build())
        .build()
}

fn form(nonce: SingleUseSecret, number: &str) -> FlexForm {
    let details = FlexDetails::builder().amount(Amount::from_minor(15_000)).currency(Currency::PEN);
    let payload = FlexPayload::builder().merchant_code("4201").merchant_operation_number(number);
    let payload = payload.payment_details(details.billing(person()).build());
    FlexForm::builder().nonce(nonce).payload(payload.build()).build()
}

fn read(form: FlexForm) -> Json {
    form.into_json().unwrap().expose().unwrap().parse().unwrap()
}

#[test]
fn a_form_of_the_required_parts_has_nothing_else() {
    let expected = json!({
        "nonce": "a.fresh.nonce",
        "payload": {
            "action": "authorize", "channel": "ecommerce", "merchant_code": "4201",
            "merchant_operation_number": "700100", "payment_method": {},
            "payment_details": {
                "amount": "15000", "currency": "604",
                "billing": {
                    "first_name": "Rosa", "last_name": "Quispe", "email": "rosa@example.com",
                    "phone": { "country_code": "+51", "subscriber": "900000001" },
                    "location": {
                        "line_1": "Jr. Ejemplo 100", "line_2": "", "city": "Lima", "state": "Lima", "country": "PE",
                    },
                },
            },
        },
    });
    assert_eq!(read(form(nonce(), "700100")), expected);
}

#[test]
fn every_part_is_as_the_vendors_pages_show_it() {
    let settings = FlexSettings::builder().display_result_screen(true).show_close_button(true);
    let methods = [
        MethodName::Card,
        MethodName::Yape,
        MethodName::Qr,
        MethodName::BankTransfer,
        MethodName::Cuotealo,
        MethodName::PagoEfectivo,
    ];
    let languages = FlexLanguages::builder().mode(FlexLanguageMode::Multi);
    let languages = languages.default_language(FlexLanguage::Es);
    let mut whole = form(nonce(), "700100");
    whole.settings = Some(settings.show_border(false).show_operation_number(true).build());
    whole.display_settings = Some(FlexDisplay::builder().methods(methods.to_vec()).build());
    whole.i18n = Some(languages.languages(vec![FlexLanguage::Es, FlexLanguage::En]).build());
    let document = IdentityDocument::builder().country("PER").kind("DNI").identifier("72661927").build();
    let mut buyer = FlexBuyer::from(person());
    buyer.identity_document = Some(document);
    let details = &mut whole.payload.payment_details;
    details.customer = Some(buyer);
    details.shipping = Some(FlexReceiver::builder().first_name("Luis").build());
    details.additional_fields = Some(BTreeMap::from([("external_id".to_owned(), "5468724".to_owned())]));
    let json = read(whole);
    assert_eq!(
        json["settings"],
        json!({
            "display_result_screen": true, "show_close_button": true, "show_border": false,
            "show_operation_number": true,
        })
    );
    let shown = json!({ "methods": ["CARD", "YAPE", "QR", "BANK_TRANSFER", "CUOTEALO", "PAGOEFECTIVO"] });
    assert_eq!(json["display_settings"], shown);
    assert_eq!(json["i18n"], json!({ "mode": "multi", "default_language": "es", "languages": ["es", "en"] }));
    let details = &json["payload"]["payment_details"];
    assert_eq!(details["shipping"], json!({ "first_name": "Luis" }));
    assert_eq!(details["additional_fields"], json!({ "external_id": "5468724" }));
    let mut buyer = details["billing"].clone();
    buyer["identity_document"] = json!({ "country": "PER", "type": "DNI", "identifier": "72661927" });
    assert_eq!(details["customer"], buyer);
}

#[test]
fn the_people_of_a_charge_are_those_of_a_form() {
    let payer = FlexPayer::from(person());
    assert_eq!((&*payer.first_name, payer.location.line_2.as_deref()), ("Rosa", Some("")));
    let of = FlexDetails::builder().amount(Amount::from_minor(1)).currency(Currency::PEN).billing(payer);
    let of = of.customer(person()).shipping(Some(person())).build();
    assert_eq!(of.shipping, Some(FlexReceiver::from(person())));
    assert_eq!(of.customer.unwrap().location.unwrap().city.as_deref(), Some("Lima"));
    let address = FlexAddress::builder().line_1("Jr. Ejemplo 100").city("Lima").state("Lima").country("PE");
    assert_eq!(address.build().line_2, None, "a charge needs it, and a form does not");
}

#[test]
fn no_value_ends_the_element_or_the_line_that_it_is_in() {
    const HOSTILE: [&str; 7] = [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "]]>",
        "&lt;/script&gt;",
        "\u{2028}\u{2029}",
        "\"'\\\0",
        "ñ</",
    ];
    for hostile in HOSTILE {
        let mut form = form(nonce(), hostile);
        form.payload.payment_details.billing.first_name = hostile.to_owned();
        let fields = BTreeMap::from([(hostile.to_owned(), hostile.to_owned())]);
        form.payload.payment_details.additional_fields = Some(fields);
        let text = form.into_json().unwrap().expose().unwrap();
        assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}', '\0', '\n']), "{text}");
        let json: Json = text.parse().unwrap();
        assert_eq!(json["payload"]["merchant_operation_number"], hostile);
        assert_eq!(json["payload"]["payment_details"]["billing"]["first_name"], hostile);
        assert_eq!(json["payload"]["payment_details"]["additional_fields"], json!({ hostile: hostile }));
    }
}

#[test]
fn what_is_kept_of_a_form_has_no_nonce_and_opens_no_other() {
    let mut kept = serde_json::to_value(form(nonce(), "700100")).unwrap();
    assert_eq!((&kept["payload"]["merchant_code"], kept.get("nonce")), (&json!("4201"), None));
    kept["nonce"] = json!("a.kept.nonce");
    let read: FlexForm = serde_json::from_value(kept).unwrap();
    assert_eq!(read.into_json().unwrap_err().kind(), ErrorKind::Expired);
}

#[tokio::test(start_paused = true)]
async fn a_page_is_made_while_it_can_load_before_its_nonce_expires() {
    let wires = Wires::nonces(|_, _| Arriving::now(canned::answer(200, canned::nonce("n", 30))));
    let (client, start) = (wires.client(), Instant::now());
    let fresh = async || client.create_nonce().send().await.unwrap().nonce;
    let [early, last, late] = [fresh().await, fresh().await, fresh().await];
    let early = form(early, "700100").into_json().unwrap();
    assert!(early.remaining() <= secs(30) - LOAD_TIME && early.remaining() > secs(29) - LOAD_TIME);
    at(start, secs(30) - LOAD_TIME - MS).await;
    let last = form(last, "700101").into_json().unwrap();
    assert!(last.expose().unwrap().contains("\"n\""));
    at(start, secs(30) - LOAD_TIME + MS).await;
    assert!(!late.is_expired(), "it reaches a service that needs no page");
    let error = form(late, "700102").into_json().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Expired);
    assert_eq!(
        error.to_string(),
        "the secret's life has ended: ask for another: a page needs 5 s of it to load, so ask right before the page"
    );
    // A page that was made in time, and not sent.
    assert_eq!(early.expose().unwrap_err().kind(), ErrorKind::Expired);
}

#[test]
fn a_contract_of_ones_own_has_objects_for_browsers() {
    let expected = "<script type=\"application/json\" id=\"widget\">\
                    {\"mode\":\"multi\",\"nonce\":\"a.fresh.nonce\",\"language\":\"es\"}</script>";
    assert_eq!(element(nonce()).unwrap(), expected);
    let widget = PayWidget::builder().nonce(nonce()).payer(person()).build();
    let json: Json = widget.into_json().unwrap().expose().unwrap().parse().unwrap();
    assert_eq!(json["payer"], serde_json::to_value(person()).unwrap());
}

#[test]
fn the_readme_shows_this_element() {
    let readme = include_str!("../../../spec/README.md");
    assert!(readme.contains(include_str!("widget.rs")), "spec/README.md has another function than widget.rs");
}
