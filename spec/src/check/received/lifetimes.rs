//! Checks the fields that hold the lifetimes of secrets, and their defaults.

use super::success::replies;
use crate::{
    contract::{Contract, Field, Fill, Primitive, Type},
    diagnostic::{Diagnostic, Report},
};

pub(super) fn lifetimes_are_beside(contract: &Contract, report: &Report) {
    for reply in replies(contract).into_iter().filter(|reply| !contract.types[*reply].lost) {
        let fields = contract.fields(reply);
        let seconds = || fields.iter().filter(|field| field.shape.is(Primitive::Seconds) || field.lost);
        for field in fields {
            let Some(lifetime) = &field.lifetime else { continue };
            if seconds().any(|field| field.wire == *lifetime) {
                continue;
            }
            let message = format!(
                "`{}` lives for `{lifetime}`, which is no field of type `seconds` beside it",
                field.wire
            );
            let valid = seconds().map(|field| field.wire.as_str());
            report.push(
                Diagnostic::new(field.marks.lifetime, message)
                    .suggest(lifetime, "fields of type `seconds`", valid)
                    .help("declare it beside the secret: `expires_in = \"seconds\"`"),
            );
        }
    }
}

/// Returns the field of this object that holds the lifetime of a secret.
fn life_of<'c>(fields: &'c [Field], secret: &Field) -> Option<&'c Field> {
    let lifetime = secret.lifetime.as_ref()?;
    fields.iter().find(|field| field.wire == *lifetime)
}

/// Returns the `seconds` with a `default`, each after the fields of its object. Leaves out objects with an unread
/// field, which may be a secret that lives for them.
fn defaults(contract: &Contract) -> impl Iterator<Item = (&[Field], &Field)> {
    let objects =
        contract.types.iter().map(Type::fields).filter(|fields| fields.iter().all(|field| !field.lost));
    let fields = objects.flat_map(|fields| fields.iter().map(move |field| (fields, field)));
    fields.filter(|(_, field)| field.shape.is(Primitive::Seconds) && matches!(field.fill, Fill::Default(_)))
}

fn is_lifetime(fields: &[Field], field: &Field) -> bool {
    fields.iter().any(|secret| secret.lifetime.as_ref() == Some(&field.wire))
}

pub(super) fn defaults_are_of_lifetimes(contract: &Contract, report: &Report) {
    for (fields, field) in defaults(contract).filter(|(fields, field)| !is_lifetime(fields, field)) {
        // Another rule reports a `lifetime` that names no field. It may be meant to name this one.
        if fields.iter().any(|secret| secret.lifetime.is_some() && life_of(fields, secret).is_none()) {
            continue;
        }
        report.push(
            Diagnostic::new(
                field.marks.fill,
                format!("no secret lives for `{}`, so nothing uses its `default`", field.wire),
            )
            .help(format!(
                "remove the `default`, or write `lifetime = \"{}\"` in the secret beside it",
                field.wire
            )),
        );
    }
}

pub(super) fn defaults_are_for_absent_fields(contract: &Contract, report: &Report) {
    let required = |(fields, field): &(&[Field], &Field)| !field.optional && is_lifetime(fields, field);
    for (_, field) in defaults(contract).filter(required) {
        report.push(
            Diagnostic::new(
                field.marks.shape,
                format!("`{}` has a `default`, but can't be absent", field.wire),
            )
            .help("write `type = \"seconds?\"`: the `default` is for a reply that lacks the field"),
        );
    }
}

/// A secret without a lifetime counts as expired, so one that is used once could never be used.
pub(super) fn lives_are_known(contract: &Contract, report: &Report) {
    let replies = replies(contract).into_iter().map(|reply| contract.fields(reply));
    let secrets = replies.flat_map(|fields| fields.iter().map(move |secret| (fields, secret)));
    for (fields, secret) in secrets.filter(|(_, secret)| secret.single_use && !secret.lost) {
        let Some(life) = life_of(fields, secret) else { continue };
        if life.lost || !life.optional || life.fill != Fill::Caller {
            continue;
        }
        report.push(
            Diagnostic::new(
                life.marks.shape,
                format!("`{}` has expired as soon as it comes, if the reply lacks `{}`", secret.wire, life.wire),
            )
            .help(format!(
                "say how long it lives when the reply does not: `{} = {{ type = \"seconds?\", default = 30 }}`",
                life.wire
            )),
        );
    }
}
