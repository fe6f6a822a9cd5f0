//! Environments: their hosts, values and keys.

use alignet_spec::{
    contract::{Api, Contract, Environment, EnvironmentValue, Fill},
    source::{Span, Spanned},
};

use super::{
    docs::docs,
    order,
    subject::{Comparison, Subject},
};
use crate::diff::{
    change::At,
    model::pairs::Pairs,
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

pub(super) fn environments(comparison: &Comparison<'_>) {
    let (old, new) = (&comparison.old.environments, &comparison.new.environments);
    let pairs = Pairs::by(old, new, |one| one.name.clone());
    let subject = |name: &str, at| comparison.subject(format!("environment `{name}`"), at);
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        environment(&subject(&old.name, At::both(old.span, new.span)), old, new);
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let subject = subject(&one.name, At::new(one.span));
        let verdict = Verdict::NONE.rust(Effect::Compatible);
        subject.say(Rule::EnvironmentAdded, subject.at, verdict, "the environment is new", "");
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let subject = subject(&one.name, At::old(one.span));
        let verdict = Verdict::NONE.rust(Effect::Breaking).behaviour(Behaviour::Changed);
        let then = "`Environment::named` and `from_env` no longer find it";
        subject.say(Rule::EnvironmentRemoved, subject.at, verdict, "the environment is gone", then);
    }
    if let (Some(old), Some(new)) = (old.first(), new.first()) {
        order(&comparison.subject("environments", At::both(old.span, new.span)), "the environments", &pairs);
    }
}

fn environment(subject: &Subject<'_, '_>, old: &Environment, new: &Environment) {
    let Environment { name: _, doc, origins, values, span: _, origin_spans, value_spans } = old;
    docs(subject, subject.at, "the documentation", doc, &new.doc);
    let (old_api, new_api) = (&subject.comparison.old.api, &subject.comparison.new.api);
    let span = |spans: &[Span], index: usize, otherwise| spans.get(index).copied().unwrap_or(otherwise);
    for pair in Pairs::by(&old_api.origins, &new_api.origins, |one| one.name.clone()).kept {
        let at =
            At::both(span(origin_spans, pair.old, old.span), span(&new.origin_spans, pair.new, new.span));
        let name = &old_api.origins[pair.old].name;
        if let (Some(was), Some(is)) = (origins.get(pair.old), new.origins.get(pair.new)) {
            host(subject, at, name, was, is);
        }
    }
    for pair in Pairs::by(&old_api.environment, &new_api.environment, |one| one.name.clone()).kept {
        let at = At::both(span(value_spans, pair.old, old.span), span(&new.value_spans, pair.new, new.span));
        let name = &old_api.environment[pair.old].name;
        match (values.get(pair.old), new.values.get(pair.new)) {
            (Some(EnvironmentValue::String(was)), Some(EnvironmentValue::String(is))) => {
                value(subject, at, name, (was, is), pair.new);
            }
            (Some(EnvironmentValue::Keys(was)), Some(EnvironmentValue::Keys(is))) => {
                public_keys(subject, name, was, is);
            }
            // The type of the value changed, which is a change of its own.
            _ => {}
        }
    }
}

fn host(subject: &Subject<'_, '_>, at: At, name: &str, was: &str, is: &str) {
    if was != is {
        let verdict = Verdict::NONE.requests(Effect::Breaking).behaviour(Behaviour::Changed);
        let change = format!("the host of the origin `{name}` was `{was}` and is `{is}`");
        subject.say(Rule::EnvironmentOriginChanged, at, verdict, change, "calls go to the new one");
    }
}

fn value(subject: &Subject<'_, '_>, at: At, name: &str, (was, is): (&str, &str), key: usize) {
    if was != is {
        let sent = sends(subject.comparison.new, &subject.comparison.new.api, key);
        let requests = if sent { Effect::Breaking } else { Effect::None };
        let verdict = Verdict::NONE.requests(requests).behaviour(Behaviour::Changed);
        let change = format!("the value `{name}` was {was:?} and is {is:?}");
        let then = if sent { "requests carry the new one" } else { "callers get the new one" };
        subject.say(Rule::EnvironmentValueChanged, at, verdict, change, then);
    }
}

/// Returns true if a request carries this value of the environment.
fn sends(contract: &Contract, api: &Api, key: usize) -> bool {
    let fields = contract.endpoints.iter().flat_map(|endpoint| contract.sent_fields(endpoint));
    fields.chain(&api.header).any(|field| field.fill == Fill::Environment(key))
}

fn public_keys(subject: &Subject<'_, '_>, name: &str, old: &[Spanned<String>], new: &[Spanned<String>]) {
    let pairs = Pairs::by(old, new, |key| key.value.clone());
    for key in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let verdict = Verdict::NONE.replies(Effect::Breaking).behaviour(Behaviour::Laxer);
        let change = format!("`{name}` has the new key `{}`", short(&key.value));
        let then = "the client accepts what it signed";
        subject.say(Rule::PublicKeyAdded, At::new(key.span), verdict, change, then);
    }
    for key in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let verdict = Verdict::NONE.behaviour(Behaviour::Stricter);
        let change = format!("`{name}` no longer has the key `{}`", short(&key.value));
        let then = "the client refuses what it signed";
        subject.say(Rule::PublicKeyRemoved, At::old(key.span), verdict, change, then);
    }
    order(subject, &format!("the keys of `{name}`"), &pairs);
}

/// Returns the end of a key, because all keys of one length begin alike.
fn short(key: &str) -> String {
    let from = key.char_indices().rev().nth(15).map_or(0, |(index, _)| index);
    format!("…{}", &key[from..])
}
