//! Checks cursors: a reply has the one of the next page, the request can take it, and the last page ends the list.

use crate::{
    contract::{Contract, Cursor, Endpoint, Field, Notation, Primitive, Reply, Shape},
    diagnostic::{Diagnostic, Report},
};

fn cursors(contract: &Contract) -> impl Iterator<Item = (&Endpoint, &Cursor)> {
    contract.endpoints.iter().filter_map(|endpoint| Some((endpoint, endpoint.cursor.as_ref()?)))
}

/// Returns the fields that can take a cursor: at the top of the query or the body.
fn takers(endpoint: &Endpoint) -> impl Iterator<Item = &Field> {
    endpoint.query.iter().chain(endpoint.body.iter().flatten())
}

fn taker<'c>(endpoint: &'c Endpoint, cursor: &Cursor) -> Option<&'c Field> {
    takers(endpoint).find(|field| field.wire == cursor.field)
}

/// Returns the fields that lead to the next cursor, if all of them are known.
fn way<'c>(contract: &'c Contract, endpoint: &Endpoint, cursor: &Cursor) -> Option<Vec<&'c Field>> {
    let way = contract.fields_on(endpoint.reply.whole()?, &cursor.next);
    (way.len() == cursor.next.len() && way.iter().all(|field| !field.lost)).then_some(way)
}

/// Returns the notation of a field that can hold a cursor.
fn notation(field: &Field) -> Option<Notation> {
    let primitive = field.shape.without_null().primitive()?;
    let fits = matches!(primitive, Primitive::String | Primitive::Integer | Primitive::Numeric);
    primitive.notation().filter(|_| fits)
}

pub(super) fn cursors_are_sent(contract: &Contract, report: &Report) {
    for (endpoint, cursor) in cursors(contract) {
        let wire = &cursor.field;
        let diagnostic = match taker(endpoint, cursor) {
            Some(field) if field.lost => continue,
            Some(field) if !field.optional || field.fill.is_fixed() => Diagnostic::new(
                field.marks.shape,
                format!("every request has `{wire}`, so none is for the first page"),
            )
            .help("write a `?` at the end of its type: the first page has no cursor"),
            Some(field) if notation(field).is_none() => {
                Diagnostic::new(field.marks.shape, format!("`{wire}` can't hold a cursor"))
                    .help("a cursor is a `string` or an integer")
            }
            Some(_) => continue,
            None if takers(endpoint).any(|field| field.lost) => continue,
            None => {
                let optional = takers(endpoint).filter(|field| field.optional);
                let optional = optional.map(|field| field.wire.as_str());
                Diagnostic::new(
                    cursor.field_span,
                    format!("`{}` has no field `{wire}` in its query or its body", endpoint.name),
                )
                .suggest(wire, "optional fields there", optional)
            }
        };
        report.push(diagnostic);
    }
}

pub(super) fn cursors_are_received(contract: &Contract, report: &Report) {
    for (endpoint, cursor) in cursors(contract) {
        let Some(reply) = endpoint.reply.whole() else {
            report.push(no_field(endpoint, cursor));
            continue;
        };
        let found = contract.fields_on(reply, &cursor.next);
        let below = found.last().map_or(Some(reply), |field| field.shape.named());
        if found.iter().any(|field| field.lost) || below.is_some_and(|index| contract.types[index].lost) {
            continue;
        }
        if let Some(missing) = cursor.next.get(found.len()) {
            let offset = cursor.next[..found.len()].iter().map(|step| step.len() + 1).sum();
            let valid = below.map(|index| contract.fields(index)).unwrap_or_default();
            let valid = valid.iter().map(|field| field.wire.as_str());
            report.push(
                Diagnostic::new(
                    contract.sources.part(cursor.next_span, offset, missing.len()),
                    format!("the reply of `{}` has no field `{missing}` there", endpoint.name),
                )
                .suggest(missing, "fields there", valid),
            );
            continue;
        }
        let many = |field: &&&Field| matches!(field.shape.without_null(), Shape::List(_) | Shape::Map(_));
        let next = found.last().and_then(|field| notation(field));
        let sent = taker(endpoint, cursor).filter(|field| !field.lost).and_then(notation);
        let diagnostic = if let Some(many) = found.iter().find(many) {
            Diagnostic::new(cursor.next_span, format!("`{}` can hold several values", many.wire))
                .help("a reply has one cursor: lead to it through objects alone")
        } else if next.is_none() || sent.is_some() && sent != next {
            Diagnostic::new(
                cursor.next_span,
                format!("`{}` of the reply is no cursor for `{}`", cursor.next.join("."), cursor.field),
            )
            .help("both are a `string`, or both are an integer")
        } else {
            continue;
        };
        report.push(diagnostic);
    }
}

fn no_field(endpoint: &Endpoint, cursor: &Cursor) -> Diagnostic {
    let kind = if let Reply::List(_) = endpoint.reply { "list" } else { "document" };
    let message = format!("the reply of `{}` is a {kind}, and has no field for a cursor", endpoint.name);
    Diagnostic::new(cursor.next_span, message)
        .help("the reply of a list in pages is an object with the cursor beside the list; remove `cursor` otherwise")
}

/// The last page has no cursor, so that a loop over the pages ends.
pub(super) fn cursors_end(contract: &Contract, report: &Report) {
    for (endpoint, cursor) in cursors(contract) {
        let Some(way) = way(contract, endpoint, cursor) else { continue };
        let may_lack = |field: &&Field| field.optional || matches!(field.shape, Shape::Nullable(_));
        let Some(last) = way.last().filter(|_| !way.iter().any(may_lack)) else { continue };
        report.push(
            Diagnostic::new(
                last.marks.shape,
                format!("`{}` is in every reply, so no page is the last", last.wire),
            )
            .help("write a `?` at the end of its type, or `|null`: the last page has no cursor"),
        );
    }
}
