//! Checks replies: the proof of success, and the keys that only their fields have.

use std::collections::BTreeSet;

use crate::{
    contract::{Contract, Field, Kind, Origin, Primitive, Repeat, Reply, Shape},
    diagnostic::{Diagnostic, Report},
    source::Span,
    suggestion,
};

/// Returns the types of whole replies, without duplicates.
pub(super) fn replies(contract: &Contract) -> BTreeSet<usize> {
    let whole = contract.endpoints.iter().map(|endpoint| &endpoint.reply);
    whole.filter_map(|reply| if let Reply::Object(of) = reply { Some(*of) } else { None }).collect()
}

/// By HTTP, a 204 and a 205 have no body.
pub(super) fn statuses_have_bodies(contract: &Contract, report: &Report) {
    let bodies = contract.endpoints.iter().filter(|endpoint| !matches!(endpoint.reply, Reply::Nothing(_)));
    for endpoint in bodies {
        let Some(status @ (204 | 205)) = endpoint.success else { continue };
        report.push(
            Diagnostic::new(
                endpoint.marks.success,
                format!("a {status} has no body, and `{}` has a reply", endpoint.name),
            )
            .help("remove `reply`, or name another status of a success, such as `success = 201`"),
        );
    }
}

pub(super) fn replies_are_objects(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let Some(index) = endpoint.reply.named() else { continue };
        let (message, help) = match (&endpoint.reply, &contract.types[index].kind) {
            (_, Kind::Object(_)) | (Reply::List(_), Kind::Union(_)) => continue,
            (Reply::List(_), _) => (
                format!("the items of the reply of `{}` are not objects", endpoint.name),
                "a list at the top holds objects: name a type that has `fields` or `variants`",
            ),
            _ => (
                format!("the reply of `{}` is not an object", endpoint.name),
                "a reply is an object with `success`: name a type that has `fields`, or that name in brackets for a list of it",
            ),
        };
        report.push(Diagnostic::new(endpoint.marks.reply, message).help(help));
    }
}

/// Neither a list nor a document proves that a call was carried out.
pub(super) fn replies_without_proof_are_of_reads(contract: &Contract, report: &Report) {
    for endpoint in contract.endpoints.iter().filter(|endpoint| endpoint.repeat != Repeat::Safe) {
        let what = match endpoint.reply {
            Reply::List(_) => "a list",
            Reply::Document(_) => "a document",
            Reply::Object(_) | Reply::Nothing(_) => continue,
        };
        let repeat = endpoint.repeat.as_str();
        report.push(
            Diagnostic::new(
                endpoint.marks.reply,
                format!(
                    "{what} does not prove that `{}` was carried out, which is `{repeat}` to repeat",
                    endpoint.name
                ),
            )
            .help("write `repeat = \"safe\"` if the call only reads, or declare an object with `success`"),
        );
    }
}

pub(super) fn success_is_declared(contract: &Contract, report: &Report) {
    for reply in replies(contract) {
        let (one, fields) = (&contract.types[reply], contract.fields(reply));
        if one.lost || !matches!(one.kind, Kind::Object(_)) {
            continue;
        }
        let success = fields.iter().find(|field| field.wire == "success");
        let (span, message) = match success {
            Some(field) if field.lost || proves_success(field) => continue,
            Some(field) => (field.marks.shape, "`success` must tell a success from a failure".to_owned()),
            None => {
                let (span, what) = place_of_success(contract, reply);
                (span, format!("{what} has no `success`"))
            }
        };
        report.push(Diagnostic::new(span, message).help(
            "declare `success = \"boolean\"`, or `success = \"flag\"` where it may come as `\"true\"`",
        ));
    }
}

pub(super) fn proves_success(field: &Field) -> bool {
    matches!(field.shape, Shape::Primitive(Primitive::Flag | Primitive::Boolean)) && !field.optional
}

/// Returns the position for a missing `success`, and the name of the reply. The position is a field that
/// looks like a misspelling of it, or else the reply.
fn place_of_success(contract: &Contract, reply: usize) -> (Span, String) {
    let (one, fields) = (&contract.types[reply], contract.fields(reply));
    let near = suggestion::nearest("success", fields.iter().map(|field| field.wire.as_str()));
    let near = fields.iter().find(|field| near == Some(&field.wire)).map(|field| field.span);
    match one.origin {
        Origin::Reply(index) => {
            let endpoint = &contract.endpoints[index];
            (near.unwrap_or(endpoint.marks.reply), format!("the reply of `{}`", endpoint.name))
        }
        _ => (near.unwrap_or(one.span), format!("the reply `{}`", one.name)),
    }
}

/// Returns the key of a field that only a secret in a reply can have.
fn reply_key(field: &Field) -> Option<(&'static str, Span)> {
    match field {
        Field { lifetime: Some(_), .. } => Some(("lifetime", field.marks.lifetime)),
        Field { single_use: true, .. } => Some(("single_use", field.marks.single_use)),
        _ => None,
    }
}

pub(super) fn reply_keys_stand_in_replies(contract: &Contract, report: &Report) {
    let replies = replies(contract);
    let inner = contract.types.iter().enumerate().filter(|(index, _)| !replies.contains(index));
    // Another rule checks the secret of an object for browsers, whose lifetime a reply tells.
    let inner = inner.flat_map(|(_, one)| one.fields().iter().map(move |field| (one, field)));
    let inner = inner.filter(|(one, field)| !(one.browser && field.single_use && field.lifetime.is_none()));
    let inner = inner.map(|(_, field)| field);
    let requests = contract.endpoints.iter().flat_map(|endpoint| endpoint.fields());
    for field in inner.chain(requests).chain(&contract.api.header) {
        let Some((key, span)) = reply_key(field) else { continue };
        report.push(
            Diagnostic::new(span, format!("`{key}` has no meaning for `{}`", field.wire))
                .help("`lifetime` and `single_use` belong to the top level of an endpoint's `reply`, and `single_use` to that of an object with `browser = true`"),
        );
    }
}

pub(super) fn secrets_live_and_are_used(contract: &Contract, report: &Report) {
    let fields = replies(contract).into_iter().flat_map(|reply| contract.fields(reply));
    for field in fields.filter(|field| !field.lost) {
        let Some((key, span)) = reply_key(field) else { continue };
        if !field.shape.is(Primitive::Secret) {
            report.push(
                Diagnostic::new(span, format!("`{}` has `{key}`, but is not a `secret`", field.wire))
                    .help("write `type = \"secret\"`, or remove `lifetime` and `single_use`"),
            );
        } else if field.optional {
            report.push(
                Diagnostic::new(
                    field.marks.shape,
                    format!("`{}` has `{key}`, but may be absent", field.wire),
                )
                .help("remove the `?`: only a reply that proves success is read"),
            );
        } else if field.lifetime.is_none() {
            report.push(
                Diagnostic::new(
                    field.marks.single_use,
                    format!("`{}` is used once, but nothing says for how long it lives", field.wire),
                )
                .help("name the field beside it that does: `lifetime = \"expires_in\"`"),
            );
        }
    }
}
