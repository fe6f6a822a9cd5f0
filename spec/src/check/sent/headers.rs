//! Checks headers: their names are case-insensitive, and some are reserved.

use std::collections::HashMap;

use std::ptr;

use crate::{
    contract::{Contract, Field, Fill, Literal, Notification},
    diagnostic::{Diagnostic, Report},
};

/// The headers that the client sets itself, in lower case. A second one would contradict it or split the request. In a
/// notification they describe the transfer, and never carry the signature.
pub const HEADERS_OF_CLIENT: [&str; 14] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Returns true if a contract may not declare a header of this name.
fn is_reserved(name: &str) -> bool {
    HEADERS_OF_CLIENT.contains(&name.to_ascii_lowercase().as_str())
}

/// Returns true if this field is a reserved header. The header is reported, and other rules skip it.
pub(super) fn is_refused(contract: &Contract, field: &Field) -> bool {
    is_reserved(&field.wire) && fields(contract).any(|header| ptr::eq(header, field))
}

fn fields(contract: &Contract) -> impl Iterator<Item = &Field> {
    contract.api.header.iter().chain(contract.endpoints.iter().flat_map(|endpoint| &endpoint.header))
}

/// Returns the notifications whose signature is in a header.
fn notifications(contract: &Contract) -> impl Iterator<Item = &Notification> {
    contract.notifications.iter().filter(|one| one.form.is_none())
}

pub(super) fn header_names_are_tokens(contract: &Contract, report: &Report) {
    let received = contract.endpoints.iter().filter_map(|endpoint| endpoint.reply_header);
    let received = received.flat_map(|of| contract.fields(of));
    let fields =
        fields(contract).chain(received).filter(|field| !field.lost).map(|field| (field.span, &field.wire));
    let signatures = notifications(contract).map(|one| (one.marks.signature, &one.signature));
    for (span, name) in fields.chain(signatures).filter(|(_, name)| !name.chars().all(is_token)) {
        report.push(
            Diagnostic::new(span, format!("`{name}` can't be the name of a header"))
                .help("write letters, digits, `-` and `_` only"),
        );
    }
}

fn is_token(char: char) -> bool {
    char.is_ascii_alphanumeric() || "-_".contains(char)
}

pub(super) fn header_names_are_free(contract: &Contract, report: &Report) {
    for field in fields(contract) {
        if is_reserved(&field.wire) {
            report.push(
                Diagnostic::new(field.span, format!("header `{}` is set by the client itself", field.wire))
                    .help("remove it; `auth` decides on `Authorization`, and `body` on `Content-Type`"),
            );
        }
    }
    for one in notifications(contract).filter(|one| is_reserved(&one.signature)) {
        report.push(
            Diagnostic::new(
                one.marks.signature,
                format!("header `{}` can't carry a signature", one.signature),
            )
            .help("requests carry it for another purpose: name the header that the signature comes in"),
        );
    }
}

pub(super) fn headers_are_distinct(contract: &Contract, report: &Report) {
    distinct(contract, contract.api.header.iter(), report);
    for endpoint in &contract.endpoints {
        distinct(contract, contract.headers(endpoint), report);
    }
}

/// Reports the headers that a call would have twice.
fn distinct<'c>(contract: &Contract, headers: impl Iterator<Item = &'c Field>, report: &Report) {
    let mut seen = HashMap::new();
    for field in headers {
        let Some(first) = seen.insert(field.wire.to_ascii_lowercase(), field) else { continue };
        let location = contract.sources.location(first.span);
        let shared = contract.api.header.iter().any(|header| ptr::eq(header, first));
        let help = match shared {
            true => format!(
                "every call has it: write `{} = {{ const = \"…\" }}` to replace its value for this call, or remove this one",
                field.wire
            ),
            false => "remove one of the two".to_owned(),
        };
        report.push(
            Diagnostic::new(field.span, format!("a call would send the header `{}` twice", field.wire))
                .help(format!("`{}` is declared at {location}: {help}", first.wire))
                .help("upper and lower case are the same in the name of a header"),
        );
    }
}

/// A header carries only visible ASCII.
pub(super) fn header_values_are_visible(contract: &Contract, report: &Report) {
    let visible =
        |text: &str| text.trim() == text && text.chars().all(|char| char.is_ascii_graphic() || char == ' ');
    let report = |span, field: &Field| {
        report.push(
            Diagnostic::new(span, format!("the header `{}` can't carry this value", field.wire))
                .help("write letters, digits and signs of ASCII, without a space at either end"),
        );
    };
    for field in fields(contract).filter(|field| !field.lost) {
        match &field.fill {
            Fill::Const(Literal::String(text)) | Fill::Default(Literal::String(text)) if !visible(text) => {
                report(field.marks.fill, field);
            }
            Fill::Environment(index) => {
                for environment in &contract.environments {
                    let value = environment.values.get(*index).zip(environment.value_spans.get(*index));
                    if let Some((_, span)) = value.filter(|(value, _)| !value.as_str().is_none_or(visible)) {
                        report(*span, field);
                    }
                }
            }
            _ => {}
        }
    }
}
