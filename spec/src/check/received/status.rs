//! Checks the path from the top of a reply to its status object.

use super::codes::PROCESSED;
use crate::{
    contract::{Contract, Field, Kind, Primitive, Reply, Shape, StatusPath},
    diagnostic::{Diagnostic, Report},
    source::Span,
};

/// A reply whose status object is somewhere in it.
struct Whole<'c> {
    of: usize,
    status: &'c StatusPath,
    span: Span,
}

pub(super) fn status_is_found(contract: &Contract, report: &Report) {
    for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.status.path.is_empty()) {
        // Elsewhere, only refusals have a status object.
        let Reply::Object(of) = endpoint.reply else { continue };
        let whole = Whole { of, status: &endpoint.status, span: endpoint.marks.status };
        if let Some(mistake) = walk(contract, &whole) {
            report.push(mistake);
        }
    }
}

/// The status object of a notification is found by its fields, so it needs no declaration.
pub(super) fn notifications_have_a_status(contract: &Contract, report: &Report) {
    for one in contract.notifications.iter().filter(|one| !contract.types[one.body].lost) {
        let end = contract.fields_on(one.body, &one.status.path).last().and_then(|field| field.shape.named());
        if end.is_some_and(|end| is_status(contract, end)) {
            continue;
        }
        report.push(
            Diagnostic::new(one.span, format!("the body of `{}` has no status object", one.name))
                .help(STATUS),
        );
    }
}

const STATUS: &str =
    "a status object has `code`, a `string`, and `message_ilgn`, a list of objects with `locale` and `value`";

/// The code of a part must differ from the success code, and needs a call that is never repeated.
pub(super) fn partial_codes_differ(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let Some(code) = &endpoint.partial else { continue };
        if !endpoint.repeat.is_costly() {
            report.push(
                Diagnostic::new(code.span, "a call that may be repeated does nothing in part")
                    .help("remove `partial`, or say `repeat = \"never\"` when a part may move money"),
            );
        }
        if code.value == PROCESSED {
            report.push(Diagnostic::new(code.span, format!("`{}` is no code of a part", code.value)).help(
                "name the code with which the service may have done a part, such as `partial = \"01\"`",
            ));
        }
    }
}

/// A value that is declined is in the reply to a call that may move money.
pub(super) fn declined_values_are_of_parts(contract: &Contract, report: &Report) {
    let costly = contract.endpoints.iter().filter(|one| one.repeat.is_costly());
    let replies = costly.filter_map(|one| one.reply.named());
    let of_parts: Vec<usize> = replies
        .flat_map(|reply| contract.received_fields(reply))
        .filter_map(|field| field.shape.named())
        .collect();
    for (index, one) in contract.types.iter().enumerate() {
        let Kind::Enumeration(values) = &one.kind else { continue };
        let Some(value) = values.iter().find(|value| value.declined) else { continue };
        if !of_parts.contains(&index) {
            report.push(
                Diagnostic::new(value.span, format!("`declined` means nothing for `{}`", one.name)).help(
                    "it is for the states of the parts of a call that may move money, such as several refunds; the state of a payment has `outcome = \"declined\"`",
                ),
            );
        }
    }
}

/// Follows the path. Returns `None` if it leads to a status object, or to an unread part.
fn walk(contract: &Contract, whole: &Whole<'_>) -> Option<Diagnostic> {
    let (mut current, mut optional, mut offset) = (whole.of, None, 0);
    if !matches!(contract.types[current].kind, Kind::Object(_)) {
        // Another rule reports a reply that is no object.
        return None;
    }
    for wire in &whole.status.path {
        let span = contract.sources.part(whole.span, offset, wire.len());
        offset += wire.len() + 1;
        let found = contract.fields(current).iter().find(|field| field.wire == *wire);
        if contract.types[current].lost || found.is_some_and(|field| field.lost) {
            return None;
        }
        match found {
            Some(Field { shape: Shape::Named(next), optional: absent, .. }) => {
                current = *next;
                optional = optional.or(absent.then_some((span, wire)));
            }
            other => return Some(astray(contract, whole, current, span, wire, other.is_some())),
        }
    }
    if !contract.types[current].lost && !is_status(contract, current) {
        let name = &contract.types[current].name;
        return Some(Diagnostic::new(whole.span, format!("`{name}` is not a status object")).help(STATUS));
    }
    let (span, wire) = optional.filter(|_| !whole.status.optional)?;
    let path = whole.status.path.join(".");
    Some(
        Diagnostic::new(span, format!("`{wire}` is optional, so the status may be absent"))
            .help(format!("write `status = \"{path}?\"` to accept a reply without it")),
    )
}

/// Returns the mistake in a step of the path: the field is no object, or absent.
fn astray(
    contract: &Contract,
    whole: &Whole<'_>,
    owner: usize,
    span: Span,
    wire: &str,
    is_field: bool,
) -> Diagnostic {
    let diagnostic = if is_field {
        Diagnostic::new(span, format!("`{wire}` is no object, so the status can't be in it"))
    } else {
        let owner = match owner {
            first if first == whole.of => "the reply".to_owned(),
            inner => format!("`{}`", contract.types[inner].name),
        };
        Diagnostic::new(span, format!("the status isn't found: {owner} has no field `{wire}`"))
    };
    diagnostic.suggest(wire, "objects there", objects(contract.fields(owner)))
}

fn objects(fields: &[Field]) -> Vec<&str> {
    let objects = fields.iter().filter(|field| matches!(field.shape, Shape::Named(_)));
    objects.map(|field| field.wire.as_str()).collect()
}

fn is_status(contract: &Contract, index: usize) -> bool {
    let find = |index: usize, wire: &str| contract.fields(index).iter().find(|field| field.wire == wire);
    let is_string = |index: usize, wire: &str| {
        find(index, wire).is_some_and(|field| field.shape.is(Primitive::String) || field.lost)
    };
    let messages = find(index, "message_ilgn").is_some_and(|field| match &field.shape {
        _ if field.lost => true,
        Shape::List(item) => match **item {
            Shape::Named(message) if contract.types[message].lost => true,
            Shape::Named(message) => is_string(message, "locale") && is_string(message, "value"),
            _ => false,
        },
        _ => false,
    });
    is_string(index, "code") && messages
}
