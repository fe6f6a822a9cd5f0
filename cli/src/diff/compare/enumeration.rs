//! The values of enumerations, and the outcomes that they prove.

use alignet_spec::contract::{Outcome, Value};

use super::{
    docs::{deprecation, docs},
    field::Usage,
    order,
    subject::Subject,
};
use crate::diff::{
    change::At,
    model::pairs::Pairs,
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

pub(super) fn values(subject: &Subject<'_, '_>, old: &[Value], new: &[Value], usage: &Usage) {
    let mut pairs = Pairs::by(old, new, |value| value.wire.clone());
    pairs.further(|left, right| old[left].name == new[right].name);
    let proves = |values: &[Value]| values.iter().any(|value| value.outcome.is_some());
    let both = proves(old) && proves(new);
    for pair in &pairs.kept {
        value(subject, &old[pair.old], &new[pair.new], usage, both);
    }
    states(subject, proves(old), proves(new));
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let (verdict, then) = usage.listed();
        let proves =
            one.outcome.map_or(String::new(), |outcome| format!(", which proves `{}`", outcome.as_str()));
        let change = format!("the value `{}` is new{proves}", one.wire);
        subject.say(Rule::ValueAdded, At::new(one.span), verdict, change, then);
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let (verdict, then) = usage.unlisted();
        let change = format!("the value `{}` is gone", one.wire);
        subject.say(Rule::ValueRemoved, At::old(one.span), verdict, change, then);
    }
    order(subject, "the values", &pairs);
}

fn value(subject: &Subject<'_, '_>, old: &Value, new: &Value, usage: &Usage, states: bool) {
    let Value { wire, name, doc, deprecated, outcome, declined, span } = old;
    let (at, label) = (At::both(*span, new.span), format!("the value `{wire}`"));
    docs(subject, at, &format!("the documentation of {label}"), doc, &new.doc);
    deprecation(subject, at, &label, deprecated.as_ref(), new.deprecated.as_ref());
    if *name != new.name {
        let change = format!("{label} was `{name}` in Rust and is `{}`", new.name);
        subject.say(Rule::ValueRenamed, at, Verdict::NONE.rust(Effect::Breaking), change, "");
    }
    if *wire != new.wire {
        let verdict = usage.wire(Effect::Breaking, Effect::Compatible).behaviour(Behaviour::Changed);
        let change = format!("{label} is spelled `{}` on the wire", new.wire);
        subject.say(Rule::ValueWireRenamed, at, verdict, change, "the former spelling is not listed");
    }
    if let (true, Some(was), Some(is)) = (states, *outcome, new.outcome) {
        moved(subject, at, &label, was, is);
    }
    if *declined != new.declined {
        let (behaviour, change) = match declined {
            true => (Behaviour::Laxer, format!("{label} no longer says that a part was declined")),
            false => (Behaviour::Stricter, format!("{label} says that a part was declined")),
        };
        let then = "the journal records the part otherwise";
        subject.say(Rule::OutcomeMoved, at, Verdict::NONE.behaviour(behaviour), change, then);
    }
}

/// Says how much an outcome concludes.
fn conclusion(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Unknown | Outcome::Pending => 0,
        Outcome::Declined | Outcome::Reversed => 1,
        Outcome::Authorised | Outcome::Cleared => 2,
    }
}

fn moved(subject: &Subject<'_, '_>, at: At, label: &str, was: Outcome, is: Outcome) {
    if was == is {
        return;
    }
    let (behaviour, then) = match (conclusion(was), conclusion(is)) {
        (old, 2) if old < 2 => (Behaviour::Laxer, "it counts as paid"),
        (2, 0) => (Behaviour::Stricter, "it no longer counts as paid"),
        (2, 1) => (Behaviour::Changed, "it no longer counts as paid"),
        (0, 1) => (Behaviour::Laxer, "it counts as decided"),
        (1, 0) => (Behaviour::Stricter, "it no longer counts as decided"),
        _ => (Behaviour::Changed, "callers see the other outcome"),
    };
    let change = format!("{label} proved `{}` and proves `{}`", was.as_str(), is.as_str());
    subject.say(Rule::OutcomeMoved, at, Verdict::NONE.behaviour(behaviour), change, then);
}

/// Compares enumerations of which one declares outcomes: then all of its values have one.
fn states(subject: &Subject<'_, '_>, old: bool, new: bool) {
    match (old, new) {
        (false, true) => {
            let verdict = Verdict::NONE.rust(Effect::Compatible).behaviour(Behaviour::Extended);
            let then = "the type has a method `outcome`";
            subject.say(Rule::StatesAdded, subject.at, verdict, "the values prove outcomes", then);
        }
        (true, false) => {
            let verdict = Verdict::NONE.rust(Effect::Breaking).behaviour(Behaviour::Laxer);
            let then = "the type has no method `outcome`";
            subject.say(
                Rule::StatesRemoved,
                subject.at,
                verdict,
                "the values prove no outcomes any more",
                then,
            );
        }
        _ => {}
    }
}

pub(super) fn integers(subject: &Subject<'_, '_>, were_integers: bool, usage: &Usage) {
    let rust = if were_integers { Effect::Breaking } else { Effect::Compatible };
    let verdict = usage.wire(Effect::Breaking, Effect::Breaking).rust(rust);
    let (was, is) = if were_integers { ("integers", "strings") } else { ("strings", "integers") };
    let change = format!("the values were {was} and are {is}");
    subject.say(Rule::ValuesTypeChanged, subject.at, verdict, change, "");
}
