//! Checks what is deprecated: a caller must be able to do without it.

use super::fields::{request_fields, type_fields};
use crate::{
    contract::{Contract, Fill, Kind, Literal},
    diagnostic::{Diagnostic, Report},
};

/// A required setter that warns would leave callers no way without a warning.
pub(super) fn deprecated_fields_can_be_left_out(contract: &Contract, report: &Report) {
    let fields = request_fields(contract).chain(type_fields(contract, |one| one.in_request));
    for field in fields.filter(|field| field.deprecated.is_some()) {
        let (message, help) = match &field.fill {
            Fill::Caller if !field.optional => (
                "every caller must set `{}`, so it can't be deprecated",
                "let callers leave it out: write a `?` after its type, or a `default`",
            ),
            fill if fill.is_fixed() => {
                ("no caller sees `{}`, so it can't be deprecated", "remove `deprecated`, or the field")
            }
            _ => continue,
        };
        let message = message.replace("{}", &field.wire);
        report.push(Diagnostic::new(field.marks.deprecated, message).help(help));
    }
}

pub(super) fn defaults_are_current(contract: &Contract, report: &Report) {
    for field in request_fields(contract).chain(type_fields(contract, |one| one.in_request)) {
        let (Fill::Default(Literal::String(text)), Some(index)) = (&field.fill, field.shape.named()) else {
            continue;
        };
        let Kind::Enumeration(values) = &contract.types[index].kind else { continue };
        if values.iter().any(|value| value.wire == *text && value.deprecated.is_some()) {
            report.push(
                Diagnostic::new(
                    field.marks.fill,
                    format!("`{text}`, the default of `{}`, is deprecated", field.wire),
                )
                .help("write another value, or remove the `default`"),
            );
        }
    }
}
