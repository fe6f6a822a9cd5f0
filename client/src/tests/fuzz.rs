//! Feeds each fuzz target with seeds that were changed at random; see [`crate::fuzz`].

use alignet_spec::Contract;

mod driver;

use crate::fuzz::{
    CANARY, charge_reply, mistake_path, money, nonce_reply, places, refusal, retry_after_value, token_reply,
};
use driver::Inputs;

/// The number of inputs for each target without `FUZZ_INPUTS`: a few seconds in a debug build.
const USUAL: u64 = 20_000;

/// Tokens that have a meaning in JSON, or in a reply.
const JSON: [&[u8]; 44] = [
    b"$",
    b"\"$\"",
    b"{\"$\":1}",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"\"",
    b"\\",
    b"\\\"",
    b"\\u0000",
    b"\\ud800",
    b"\\udc00\\ud800",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\x1b[31m",
    b"/*",
    b"null",
    b"true",
    b"false",
    b"\"true\"",
    b"\"30\"",
    b"NaN",
    b"{}",
    b"[]",
    b"\"\"",
    b"\"00\"",
    b"\"01\"",
    b"\"success\":true,",
    b"\"success\":false,",
    b"\"code\":\"01\",",
    b"\"status\":",
    b"\"meta\":",
    b"\"message_ilgn\":[{\"locale\":\"es_PE\",\"value\":\"$\"}]",
    b"\"expires_in\":",
    b"\"token_type\":\"Bearer\",",
    b"\"nonce\":\"$\",",
    b"\"access_token\":\"$\",",
];

/// Bodies that have broken JSON parsers before, and refusals of every shape.
const BODIES: [&str; 9] = [
    "",
    "null",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    r#"{"success":"true","meta":{"status":{"code":"01","message_ilgn":[{"value":"$"}]}}}"#,
    r#"{"success":false,"status":{"code":0,"message_ilgn":[{"locale":"$","value":"no\u0000\n"}]}}"#,
    r#"{"success":true,"success":false,"status":null,"meta":[],"nonce_creation":{"meta":{"status":5}}}"#,
    r#"{"message":"Forbidden","$":"$"}"#,
    r#"{"a":"\ud800","b":1e400,"c":-0,"d":{"$":{"$":["$"]}}}"#,
    "<html>\r\n<body>$</body>\r\n</html>",
];

/// Returns the example reply of an endpoint from the contract.
fn example(endpoint: &str) -> Vec<u8> {
    let contract = Contract::shipped().unwrap();
    let endpoint = contract.endpoints.iter().find(|one| one.name == endpoint).unwrap();
    endpoint.example.reply.as_ref().unwrap().value.clone().into_bytes()
}

fn replies(endpoint: &str) -> Inputs {
    let example = example(endpoint);
    let secret = String::from_utf8(example.clone()).unwrap().replace(".example.", "$");
    let flat = secret.split_whitespace().collect::<String>();
    let seeds = [example, secret.into_bytes(), flat.into_bytes()].into_iter();
    let seeds = seeds.chain(BODIES.map(|body| body.as_bytes().to_vec())).collect();
    Inputs { seeds, tokens: JSON.to_vec(), longest: 5000 }
}

#[test]
fn no_token_reply_is_taken_wrongly() {
    replies("create_token").feed("token_reply", USUAL, token_reply);
}

#[test]
fn no_nonce_reply_is_taken_wrongly() {
    replies("create_nonce").feed("nonce_reply", USUAL, nonce_reply);
}

#[test]
fn no_charge_reply_is_taken_wrongly() {
    let states: [&[u8]; 6] = [
        b"\"AUTORIZADO\"",
        b"\"PENDIENTE\"",
        b"\"DENEGADO\"",
        b"\"AUTORIZADO \"",
        b"\"state\":\"AUTORIZADO\",",
        b"\"transactions\":[]",
    ];
    let mut inputs = replies("authorize_charge");
    inputs.seeds.extend(replies("get_charge").seeds);
    inputs.tokens.extend(states);
    inputs.feed("charge_reply", USUAL, charge_reply);
}

#[test]
fn no_refusal_is_taken_wrongly() {
    let heads = [
        "400\n\n\n",
        "401\nid $\n\n",
        "429\n7\n30\n",
        "503\né\n$\n",
        "200\n\n\n",
        "307\n$\n\n",
        "599\nid\n-1\n",
    ];
    let bodies: Vec<Vec<u8>> = replies("create_nonce").seeds;
    let seeds = heads.iter().flat_map(|head| bodies.iter().map(|body| [head.as_bytes(), body].concat()));
    Inputs { seeds: seeds.collect(), ..replies("create_nonce") }.feed("refusal", USUAL, refusal);
}

#[test]
fn no_retry_after_is_taken_wrongly() {
    let seeds = [
        "0",
        "120",
        "4294967295",
        "4294967296",
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Fri, 31 Dec 9999 23:59:60 GMT",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Tue, 14 Nov 2023 22:13:30 GMT",
        "-1",
        "+1",
        "1.5",
        "1e3",
        " 5 ",
        "5, 6",
    ];
    let tokens: [&[u8]; 15] = [
        b"Mon",
        b"Wed, ",
        b"Saturday, ",
        b" Feb ",
        b"-Dec-",
        b"30",
        b"29",
        b"00:00:00",
        b"23:59:60",
        b"99",
        b"GMT",
        b"1899",
        b"+",
        b" ",
        b"\t",
    ];
    let seeds = seeds.map(|seed| seed.as_bytes().to_vec()).to_vec();
    let inputs = Inputs { seeds, tokens: tokens.to_vec(), longest: 60 };
    inputs.feed("retry_after_value", USUAL, retry_after_value);
}

#[test]
fn no_value_is_placed_wrongly() {
    let seeds: [&[u8]; 10] = [
        b"id-7\xfftext\xffvalue",
        b".\xff..\xff...",
        b"..\xff\xff",
        b"%2e%2e\xff%00\xff%0d%0a",
        b"../../admin?x=1#y\xffa&b=c;d+e\xffone\r\nx-two: 3",
        b"\\..\\\xff'\"<>`{}|^[]\xff\x00",
        b"$\xff$\xff$",
        b"$/\xff$&\xff$\n",
        b"\xc3\xa9\xe2\x80\xae\xff\xf0\x9f\x92\xb3\xff\xc3\xa9",
        b"\t \x7f\xff \xff\t\x7f",
    ];
    let tokens: [&[u8]; 20] = [
        b"$", b".", b"..", b"/", b"\\", b"%", b"%2f", b"%2e", b"?", b"#", b"&", b"=", b"+", b" ", b"\r\n",
        b"\0", b"\t", b"@", b"://", b"\xff",
    ];
    let inputs = Inputs { seeds: seeds.map(<[u8]>::to_vec).to_vec(), tokens: tokens.to_vec(), longest: 5000 };
    inputs.feed("places", USUAL, places);
}

#[test]
fn no_mistake_is_placed_wrongly() {
    let shapes = [
        r#"{"number":1,"flag":"true","list":[{"number":2},{"map":{"a":{"list":[]},"b c":{"number":null}}}]}"#,
        "{\n \"map\": {\n  \"key\": {\"list\": [{}, {}, {\"number\": \"1\"}]},\n  \"$\": {}\n }\n}",
        r#"{"list":[{"list":[{"list":[{"list":[5]}]}]}]}"#,
        r#"{"named":[{"name":"a"},{"name":"b","flag":"no"},{}]}"#,
        r#"{"map":{"":{"map":{"\u0061":{"number":[]}}},"é":{"number":{}}}}"#,
    ];
    let tokens: [&[u8]; 10] = [
        b"\"list\":[",
        b"\"map\":{",
        b"\"number\":",
        b"\"flag\":",
        b"\"key\":",
        b"\"\":",
        b"{\"list\":[{},",
        b"{\"map\":{\"a\":",
        b"{\"name\":\"\"}",
        b"\"named\":[",
    ];
    let seeds = shapes.iter().chain(&BODIES).map(|seed| seed.as_bytes().to_vec()).collect();
    let tokens = tokens.into_iter().chain(JSON).collect();
    Inputs { seeds, tokens, longest: 5000 }.feed("mistake_path", USUAL, mistake_path);
}

#[test]
fn no_money_is_taken_wrongly() {
    let seeds = [
        "150.00 PEN",
        "150.00",
        "1500 152",
        "\"15000\"",
        "15000",
        "\"604\"",
        "604",
        "PEN",
        "0.5 BHD",
        "18446744073709551615",
        "184467440737095516.15",
        "\"18446744073709551616\"",
        "-1",
        "1e3",
        "1.0",
        "\u{661}\u{665}0",
    ];
    let tokens: [&[u8]; 16] = [
        b".",
        b",",
        b"-",
        b"+",
        b" ",
        b"\"",
        b"0",
        b"00",
        b"9",
        b"e",
        b"PEN",
        b"USD",
        b"XAU",
        b"008",
        b"\xc2\xa0",
        b"'",
    ];
    let seeds = seeds.map(|seed| seed.as_bytes().to_vec()).to_vec();
    Inputs { seeds, tokens: tokens.to_vec(), longest: 40 }.feed("money", USUAL, money);
}

/// Shows that the targets find a rare mistake: here, two changes at the right places cause a panic.
#[test]
fn a_rare_panic_is_found_and_can_be_repeated() {
    fn flawed(data: &[u8]) {
        let json = serde_json::from_slice::<serde_json::Value>(data).unwrap_or_default();
        assert!(json["success"] != false, "one in many thousands");
    }
    let inputs = Inputs { seeds: vec![example("create_nonce")], ..replies("create_nonce") };
    let found = inputs.search(0..100_000, flawed).expect("it is found");
    println!("{found}");
    assert!(found.number > 1000, "it is rare: {found}");
    assert_eq!(inputs.input(found.number), found.input, "the number alone repeats it");
    assert!(found.to_string().contains(&found.input.escape_ascii().to_string()));
    assert!(inputs.search(0..found.number, flawed).is_none());
}

/// Shows that the targets notice a visible secret.
#[test]
#[should_panic = "it shows the canary"]
fn a_canary_that_shows_is_noticed() {
    crate::fuzz::assert_clean(&format!("{CANARY:?}"));
}
