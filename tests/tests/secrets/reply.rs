//! Tests the secrets that a failing reply carries of its own: those below names that sound like one, and those
//! that the contract declares in the reply.

use std::time::{Duration, Instant};

use alignet::{Error, Json};
use alignet_tests::{
    canary::{Canary, seen, spellings},
    canned::{self, Canned},
    synthetic::{self, FindThing, SortThing, ThingSort},
};
use serde_json::json;

const SECRET: &str = "Xq7-value-Zr9";

/// A client of a service that answers each path that ends like this with this reply, and token requests well.
fn client_of(path: &'static str, status: u16, reply: &Json) -> alignet::Client {
    let reply = reply.to_string();
    Canned::new(move |request| match request.uri().path() {
        at if at.ends_with(path) => canned::answer(status, reply.clone()),
        _ => canned::answer(200, canned::token("issued-token", 3_600)),
    })
    .client()
}

/// Puts a part into a failing reply, and returns the part that the error keeps.
async fn kept(part: Json) -> Json {
    let reply = json!({"success": false, "echo": part});
    let client = client_of("/1", 400, &reply);
    let error = FindThing::new(&client).thing("1").send().await.unwrap_err();
    error.reply().unwrap()["echo"].clone()
}

#[tokio::test]
async fn whatever_stands_below_a_telling_name_is_hidden() {
    for (given, left) in [
        (json!({"token": {"value": SECRET}}), json!({"token": {"value": "[redacted]"}})),
        (json!({"nonce": [SECRET, true, null]}), json!({"nonce": ["[redacted]", true, null]})),
        (json!({"pin": [[[1234]]]}), json!({"pin": [[["[redacted]"]]]})),
        (
            json!({"credentials": {"password": [SECRET], "user": {"name": 7}}}),
            json!({"credentials": {"password": ["[redacted]"], "user": {"name": "[redacted]"}}}),
        ),
    ] {
        assert_eq!(kept(given).await, left);
    }
}

#[tokio::test]
async fn names_tell_in_every_case_and_number() {
    for name in [
        "token",
        "tokens",
        "token2",
        "access_token",
        "accessToken",
        "ACCESS_TOKEN",
        "access-token",
        "accesstoken",
        "AccessTokens",
        "refreshtoken",
        "cvv",
        "CVV2",
        "cvc",
        "cvc2",
        "cardCVC",
        "cavv",
        "otp",
        "OTPs",
        "pan",
        "PAN",
        "cardPan",
        "pin",
        "userPIN",
        "PINCode",
        "password",
        "passwd",
        "userPassword",
        "secret",
        "clientSecret",
        "nonce",
        "jwt",
        "JWTValue",
        "bearerValue",
        "credential",
        "credentials",
        "apikey",
        "apiKey",
        "APIKey",
        "api_key",
        "x-api-key",
        "API_KEYS",
        "private_key",
        "privatekey",
        "secret_key",
        "security_code",
        "securityCode",
        "signature",
        "signatures",
        "clave",
        "claves",
        "contrasena",
        "contraseña",
        "Contraseña",
        "contrasen\u{303}a",
        "iban",
        "card_number",
        "cardNo",
        "account_numbers",
        "accountNumber",
        "primaryaccountnumber",
        "numero_de_cuenta",
        "verification_code",
        "signing-key",
        "context_token",
        "type_token",
        "masked_pan",
        "last_pan",
    ] {
        assert_eq!(kept(json!({ name: SECRET })).await, json!({ name: "[redacted]" }), "{name}");
    }
    for name in [
        "authorization",
        "authorization_code",
        "token_type",
        "TokenType",
        "cvv_result",
        "pin_length",
        "page_token",
        "nextPageToken",
        "NEXT_TOKEN",
        "nextpagetoken",
        "idempotency_key",
        "public_key",
        "account",
        "state",
        "company",
        "spinner",
        "panel",
        "key",
        "code",
        "pinned",
        "opinion",
        "tokenized",
        "enclave",
        "span",
        "number",
        "monkey",
    ] {
        assert_eq!(kept(json!({ name: SECRET })).await, json!({ name: SECRET }), "{name}");
    }
}

#[tokio::test]
async fn the_status_object_stays_readable_below_any_name() {
    let status = json!({"code": "05", "message_ilgn": [{"locale": "es_PE", "value": "no se pudo"}]});
    let meta = json!({"meta": {"status": status, "value": SECRET}});
    let reply = json!({"success": false, "authorization": meta});
    let error = client_of("/token", 400, &reply).create_token().send().await.unwrap_err();
    assert_eq!(error.reply(), Some(&reply));

    let reply = json!({"success": false, "nonce_creation": meta});
    let error = client_of("nonce", 400, &reply).create_nonce().send().await.unwrap_err();
    let left = error.reply().unwrap();
    assert_eq!(left["nonce_creation"]["meta"], json!({"status": status, "value": "[redacted]"}));
    let listed = json!({"success": false, "nonce_creation": {"meta": {"status": [{"code": SECRET}]}}});
    let error = client_of("nonce", 400, &listed).create_nonce().send().await.unwrap_err();
    let left = &error.reply().unwrap()["nonce_creation"]["meta"]["status"];
    assert_eq!(left, &json!([{"code": "[redacted]"}]), "a list is no status object");
    let reply = json!({"success": false, "nonce_creation": SECRET});
    let error = client_of("nonce", 400, &reply).create_nonce().send().await.unwrap_err();
    assert_eq!(error.reply().unwrap()["nonce_creation"], "[redacted]");
}

#[tokio::test]
async fn a_text_that_is_json_is_redacted_as_json() {
    let inner = json!({"access_token": SECRET, "state": "DENEGADO", "tokens": [{"id": 7}]}).to_string();
    let left = json!({"access_token": "[redacted]", "state": "DENEGADO", "tokens": [{"id": "[redacted]"}]});
    assert_eq!(kept(json!({ "raw": inner })).await, json!({"raw": left.to_string()}));
    for raw in [
        json!({ "raw": json!({ "raw": inner }).to_string() }).to_string(),
        json!(inner).to_string(),
        inner[..inner.len() - 1].to_owned(),
        format!("upstream said {inner}"),
        format!("upstream said {}", json!(inner)),
        format!("grant=code&access_token={SECRET}&state=1"),
        format!("{{'clientSecret' : '{SECRET}'}}"),
        format!("api_key={SECRET}"),
        format!("card-number={SECRET}"),
        format!("contrasen\u{303}a={SECRET}"),
    ] {
        let left = kept(json!([raw])).await.to_string();
        assert!(!left.contains(SECRET), "{raw}: {left}");
    }
    for raw in ["el token ha expirado", "PIN: 3 intentos", "{}", "[pan]", r#"{"state":"DENEGADO"}"#] {
        assert_eq!(kept(json!([raw])).await, json!([raw]));
    }
}

#[tokio::test]
async fn a_secret_of_the_reply_is_hidden_everywhere() {
    let spelt = json!({ "locale": SECRET, "value": format!("el nonce {SECRET} ya venció") });
    let status = json!({"code": SECRET, "message_ilgn": [spelt]});
    for secret in [json!(SECRET), json!([[SECRET]]), json!({"value": SECRET})] {
        for (http, success) in [(200, json!(false)), (400, json!(false)), (200, json!(true)), (200, json!(7))]
        {
            let reply = json!({
                "success": success, "nonce": secret, "nonce_creation": {"meta": {"status": status}},
                "note": format!("no {SECRET}"), (SECRET): {"state": 7},
                "spelt": spellings(SECRET).into_iter().map(|(_, text)| text).collect::<Vec<_>>(),
            });
            let error = client_of("nonce", http, &reply).create_nonce().send().await.unwrap_err();
            assert_eq!(Canary::new("nonce", SECRET).leak(&seen(&error)), None, "{}", seen(&error));
            assert_eq!(error.reply().unwrap()["note"], "no [redacted]");
            let said = error.messages().first().map(|message| message.value.as_str());
            assert_eq!(said, (success != json!(7)).then_some("el nonce [redacted] ya venció"));
        }
    }
}

#[tokio::test]
async fn a_path_does_not_show_a_secret_of_the_reply() {
    let canned = format!(r#"{{"success": true, "nonce": "{SECRET}", "{SECRET}": {{"a": tru"#);
    let client = Canned::new(move |request| match request.uri().path() {
        "/token" => canned::answer(200, canned::token("issued-token", 3_600)),
        _ => {
            let mut answer = canned::answer(200, canned.clone())?;
            answer.headers_mut().insert("x-request-id", SECRET.parse().unwrap());
            Ok(answer)
        }
    })
    .client();
    let error = client.create_nonce().send().await.unwrap_err();
    assert_eq!((error.path(), error.request_id()), (Some("[redacted].a"), None));
    assert!(!seen(&error).contains(SECRET));
}

/// A call whose reply has secrets in a list and in a variant of a union.
async fn sort(reply: &Json) -> Error {
    let client = client_of("/7", 200, reply);
    let call = SortThing::new(&client).thing("t").number(7).sorts(vec![]);
    let wood = synthetic::Wood::builder().knots(vec![]).build();
    call.sort(ThingSort::Wood(wood)).send().await.unwrap_err()
}

#[tokio::test]
async fn a_secret_inside_of_a_reply_is_hidden_everywhere() {
    let (alloy, pin) = ("molybdenum-7", "8153");
    let error = sort(&json!({
        "success": false, "sort": {"of": "METAL", "melts": true, "secret_alloy": alloy}, "pins": [pin, 99871, -83412, 77.125],
        "note": format!("{alloy} with {pin}, 99871, -83412 or 77.125, not 998715"), (alloy): 1,
        "meta": {"status": {"code": "01", "message_ilgn": [{"locale": "en", "value": format!("{alloy} {pin}")}]}},
    }))
    .await;
    assert_eq!(error.messages()[0].value, "[redacted] [redacted]");
    let left = error.reply().unwrap();
    assert_eq!(left["note"], "[redacted] with [redacted], [redacted], [redacted] or [redacted], not 998715");
    assert!(!seen(&error).contains(alloy) && !seen(&error).contains(pin));
}

/// Looking for each of thousands of secrets in each text would take long.
#[tokio::test]
async fn a_reply_of_too_many_secrets_shows_no_text() {
    let pins: Vec<String> = (0..1_500).map(|number| format!("pin-number-{number}")).collect();
    let message = json!({"locale": "en", "value": "x".repeat(10_000) + &pins[7]});
    let status = json!({"code": "01", "message_ilgn": vec![message; 3]});
    let start = Instant::now();
    let error = sort(&json!({"success": false, "pins": pins, "meta": {"status": status}})).await;
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert_eq!(error.code(), Some("01"), "it is too short to repeat one");
    assert_eq!(error.messages()[0].value, "[redacted]");

    let status = json!({"code": "01", "message_ilgn": [{"locale": "en", "value": "no pin-number-7"}]});
    let long = json!({"success": false, "pins": ["x".repeat(20_000)], "meta": {"status": status}});
    assert_eq!(sort(&long).await.messages()[0].value, "[redacted]");
    let pins = ["x".repeat(5_000), "y".repeat(5_000)];
    let error = sort(&json!({"success": false, "pins": pins, "meta": {"status": status}})).await;
    assert_eq!(error.messages()[0].value, "no pin-number-7", "they are few and short enough");
    let pins = vec!["pin-number-7"; 1_000];
    let error = sort(&json!({"success": false, "pins": pins, "meta": {"status": status}})).await;
    assert_eq!(error.messages()[0].value, "no [redacted]", "they are one secret");
}
