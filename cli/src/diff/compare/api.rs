//! The settings that all endpoints share, and the scopes.

use alignet_spec::contract::{Api, Bearer, Contract, Documented, EnvironmentKey};

use super::{
    docs::docs,
    field::Usage,
    order,
    request::{Placed, fields},
    subject::{Comparison, Subject},
};
use crate::diff::{
    change::At,
    model::pairs::Pairs,
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

pub(super) fn api(comparison: &Comparison<'_>, old: &Api, new: &Api) {
    // `inherited` says which crate generates the Rust. It is the same for both contracts, or the question of a user who
    // compares a contract with an extension of it: then it tells the old from the new, which the changes do.
    let Api { doc, bearer, origins, environment, header, inherited: _, span } = old;
    let subject = comparison.subject("api", At::both(*span, new.span));
    docs(&subject, subject.at, "the documentation", doc, &new.doc);
    bearers(&subject, bearer.as_ref(), new.bearer.as_ref());
    self::origins(&subject, origins, &new.origins);
    keys(&subject, environment, &new.environment);
    let placed = |fields| Placed::all("the headers of every call", fields);
    fields(&subject, &placed(header), &placed(&new.header), &Usage::request());
    scopes(comparison);
}

fn bearers(subject: &Subject<'_, '_>, old: Option<&Bearer>, new: Option<&Bearer>) {
    let always =
        |bearer: Option<&Bearer>| bearer.and_then(|bearer| bearer.always.clone()).unwrap_or_default();
    let (was, is) = (always(old), always(new));
    if was != is {
        let change = format!("every access token had the scopes {was:?} and has {is:?}");
        let then = "the scopes of each call show the effect";
        subject.say(Rule::AlwaysChanged, subject.at, Verdict::NONE, change, then);
    }
    let names = |contract: &Contract, bearer: &Bearer| {
        // `always` is compared below.
        let Bearer { endpoint, scope, token, kind, always: _ } = bearer;
        let endpoint = contract.endpoints.get(*endpoint)?;
        let reply = |index: usize| contract.reply_fields(endpoint).get(index).map(|field| field.wire.clone());
        let scope = endpoint.body.iter().flatten().nth(*scope).map(|field| field.wire.clone());
        Some([endpoint.name.clone(), scope?, reply(*token)?, reply(*kind)?])
    };
    let old = old.and_then(|bearer| names(subject.comparison.old, bearer)).unwrap_or_default();
    let new = new.and_then(|bearer| names(subject.comparison.new, bearer)).unwrap_or_default();
    if old == new {
        return;
    }
    let differ = |parts: &[usize]| match parts.iter().any(|part| old[*part] != new[*part]) {
        true => Effect::Breaking,
        false => Effect::None,
    };
    let verdict =
        Verdict::NONE.requests(differ(&[0, 1])).replies(differ(&[0, 2, 3])).behaviour(Behaviour::Changed);
    let parts = ["endpoint", "scope", "token", "kind"].iter().zip(old.iter().zip(&new));
    let changed = parts.filter(|(_, (old, new))| old != new);
    let changed: Vec<String> =
        changed.map(|(key, (old, new))| format!("`{key}` was `{old}` and is `{new}`")).collect();
    let change = format!("access tokens come from elsewhere ({})", changed.join(", "));
    subject.say(Rule::BearerChanged, subject.at, verdict, change, "");
}

const CUSTOM: &str = "code that builds a custom environment without it no longer compiles";

fn origins(subject: &Subject<'_, '_>, old: &[Documented], new: &[Documented]) {
    let pairs = Pairs::by(old, new, |one| one.name.clone());
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        let Documented { name, doc, span } = old;
        docs(
            subject,
            At::both(*span, new.span),
            &format!("the documentation of the origin `{name}`"),
            doc,
            &new.doc,
        );
    }
    let breaks = Verdict::NONE.rust(Effect::Breaking);
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let change = format!("the origin `{}` is new", one.name);
        subject.say(Rule::OriginAdded, At::new(one.span), breaks, change, CUSTOM);
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let change =
            format!("the origin `{}` is gone, and with it its setter of a custom environment", one.name);
        subject.say(Rule::OriginRemoved, At::old(one.span), breaks, change, "");
    }
    order(subject, "the origins", &pairs);
}

fn keys(subject: &Subject<'_, '_>, old: &[EnvironmentKey], new: &[EnvironmentKey]) {
    let pairs = Pairs::by(old, new, |one| one.name.clone());
    let breaks = Verdict::NONE.rust(Effect::Breaking);
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        let EnvironmentKey { name, doc, holds, span, lost: _ } = old;
        let at = At::both(*span, new.span);
        docs(subject, at, &format!("the documentation of the value `{name}` of environments"), doc, &new.doc);
        if *holds != new.holds {
            let (was, is) = (holds.as_str(), new.holds.as_str());
            let change = format!("the value `{name}` of environments was `{was}` and is `{is}`");
            subject.say(Rule::EnvironmentKeyTypeChanged, at, breaks, change, "");
        }
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let change = format!("the value `{}` of environments is new", one.name);
        subject.say(Rule::EnvironmentKeyAdded, At::new(one.span), breaks, change, CUSTOM);
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let change =
            format!("the value `{}` of environments is gone, with its getter and its setter", one.name);
        subject.say(Rule::EnvironmentKeyRemoved, At::old(one.span), breaks, change, "");
    }
    order(subject, "the values of environments", &pairs);
}

fn scopes(comparison: &Comparison<'_>) {
    let (old, new) = (&comparison.old.scopes, &comparison.new.scopes);
    let pairs = Pairs::by(old, new, |one| one.name.clone());
    let scope = |name: &str, at| comparison.subject(format!("scope `{name}`"), at);
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        let Documented { name, doc, span } = old;
        let subject = scope(name, At::both(*span, new.span));
        docs(&subject, subject.at, "the documentation", doc, &new.doc);
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let subject = scope(&one.name, At::new(one.span));
        subject.say(Rule::ScopeAdded, subject.at, Verdict::NONE, "the scope is declared", "");
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let subject = scope(&one.name, At::old(one.span));
        subject.say(Rule::ScopeRemoved, subject.at, Verdict::NONE, "the scope is no longer declared", "");
    }
    if let (Some(old), Some(new)) = (old.first(), new.first()) {
        order(&comparison.subject("scopes", At::both(old.span, new.span)), "the scopes", &pairs);
    }
}
