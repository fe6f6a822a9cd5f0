//! Checks the headers of replies: their names are case-insensitive, and some belong to HTTP.

use std::collections::HashMap;

use crate::{
    contract::{Contract, Field, Primitive},
    diagnostic::{Diagnostic, Report},
};

/// The headers that say how a reply is carried, which the client reads itself, and of cookies, which it does not keep; in
/// lower case.
pub const HEADERS_OF_TRANSFER: [&str; 10] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "keep-alive",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Headers whose dates are written as `Wed, 21 Oct 2026 07:28:00 GMT`.
const DATES: [&str; 4] = ["date", "expires", "last-modified", "sunset"];

/// Returns the headers of each reply that declares some.
fn headers(contract: &Contract) -> impl Iterator<Item = &[Field]> {
    let types = contract.endpoints.iter().filter_map(|endpoint| endpoint.reply_header);
    types.map(|of| contract.fields(of))
}

fn is_one_of(field: &Field, names: &[&str]) -> bool {
    names.contains(&field.wire.to_ascii_lowercase().as_str())
}

pub(super) fn reply_header_names_are_free(contract: &Contract, report: &Report) {
    for field in headers(contract).flatten().filter(|field| is_one_of(field, &HEADERS_OF_TRANSFER)) {
        report.push(
            Diagnostic::new(field.span, format!("no field can hold the header `{}` of a reply", field.wire))
                .help("remove it: it says how the reply is carried, or sets a cookie, which the client does not keep"),
        );
    }
}

pub(super) fn reply_headers_are_distinct(contract: &Contract, report: &Report) {
    for fields in headers(contract) {
        let mut seen: HashMap<String, &Field> = HashMap::new();
        for field in fields {
            let Some(first) = seen.insert(field.wire.to_ascii_lowercase(), field) else { continue };
            let location = contract.sources.location(first.span);
            report.push(
                Diagnostic::new(field.span, format!("the header `{}` is declared twice", field.wire))
                    .help(format!("`{}` is declared at {location}: remove one of the two", first.wire))
                    .help("upper and lower case are the same in the name of a header"),
            );
        }
    }
}

/// A `date-time` is read by RFC 3339, so one of these would never be read.
pub(super) fn dates_of_http_are_strings(contract: &Contract, report: &Report) {
    let dates = [Primitive::Date, Primitive::DateTime];
    let fields = headers(contract).flatten().filter(|field| is_one_of(field, &DATES) && !field.lost);
    for field in fields.filter(|field| dates.iter().any(|date| field.shape.is(*date))) {
        report.push(
            Diagnostic::new(
                field.marks.shape,
                format!("the header `{}` has another notation of a date", field.wire),
            )
            .help("write `string`: HTTP has dates such as `Wed, 21 Oct 2026 07:28:00 GMT` there"),
        );
    }
}
