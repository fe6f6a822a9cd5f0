//! Checks returns: the fields of their form, and the fields of their body that say which order they are about.

use super::field_of;
use crate::{
    contract::{Contract, Kind, Notification, Primitive, Shape},
    diagnostic::{Diagnostic, Report},
    source::Span,
};

/// The parts of an order, in the order of [`Notification::identity`], and the type of each.
const PARTS: [(&str, Primitive); 3] =
    [("number", Primitive::String), ("amount", Primitive::Amount), ("currency", Primitive::Currency)];

/// Returns the returns, with the field of the form that carries the body.
fn returns(contract: &Contract) -> impl Iterator<Item = (&Notification, &String)> {
    contract.notifications.iter().filter_map(|one| Some((one, one.form.as_ref()?)))
}

/// A form writes any other sign in several ways.
pub(super) fn form_fields_have_plain_names(contract: &Contract, report: &Report) {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
    for (one, form) in returns(contract) {
        for (name, span) in [(form, one.marks.form), (&one.signature, one.marks.signature)] {
            if !name.chars().all(is_plain) {
                report.push(
                    Diagnostic::new(span, format!("`{name}` can't be the name of a form's field"))
                        .help("write letters, digits, `-`, `_` and `.` only"),
                );
            }
        }
    }
}

pub(super) fn forms_have_two_fields(contract: &Contract, report: &Report) {
    for (one, form) in returns(contract).filter(|(one, form)| one.signature == **form) {
        report.push(
            Diagnostic::new(one.marks.signature, format!("`{form}` can't carry the body and its signature"))
                .help("`form` and `signature` name two fields of the form"),
        );
    }
}

/// A browser can post a return for another order, so every return must say which order it is about.
pub(super) fn orders_are_told(contract: &Contract, report: &Report) {
    for (one, _) in returns(contract) {
        for ((part, path), span) in PARTS.iter().zip(&one.identity).zip(&one.marks.identity) {
            if let Some(mistake) = walk(contract, one, part, path, *span) {
                report.push(mistake);
            }
        }
    }
}

/// Follows the path to a part. Returns `None` if it leads to a value of its type that is always present, or to
/// an unread part.
fn walk(
    contract: &Contract,
    one: &Notification,
    (name, primitive): &(&str, Primitive),
    path: &[String],
    span: Span,
) -> Option<Diagnostic> {
    let (mut current, mut offset) = (one.body, 0);
    for (step, wire) in path.iter().enumerate() {
        let at = contract.sources.part(span, offset, wire.len());
        offset += wire.len() + 1;
        let so = format!("it can't be the {name} of an order");
        let field = match field_of(contract, current, wire, at, &so)? {
            Ok(field) => field,
            Err(mistake) => return Some(mistake),
        };
        if field.optional {
            return Some(
                Diagnostic::new(at, format!("`{wire}` may be absent, so a return may be about any order"))
                    .help(
                        "name a field without a `?`: a return of one order must not pass for that of another",
                    ),
            );
        }
        let is_last = step + 1 == path.len();
        match field.shape {
            Shape::Named(next) if !is_last && matches!(contract.types[next].kind, Kind::Object(_)) => {
                current = next;
            }
            ref found if is_last && found.is(*primitive) => {}
            _ => {
                return Some(Diagnostic::new(at, format!("`{wire}` can't be the {name} of an order")).help(
                    format!(
                        "lead through objects, with a dot between, to a field of type `{}`",
                        primitive.as_str()
                    ),
                ));
            }
        }
    }
    None
}
