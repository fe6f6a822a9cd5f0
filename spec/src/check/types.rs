//! Declared types: sound in themselves, and used.

use crate::{
    contract::{Contract, Kind, Shape},
    diagnostic::{Diagnostic, Report},
};

pub(super) fn enumerations_have_values(contract: &Contract, report: &Report) {
    for one in &contract.types {
        let (empty, what) = match &one.kind {
            Kind::Enumeration(values) => (values.is_empty(), "`values`: `SOME_VALUE = \"What it means.\"`"),
            Kind::Union(union) => (union.variants.is_empty(), "`variants`: `SOME_TAG = \"SomeType\"`"),
            Kind::Object(_) => (false, ""),
        };
        if empty {
            report.push(
                Diagnostic::new(one.span, format!("type `{}` is empty", one.name))
                    .help(format!("list its {what}")),
            );
        }
    }
}

pub(super) fn unions_tell_variants_apart(contract: &Contract, report: &Report) {
    for one in &contract.types {
        let Kind::Union(union) = &one.kind else { continue };
        if union.content.as_ref() == Some(&union.tag) {
            report.push(
                Diagnostic::new(
                    one.span,
                    format!("union `{}` has tag and content in the same field", one.name),
                )
                .help("give `content` the name of the field that holds the variant's object"),
            );
        }
        for variant in &union.variants {
            if !matches!(contract.types[variant.of].kind, Kind::Object(_)) {
                report.push(
                    Diagnostic::new(variant.span, format!("variant `{}` is not an object", variant.wire))
                        .help("name a type with `fields`"),
                );
            }
            let clash = contract.fields(variant.of).iter().find(|field| field.wire == union.tag);
            if let (Some(_), None) = (clash, &union.content) {
                report.push(
                    Diagnostic::new(variant.span, format!("variant `{}` has a field `{}` of its own", variant.wire, union.tag))
                        .help("the tag stands beside the fields: remove the field, or name a `content` that holds them"),
                );
            }
        }
    }
}

pub(super) fn types_are_finite(contract: &Contract, report: &Report) {
    for (index, one) in contract.types.iter().enumerate() {
        if holds(contract, index, index, &mut Vec::new()) {
            report.push(
                Diagnostic::new(one.span, format!("type `{}` holds itself, so it has no end", one.name))
                    .help("hold it in a list or a map, which may be empty"),
            );
        }
    }
}

/// Whether a value of type `outer` holds one of type `wanted` without a list or a map between.
fn holds(contract: &Contract, outer: usize, wanted: usize, seen: &mut Vec<usize>) -> bool {
    if seen.contains(&outer) {
        return false;
    }
    seen.push(outer);
    direct(contract, outer).into_iter().any(|inner| inner == wanted || holds(contract, inner, wanted, seen))
}

fn direct(contract: &Contract, index: usize) -> Vec<usize> {
    match &contract.types[index].kind {
        Kind::Object(fields) => fields
            .iter()
            .filter_map(|field| match &field.shape {
                Shape::Named(index) => Some(*index),
                Shape::Nullable(inner) => match **inner {
                    Shape::Named(index) => Some(index),
                    _ => None,
                },
                _ => None,
            })
            .collect(),
        Kind::Enumeration(_) => Vec::new(),
        Kind::Union(union) => union.variants.iter().map(|variant| variant.of).collect(),
    }
}

pub(super) fn types_are_used(contract: &Contract, report: &Report) {
    for one in contract
        .types
        .iter()
        .filter(|one| !one.in_request && !one.in_reply && !contract.is_inherited(one.span))
    {
        report.push(
            Diagnostic::new(one.span, format!("type `{}` is never used", one.name))
                .help("name it as the type of a field, or remove it"),
        );
    }
}
