//! What all endpoints share, and the environments.

use crate::{
    contract::{Contract, Endpoint, Field, Fill, Shape},
    diagnostic::{Diagnostic, Report},
};

pub(super) fn environments_have_safe_origins(contract: &Contract, report: &Report) {
    for environment in &contract.environments {
        let upper = |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
        if !environment.name.chars().all(upper)
            || !environment.name.starts_with(|char: char| char.is_ascii_uppercase())
        {
            report.push(
                Diagnostic::new(
                    environment.span,
                    format!("`{}` can't name an environment", environment.name),
                )
                .help("it becomes a constant: write it in capitals, such as `PREPROD`"),
            );
        }
        for (origin, url) in contract.api.origins.iter().zip(&environment.origins) {
            let host = url.strip_prefix("https://").unwrap_or_default();
            let plain = |char: char| char.is_ascii_alphanumeric() || ".-:".contains(char);
            // An empty URL was reported as missing already.
            if !url.is_empty() && (host.is_empty() || !host.chars().all(plain)) {
                report.push(
                    Diagnostic::new(
                        environment.span,
                        format!(
                            "origin `{}` of environment `{}` is not a host under https",
                            origin.name, environment.name
                        ),
                    )
                    .help(
                        "write scheme and host alone, without a slash at the end: `https://api.example.com`",
                    ),
                );
            }
        }
    }
}

pub(super) fn headers_are_fixed(contract: &Contract, report: &Report) {
    for field in contract.api.header.iter().filter(|field| !field.fill.is_fixed()) {
        report.push(
            Diagnostic::new(field.span, format!("header `{}` of every call has nobody to fill it", field.wire))
                .help("write `from = \"environment.…\"` or `const = \"…\"`; a header that callers set belongs to its endpoints"),
        );
    }
}

pub(super) fn bearer_is_minted_soundly(contract: &Contract, report: &Report) {
    let Some(bearer) = &contract.api.bearer else { return };
    let endpoint = &contract.endpoints[bearer.endpoint];
    let body = endpoint.body.as_deref().unwrap_or_default();
    let reply = contract.fields(endpoint.reply);
    let wrong = |field: &Field, message: &str| report.push(Diagnostic::new(field.span, message));
    if body[bearer.scope].shape != Shape::Scopes || body[bearer.scope].fill.is_fixed() {
        wrong(
            &body[bearer.scope],
            "the field that takes the scopes of the access token must be of type `scopes`, without `const` or `from`",
        );
    }
    let token = &reply[bearer.token];
    if token.shape != Shape::Secret || token.optional || token.lifetime.is_none() || token.single_use {
        wrong(
            token,
            "the field that holds the access token must be a `secret` with a `lifetime`, on success, of any number of uses",
        );
    }
    if reply[bearer.kind].shape != Shape::String || !reply[bearer.kind].optional {
        wrong(&reply[bearer.kind], "the field that names the kind of token must be of type `string?`");
    }
    others_need_nobody(endpoint, report);
}

/// The token is fetched by the client alone: there is no caller to fill a field.
fn others_need_nobody(endpoint: &Endpoint, report: &Report) {
    for field in endpoint.fields().filter(|field| field.fill == Fill::Caller && !field.optional) {
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
                endpoint.span,
                format!("`{}` mints the access token, so it can't take one", endpoint.name),
            )
            .help("write `auth = \"none\"`"),
        );
    }
}

pub(super) fn bearer_is_declared(contract: &Contract, report: &Report) {
    let needy = contract.endpoints.iter().find(|endpoint| endpoint.scopes.is_some());
    if let (Some(endpoint), None) = (needy, &contract.api.bearer) {
        report.push(
            Diagnostic::new(
                endpoint.span,
                format!("endpoint `{}` takes a bearer, but no endpoint mints one", endpoint.name),
            )
            .help("say which one in `[api.bearer]`: `endpoint`, `scope`, `token` and `kind`"),
        );
    }
}
