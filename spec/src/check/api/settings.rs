//! Checks the settings that all endpoints share.

use std::collections::HashMap;

use crate::{
    contract::Contract,
    diagnostic::{Diagnostic, Report},
    name,
    source::Span,
};

/// Keys of an environment's own table, and methods that every environment has.
const RESERVED_KEYS: [&str; 16] = [
    "assembled",
    "build",
    "built_in",
    "clone",
    "custom",
    "doc",
    "find",
    "find_from_env",
    "fmt",
    "from_env",
    "keys",
    "name",
    "named",
    "origins",
    "value",
    "values",
];

/// Origins and values become fields of one Rust struct, so their names must be valid and distinct.
pub(super) fn environment_keys_are_names(contract: &Contract, report: &Report) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let origins = contract.api.origins.iter().map(|key| (key.name.as_str(), key.span));
    let values = contract.api.environment.iter().map(|key| (key.name.as_str(), key.span));
    for (name, span) in origins.chain(values) {
        if !name::is_snake(name) {
            report.push(
                Diagnostic::new(span, format!("`{name}` can't name a part of an environment"))
                    .help("write it in snake case, such as `api_version`"),
            );
        } else if RESERVED_KEYS.contains(&name) {
            report.push(
                Diagnostic::new(span, format!("every environment has a `{name}` of its own"))
                    .help(format!("give this another name, such as `{name}_value`")),
            );
        } else if let Some(first) = seen.get(name) {
            let location = contract.sources.location(*first);
            report.push(
                Diagnostic::new(span, format!("an environment would have two parts called `{name}`"))
                    .help(format!("the other is declared at {location}: give one another name")),
            );
        }
        seen.entry(name).or_insert(span);
    }
}

pub(super) fn common_headers_are_fixed(contract: &Contract, report: &Report) {
    let headers = contract.api.header.iter();
    for field in headers.filter(|field| !field.fill.is_fixed() && !field.lost) {
        report.push(
            Diagnostic::new(field.span, format!("header `{}` of every call has nobody to fill it", field.wire))
                .help("write `from = \"environment.…\"` or `const = \"…\"`; a header that callers set belongs to its endpoints"),
        );
    }
}
