//! Replies: what proves success, and for how long a secret lives.

use crate::{
    contract::{Contract, Kind, Shape},
    diagnostic::{Diagnostic, Report},
    name,
};

pub(super) fn replies_are_objects(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let Some(reply) = contract.types.get(endpoint.reply) else { continue };
        if !matches!(reply.kind, Kind::Object(_)) {
            report.push(
                Diagnostic::new(endpoint.span, format!("the reply of `{}` is not an object", endpoint.name))
                    .help("a reply is an object with `success`: name a type with `fields`"),
            );
        }
    }
}

pub(super) fn success_is_declared(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let Some(Kind::Object(fields)) = contract.types.get(endpoint.reply).map(|one| &one.kind) else {
            continue;
        };
        let success = fields.iter().find(|field| field.wire == "success");
        if !success
            .is_some_and(|field| matches!(field.shape, Shape::Flag | Shape::Boolean) && !field.optional)
        {
            report.push(
                Diagnostic::new(success.map_or(endpoint.span, |field| field.span), format!("the reply of `{}` has nothing that proves success", endpoint.name))
                    .help("declare `success = \"boolean\"`, or `success = \"flag\"` where it may come as `\"true\"`"),
            );
        }
    }
}

pub(super) fn reply_keys_stand_in_replies(contract: &Contract, report: &Report) {
    let replies: Vec<usize> = contract.endpoints.iter().map(|endpoint| endpoint.reply).collect();
    let inner = contract.types.iter().enumerate().filter(|(index, _)| !replies.contains(index));
    let inner = inner.flat_map(|(index, _)| contract.fields(index));
    let requests =
        contract.endpoints.iter().flat_map(|endpoint| endpoint.fields()).chain(&contract.api.header);
    for field in
        inner.chain(requests).filter(|field| field.on_success || field.lifetime.is_some() || field.single_use)
    {
        report.push(
            Diagnostic::new(
                field.span,
                format!("`on`, `lifetime` and `uses` have no meaning for `{}`", field.wire),
            )
            .help("they belong to the top level of an endpoint's `reply`"),
        );
    }
}

pub(super) fn lifetimes_are_beside(contract: &Contract, report: &Report) {
    let mut replies: Vec<usize> = contract.endpoints.iter().map(|endpoint| endpoint.reply).collect();
    replies.sort_unstable();
    replies.dedup();
    for reply in replies {
        let fields = contract.fields(reply);
        for field in fields {
            let secret = field.shape == Shape::Secret && !field.optional;
            if (field.lifetime.is_some() || field.single_use) && !secret {
                report.push(
                    Diagnostic::new(field.span, format!("`{}` has a lifetime or a number of uses, but is not a `secret`", field.wire))
                        .help("write `type = \"secret\"`; where a failed reply lacks it, add `on = \"success\"` instead of `?`"),
                );
            }
            if field.single_use && field.lifetime.is_none() {
                report.push(
                    Diagnostic::new(
                        field.span,
                        format!("`{}` is used once, but nothing says for how long it lives", field.wire),
                    )
                    .help("name the field beside it that does: `lifetime = \"expires_in\"`"),
                );
            }
            let Some(lifetime) = &field.lifetime else { continue };
            let seconds = || {
                fields.iter().filter(|field| field.shape == Shape::Seconds).map(|field| field.wire.as_str())
            };
            if !seconds().any(|wire| wire == lifetime) {
                report.push(
                    Diagnostic::new(
                        field.span,
                        format!(
                            "`{}` lives for `{lifetime}`, which is no field of type `seconds` beside it",
                            field.wire
                        ),
                    )
                    .help(name::suggest(lifetime, "fields of type `seconds`", seconds())),
                );
            }
        }
    }
}
