//! Checks declared types: they are sound, and used.

use std::collections::{BTreeSet, HashSet};

use crate::{
    contract::{Contract, Field, Kind, Shape, Union, reached},
    diagnostic::{Diagnostic, Report},
};

pub(super) fn types_have_members(contract: &Contract, report: &Report) {
    for one in contract.types.iter().filter(|one| !one.lost) {
        let (empty, help) = match &one.kind {
            Kind::Enumeration(values) => {
                (values.is_empty(), "list its `values`: `SOME_VALUE = \"What it means.\"`")
            }
            // A variant that can't be read is already reported, and is not in this list.
            Kind::Union(union) => (
                union.variants.is_empty() && report.losses() == 0,
                "list its `variants`: `SOME_TAG = \"SomeType\"`",
            ),
            Kind::Object(_) => continue,
        };
        if empty {
            report.push(Diagnostic::new(one.span, format!("type `{}` is empty", one.name)).help(help));
        }
    }
}

/// A number has one spelling, by which its text is compared.
pub(super) fn numbers_are_plain(contract: &Contract, report: &Report) {
    for one in contract.types.iter().filter(|one| one.integer) {
        let Kind::Enumeration(values) = &one.kind else { continue };
        let plain = |text: &str| text.parse::<i64>().is_ok_and(|number| number.to_string() == text);
        for value in values.iter().filter(|value| !plain(&value.wire)) {
            report.push(
                Diagnostic::new(value.span, format!("`{}` is no integer, as `{}` says", value.wire, one.name))
                    .help("write digits, as `1 = \"…\"`, or remove the `type` of the enumeration, whose values are strings then"),
            );
        }
    }
}

fn unions(contract: &Contract) -> impl Iterator<Item = &Union> {
    contract.types.iter().filter_map(|one| match &one.kind {
        Kind::Union(union) => Some(union),
        _ => None,
    })
}

pub(super) fn variants_are_objects(contract: &Contract, report: &Report) {
    for variant in unions(contract).flat_map(|union| &union.variants) {
        let of = &contract.types[variant.of];
        if !matches!(of.kind, Kind::Object(_)) {
            report.push(
                Diagnostic::new(
                    variant.of_span,
                    format!("`{}`, the type of variant `{}`, is not an object", of.name, variant.wire),
                )
                .help("name a type that has `fields`"),
            );
        }
    }
}

pub(super) fn tags_stand_alone(contract: &Contract, report: &Report) {
    for union in unions(contract) {
        if union.content.as_ref() == Some(&union.tag) {
            report.push(
                Diagnostic::new(
                    union.content_span,
                    format!("tag and content are the same field, `{}`", union.tag),
                )
                .help("give `content` the name of the field that holds the variant's object, or leave it out when the fields stand beside the tag"),
            );
        }
        for variant in union.variants.iter().filter(|_| union.content.is_none()) {
            let Some(field) = contract.fields(variant.of).iter().find(|field| field.wire == union.tag) else {
                continue;
            };
            let name = &contract.types[variant.of].name;
            let help = if field.fill.is_fixed() {
                "the client sends the tag of each variant: remove the fixed field"
            } else {
                "the tag stands beside the fields: remove the field, or name a `content` that holds them"
            };
            report.push(
                Diagnostic::new(
                    variant.of_span,
                    format!("`{name}` has a field `{}`, which is the tag", union.tag),
                )
                .help(help),
            );
        }
    }
}

pub(super) fn types_are_finite(contract: &Contract, report: &Report) {
    let mut blamed: HashSet<usize> = HashSet::new();
    for index in endless(contract) {
        let reach = reachable(contract, index);
        if !reach.contains(&index) || blamed.contains(&index) {
            continue;
        }
        // Every type of the cycle is infinite; breaking the cycle in one place is enough.
        blamed.extend(reach.into_iter().filter(|other| reachable(contract, *other).contains(&index)));
        report.push(holds_itself(contract, index));
    }
}

fn holds_itself(contract: &Contract, index: usize) -> Diagnostic {
    let one = &contract.types[index];
    let leads_back = |inner: usize| inner == index || reachable(contract, inner).contains(&index);
    let mut way = contract.fields(index).iter().filter(|field| held(field).is_some_and(leads_back));
    let field = way.next();
    let span = field.map_or(one.span, |field| field.marks.shape);
    // An optional field ends in JSON, but not in Rust, where a value stands inside the value that holds it.
    let ends = field.is_some_and(|field| field.optional || matches!(field.shape, Shape::Nullable(_)));
    let message = if ends {
        format!(
            "type `{}` holds itself without a list or a map between, which the client can't read",
            one.name
        )
    } else {
        format!("type `{}` holds itself, so it has no end", one.name)
    };
    let diagnostic = Diagnostic::new(span, message);
    let list =
        "if the service sends a list or a map somewhere on the way back to it, hold that, which may be empty";
    let Some(field) = field.filter(|_| ends) else { return diagnostic.help(list) };
    let any = if field.optional { "json?" } else { "json" };
    diagnostic.help(format!("if the service sends one, read it as any JSON, of the type `{any}`")).help(list)
}

/// Returns the types that contain themselves, or contain a type that does.
fn endless(contract: &Contract) -> Vec<usize> {
    let mut left: Vec<usize> = (0..contract.types.len()).collect();
    let mut ends = vec![false; left.len()];
    loop {
        let before = left.len();
        left.retain(|index| {
            ends[*index] = direct(contract, *index).iter().all(|inner| ends[*inner]);
            !ends[*index]
        });
        if left.len() == before {
            return left;
        }
    }
}

/// Returns the types that a value of this type contains, at any depth, without a list or a map between.
fn reachable(contract: &Contract, index: usize) -> BTreeSet<usize> {
    reached(direct(contract, index), |next| direct(contract, next))
}

/// Returns the type that a field holds, without a list or a map between.
fn held(field: &Field) -> Option<usize> {
    match field.shape.without_null() {
        Shape::Named(index) => Some(*index),
        _ => None,
    }
}

fn direct(contract: &Contract, index: usize) -> Vec<usize> {
    match &contract.types[index].kind {
        Kind::Object(fields) => fields.iter().filter_map(held).collect(),
        Kind::Enumeration(_) => Vec::new(),
        Kind::Union(union) => union.variants.iter().map(|variant| variant.of).collect(),
    }
}

/// Reports unused types. Of unused types that refer to each other, only the outermost one is reported.
pub(super) fn types_are_used(contract: &Contract, report: &Report) {
    let unused = |index: &usize| {
        let one = &contract.types[*index];
        !one.in_request && !one.in_reply && !one.inherited
    };
    let unused: Vec<usize> = (0..contract.types.len()).filter(unused).collect();
    let held: HashSet<usize> = unused.iter().flat_map(|index| contract.types[*index].named()).collect();
    let (inner, outer): (Vec<usize>, Vec<usize>) = unused.iter().partition(|index| held.contains(index));
    let mut told = HashSet::new();
    // Types in a cycle have no outermost one, so the first stands for them.
    for index in outer.into_iter().chain(inner) {
        if !told.contains(&index) {
            let one = &contract.types[index];
            report.push(
                Diagnostic::new(one.span, format!("type `{}` is never used", one.name))
                    .help("name it as the type of a field, or remove it"),
            );
        }
        told.extend(reached(vec![index], |next| contract.types[next].named()));
    }
}
