//! Names that would clash in Rust or on the wire.

use std::collections::HashMap;

use crate::{
    contract::{Contract, Field, Kind},
    diagnostic::{Diagnostic, Report},
    name,
    source::Span,
};

/// Setters and methods that every call or builder has.
const RESERVED_SETTERS: [&str; 6] = ["build", "builder", "new", "send", "send_with_meta", "timeout"];

/// Reports each name that stands a second time.
fn distinct<'n>(
    contract: &Contract,
    report: &Report,
    what: &str,
    names: impl IntoIterator<Item = (String, Span, &'n str)>,
) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    for (name, span, hint) in names {
        if let Some(first) = seen.get(&name) {
            report.push(
                Diagnostic::new(span, format!("{what} `{name}` is declared twice"))
                    .help(format!("it is first declared at {}", contract.sources.location(*first)))
                    .help(hint),
            );
        } else {
            seen.insert(name, span);
        }
    }
}

pub(super) fn endpoints_are_distinct(contract: &Contract, report: &Report) {
    let endpoints = contract.endpoints.iter();
    let names = endpoints.map(|one| (one.name.clone(), one.span, "give one of them another name"));
    distinct(contract, report, "endpoint", names);
}

pub(super) fn types_are_distinct(contract: &Contract, report: &Report) {
    let hint = "an endpoint `do_it` makes the types `DoIt`, `DoItRequest` and `DoItReply`; \
                a type `Thing` that requests hold makes `Thing` and `ThingBuilder`";
    let mut names: Vec<_> = contract.types.iter().map(|one| (one.name.clone(), one.span, hint)).collect();
    for endpoint in &contract.endpoints {
        let camel = name::camel(&endpoint.name);
        names.push((format!("{camel}Request"), endpoint.span, hint));
        names.push((camel, endpoint.span, hint));
    }
    for one in contract.types.iter().filter(|one| one.in_request && matches!(one.kind, Kind::Object(_))) {
        names.push((format!("{}Builder", one.name), one.span, hint));
    }
    distinct(contract, report, "type", names);
}

pub(super) fn environments_are_distinct(contract: &Contract, report: &Report) {
    let environments = contract.environments.iter();
    let names = environments.map(|one| (one.name.clone(), one.span, "give one of them another name"));
    distinct(contract, report, "environment", names);
}

pub(super) fn fields_are_distinct(contract: &Contract, report: &Report) {
    let hint = "give one of them another Rust name: `name = \"…\"`";
    let names = |fields: &mut dyn Iterator<Item = &Field>| {
        fields.map(|field| (field.name.clone(), field.span, hint)).collect::<Vec<_>>()
    };
    for endpoint in &contract.endpoints {
        distinct(contract, report, "field", names(&mut endpoint.fields()));
    }
    for one in &contract.types {
        if let Kind::Object(fields) = &one.kind {
            distinct(contract, report, "field", names(&mut fields.iter()));
        }
    }
}

pub(super) fn members_are_distinct(contract: &Contract, report: &Report) {
    let hint = "give one of them another Rust name: `name = \"…\"`";
    for one in &contract.types {
        let mut names: Vec<_> = match &one.kind {
            Kind::Object(_) => continue,
            Kind::Enumeration(values) => {
                values.iter().map(|one| (one.name.clone(), one.span, hint)).collect()
            }
            Kind::Union(union) => {
                union.variants.iter().map(|one| (one.name.clone(), one.span, hint)).collect()
            }
        };
        for (name, span, _) in &mut names {
            if !name::is_camel(name.trim_start_matches('_')) && !name.starts_with('_') || name == "_" {
                report.push(
                    Diagnostic::new(*span, format!("`{name}` can't be the name of a variant"))
                        .help("give it one in camel case: `{ doc = \"…\", name = \"InProcess\" }`"),
                );
            }
        }
        names.insert(0, ("Unknown".to_owned(), one.span, "`Unknown` keeps what the contract doesn't list"));
        distinct(contract, report, "variant", names);
    }
}

pub(super) fn setters_are_free(contract: &Contract, report: &Report) {
    let objects = contract.types.iter().filter(|one| one.in_request).filter_map(|one| match &one.kind {
        Kind::Object(fields) => Some(fields.iter()),
        _ => None,
    });
    let fields = contract.endpoints.iter().flat_map(|endpoint| endpoint.fields()).chain(objects.flatten());
    for field in fields.filter(|field| RESERVED_SETTERS.contains(&field.name.as_str())) {
        report.push(
            Diagnostic::new(field.span, format!("every call has a method `{}` already", field.name))
                .help(format!("give the setter another name: `name = \"{}_value\"`", field.name)),
        );
    }
}
