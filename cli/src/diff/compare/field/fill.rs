//! The sources of the values of fields: the caller, the contract, the environment, the credentials.

use std::cmp::Ordering;

use alignet_spec::contract::{Fill, Literal, Primitive};

use super::changed::Changed;
use crate::diff::{
    change::At,
    model::words,
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

pub(super) fn fill(changed: &Changed<'_, '_>, old: &Fill, new: &Fill) {
    let comparison = changed.subject.comparison;
    // Environments may list their values in another order.
    let named = (words::fill(comparison.old, old), words::fill(comparison.new, new));
    if named.0 == named.1 {
        return;
    }
    let at = At::both(changed.old.marks.fill, changed.new.marks.fill);
    let became = format!("was set by {} and is set by {}", named.0, named.1);
    let on_requests = changed.usage.wire(Effect::Compatible, Effect::None);
    match (old, new) {
        _ if !changed.usage.sent && changed.new.shape.is(Primitive::Seconds) => {
            lifetime(changed, at, old, new)
        }
        (Fill::Caller, Fill::Default(_)) => {
            let behaviour = if changed.old.optional { Behaviour::Changed } else { Behaviour::None };
            let verdict = on_requests.rust(changed.rust()).behaviour(behaviour);
            let change = format!("has the default {}", default(new));
            changed.say(Rule::DefaultAdded, at, verdict, change, "calls that leave it out send the default");
        }
        (Fill::Default(_), Fill::Caller) => {
            let behaviour = if changed.new.optional { Behaviour::Changed } else { Behaviour::None };
            let verdict = on_requests.rust(changed.rust()).behaviour(behaviour);
            let then = if changed.new.optional {
                "calls that leave it out send nothing"
            } else {
                "calls must set it"
            };
            let change = format!("no longer has the default {}", default(old));
            changed.say(Rule::DefaultRemoved, at, verdict, change, then);
        }
        (Fill::Default(_), Fill::Default(_)) => {
            let verdict = on_requests.behaviour(Behaviour::Changed);
            let change = format!("had the default {} and has {}", default(old), default(new));
            changed.say(
                Rule::DefaultChanged,
                at,
                verdict,
                change,
                "calls that leave it out send the new one",
            );
        }
        (old, new) if !old.is_fixed() && new.is_fixed() => {
            let verdict = changed.usage.wire(Effect::Compatible, Effect::Compatible).rust(changed.rust());
            let then = "callers can't send another value";
            changed.say(Rule::FieldFixed, at, verdict.behaviour(Behaviour::Changed), became, then);
        }
        (old, new) if old.is_fixed() && !new.is_fixed() => {
            let verdict = changed.usage.wire(Effect::Compatible, Effect::Breaking).rust(changed.rust());
            changed.say(Rule::FieldFreed, at, verdict, became, "");
        }
        _ => {
            let verdict =
                changed.usage.wire(Effect::Breaking, Effect::Breaking).behaviour(Behaviour::Changed);
            changed.say(Rule::FixedValueChanged, at, verdict, became, "calls send the new value");
        }
    }
}

fn default(fill: &Fill) -> String {
    match fill {
        Fill::Default(literal) => format!("`{}`", words::literal(literal)),
        _ => String::new(),
    }
}

/// Compares the defaults of the lifetime of a secret, the only ones in a reply.
fn lifetime(changed: &Changed<'_, '_>, at: At, old: &Fill, new: &Fill) {
    let seconds = |fill: &Fill| match fill {
        Fill::Default(Literal::Integer(seconds)) => Some(*seconds),
        _ => None,
    };
    let (behaviour, then) = match (seconds(old), seconds(new)) {
        (None, _) => (Behaviour::Extended, "a secret without a stated lifetime expires"),
        (_, None) => (Behaviour::Changed, "a secret without a stated lifetime has none"),
        (Some(old), Some(new)) => match old.cmp(&new) {
            Ordering::Less => (Behaviour::Laxer, "a secret without a stated lifetime may be used longer"),
            _ => (Behaviour::Stricter, "a secret without a stated lifetime may be used for a shorter time"),
        },
    };
    let shown =
        |seconds: Option<i64>| seconds.map_or("no default".to_owned(), |one| format!("the default {one}"));
    let change = format!("had {} and has {}", shown(seconds(old)), shown(seconds(new)));
    changed.say(Rule::LifetimeDefaultChanged, at, Verdict::NONE.behaviour(behaviour), change, then);
}
