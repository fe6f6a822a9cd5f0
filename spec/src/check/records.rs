//! Checks records: their keys, and the fields that endpoints name.

use crate::{
    contract::{Act, Contract, Record, Shape},
    diagnostic::{Diagnostic, Report},
    leaf::{self, Class, Leaf},
    name,
    source::Spanned,
};

/// Returns the classes of the leaves of that name. Reports a name that has no leaf, or only secret ones.
pub(super) fn classes(
    leaves: &[Leaf<'_>],
    wire: &Spanned<String>,
    owner: &str,
    report: &Report,
) -> Option<Vec<Class>> {
    let found = leaves.iter().filter(|leaf| leaf.wire == wire.value).map(|leaf| leaf.class);
    let found: Vec<Class> = found.collect();
    if found.is_empty() {
        let diagnostic = Diagnostic::new(wire.span, format!("{owner} has no field `{}`", wire.value));
        report.push(diagnostic.help(name::suggest(&wire.value, "fields of one value there", names(leaves))));
        return None;
    }
    let open: Vec<Class> = found.into_iter().filter(|class| *class != Class::Secret).collect();
    if open.is_empty() {
        report.push(
            Diagnostic::new(wire.span, format!("`{}` is a secret, which no record holds", wire.value))
                .help("the sandbox remembers no secret: name another field"),
        );
        return None;
    }
    Some(open)
}

/// Returns the names of leaves, without duplicates.
pub(super) fn names<'l>(leaves: &[Leaf<'l>]) -> Vec<&'l str> {
    let mut names: Vec<&str> = Vec::new();
    for leaf in leaves {
        if !names.contains(&leaf.wire) {
            names.push(leaf.wire);
        }
    }
    names
}

fn sound(contract: &Contract) -> impl Iterator<Item = (usize, &Record)> {
    contract.records.iter().enumerate().filter(|(_, record)| !record.lost)
}

pub(super) fn records_are_created(contract: &Contract, report: &Report) {
    for (index, record) in sound(contract) {
        if !leaf::uses(contract).any(|(_, one)| one.record == index && one.act == Act::Creates) {
            report.push(
                Diagnostic::new(record.span, format!("nothing creates a `{}`", record.name)).help(format!(
                    "say so in the endpoint that does: `record = {{ creates = \"{}\" }}`, or remove the record",
                    record.name
                )),
            );
        }
    }
}

pub(super) fn keys_are_known(contract: &Contract, report: &Report) {
    for (index, record) in sound(contract) {
        if record.key.is_empty() {
            report.push(
                Diagnostic::new(record.span, format!("nothing tells one `{}` from another", record.name))
                    .help("name the fields that do: `key = [\"merchant_operation_number\"]`"),
            );
        }
        let leaves = leaf::asked(contract, index);
        let minted = |wire: &Spanned<String>| record.mint.iter().any(|one| one.value == wire.value);
        for wire in record.key.iter().filter(|wire| !leaves.is_empty() && !minted(wire)) {
            classes(&leaves, wire, &format!("a request for a `{}`", record.name), report);
        }
    }
}

pub(super) fn minted_fields_can_be(contract: &Contract, report: &Report) {
    for (index, record) in sound(contract) {
        let leaves = leaf::answered(contract, index);
        for wire in record.mint.iter().filter(|_| !leaves.is_empty()) {
            let owner = format!("the reply about a `{}`", record.name);
            let Some(found) = classes(&leaves, wire, &owner, report) else { continue };
            if !found.iter().all(|class| matches!(class, Class::Text | Class::Number)) {
                report
                    .push(Diagnostic::new(wire.span, format!("`{}` can't be minted", wire.value)).help(
                        "a value for each record can be had for a `string` or a number, such as an id",
                    ));
            }
        }
    }
}

pub(super) fn callbacks_are_sent(contract: &Contract, report: &Report) {
    for (index, record) in sound(contract) {
        let leaves = leaf::asked(contract, index);
        for (_, callback) in leaf::notifications(contract, index).filter(|_| !leaves.is_empty()) {
            let owner = format!("a request for a `{}`", record.name);
            let Some(found) = classes(&leaves, &callback.field, &owner, report) else { continue };
            if !found.contains(&Class::Text) {
                report.push(
                    Diagnostic::new(callback.field.span, format!("`{}` holds no URL", callback.field.value))
                        .help("name the `string` of the request that says where notifications go"),
                );
            }
        }
    }
}

pub(super) fn lists_are_of_objects(contract: &Contract, report: &Report) {
    for (endpoint, one) in leaf::uses(contract) {
        let Some(each) = &one.each else { continue };
        let reply = Some(("reply", contract.fields(endpoint.reply)));
        let body = endpoint.body.as_deref().unwrap_or_default();
        let body = (one.act == Act::Creates).then_some(("body", body));
        for (place, fields) in reply.into_iter().chain(body) {
            let lists = || fields.iter().filter(|field| leaf::elements(contract, field).is_some());
            if !lists().any(|field| field.wire == each.value) {
                let valid = lists().map(|field| field.wire.as_str());
                report.push(
                    Diagnostic::new(
                        each.span,
                        format!("the {place} of `{}` has no list of objects `{}`", endpoint.name, each.value),
                    )
                    .help(name::suggest(&each.value, "lists there", valid)),
                );
            }
        }
    }
}

pub(super) fn counts_are_numbers(contract: &Contract, report: &Report) {
    for (endpoint, one) in leaf::uses(contract) {
        let Some(count) = &one.count else { continue };
        let fields = contract.fields(endpoint.reply).iter();
        let number = |shape: &Shape| leaf::class(contract, shape) == Some(Class::Number);
        let numbers: Vec<&str> =
            fields.filter(|field| number(&field.shape)).map(|field| field.wire.as_str()).collect();
        let diagnostic = if one.each.is_none() {
            Diagnostic::new(count.span, "`count` says how many there are in the list that `each` names")
                .help("add `each`, or remove `count`")
        } else if !numbers.contains(&count.value.as_str()) {
            Diagnostic::new(
                count.span,
                format!("the reply of `{}` has no number `{}`", endpoint.name, count.value),
            )
            .help(name::suggest(&count.value, "numbers there", numbers))
        } else {
            continue;
        };
        report.push(diagnostic);
    }
}

pub(super) fn matches_hold_the_same(contract: &Contract, report: &Report) {
    for (endpoint, one) in leaf::uses(contract) {
        let (asking, held) = (leaf::of_request(contract, endpoint), leaf::answered(contract, one.record));
        for (asked, field) in &one.matching {
            let record = &contract.records[one.record].name;
            let left = classes(&asking, asked, &format!("the request of `{}`", endpoint.name), report);
            let right = classes(&held, field, &format!("the reply about a `{record}`"), report);
            let (Some(left), Some(right)) = (left, right) else { continue };
            if !left.iter().any(|class| right.contains(class)) {
                report.push(
                    Diagnostic::new(
                        asked.span,
                        format!(
                            "`{}` can't ask for `{}`: they hold different things",
                            asked.value, field.value
                        ),
                    )
                    .help("both are text, numbers, truth values, or of the same enumeration"),
                );
            }
        }
    }
}
