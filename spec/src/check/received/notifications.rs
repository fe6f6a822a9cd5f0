//! Checks notifications: their names, and the fields that identify the merchant and the notification.

use std::collections::HashSet;

use super::{field_of, success::proves_success};
use crate::{
    contract::{Contract, Field, Kind, Notification, Primitive, Shape},
    diagnostic::{Diagnostic, Report},
    name,
    primitive::Use,
    source::Span,
};

pub(super) fn notification_names_are_words(contract: &Contract, report: &Report) {
    for one in contract.notifications.iter().filter(|one| !name::is_snake(&one.name)) {
        report.push(Diagnostic::new(one.span, format!("`{}` can't name a {}", one.name, one.kind())).help(
            format!(
                "write it in snake case, such as `charge`, which makes the type `Charge{}`",
                name::camel(one.kind())
            ),
        ));
    }
}

/// All merchants share the keys, so only the name of the merchant says for whom a notification is.
pub(super) fn merchants_are_named(contract: &Contract, report: &Report) {
    for one in &contract.notifications {
        let Some(field) = contract.fields(one.body).get(one.merchant) else { continue };
        if !field.lost && (!field.shape.is(Primitive::String) || field.optional) {
            report.push(
                Diagnostic::new(one.marks.merchant, format!("`{}` may name no merchant", field.wire)).help(
                    format!(
                        "name a field of type `string`, without a `?`: it says whose the {} is",
                        one.kind()
                    ),
                ),
            );
        }
    }
}

/// A `success` takes part in the outcome, so it must be read as true or false.
pub(super) fn successes_are_told(contract: &Contract, report: &Report) {
    for one in &contract.notifications {
        let success = contract.fields(one.body).iter().find(|field| field.wire == "success");
        if let Some(field) = success.filter(|field| !field.lost && !proves_success(field)) {
            report.push(
                Diagnostic::new(
                    field.marks.shape,
                    format!("`success` of the {} `{}` may be neither true nor false", one.kind(), one.name),
                )
                .help("write `success = \"boolean\"`, or `success = \"flag\"` where it may come as `\"true\"`; or leave it out where the service does not always send it"),
            );
        }
    }
}

/// Returns the notifications, whose `identity` tells them apart. A return has an order instead.
fn notifications(contract: &Contract) -> impl Iterator<Item = &Notification> {
    contract.notifications.iter().filter(|one| one.form.is_none())
}

pub(super) fn identities_tell_apart(contract: &Contract, report: &Report) {
    for one in notifications(contract) {
        let mut seen = HashSet::new();
        for (path, span) in one.identity.iter().zip(&one.marks.identity) {
            if !seen.insert(path) {
                report.push(
                    Diagnostic::new(*span, format!("`{}` stands here twice", path.join(".")))
                        .help("remove one of the two"),
                );
            } else if let Some(mistake) = walk(contract, one, path, *span) {
                report.push(mistake);
            }
        }
    }
}

/// The merchant alone does not identify a notification. A state must be part of it, because the next
/// notification about the same thing changes only the state.
pub(super) fn identities_say_enough(contract: &Contract, report: &Report) {
    for one in notifications(contract) {
        let fields = contract.fields(one.body);
        let (Some(merchant), Some(span)) = (fields.get(one.merchant), one.marks.identity.first()) else {
            continue;
        };
        let mut paths = one.identity.iter().zip(&one.marks.identity);
        // A path that leads nowhere may be a misspelling of the required one.
        if paths.any(|(path, span)| walk(contract, one, path, *span).is_some()) {
            continue;
        }
        if one.identity.iter().all(|path| *path == [merchant.wire.as_str()]) {
            report.push(
                Diagnostic::new(*span, "the merchant alone tells no notification from another").help(
                    "add what it is about, and its state, such as `\"payout.id\"` and `\"payout.state\"`",
                ),
            );
        }
        for (state, _) in contract.outcome_paths(one.body) {
            if !one.identity.contains(&state) {
                let state = state.join(".");
                report.push(
                    Diagnostic::new(*span, format!("`{state}` tells the outcome, and is no part of `identity`"))
                        .help(format!("add `\"{state}\"`: without it, the end of what was pending is taken for the same once more, and lost")),
                );
            }
        }
    }
}

/// Follows a path. Returns `None` if it leads to a value that is always present, or to an unread part.
fn walk(contract: &Contract, one: &Notification, path: &[String], span: Span) -> Option<Diagnostic> {
    let (mut current, mut offset) = (one.body, 0);
    for (step, wire) in path.iter().enumerate() {
        let at = contract.sources.part(span, offset, wire.len());
        offset += wire.len() + 1;
        let field = match field_of(contract, current, wire, at, "it tells nothing apart")? {
            Ok(field) => field,
            Err(mistake) => return Some(mistake),
        };
        if field.optional {
            return Some(
                Diagnostic::new(at, format!("`{wire}` may be absent, so it tells nothing apart"))
                    .help("two notifications that lack it would be the same, and the second one lost: name a field without a `?`"),
            );
        }
        match inner(contract, field) {
            Some(next) if step + 1 < path.len() => current = next,
            None if step + 1 == path.len() && is_plain(contract, field) => {}
            _ => {
                return Some(
                    Diagnostic::new(at, format!("`{wire}` is no plain value, so it tells nothing apart"))
                        .help("lead through objects, with a dot between, to what has one spelling: a `string`, an `integer`, a `boolean` or an enumeration"),
                );
            }
        }
    }
    None
}

/// Returns the object that a field holds.
fn inner(contract: &Contract, field: &Field) -> Option<usize> {
    let Shape::Named(index) = field.shape else { return None };
    matches!(contract.types[index].kind, Kind::Object(_)).then_some(index)
}

/// Returns true if a field's value has a single notation in JSON, or its type is unread.
fn is_plain(contract: &Contract, field: &Field) -> bool {
    match &field.shape {
        Shape::Primitive(primitive) => primitive.serves(Use::Identity),
        Shape::Named(index) => {
            let one = &contract.types[*index];
            one.lost || matches!(one.kind, Kind::Enumeration(_))
        }
        Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) => false,
    }
}
