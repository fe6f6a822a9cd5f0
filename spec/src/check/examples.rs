//! Checks examples: they are JSON that fits the declared fields.

use serde_json::Value as Json;

use crate::{
    contract::{Contract, Endpoint},
    diagnostic::{Diagnostic, Report},
    exact, json_span,
    source::{Span, Spanned},
    validate::{self, Side},
};

pub(super) fn requests_fit(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let Some(example) = &endpoint.example.request else { continue };
        let Some(fields) = &endpoint.body else {
            report.push(
                Diagnostic::new(
                    example.span,
                    format!("endpoint `{}` has no body to give an example of", endpoint.name),
                )
                .help("remove the example, or declare `body`; a path, a query and headers need no example"),
            );
            continue;
        };
        let Some(json) = parse(contract, example, report) else { continue };
        for mismatch in validate::object(contract, fields, &json, Side::Request) {
            report.push(misfit(contract, example, &mismatch.path, &mismatch.message));
        }
    }
}

pub(super) fn replies_fit(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let Some(example) = &endpoint.example.reply else { continue };
        if endpoint.bodyless {
            report.push(
                Diagnostic::new(
                    example.span,
                    format!("a success of `{}` has no body to give an example of", endpoint.name),
                )
                .help("remove the example, or declare `reply`"),
            );
            continue;
        }
        let Some(json) = parse(contract, example, report) else { continue };
        let mismatches = validate::object(contract, contract.fields(endpoint.reply), &json, Side::Reply);
        if mismatches.is_empty() {
            succeeds(contract, endpoint, example, &json, report);
        }
        for mismatch in mismatches {
            report.push(misfit(contract, example, &mismatch.path, &mismatch.message));
        }
    }
}

pub(super) fn notifications_fit(contract: &Contract, report: &Report) {
    for notification in &contract.notifications {
        let Some(example) = &notification.example else { continue };
        let Some(json) = parse(contract, example, report) else { continue };
        for mismatch in validate::object(contract, contract.fields(notification.body), &json, Side::Reply) {
            report.push(misfit(contract, example, &mismatch.path, &mismatch.message));
        }
    }
}

fn parse(contract: &Contract, example: &Spanned<String>, report: &Report) -> Option<Json> {
    match exact::parse(example.value.as_bytes()) {
        Ok(json) => Some(json),
        Err(error) => {
            let offset = json_span::offset(&example.value, error.line(), error.column());
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            let span = inside(contract, example, offset, offset + 1);
            report.push(Diagnostic::new(span, format!("this example is not JSON: {message}")).help(
                "correct it here: keys and strings stand in double quotes, and no comma follows the last entry",
            ));
            None
        }
    }
}

/// Checks that an example reply is the reply of a successful call.
fn succeeds(
    contract: &Contract,
    endpoint: &Endpoint,
    example: &Spanned<String>,
    json: &Json,
    report: &Report,
) {
    let success = &json["success"];
    if *success != Json::Bool(true) && success.as_str() != Some("true") {
        report.push(misfit(contract, example, "success", "is not true").help(
            "an example is a successful reply: its secrets are there, and the sandbox answers with it",
        ));
    }
    let path = endpoint.status.path.join("/");
    let code = json.pointer(&format!("/{path}/code")).and_then(Json::as_str);
    if code.is_some_and(|code| code != "00") {
        let path = format!("{}.code", endpoint.status.path.join("."));
        report.push(
            misfit(contract, example, &path, "is not `00`")
                .help("an example is a successful reply, whose status has the code `00`"),
        );
    }
}

fn misfit(contract: &Contract, example: &Spanned<String>, path: &str, message: &str) -> Diagnostic {
    let (start, end) = json_span::find(&example.value, path);
    let what = if path.is_empty() { "the example".to_owned() } else { format!("`{path}` in the example") };
    Diagnostic::new(inside(contract, example, start, end), format!("{what} {message}"))
        .help("correct the example, or what is declared around it")
}

/// Returns the part of an example between two offsets; the whole example if escapes hide that part.
fn inside(contract: &Contract, example: &Spanned<String>, start: usize, end: usize) -> Span {
    let text = contract.sources.text(example.span);
    let Some(offset) = text.find(&example.value) else { return example.span };
    let first = example.span.start + offset;
    Span { start: first + start, end: (first + end).min(example.span.end), ..example.span }
}
