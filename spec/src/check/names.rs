//! Checks for names that would clash in Rust.

use std::collections::HashMap;

use crate::{
    contract::{Contract, Field, Kind, Origin},
    diagnostic::{Diagnostic, Report},
    name,
    source::Span,
};

/// Methods of every call, which no setter may be called like.
const METHODS_OF_CALLS: [&str; 4] = ["new", "send", "send_with_meta", "timeout"];

/// Methods of the builder of every type that requests hold.
const METHODS_OF_BUILDERS: [&str; 1] = ["build"];

/// Methods of the client besides its endpoints, including derived ones.
const RESERVED_METHODS: [&str; 7] = ["builder", "clone", "fmt", "from_inner", "inner", "new", "warm_up"];

/// The trait by which a contract that extends the shipped one adds its calls to the client.
const CLIENT_TRAIT: &str = "ClientExt";

/// The declaration that a Rust name comes from.
struct Owner<'c> {
    what: &'static str,
    name: &'c str,
    span: Span,
}

impl<'c> Owner<'c> {
    /// Returns what tells one declaration from another.
    fn id(&self) -> (&'static str, &'c str) {
        (self.what, self.name)
    }
}

pub(super) fn types_are_distinct(contract: &Contract, report: &Report) {
    let mut names: Vec<(String, Owner<'_>)> = Vec::new();
    for one in &contract.types {
        let (what, name) = match one.origin {
            Origin::Reply(index) | Origin::ReplyHeader(index) => {
                ("endpoint", &contract.endpoints[index].name)
            }
            Origin::Body(index) => {
                // A notification that can't be read leaves its body behind.
                contract
                    .notifications
                    .get(index)
                    .map_or(("notification", &one.name), |told| (told.kind(), &told.name))
            }
            Origin::Table => ("type", &one.name),
        };
        names.push((one.name.clone(), Owner { what, name, span: one.span }));
        if one.in_request && matches!(one.kind, Kind::Object(_)) {
            names.push((format!("{}Builder", one.name), Owner { what, name, span: one.span }));
        }
    }
    for endpoint in &contract.endpoints {
        let camel = name::camel(&endpoint.name);
        for name in [format!("{camel}Request"), camel] {
            names.push((name, Owner { what: "endpoint", name: &endpoint.name, span: endpoint.span }));
        }
    }
    let api = Owner { what: "table", name: "api", span: contract.api.span };
    names.push(("CustomEnvironmentBuilder".to_owned(), api));
    for (_, owner) in names.iter().filter(|(rust, _)| rust == CLIENT_TRAIT) {
        report.push(
            Diagnostic::new(
                owner.span,
                format!(
                    "{} `{}` would make `{CLIENT_TRAIT}`, which is the trait of the calls",
                    owner.what, owner.name
                ),
            )
            .help("give it another name"),
        );
    }
    names.sort_by_key(|(_, owner)| owner.span);

    let mut seen: HashMap<String, Owner<'_>> = HashMap::new();
    let mut blamed = Vec::new();
    for (rust, owner) in names {
        match seen.get(&rust) {
            // Two endpoints that differ by an underscore clash in every name they make: report it once.
            Some(first) if first.id() != owner.id() && !blamed.contains(&owner.id()) => {
                blamed.push(owner.id());
                report.push(clash(contract, &rust, &owner, first));
            }
            Some(_) => {}
            None => {
                seen.insert(rust, owner);
            }
        }
    }
}

fn clash(contract: &Contract, rust: &str, owner: &Owner<'_>, first: &Owner<'_>) -> Diagnostic {
    let location = contract.sources.location(first.span);
    Diagnostic::new(
        owner.span,
        format!("{} `{}` and {} `{}` both make the Rust type `{rust}`", owner.what, owner.name, first.what, first.name),
    )
    .help(format!("the other is declared at {location}: give one another name"))
    .help("an endpoint `do_it` makes `DoIt`, `DoItRequest`, `DoItReply` and, for headers of the reply, `DoItReplyHeaders`; a type `Thing` that a request holds makes `Thing` and `ThingBuilder`; a notification `thing` makes `ThingNotification`, a return `ThingReturn`")
}

pub(super) fn endpoint_names_are_free(contract: &Contract, report: &Report) {
    let taken = |name: &str| RESERVED_METHODS.contains(&name);
    for endpoint in contract.endpoints.iter().filter(|endpoint| taken(&endpoint.name)) {
        report.push(
            Diagnostic::new(endpoint.span, format!("the client has a method `{}` already", endpoint.name))
                .help(format!("name the endpoint by what it does, such as `get_{}`", endpoint.name)),
        );
    }
}

pub(super) fn fields_are_distinct(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        distinct_fields(contract, endpoint.fields(), report);
    }
    for one in &contract.types {
        distinct_fields(contract, one.fields().iter(), report);
    }
}

fn distinct_fields<'c>(contract: &'c Contract, fields: impl Iterator<Item = &'c Field>, report: &Report) {
    let mut seen: HashMap<&str, &Field> = HashMap::new();
    // A name that can't be a Rust name is already reported, and can't clash with another.
    for field in fields.filter(|field| name::is_snake(&field.name)) {
        let Some(first) = seen.get(field.name.as_str()) else {
            seen.insert(&field.name, field);
            continue;
        };
        // Headers that differ only by case are the same header; another rule reports that.
        if field.wire != first.wire && field.wire.eq_ignore_ascii_case(&first.wire) {
            continue;
        }
        let location = contract.sources.location(first.span);
        let message = if field.wire == first.wire {
            format!("two fields of this request are called `{}` in Rust", field.name)
        } else {
            format!("`{}` and `{}` are both called `{}` in Rust", field.wire, first.wire, field.name)
        };
        report.push(
            Diagnostic::new(field.marks.name, message)
                .help(format!("the other is declared at {location}"))
                .help("give one of them another name: `{ type = \"…\", name = \"…\" }`"),
        );
    }
}

pub(super) fn members_are_distinct(contract: &Contract, report: &Report) {
    for one in &contract.types {
        let members: Vec<(&str, &str, Span)> = match &one.kind {
            Kind::Object(_) => continue,
            Kind::Enumeration(values) => {
                values.iter().map(|one| (one.name.as_str(), one.wire.as_str(), one.span)).collect()
            }
            Kind::Union(union) => {
                union.variants.iter().map(|one| (one.name.as_str(), one.wire.as_str(), one.span)).collect()
            }
        };
        let mut seen: HashMap<&str, (&str, Span)> = HashMap::new();
        for (name, wire, span) in members.into_iter().filter(|(name, ..)| name::is_variant(name)) {
            let help = "give it another name: `{ doc = \"…\", name = \"…\" }`";
            if name == "Unknown" {
                report.push(
                    Diagnostic::new(
                        span,
                        format!("`{wire}` would be called `Unknown` in Rust, which is taken"),
                    )
                    .help("`Unknown` keeps what the contract doesn't list")
                    .help(help),
                );
            } else if let Some((first, at)) = seen.get(name) {
                let location = contract.sources.location(*at);
                report.push(
                    Diagnostic::new(span, format!("`{wire}` and `{first}` are both called `{name}` in Rust"))
                        .help(format!("the other is declared at {location}"))
                        .help(help),
                );
            }
            seen.entry(name).or_insert((wire, span));
        }
    }
}

pub(super) fn setters_are_free(contract: &Contract, report: &Report) {
    let set = contract.endpoints.iter().flat_map(|endpoint| endpoint.fields());
    free_setters(set, "call", &METHODS_OF_CALLS, report);
    for one in contract.types.iter().filter(|one| one.in_request) {
        free_setters(one.fields().iter(), "builder", &METHODS_OF_BUILDERS, report);
    }
}

fn free_setters<'c>(fields: impl Iterator<Item = &'c Field>, owner: &str, methods: &[&str], report: &Report) {
    for field in fields.filter(|field| !field.fill.is_fixed() && methods.contains(&field.name.as_str())) {
        report.push(
            Diagnostic::new(field.marks.name, format!("every {owner} has a method `{}` already", field.name))
                .help(format!("give the setter another name: `name = \"{}_value\"`", field.name)),
        );
    }
}
