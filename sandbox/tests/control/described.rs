//! Compares the lists of the HTTP interface with its OpenAPI description: no field is missing, and none is unknown.

use alignet_sandbox::{Fault, Sandbox};
use serde_json::{Value as Json, json};

use crate::{
    ask, get,
    support::{
        flex::{card, form, pay, payload, start},
        sample,
    },
};

/// The mistakes of a value by its schema, as far as these lists use JSON Schema.
fn mistakes(all: &Json, schema: &Json, value: &Json, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return mistakes(all, all.pointer(&reference[1..]).unwrap(), value, at);
    }
    let types = match &schema["type"] {
        Json::Array(types) => types.clone(),
        one => vec![one.clone()],
    };
    let named = |name: &str| types.contains(&json!(name));
    match value {
        Json::Object(fields) if named("object") => {
            let absent = schema["required"].as_array().into_iter().flatten();
            let absent = absent.filter(|name| !fields.contains_key(name.as_str().unwrap()));
            let mut found: Vec<String> = absent.map(|name| format!("{at}: {name} is absent")).collect();
            for (name, value) in fields {
                let at = format!("{at}.{name}");
                match (schema["properties"].get(name), schema.get("additionalProperties")) {
                    (Some(schema), _) => found.extend(mistakes(all, schema, value, &at)),
                    (None, Some(Json::Bool(false))) => found.push(format!("{at} is unknown")),
                    (None, Some(schema)) if schema.is_object() => {
                        found.extend(mistakes(all, schema, value, &at));
                    }
                    (None, _) => {}
                }
            }
            found
        }
        Json::Array(items) if named("array") => {
            items.iter().flat_map(|item| mistakes(all, &schema["items"], item, at)).collect()
        }
        Json::Null if named("null") => Vec::new(),
        Json::String(_) if named("string") => Vec::new(),
        Json::Bool(_) if named("boolean") => Vec::new(),
        Json::Number(number) if named("number") || named("integer") && !number.is_f64() => Vec::new(),
        other => vec![format!("{at} must be {types:?}, but is {other}")],
    }
}

#[tokio::test]
async fn every_list_has_the_fields_of_its_description() {
    let sandbox = start(Sandbox::builder()).await;
    let form = form(&sandbox, payload()).await;
    pay(&sandbox, &form, "CARD", json!({ "pan": 7 })).await;
    pay(&sandbox, &form, "CARD", card("4474118355632240")).await;
    sample::request(&sandbox, "get_charge").await.send(sandbox.addr()).await.unwrap();
    let fault = Fault::usual().callbacks(2).header("x", "y").cut_after(3);
    sandbox.fault("create_nonce", fault).unwrap();
    let all = ask(&sandbox, "GET", "openapi.json", None).await.json();
    for list in ["status", "calls", "records", "secrets", "notifications"] {
        let reply = get(&sandbox, list).await;
        let filled = if list == "status" { &reply["faults"] } else { &reply[list] };
        assert!(!filled.as_array().unwrap().is_empty(), "{list}");
        let schema = &all["paths"][format!("/_sandbox/{list}")]["get"]["responses"]["200"]["content"]["application/json"]
            ["schema"];
        assert_eq!(mistakes(&all, schema, &reply, list), Vec::<String>::new());
    }
    let one = get(&sandbox, "calls/1").await;
    let schema = &all["components"]["schemas"]["SentCall"];
    assert_eq!(mistakes(&all, schema, &one, "call"), Vec::<String>::new());
}
