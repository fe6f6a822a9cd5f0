//! The fast path for plain replies, compared with the full JSON parser.

use proptest::{prelude::*, sample::select};

use crate::{
    codegen::endpoint::Operation,
    reply::{
        fast_path::is_plain,
        verdict::{Code, Evidence, Success},
    },
};

const PATH: [&str; 2] = ["meta", "status"];

const OPERATION: Operation = Operation::get("thing", 0, "/").status(&PATH);

fn is_proven(body: &[u8]) -> bool {
    let (evidence, whole) = Evidence::read(&OPERATION, body);
    whole.is_ok() && evidence.success == Success::True && evidence.code == Code::Processed
}

#[test]
fn a_reply_as_services_write_it_is_plain() {
    for body in [
        r#"{"success":true,"meta":{"status":{"code":"00"}}}"#,
        r#"{"success":"true","meta":{"x":{},"status":{"code":"00","message_ilgn":[{"value":"a \"}\" b"}]}}}"#,
        " { \"x\" : [ { \"success\" : false } , 1 ] , \"meta\" : { \"status\" : { \"code\" : \"00\" } } , \
         \n\t\"success\" : true }",
    ] {
        assert!(is_plain(body.as_bytes(), &PATH), "{body}");
        assert!(is_proven(body.as_bytes()), "{body}");
    }
}

#[test]
fn what_is_unusual_is_not_plain() {
    for body in [
        "",
        "[]",
        r#"{}"#,
        r#"{"success":true"#,
        r#"{"success":true,"meta":{"status":{"code":"00"}}"#,
        r#"{"success":true,"meta":{"status":{}}}"#,
        r#"{"success":true,"meta":{"status":{"code":0}}}"#,
        r#"{"success":true,"meta":{"status":{"code":"01"}}}"#,
        r#"{"success":false,"meta":{"status":{"code":"00"}}}"#,
        r#"{"success":truest,"meta":{"status":{"code":"00"}}}"#,
        r#"{"success":true,"success":true,"meta":{"status":{"code":"00"}}}"#,
        r#"{"success":true,"meta":{"status":{"code":"00","code":"00"}}}"#,
        r#"{"success":true,"meta":{"status":{"code":"00"}},"meta":{}}"#,
        r#"{"success":true,"meta":{"status":{"code":"00"}},"succes\u0073":false}"#,
        r#"{"success":true,"code":"00","x":{"status":{"code":"00"}}}"#,
    ] {
        assert!(!is_plain(body.as_bytes(), &PATH), "{body}");
    }
}

/// Objects made of the keys and values that matter, in any order and repeated at random.
fn json() -> impl Strategy<Value = String> {
    let scalars = ["true", "false", "\"true\"", "\"00\"", "\"01\"", "null", "0", r#""\"""#, r#""0\u0030""#];
    let keys = ["success", "meta", "status", "code", "x", r"succ\u0065ss", r#"me\"ta"#];
    select(scalars.map(str::to_owned).to_vec()).prop_recursive(4, 24, 4, move |value| {
        let field = (select(keys.to_vec()), select(vec!["", " "]), value.clone())
            .prop_map(|(key, space, value)| format!("{space}\"{key}\"{space}:{space}{value}{space}"));
        prop_oneof![
            4 => proptest::collection::vec(field, 0..4).prop_map(|fields| format!("{{{}}}", fields.join(","))),
            1 => proptest::collection::vec(value, 0..3).prop_map(|values| format!("[{}]", values.join(","))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_plain_reply_is_proven(
        json in json(),
        status in prop_oneof![Just(r#"{"code":"00"}"#.to_owned()), json()],
        success in select(vec!["true", "\"true\"", "false", "1"]),
        first in any::<bool>(),
    ) {
        let known = format!(r#""success":{success},"meta":{{"status":{status}}}"#);
        let other = format!(r#""x":{json}"#);
        let body = if first { format!("{{{known},{other}}}") } else { format!("{{{other},{known}}}") };
        for body in [body.as_bytes(), json.as_bytes()] {
            prop_assert!(!is_plain(body, &PATH) || is_proven(body));
        }
    }

    #[test]
    fn no_bytes_prove_what_they_do_not_say(bytes in proptest::collection::vec(select(br#"{}[]":,\ truecodesuccessmetastatus00"#.to_vec()), 0..120)) {
        let _ = is_plain(&bytes, &PATH);
        let reply = [br#"{"success":true,"meta":{"status":{"code":"00"}},"x":"#, &bytes[..], b"}"].concat();
        prop_assert!(!is_plain(&reply, &PATH) || Evidence::read(&OPERATION, &reply).1.is_err() || is_proven(&reply));
    }
}
