//! Checks the types whose values are made from those of another.

use crate::{
    contract::{Contract, Field, Fill, Kind, Shape, Type},
    diagnostic::{Diagnostic, Report},
};

pub(super) fn conversions_keep_everything(contract: &Contract, report: &Report) {
    for one in contract.types.iter().filter(|one| !one.lost) {
        let Some(from) = one.from else { continue };
        let source = &contract.types[from.of];
        if source.lost || [one, source].into_iter().flat_map(Type::fields).any(|field| field.lost) {
            continue;
        }
        let Some((what, help)) = mistake(contract, one, source) else { continue };
        let message = format!("`{}` does not become `{}`: {what}", source.name, one.name);
        report.push(Diagnostic::new(from.span, message).help(help));
    }
}

/// Returns the reason why a value of `source` is no value of `one`, and what to do.
fn mistake(contract: &Contract, one: &Type, source: &Type) -> Option<(String, String)> {
    let without = || "remove `from`".to_owned();
    if std::ptr::eq(one, source) {
        return Some(("they are the same".to_owned(), without()));
    }
    if !matches!(source.kind, Kind::Object(_)) {
        return Some((format!("`{}` is no object", source.name), "name a type that has `fields`".to_owned()));
    }
    if let Some(received) = [one, source].into_iter().find(|side| !side.in_request) {
        let what = format!("no request holds `{}`", received.name);
        return Some((what, "only what callers send is made from something else: remove `from`".to_owned()));
    }
    let held = source.fields().iter().filter(|field| !field.fill.is_fixed());
    for field in held {
        let Some(own) = one.fields().iter().find(|own| own.wire == field.wire) else {
            let what = format!("`{}` would be lost", field.wire);
            return Some((what, format!("declare `{}` here, or remove `from`", field.wire)));
        };
        if own.fill.is_fixed() || !(field.shape == own.shape || contract.converts(&field.shape, &own.shape)) {
            let what = format!("`{}` has another type", field.wire);
            let help = "write the same type, or an object type that itself is `from` that one";
            return Some((what, help.to_owned()));
        }
        // In Rust, a value that may be null has another type where it may be absent.
        let null = matches!(field.shape, Shape::Nullable(_));
        if field.optional != own.optional && (field.optional || null) {
            let what = format!("`{}` may be absent in one of them alone", field.wire);
            let help =
                if null { "write the same type" } else { "write `?` at the end of the type here, too" };
            return Some((what, help.to_owned()));
        }
    }
    let absent = |own: &&Field| source.fields().iter().all(|field| field.wire != own.wire);
    let required = |own: &&Field| !own.optional && own.fill == Fill::Caller && !contract.has_one_value(own);
    let missing = one.fields().iter().filter(absent).find(required)?;
    let what = format!("it has no `{}`, which `{}` requires", missing.wire, one.name);
    Some((what, format!("write `?` at the end of the type of `{}`, or remove `from`", missing.wire)))
}
