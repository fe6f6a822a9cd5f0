//! The schemas and the sandbox accept the same JSON.

use alignet_cli::openapi::Version;
use alignet_spec::{
    Contract,
    contract::{Field, Fill, Kind, Origin, Primitive, Reply, Shape, Type},
    validate::{self, Mismatch, Side},
};
use serde_json::{Value as Json, json};

use super::{
    VERSIONS, contracts, export, sample,
    schemas::{of_body, operation, validator},
};

/// How often a value was valid, and how often not.
#[derive(Debug, Default)]
struct Tried {
    valid: usize,
    invalid: usize,
}

/// Compares the verdicts of a schema and of the validation of the sandbox about changed samples. `skip` has the name of
/// the changed field and if it was removed.
fn compare(
    (document, version): (&Json, Version),
    schema: &Json,
    samples: Vec<Json>,
    tried: &mut Tried,
    mismatches: impl Fn(&Json) -> Vec<Mismatch>,
    skip: impl Fn(&str, bool, bool) -> bool,
) {
    let validator = validator(document, version, schema);
    for whole in samples {
        assert!(validator.is_valid(&sample::plain(&whole)), "{version:?} {schema}: {whole}");
        for mutation in sample::mutations(&whole) {
            let accepted = mismatches(&mutation.json).is_empty();
            let name = mutation.path.first().map_or("", String::as_str);
            if skip(name, mutation.removed && mutation.path.len() == 1, accepted) {
                continue;
            }
            let valid = validator.is_valid(&sample::plain(&mutation.json));
            assert_eq!(valid, accepted, "{version:?} {schema}, {:?}: {}", mutation.path, mutation.json);
            *if valid { &mut tried.valid } else { &mut tried.invalid } += 1;
        }
    }
}

#[test]
fn bodies_of_requests() {
    let mut tried = Tried::default();
    for contract in contracts() {
        for version in VERSIONS {
            let document = export(&contract, version);
            for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.inherited) {
                let Some(fields) = &endpoint.body else { continue };
                let schema = of_body(&operation(&document, &endpoint.name)["requestBody"]);
                // The sandbox compares these after it read the body: with its environment, and with the scopes that exist.
                let compared = |field: &Field| {
                    matches!(field.fill, Fill::Environment(_)) || field.shape.is(Primitive::Scopes)
                };
                compare(
                    (&document, version),
                    schema,
                    sample::objects(&contract, fields),
                    &mut tried,
                    |json| validate::object(&contract, fields, json, Side::Request),
                    |name, _, accepted| {
                        accepted && fields.iter().any(|field| field.wire == name && compared(field))
                    },
                );
            }
        }
    }
    assert!(tried.valid > 100 && tried.invalid > 1_000, "{tried:?}");
}

#[test]
fn whole_replies() {
    let mut tried = Tried::default();
    for contract in contracts() {
        for version in VERSIONS {
            let document = export(&contract, version);
            for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.inherited) {
                let shape = match endpoint.reply {
                    Reply::Object(index) => Shape::Named(index),
                    Reply::List(item) => Shape::List(Box::new(Shape::Named(item))),
                    Reply::Document(_) | Reply::Nothing(_) => continue,
                };
                let status = endpoint.success.unwrap_or(200).to_string();
                compare(
                    (&document, version),
                    of_body(&operation(&document, &endpoint.name)["responses"][status]),
                    sample::values_of(&contract, &shape),
                    &mut tried,
                    |json| validate::value(&contract, &shape, json, Side::Reply),
                    // A failure has a schema of its own, or in 3.0 the same one without what it lacks.
                    |name, removed, _| name == "success" || (removed && version == Version::V3_0),
                );
            }
        }
    }
    assert!(tried.valid > 100 && tried.invalid > 1_000, "{tried:?}");
}

#[test]
fn declared_types() {
    let mut tried = Tried::default();
    for contract in contracts() {
        for version in VERSIONS {
            let document = export(&contract, version);
            for (index, one) in contract.types.iter().enumerate().filter(|(_, one)| !one.inherited) {
                for side in [Side::Request, Side::Reply] {
                    let Some(schema) = schema_of(&contract, index, side, &document) else { continue };
                    let shape = Shape::Named(index);
                    compare(
                        (&document, version),
                        &json!({ "$ref": format!("#/components/schemas/{schema}") }),
                        sample::values_of(&contract, &shape),
                        &mut tried,
                        |json| validate::value(&contract, &shape, json, side),
                        |name, _, accepted| accepted && has_scopes(one, name),
                    );
                }
            }
        }
    }
    assert!(tried.valid > 1_000 && tried.invalid > 10_000, "{tried:?}");
}

fn has_scopes(one: &Type, name: &str) -> bool {
    one.fields().iter().any(|field| field.wire == name && field.shape.is(Primitive::Scopes))
}

/// The name of a type's schema, if requests or replies have it inside of them.
fn schema_of(contract: &Contract, index: usize, side: Side, document: &Json) -> Option<String> {
    let one = &contract.types[index];
    if matches!(one.origin, Origin::ReplyHeader(_)) {
        return None;
    }
    let whole = contract.endpoints.iter().any(|endpoint| endpoint.reply.whole() == Some(index));
    let input = format!("{}Input", one.name);
    let both = document["components"]["schemas"].get(&input).is_some();
    match side {
        Side::Request if one.in_request => Some(if both { input } else { one.name.clone() }),
        Side::Reply if one.in_reply && !whole => Some(one.name.clone()),
        _ => None,
    }
}

/// Enumerations are what differs most between the sides.
#[test]
fn requests_have_listed_values_alone() {
    let contract = Contract::shipped().unwrap();
    for version in VERSIONS {
        let document = export(&contract, version);
        let index = contract.types.iter().position(|one| one.name == "RefundState").unwrap();
        assert!(matches!(contract.types[index].kind, Kind::Enumeration(_)));
        let valid = |side| {
            let name = schema_of(&contract, index, side, &document).unwrap();
            let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
            validator(&document, version, &schema).is_valid(&json!("NEW"))
        };
        assert!(valid(Side::Reply));
        assert!(!valid(Side::Request));
    }
}
