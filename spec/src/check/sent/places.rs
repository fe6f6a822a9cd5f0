//! Checks the fields of path, query and header: each place carries only some types.

use crate::{
    contract::{Contract, Field, Kind, Primitive, Segment, Shape, Type},
    diagnostic::{Diagnostic, Report},
    primitive::Use,
    resolve::STYLES,
};

pub(super) fn places_hold_what_they_can_carry(contract: &Contract, report: &Report) {
    place(contract, &contract.api.header, "header", report);
    for endpoint in &contract.endpoints {
        place(contract, &endpoint.path, "path", report);
        place(contract, &endpoint.query, "query", report);
        place(contract, &endpoint.header, "header", report);
        endpoint.reply_header.iter().for_each(|of| place(contract, contract.fields(*of), "header", report));
    }
}

pub(super) fn lists_have_a_style(contract: &Contract, report: &Report) {
    let queries = || contract.endpoints.iter().flat_map(|endpoint| &endpoint.query);
    for field in queries().filter(|field| is_list(field) && field.style.is_none() && !field.lost) {
        report.push(
            Diagnostic::new(
                field.marks.shape,
                format!("nothing says how the query writes the list `{}`", field.wire),
            )
            .help(STYLES),
        );
    }
    let listed = |field: &Field| queries().any(|one| std::ptr::eq(one, field) && is_list(one));
    let requests = contract.endpoints.iter().flat_map(|endpoint| endpoint.fields());
    let types = contract.types.iter().flat_map(Type::fields);
    let fields = requests.chain(types).chain(&contract.api.header).filter(|field| field.style.is_some());
    for field in fields.filter(|field| !listed(field) && !field.lost) {
        report.push(
            Diagnostic::new(field.marks.style, format!("`style` has no meaning for `{}`", field.wire))
                .help("only a list in a query has a style: remove it"),
        );
    }
}

fn is_list(field: &Field) -> bool {
    matches!(field.shape, Shape::List(_))
}

/// Only a value with a single notation as text can be part of a URL or a header.
fn place(contract: &Contract, fields: &[Field], place: &str, report: &Report) {
    for field in fields.iter().filter(|field| !field.lost) {
        let single = match &field.shape {
            Shape::List(item) if place == "query" => item,
            shape => shape,
        };
        let fits = match single {
            // Types with two notations pass, because another rule reports them.
            Shape::Primitive(primitive) => primitive.serves(Use::BesideBody),
            Shape::Named(index) => match &contract.types[*index] {
                one if one.lost => true,
                one => matches!(one.kind, Kind::Enumeration(_)),
            },
            Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) => false,
        };
        if !fits {
            report.push(
                Diagnostic::new(field.marks.shape, format!("a {place} can't carry what `{}` holds", field.wire))
                    .help(format!("a path, a query and a header carry {} and enumerations, and a query lists of them; anything else belongs to the body", carried())),
            );
        }
    }
}

/// Lists the types that any of these places can carry.
fn carried() -> String {
    Primitive::list(|one| {
        one.serves(Use::BesideBody) && one.instead_in_requests().is_none() && one != Primitive::Secret
    })
}

pub(super) fn paths_are_filled_by_callers(contract: &Contract, report: &Report) {
    // Another rule reports a field that is not in the route.
    let used = contract.endpoints.iter().flat_map(|endpoint| {
        endpoint.segments.iter().filter_map(|segment| match segment {
            Segment::Field(index) => endpoint.path.get(*index),
            Segment::Literal(_) => None,
        })
    });
    for field in used.filter(|field| (field.optional || field.fill.is_fixed()) && !field.lost) {
        let span = if field.optional { field.marks.shape } else { field.marks.fill };
        report.push(
            Diagnostic::new(
                span,
                format!("path field `{}` must be filled by the caller, always", field.wire),
            )
            .help("a path without it is another path; write what never changes into `route` itself"),
        );
    }
}

pub(super) fn urls_hold_no_secrets(contract: &Contract, report: &Report) {
    let fields = contract.endpoints.iter().flat_map(|endpoint| endpoint.path.iter().chain(&endpoint.query));
    for field in fields.filter(|field| field.shape.is_secret() && !field.lost) {
        report.push(
            Diagnostic::new(field.marks.shape, format!("secret `{}` can't be part of a URL", field.wire))
                .help("URLs end up in logs: put it in the body or a header"),
        );
    }
}
