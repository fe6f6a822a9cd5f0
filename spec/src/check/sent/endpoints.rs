//! Checks endpoints: their routes, and the limits of their methods.

use std::collections::HashMap;

use crate::{
    contract::{Contract, Endpoint, Method, Repeat, Segment},
    diagnostic::{Diagnostic, Report},
    suggestion,
};

pub(super) fn path_fields_are_used_once(contract: &Contract, report: &Report) {
    for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.segments.is_empty()) {
        for (index, field) in endpoint.path.iter().enumerate() {
            let uses = endpoint.segments.iter().filter(|segment| **segment == Segment::Field(index)).count();
            if uses == 1 || is_mistyped(endpoint, &field.wire) {
                continue;
            }
            let message = match uses {
                0 => format!("path field `{}` is not in the route", field.wire),
                _ => format!("path field `{}` stands {uses} times in the route", field.wire),
            };
            let help = match uses {
                0 => format!(
                    "write `{{{}}}` where it belongs in `{}`, or remove the field",
                    field.wire, endpoint.route
                ),
                _ => "a value has one place: declare a field of its own for each".to_owned(),
            };
            let span = if uses == 0 { field.span } else { endpoint.marks.route };
            report.push(Diagnostic::new(span, message).help(help));
        }
    }
}

/// Returns true if the route names an undeclared field that is probably a misspelling of this one.
fn is_mistyped(endpoint: &Endpoint, wire: &str) -> bool {
    endpoint.segments.iter().any(|segment| match segment {
        Segment::Literal(text) => {
            // A sign is enough to recognise a field: `{id`, `:id`, `<id>`.
            let name = text.trim_matches(['{', '}', ':', '<', '>', '$', '*', '@']);
            name != text && suggestion::nearest(name, [wire]).is_some()
        }
        Segment::Field(_) => false,
    })
}

pub(super) fn routes_are_distinct(contract: &Contract, report: &Report) {
    let mut seen: HashMap<_, Vec<&Endpoint>> = HashMap::new();
    for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.segments.is_empty()) {
        let form = endpoint.segments.iter().map(|segment| match segment {
            Segment::Literal(literal) => Some(literal.as_str()),
            Segment::Field(_) => None,
        });
        let key = (endpoint.origin, endpoint.method.as_str(), form.collect::<Vec<_>>());
        let rivals = seen.entry(key).or_default();
        if let Some(first) = rivals.iter().find(|rival| !contract.can_tell_apart(rival, endpoint)) {
            let location = contract.sources.location(first.span);
            report.push(
                Diagnostic::new(
                    endpoint.marks.route,
                    format!("`{}` has the method and path of `{}`", endpoint.name, first.name),
                )
                .help(format!("that one is declared at {location}: correct the route, or remove one of them"))
                .help("or tell them apart: give a header or a field of the body a `const`, with another value in each"),
            );
        }
        rivals.push(endpoint);
    }
}

/// The class of a call with a key says so, and the other way round.
pub(super) fn keys_are_of_keyed_calls(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let key = endpoint.header.iter().find(|field| Some(&field.wire) == endpoint.key.as_ref());
        report.push(match (key, endpoint.repeat) {
            (None, Repeat::Keyed) => Diagnostic::new(
                endpoint.marks.repeat,
                format!("nothing says which header carries the key of `{}`", endpoint.name),
            )
            .help("name it: `key = \"Idempotency-Key\"`"),
            (Some(key), repeat) if repeat != Repeat::Keyed => Diagnostic::new(
                key.span,
                format!("`{}` has a key, and is `{}` to repeat", endpoint.name, repeat.as_str()),
            )
            .help("write `repeat = \"keyed\"` if the service carries out each key once, or remove `key`"),
            _ => continue,
        });
    }
}

pub(super) fn reads_have_no_body(contract: &Contract, report: &Report) {
    let reads = contract
        .endpoints
        .iter()
        .filter(|endpoint| endpoint.method == Method::Get && !endpoint.segments.is_empty());
    for endpoint in reads.filter(|endpoint| endpoint.body.is_some()) {
        report.push(
            Diagnostic::new(
                endpoint.marks.body,
                format!("endpoint `{}` is a GET with a body", endpoint.name),
            )
            .help("servers and proxies drop such a body: move its fields to `query`"),
        );
    }
}
