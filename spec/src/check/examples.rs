//! Checks examples: they are JSON that fits the declared fields.

use serde_json::{Map, Value as Json};

use crate::{
    contract::{Contract, Endpoint, Field, Literal, Reply, Shape},
    diagnostic::{Diagnostic, Report},
    echo,
    json::{exact, position},
    source::{Span, Spanned},
    suggestion,
    validate::{self, Side},
};

pub(super) fn example_requests_fit(contract: &Contract, report: &Report) {
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

/// Checks the `example` of each field: it has the type of the field, and its place can carry it.
pub(super) fn example_values_fit(contract: &Contract, report: &Report) {
    let sent = contract.endpoints.iter().flat_map(Endpoint::fields).map(|field| (field, Side::Request));
    let types = contract.types.iter().flat_map(|one| {
        let side = if one.in_request { Side::Request } else { Side::Reply };
        one.fields().iter().map(move |field| (field, side))
    });
    for (field, side) in sent.chain(types).filter(|(field, _)| !field.lost) {
        let Some(example) = &field.example else { continue };
        let wrong = |message: &str, help: &str| {
            let message = format!("the example of `{}` {message}", field.wire);
            report.push(Diagnostic::new(field.marks.example, message).help(help));
        };
        let json = validate::filled(&field.shape, example);
        if field.fill.is_fixed() {
            wrong("is never sent", "remove it: the field has a value of its own");
        } else if contract.sources.is_fraction(field.marks.example) {
            wrong("is a number with a fraction", "write it in quotes, an amount of money in minor units");
        } else if let Some(mismatch) = validate::value(contract, &field.shape, &json, side).pop() {
            wrong(&mismatch.message, "an example is a single value of the type of its field");
        } else if !shows(example, contract.endpoints.iter().any(|one| in_header(contract, one, field))) {
            wrong("can't be sent", "write at least one character, and in a header characters of ASCII");
        }
    }
}

fn in_header(contract: &Contract, endpoint: &Endpoint, field: &Field) -> bool {
    let received = endpoint.reply_header.map(|of| contract.fields(of)).unwrap_or_default();
    endpoint.header.iter().chain(received).any(|one| std::ptr::eq(one, field))
}

/// Returns true if a value has characters, and a value of a header those that a header carries.
fn shows(example: &Literal, in_header: bool) -> bool {
    let Literal::String(text) = example else { return true };
    let fits = |char: char| char.is_ascii_graphic() || char == ' ';
    !text.trim().is_empty() && (!in_header || text.chars().all(fits))
}

pub(super) fn example_replies_fit(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let Some(example) = &endpoint.example.reply else { continue };
        let shape = match &endpoint.reply {
            Reply::Object(index) => Shape::Named(*index),
            Reply::List(item) => Shape::List(Box::new(Shape::Named(*item))),
            // Its text may be any.
            Reply::Document(_) => continue,
            Reply::Nothing(_) => {
                report.push(
                    Diagnostic::new(
                        example.span,
                        format!("a success of `{}` has no body to give an example of", endpoint.name),
                    )
                    .help("remove the example, or declare `reply`"),
                );
                continue;
            }
        };
        let Some(json) = parse(contract, example, report) else { continue };
        let mismatches = validate::value(contract, &shape, &json, Side::Reply);
        if mismatches.is_empty() {
            if matches!(endpoint.reply, Reply::Object(_)) {
                succeeds(contract, endpoint, example, &json, report);
            }
            agrees(contract, endpoint, example, json, report);
        }
        for mismatch in mismatches {
            report.push(misfit(contract, example, &mismatch.path, &mismatch.message));
        }
    }
}

pub(super) fn example_notifications_fit(contract: &Contract, report: &Report) {
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
            let offset = position::offset(&example.value, error.line(), error.column());
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

/// Checks that an example reply repeats the values of the example request, as a real reply does.
fn agrees(contract: &Contract, endpoint: &Endpoint, example: &Spanned<String>, reply: Json, report: &Report) {
    let shown =
        |field: &Field| Some((field.wire.clone(), validate::filled(&field.shape, field.example.as_ref()?)));
    let mut sent: Map<String, Json> = endpoint.fields().filter_map(shown).collect();
    if let Some(Ok(Json::Object(body))) =
        endpoint.example.request.as_ref().map(|request| exact::parse(request.value.as_bytes()))
    {
        sent.retain(|wire, _| endpoint.body.iter().flatten().all(|field| field.wire != *wire));
        sent.extend(body);
    }
    let mut repeated = reply.clone();
    echo::repeat(contract, endpoint, &sent, &mut repeated);
    if repeated != reply {
        let bound: Vec<String> = endpoint.echoes.iter().map(|echo| echo.path.join(".")).collect();
        report.push(
            Diagnostic::new(
                example.span,
                format!("the example reply of `{}` is about another request than its example", endpoint.name),
            )
            .help(format!("write the same values in request and reply: {}", suggestion::list(&bound))),
        );
    }
}

fn misfit(contract: &Contract, example: &Spanned<String>, path: &str, message: &str) -> Diagnostic {
    let (start, end) = position::find(&example.value, path);
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
