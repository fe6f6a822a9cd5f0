//! The parts of a document.

use std::collections::BTreeSet;

use alignet_cli::openapi::Version;
use alignet_spec::{Contract, contract::Reply, exact};
use serde_json::{Value as Json, json};

use super::{
    VERSIONS, contract, contracts, export,
    schemas::{of_body, operation, validator},
};

fn shipped(version: Version) -> Json {
    export(&Contract::shipped().unwrap(), version)
}

#[test]
fn every_endpoint_has_an_operation() {
    for (contract, version) in
        contracts().iter().flat_map(|contract| VERSIONS.map(|version| (contract, version)))
    {
        let document = export(contract, version);
        for endpoint in &contract.endpoints {
            let operation = operation(&document, &endpoint.name);
            assert_eq!(operation["description"], endpoint.doc.as_str());
            assert_eq!(operation["x-alignet-repeat"], endpoint.repeat.as_str());
            assert_eq!(operation["servers"].as_array().unwrap().len(), contract.environments.len());
            assert_eq!(operation["requestBody"].is_object(), endpoint.body.is_some());
            let success = &operation["responses"][endpoint.success.unwrap_or(200).to_string()];
            let has_body = !matches!(endpoint.reply, Reply::Nothing(_));
            assert_eq!(success["content"].is_object(), has_body, "{}", endpoint.name);
        }
        let webhooks = if version == Version::V3_1 { &document["webhooks"] } else { &document["x-webhooks"] };
        let count = webhooks.as_object().map_or(0, |webhooks| webhooks.len());
        assert_eq!(count, contract.notifications.len());
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_name_is_used_once() {
    for (contract, version) in
        contracts().iter().flat_map(|contract| VERSIONS.map(|version| (contract, version)))
    {
        let document = export(contract, version);
        let mut references = BTreeSet::new();
        each(&document, &mut |map| {
            references.extend(map.get("$ref").and_then(Json::as_str).map(str::to_owned));
        });
        for reference in references {
            assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
        }
        let mut ids = Vec::new();
        each(&document, &mut |map| {
            ids.extend(map.get("operationId").filter(|_| map.contains_key("responses")).cloned())
        });
        assert_eq!(ids.len(), contract.endpoints.len() + contract.notifications.len());
        assert_eq!(ids.iter().map(Json::to_string).collect::<BTreeSet<_>>().len(), ids.len());
    }
}

fn each(json: &Json, visit: &mut impl FnMut(&serde_json::Map<String, Json>)) {
    match json {
        Json::Array(items) => items.iter().for_each(|item| each(item, visit)),
        Json::Object(map) => {
            visit(map);
            map.values().for_each(|value| each(value, visit));
        }
        _ => {}
    }
}

#[test]
fn every_example_is_valid() {
    let mut tried = 0;
    for (contract, version) in
        contracts().iter().flat_map(|contract| VERSIONS.map(|version| (contract, version)))
    {
        let document = export(contract, version);
        let mut check = |schema: &Json, text: &str| {
            let json: Json = serde_json::from_str(text).unwrap();
            let validator = validator(&document, version, schema);
            let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{errors:#?}\n{text}");
            tried += 1;
        };
        for endpoint in &contract.endpoints {
            let operation = operation(&document, &endpoint.name);
            if let Some(request) = &endpoint.example.request {
                check(of_body(&operation["requestBody"]), &request.value);
            }
            let json = !matches!(endpoint.reply, Reply::Document(_));
            if let Some(reply) = endpoint.example.reply.as_ref().filter(|_| json) {
                let status = endpoint.success.unwrap_or(200).to_string();
                check(of_body(&operation["responses"][status]), &reply.value);
            }
        }
        for schema in document["components"]["schemas"].as_object().unwrap().values() {
            let example = schema.get("example").or_else(|| Some(&schema.get("examples")?[0]));
            example.into_iter().for_each(|example| check(schema, &example.to_string()));
        }
    }
    assert!(tried > 100, "{tried}");
}

/// The digits of a decimal are money.
#[test]
fn examples_keep_their_digits() {
    let contract = contract("tests/contract");
    let text = alignet_cli::openapi::export(&contract, Version::V3_1).pretty();
    assert!(text.contains("\"total\": 150.00"));
    assert!(text.contains("\"sum\": 12345678901234567.89"));
    assert!(text.contains("\"const\": 18.00"));
    assert!(exact::parse(text.as_bytes()).is_ok());
}

#[test]
fn lists_and_documents_have_their_own_bodies() {
    for version in VERSIONS {
        let document = export(&contract("tests/contract"), version);
        let of = |name: &str, status: &str| &operation(&document, name)["responses"][status];
        let list = of_body(of("list_robots", "200"));
        let validator = validator(&document, version, list);
        assert!(validator.is_valid(&json!([{ "shop": "7", "number": 1, "model": "R2", "more": 1 }])));
        assert!(!validator.is_valid(&json!([{ "shop": 7, "number": 1, "model": "R2" }])));
        assert!(!validator.is_valid(&json!({ "success": true })));
        let (receipt, export) = (&of("get_robot_receipt", "200")["content"], of("export_robots", "203"));
        let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
        assert_eq!(receipt["application/pdf"], if version == Version::V3_0 { bytes } else { json!({}) });
        assert_eq!(receipt["application/json"].is_object(), version == Version::V3_1, "{receipt}");
        assert_eq!(export["content"]["text/csv"]["example"], "number;model\n7;R2\n");
        let failure = of_body(of("get_robot_receipt", "400"))["$ref"].as_str().unwrap();
        let failure = document.pointer(failure.trim_start_matches('#')).unwrap();
        assert!(failure["properties"]["result"].is_object(), "the status is where the contract says");
    }
}

#[test]
fn a_failure_with_http_200_is_no_success() {
    let document = shipped(Version::V3_1);
    let schema = of_body(&operation(&document, "create_nonce")["responses"]["200"]);
    let validator = validator(&document, Version::V3_1, schema);
    let status = json!({ "code": "01", "message_ilgn": [] });
    let failure = json!({ "success": "false", "nonce_creation": { "meta": { "status": status } } });
    assert!(validator.is_valid(&failure));
    let claimed = json!({ "success": true, "nonce_creation": { "meta": { "status": status } } });
    assert!(!validator.is_valid(&claimed), "a success has a nonce");
}

#[test]
fn links_lead_to_the_query_that_settles_a_call() {
    let document = shipped(Version::V3_1);
    let links = &operation(&document, "authorize_charge")["responses"]["200"]["links"];
    let parameters = json!({
        "path.merchant_code": "$response.body#/merchant_code",
        "path.merchant_operation_number": "$response.body#/merchant_operation_number",
        "path.transaction_id": "$response.body#/transaction/transaction_id",
    });
    assert_eq!(links["get_charge"]["parameters"], parameters);
    let links = &operation(&document, "create_refund")["responses"]["200"]["links"];
    assert_eq!(
        links["list_refunds"]["parameters"]["query.merchant_operation_number"],
        "$response.body#/operations/0/merchant_operation_number"
    );
}

#[test]
fn a_page_leads_to_the_next_one() {
    let document = export(&contract("tests/contract"), Version::V3_1);
    let list = operation(&document, "list_bolts");
    let parameters = json!({
        "path.shop": "$request.path.shop",
        "query.size": "$request.query.size",
        "query.after": "$response.body#/paging/next",
        "query.limit": "$request.query.limit",
    });
    assert_eq!(list["responses"]["200"]["links"]["list_bolts"]["parameters"], parameters);
    assert_eq!(list["x-alignet-cursor"], json!({ "after": "paging.next" }));
    assert_eq!(operation(&document, "search_bolts")["x-alignet-cursor"], json!({ "page": "more.page" }));
}

#[test]
fn a_response_has_its_headers() {
    for version in VERSIONS {
        let document = export(&contract("tests/contract"), version);
        let headers = &operation(&document, "inspect_robot")["responses"]["200"]["headers"];
        let left = &headers["X-RateLimit-Remaining"];
        assert_eq!((&left["required"], &left["schema"]["type"]), (&json!(true), &json!("integer")));
        assert_eq!(left["description"], "The inspections that are left today.");
        assert!(headers["X-Inspector"].get("required").is_none());
        assert_eq!(headers["X-State"]["schema"]["$ref"], "#/components/schemas/RobotState");
        let scrapped = &operation(&document, "scrap_robot")["responses"]["202"];
        assert!(scrapped["headers"]["Location"].is_object() && scrapped.get("content").is_none());
        assert!(document["components"]["schemas"].get("InspectRobotReplyHeaders").is_none());
    }
}

#[test]
fn calls_of_one_route_have_paths_of_their_own() {
    let contract = contract("tests/other_products");
    let document = export(&contract, Version::V3_1);
    let paths = document["paths"].as_object().unwrap();
    let shared: Vec<&String> = paths.keys().filter(|path| path.contains('#')).collect();
    assert!(!shared.is_empty(), "the contract has two calls of one method and path");
    for path in shared {
        let (route, name) = path.split_once('#').unwrap();
        assert!(paths.contains_key(route));
        assert_eq!(operation(&document, name)["operationId"], name);
    }
}

#[test]
fn lists_in_a_query_have_their_notation() {
    let document = export(&contract("tests/contract"), Version::V3_1);
    let parameters = operation(&document, "find_invoices")["parameters"].as_array().unwrap();
    let of = |name: &str| {
        let found = parameters.iter().find(|parameter| parameter["name"] == name).unwrap();
        assert_eq!(found["schema"]["minItems"], 1, "an empty list is not sent");
        (found["style"].as_str().unwrap(), found["explode"].as_bool().unwrap())
    };
    assert_eq!(of("numbers"), ("form", true));
    assert_eq!(of("years"), ("pipeDelimited", false));
    assert_eq!(of("days"), ("form", false));
}

/// Tools of 3.0 know no `const`, no null in a type, and no list of examples.
#[test]
fn the_old_version_has_no_new_words() {
    for contract in contracts() {
        each(&export(&contract, Version::V3_0)["components"], &mut |map| {
            assert!(!map.contains_key("const") || map.contains_key("properties"), "{map:?}");
            assert!(!map.get("type").is_some_and(Json::is_array), "{map:?}");
            assert!(!map.contains_key("$ref") || map.len() == 1, "{map:?}");
        });
    }
}

#[test]
fn an_extension_is_exported_with_what_it_extends() {
    let document = export(&contract("tests/contract"), Version::V3_1);
    assert_eq!(operation(&document, "create_token")["x-alignet-inherited"], true);
    assert!(operation(&document, "get_robot").get("x-alignet-inherited").is_none());
    let conflict = &operation(&document, "create_robot")["responses"]["409"];
    assert_eq!(of_body(conflict)["$ref"], "#/components/schemas/RobotConflict");
    let key = operation(&document, "pay_robot")["parameters"].as_array().unwrap();
    let key = key.iter().find(|parameter| parameter["name"] == "Idempotency-Key").unwrap();
    assert_eq!(key["required"], true);
}
