//! Declared types, and the fields and outcomes of objects.

mod uses;

use alignet_spec::contract::{Field, Kind, Origin, Proof, Type};

use super::{
    docs::docs,
    enumeration,
    field::{self, Usage},
    order,
    subject::{Comparison, Subject},
    union,
};
use crate::diff::{
    change::At,
    model::{pairs::Pairs, rust, words},
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

pub(super) fn types(comparison: &Comparison<'_>) {
    let (old, new) = (&comparison.old.types, &comparison.new.types);
    let pairs = &comparison.common.types;
    let subject = |name: &str, at| comparison.subject(format!("type `{name}`"), at);
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        declared(&subject(&new.name, At::both(old.span, new.span)), old, new);
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let subject = subject(&one.name, At::new(one.span));
        let verdict = Verdict::NONE.rust(Effect::Compatible);
        subject.say(Rule::TypeAdded, subject.at, verdict, "the type is new", "");
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let subject = subject(&one.name, At::old(one.span));
        let verdict = Verdict::NONE.rust(Effect::Breaking);
        subject.say(Rule::TypeRemoved, subject.at, verdict, "the type is gone", "");
    }
    if let (Some(old), Some(new)) = (old.first(), new.first()) {
        order(&comparison.subject("types", At::both(old.span, new.span)), "the types", pairs);
    }
}

fn declared(subject: &Subject<'_, '_>, old: &Type, new: &Type) {
    let breaks = Verdict::NONE.rust(Effect::Breaking);
    if old.name != new.name {
        let change = format!("the type was `{}` and is `{}`", old.name, new.name);
        subject.say(Rule::TypeRenamed, subject.at, breaks, change, "");
    }
    // Types that endpoints and notifications declare have the documentation of those.
    if old.origin == Origin::Table && new.origin == Origin::Table {
        docs(subject, subject.at, "the documentation", &old.doc, &new.doc);
    }
    uses::uses(subject, old, new);
    held(subject, old, new);
    let (was, is) = (rust::traits(subject.comparison.old, old), rust::traits(subject.comparison.new, new));
    for one in is.iter().filter(|one| !was.contains(one)) {
        let change = format!("the type implements `{one}`");
        subject.say(Rule::TraitGained, subject.at, Verdict::NONE.rust(Effect::Compatible), change, "");
    }
    for one in was.iter().filter(|one| !is.contains(one)) {
        let change = format!("the type no longer implements `{one}`");
        subject.say(Rule::TraitLost, subject.at, breaks, change, "");
    }
}

/// Compares what two types hold, whatever their names and uses.
pub(super) fn held(subject: &Subject<'_, '_>, old: &Type, new: &Type) {
    let Type {
        name: _,
        doc: _,
        kind,
        integer,
        outcome,
        from: _,
        browser: _,
        in_request: _,
        in_reply: _,
        inherited: _,
        // A type in a table of its own and one in that of its endpoint are the same Rust.
        origin: _,
        span: _,
        lost: _,
    } = old;
    let usage = Usage::of(old, new);
    match (kind, &new.kind) {
        (Kind::Object(old), Kind::Object(new)) => fields(subject, old, new, &usage),
        (Kind::Enumeration(old), Kind::Enumeration(values)) => {
            enumeration::values(subject, old, values, &usage);
            if *integer != new.integer {
                enumeration::integers(subject, *integer, &usage);
            }
        }
        (Kind::Union(old), Kind::Union(new)) => union::union(subject, old, new, &usage),
        (was, is) => {
            let verdict = usage.wire(Effect::Breaking, Effect::Breaking).rust(Effect::Breaking);
            let change = format!("the type was {} and is {}", words::kind(was), words::kind(is));
            subject.say(Rule::TypeKindChanged, subject.at, verdict, change, "");
        }
    }
    proofs(subject, (old, outcome.as_ref()), (new, new.outcome.as_ref()));
}

fn fields(subject: &Subject<'_, '_>, old: &[Field], new: &[Field], usage: &Usage) {
    let mut pairs = Pairs::by(old, new, |field| field.wire.clone());
    pairs.further(|left, right| old[left].name == new[right].name);
    for pair in &pairs.kept {
        let label = format!("`{}`", old[pair.old].wire);
        field::field(subject, &label, &old[pair.old], &new[pair.new], usage);
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        field::added(subject, "", one, usage);
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        field::removed(subject, "", one, usage, false);
    }
    order(subject, "the fields", &pairs);
}

/// Compares the fields that determine the outcome of a payment.
fn proofs(subject: &Subject<'_, '_>, old: (&Type, Option<&Proof>), new: (&Type, Option<&Proof>)) {
    let name = |one: &Type, index: usize| {
        one.fields().get(index).map(|field| field.wire.clone()).unwrap_or_default()
    };
    let names = |one: &Type, proof: &Proof| -> Vec<String> {
        proof.fields.iter().map(|index| name(one, *index)).collect()
    };
    let shown = |names: &[String]| words::list(names.iter().map(String::as_str));
    match (old, new) {
        ((_, None), (_, None)) => {}
        ((_, None), (one, Some(proof))) => {
            let verdict = Verdict::NONE.rust(Effect::Compatible).behaviour(Behaviour::Extended);
            let change = format!("the outcome of a payment follows from {}", shown(&names(one, proof)));
            let then = "the type has a method `outcome`, and messages that contradict it prove nothing";
            subject.say(Rule::OutcomeAdded, at_proof(subject, None, Some(proof)), verdict, change, then);
        }
        ((one, Some(proof)), (_, None)) => {
            let verdict = Verdict::NONE.rust(Effect::Breaking).behaviour(Behaviour::Laxer);
            let change =
                format!("the outcome of a payment no longer follows from {}", shown(&names(one, proof)));
            let then = "the type has no method `outcome`, and messages may contradict it";
            subject.say(Rule::OutcomeRemoved, at_proof(subject, Some(proof), None), verdict, change, then);
        }
        ((old, Some(was)), (new, Some(is))) => {
            let Proof { fields: _, reason, spans: _, reason_span } = was;
            let at = at_proof(subject, Some(was), Some(is));
            let (was, now) = (names(old, was), names(new, is));
            proof_fields(subject, at, &was, &now);
            let reason_at = At::both(*reason_span, is.reason_span);
            let shown = |one: &Type, reason: Option<usize>| {
                reason.map_or("no field".to_owned(), |index| format!("`{}`", name(one, index)))
            };
            let (was, is) = (shown(old, *reason), shown(new, is.reason));
            if was != is {
                let verdict = Verdict::NONE.behaviour(Behaviour::Changed);
                let change = format!("the reason of a decline was in {was} and is in {is}");
                subject.say(Rule::ReasonChanged, reason_at, verdict, change, "`Outcome` shows that one");
            }
        }
    }
}

fn proof_fields(subject: &Subject<'_, '_>, at: At, old: &[String], new: &[String]) {
    let more = |one: &[String], other: &[String]| one.iter().all(|name| other.contains(name));
    if old == new {
        return;
    }
    let (behaviour, then) = match (more(old, new), more(new, old)) {
        (true, true) => {
            subject.say(
                Rule::OrderChanged,
                at,
                Verdict::NONE,
                "the fields of the outcome stand in another order",
                "",
            );
            return;
        }
        (true, false) => (Behaviour::Stricter, "more fields must prove that a payment was made"),
        (false, true) => (Behaviour::Laxer, "fewer fields must prove that a payment was made"),
        (false, false) => (Behaviour::Changed, "other fields prove that a payment was made"),
    };
    let shown = |names: &[String]| words::list(names.iter().map(String::as_str));
    let change = format!("`outcome` was {} and is {}", shown(old), shown(new));
    subject.say(Rule::OutcomeFieldsChanged, at, Verdict::NONE.behaviour(behaviour), change, then);
}

/// Returns the positions of the first names of two outcomes.
fn at_proof(subject: &Subject<'_, '_>, old: Option<&Proof>, new: Option<&Proof>) -> At {
    let first = |proof: Option<&Proof>| proof.and_then(|proof| proof.spans.first().copied());
    At { old: first(old).or(subject.at.old), new: first(new).or(subject.at.new) }
}
