//! Requests: routes, places, headers and the way to the status.

use std::collections::HashMap;

use crate::{
    contract::{Contract, Endpoint, Field, Kind, Method, Segment, Shape},
    diagnostic::{Diagnostic, Report},
    name,
};

/// Headers that the client itself sets; a second one would contradict it or split the request.
const RESERVED_HEADERS: [&str; 9] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "te",
    "transfer-encoding",
    "user-agent",
];

pub(super) fn path_fields_are_used_once(contract: &Contract, report: &Report) {
    for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.segments.is_empty()) {
        for (index, field) in endpoint.path.iter().enumerate() {
            let uses = endpoint.segments.iter().filter(|segment| **segment == Segment::Field(index)).count();
            if uses != 1 {
                report.push(
                    Diagnostic::new(
                        field.span,
                        format!("path field `{}` stands {uses} times in the route", field.wire),
                    )
                    .help(format!("write `{{{}}}` once in `route`, or remove the field", field.wire)),
                );
            }
        }
    }
}

pub(super) fn routes_are_distinct(contract: &Contract, report: &Report) {
    let mut seen: HashMap<(usize, &str, Vec<Option<&str>>), &Endpoint> = HashMap::new();
    for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.segments.is_empty()) {
        let form = endpoint.segments.iter().map(|segment| match segment {
            Segment::Literal(literal) => Some(literal.as_str()),
            Segment::Field(_) => None,
        });
        let key = (endpoint.origin, endpoint.method.as_str(), form.collect());
        if let Some(first) = seen.get(&key).filter(|first| first.name != endpoint.name) {
            report.push(
                Diagnostic::new(
                    endpoint.span,
                    format!("`{}` has the method and path of `{}`", endpoint.name, first.name),
                )
                .help(format!("that one is declared at {}", contract.sources.location(first.span))),
            );
        }
        seen.insert(key, endpoint);
    }
}

pub(super) fn reads_have_no_body(contract: &Contract, report: &Report) {
    let reads = contract
        .endpoints
        .iter()
        .filter(|endpoint| endpoint.method == Method::Get && !endpoint.segments.is_empty());
    for endpoint in reads.filter(|endpoint| endpoint.body.is_some()) {
        report.push(
            Diagnostic::new(endpoint.span, format!("endpoint `{}` is a GET with a body", endpoint.name))
                .help("servers and proxies drop such a body: move its fields to `query`"),
        );
    }
}

pub(super) fn places_hold_what_they_can_carry(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        place(contract, &endpoint.path, "path", report);
        place(contract, &endpoint.query, "query", report);
        place(contract, &endpoint.header, "header", report);
        for field in endpoint.path.iter().filter(|field| field.optional || field.fill.is_fixed()) {
            report.push(
                Diagnostic::new(
                    field.span,
                    format!("path field `{}` must be filled by the caller, always", field.wire),
                )
                .help("a path without it is another path; write what never changes into `route` itself"),
            );
        }
        for field in endpoint.path.iter().chain(&endpoint.query).filter(|field| field.shape == Shape::Secret)
        {
            report.push(
                Diagnostic::new(field.span, format!("secret `{}` can't be part of a URL", field.wire))
                    .help("URLs end up in logs: put it in the body or a header"),
            );
        }
    }
    place(contract, &contract.api.header, "header", report);
}

/// Only what has one spelling as text can be part of a URL or a header.
fn place(contract: &Contract, fields: &[Field], place: &str, report: &Report) {
    for field in fields {
        let fits = match &field.shape {
            Shape::String
            | Shape::Secret
            | Shape::Scopes
            | Shape::Integer
            | Shape::Numeric
            | Shape::Boolean => true,
            Shape::Named(index) => matches!(contract.types[*index].kind, Kind::Enumeration(_)),
            _ => false,
        };
        if !fits {
            report.push(
                Diagnostic::new(field.span, format!("{place} field `{}` can't be carried there", field.wire))
                    .help("a path, a query and a header carry strings, scopes, integers, booleans and enumerations"),
            );
        }
    }
}

pub(super) fn headers_are_free(contract: &Contract, report: &Report) {
    let common: Vec<String> =
        contract.api.header.iter().map(|field| field.wire.to_ascii_lowercase()).collect();
    for field in contract.endpoints.iter().flat_map(|endpoint| &endpoint.header).chain(&contract.api.header) {
        let token = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
        if field.wire.is_empty() || !field.wire.chars().all(token) {
            report.push(
                Diagnostic::new(field.span, format!("`{}` can't be the name of a header", field.wire))
                    .help("write letters, digits, `-` and `_` only"),
            );
        }
        if RESERVED_HEADERS.contains(&field.wire.to_ascii_lowercase().as_str()) {
            report.push(
                Diagnostic::new(field.span, format!("header `{}` is set by the client itself", field.wire))
                    .help("remove it; `auth` decides on `Authorization`, and `body` on `Content-Type`"),
            );
        }
    }
    for field in contract.endpoints.iter().flat_map(|endpoint| &endpoint.header) {
        if common.contains(&field.wire.to_ascii_lowercase()) {
            report.push(
                Diagnostic::new(
                    field.span,
                    format!("header `{}` is sent with every call already", field.wire),
                )
                .help("it is declared in `[api.header]`: remove one of the two"),
            );
        }
    }
}

/// Walks the reply's types down to the status object.
pub(super) fn status_is_found(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let mut current = endpoint.reply;
        let mut may_be_absent = false;
        let mut lost = None;
        for wire in &endpoint.status.path {
            let fields = contract.fields(current);
            match fields.iter().find(|field| field.wire == *wire) {
                Some(Field { shape: Shape::Named(next), optional, .. }) => {
                    current = *next;
                    may_be_absent |= optional;
                }
                _ => {
                    let objects = fields.iter().filter(|field| matches!(field.shape, Shape::Named(_)));
                    lost = Some((wire, objects.map(|field| field.wire.as_str()).collect::<Vec<_>>()));
                    break;
                }
            }
        }
        let name = &endpoint.name;
        let path = endpoint.status.path.join(".");
        if let Some((wire, valid)) = lost {
            report.push(
                Diagnostic::new(
                    endpoint.span,
                    format!("the status of `{name}` isn't found at `{path}`: no object `{wire}`"),
                )
                .help(name::suggest(wire, "objects there", valid)),
            );
        } else if !is_status(contract, current) {
            report.push(
                Diagnostic::new(endpoint.span, format!("what `{name}` has at `{path}` is not a status object"))
                    .help("a status object has `code`, a `string`, and `message_ilgn`, a list of objects with `locale` and `value`"),
            );
        } else if may_be_absent && !endpoint.status.optional {
            report.push(
                Diagnostic::new(
                    endpoint.span,
                    format!(
                        "the status of `{name}` may be absent, as `{path}` leads through an optional field"
                    ),
                )
                .help(format!("write `status = \"{path}?\"` to accept a reply without it")),
            );
        }
    }
}

fn is_status(contract: &Contract, index: usize) -> bool {
    let field = |index: usize, wire: &str| {
        contract.fields(index).iter().find(|field| field.wire == wire).map(|field| &field.shape)
    };
    let messages = match field(index, "message_ilgn") {
        Some(Shape::List(item)) => match **item {
            Shape::Named(message) => {
                field(message, "locale") == Some(&Shape::String)
                    && field(message, "value") == Some(&Shape::String)
            }
            _ => false,
        },
        _ => false,
    };
    field(index, "code") == Some(&Shape::String) && messages
}
