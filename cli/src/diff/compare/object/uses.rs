//! The uses of declared types: by requests, by replies, by browsers, and for values of other types.

use alignet_spec::contract::{Contract, Kind, Type};

use crate::diff::{
    change::At,
    compare::subject::Subject,
    rule::Rule,
    verdict::{Effect, Verdict},
};

pub(super) fn uses(subject: &Subject<'_, '_>, old: &Type, new: &Type) {
    sides(subject, old, new);
    conversions(subject, old, new);
    browsers(subject, old, new);
}

/// Compares the sides of a call that use a type. Types that requests hold have builders, and enumerations and unions that
/// replies hold have a variant `Unknown`.
fn sides(subject: &Subject<'_, '_>, old: &Type, new: &Type) {
    let is_object = matches!(new.kind, Kind::Object(_));
    let compatible = Verdict::NONE.rust(Effect::Compatible);
    let breaking = Verdict::NONE.rust(Effect::Breaking);
    match (old.in_request, new.in_request) {
        (false, true) => {
            let verdict = if is_object { compatible } else { Verdict::NONE };
            let then = if is_object { "it has a builder" } else { "" };
            subject.say(Rule::TypeEntersRequests, subject.at, verdict, "requests use the type", then);
        }
        (true, false) => {
            let verdict = if is_object { breaking } else { Verdict::NONE };
            let then = if is_object { "it has no builder" } else { "" };
            subject.say(
                Rule::TypeLeavesRequests,
                subject.at,
                verdict,
                "no request uses the type any more",
                then,
            );
        }
        _ => {}
    }
    match (old.in_reply, new.in_reply) {
        (false, true) => {
            let verdict = if is_object { Verdict::NONE } else { compatible };
            let then = if is_object { "" } else { "it has the variant `Unknown`" };
            subject.say(Rule::TypeEntersReplies, subject.at, verdict, "replies use the type", then);
        }
        (true, false) => {
            let verdict = if is_object { Verdict::NONE } else { breaking };
            let then = if is_object { "" } else { "it has no variant `Unknown`" };
            subject.say(
                Rule::TypeLeavesReplies,
                subject.at,
                verdict,
                "no reply uses the type any more",
                then,
            );
        }
        _ => {}
    }
}

/// Compares the types whose values become values of a type.
fn conversions(subject: &Subject<'_, '_>, old: &Type, new: &Type) {
    let comparison = subject.comparison;
    let kept = |old: usize, new: usize| {
        comparison.common.types.kept.iter().any(|pair| pair.old == old && pair.new == new)
    };
    if let (Some(old), Some(new)) = (old.from, new.from)
        && kept(old.of, new.of)
    {
        return;
    }
    let name = |contract: &Contract, of: usize| {
        contract.types.get(of).map(|one| one.name.clone()).unwrap_or_default()
    };
    if let Some(from) = old.from {
        let change = format!("the type is no longer made from `{}`", name(comparison.old, from.of));
        let verdict = Verdict::NONE.rust(Effect::Breaking);
        subject.say(Rule::ConversionRemoved, At::old(from.span), verdict, change, "");
    }
    if let Some(from) = new.from {
        let change = format!("the type is made from `{}`", name(comparison.new, from.of));
        let then = "setters take that, too";
        subject.say(
            Rule::ConversionAdded,
            At::new(from.span),
            Verdict::NONE.rust(Effect::Compatible),
            change,
            then,
        );
    }
}

/// Compares the use of two types by browsers.
fn browsers(subject: &Subject<'_, '_>, old: &Type, new: &Type) {
    let (rule, effect, change, then) = match (old.browser, new.browser) {
        (false, true) => (
            Rule::BrowserAdded,
            Effect::Compatible,
            "a script in a page of the merchant reads the object",
            "it has a method `into_json`",
        ),
        (true, false) => (
            Rule::BrowserRemoved,
            Effect::Breaking,
            "no script reads the object any more",
            "it has no method `into_json`",
        ),
        _ => return,
    };
    subject.say(rule, subject.at, Verdict::NONE.rust(effect), change, then);
}
