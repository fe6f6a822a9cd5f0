//! Checks the access token: one endpoint issues it, and only the client calls that endpoint.

use std::ptr;

use crate::{
    contract::{Contract, Fill, Primitive},
    diagnostic::{Diagnostic, Report},
};

pub(super) fn bearer_is_minted_soundly(contract: &Contract, report: &Report) {
    let Some(bearer) = &contract.api.bearer else { return };
    let endpoint = &contract.endpoints[bearer.endpoint];
    let body = endpoint.body.as_deref().unwrap_or_default();
    let reply = contract.reply_fields(endpoint);
    let (scope, token, kind) = (&body[bearer.scope], &reply[bearer.token], &reply[bearer.kind]);

    let takes_scopes = scope.shape.is(Primitive::Scopes) && !scope.fill.is_fixed() && !scope.optional;
    let holds_token =
        token.shape.is(Primitive::Secret) && !token.optional && token.lifetime.is_some() && !token.single_use;
    let names_kind = kind.shape.is(Primitive::String) && kind.optional;
    let expected = [
        (
            scope,
            takes_scopes,
            "takes the scopes of the access token",
            "write `{ type = \"scopes\", default = \"…\" }`",
        ),
        (
            token,
            holds_token,
            "holds the access token",
            "write `{ type = \"secret\", lifetime = \"…\" }`, without `single_use`",
        ),
        (kind, names_kind, "names the kind of token", "write `\"string?\"`"),
    ];
    for (field, _, what, help) in expected.into_iter().filter(|(field, sound, ..)| !sound && !field.lost) {
        let message = format!("`{}` {what}, but is not declared so", field.wire);
        report.push(Diagnostic::new(field.span, message).help(help));
    }
}

/// The client fetches the token by itself, so no field of that request may need a caller.
pub(super) fn token_fetches_need_no_caller(contract: &Contract, report: &Report) {
    let Some(bearer) = &contract.api.bearer else { return };
    let endpoint = &contract.endpoints[bearer.endpoint];
    let scope = endpoint.body.iter().flatten().nth(bearer.scope);
    let needy = endpoint.fields().filter(|field| field.fill == Fill::Caller && !field.optional);
    for field in needy.filter(|field| !field.lost && !scope.is_some_and(|scope| ptr::eq(scope, *field))) {
        report.push(
            Diagnostic::new(
                field.span,
                format!("nobody can fill `{}` when the client fetches an access token", field.wire),
            )
            .help("give it a `default`, `const` or `from`, or make it optional with `?`"),
        );
    }
    if endpoint.scopes.is_some() {
        report.push(
            Diagnostic::new(
                endpoint.marks.scopes,
                format!("`{}` mints the access token, so it can't take one", endpoint.name),
            )
            .help("remove `scopes`"),
        );
    }
}

pub(super) fn bearer_is_declared(contract: &Contract, report: &Report) {
    let needy = contract.endpoints.iter().find(|endpoint| endpoint.scopes.is_some());
    if let (Some(endpoint), None) = (needy, &contract.api.bearer) {
        report.push(
            Diagnostic::new(
                endpoint.marks.scopes,
                format!("endpoint `{}` needs an access token, but no endpoint issues one", endpoint.name),
            )
            .help("say which one in `[api.bearer]`: `endpoint`, `scope`, `token` and `kind`"),
        );
    }
}
