//! Notifications and returns.

use alignet_spec::{Contract, contract::Notification};

use super::{
    docs::docs,
    order, reply,
    subject::{Comparison, Subject},
};
use crate::diff::{
    change::At,
    model::words,
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

pub(super) fn notifications(comparison: &Comparison<'_>) {
    let (old, new) = (&comparison.old.notifications, &comparison.new.notifications);
    let pairs = &comparison.common.notifications;
    let subject = |one: &Notification, at| comparison.subject(format!("{} `{}`", one.kind(), one.name), at);
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        notification(&subject(new, At::both(old.span, new.span)), old, new);
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let subject = subject(one, At::new(one.span));
        let verdict = Verdict::NONE.rust(Effect::Compatible).replies(Effect::Compatible);
        subject.say(Rule::NotificationAdded, subject.at, verdict, format!("the {} is new", one.kind()), "");
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let subject = subject(one, At::old(one.span));
        let verdict = Verdict::NONE.rust(Effect::Breaking).replies(Effect::Compatible);
        subject.say(
            Rule::NotificationRemoved,
            subject.at,
            verdict,
            format!("the {} is gone", one.kind()),
            "",
        );
    }
    if let (Some(old), Some(new)) = (old.first(), new.first()) {
        let subject = comparison.subject("notifications", At::both(old.span, new.span));
        order(&subject, "the notifications and returns", pairs);
    }
}

fn notification(subject: &Subject<'_, '_>, old: &Notification, new: &Notification) {
    // A pair has the same name. The body is a type of its own, which is compared with the others.
    let Notification {
        name: _,
        doc,
        form,
        signature,
        keys,
        merchant,
        identity,
        status,
        body: _,
        example,
        inherited: _,
        span: _,
        marks,
    } = old;
    docs(subject, subject.at, "the documentation", doc, &new.doc);
    let example = example.as_ref().map(|text| &text.value);
    docs(subject, subject.at, "the example", example, new.example.as_ref().map(|text| &text.value));
    if *form != new.form {
        let shown = |form: &Option<String>| form.clone().unwrap_or_default();
        let change = format!("the body was in the field `{}` and is in `{}`", shown(form), shown(&new.form));
        subject.say(Rule::FormChanged, At::both(marks.form, new.marks.form), MOVED, change, "");
    }
    let same = match form {
        None => signature.eq_ignore_ascii_case(&new.signature),
        Some(_) => *signature == new.signature,
    };
    if !same {
        let change = format!("the signature was in `{signature}` and is in `{}`", new.signature);
        subject.say(
            Rule::SignatureChanged,
            At::both(marks.signature, new.marks.signature),
            MOVED,
            change,
            "",
        );
    }
    self::keys(subject, *keys, new.keys);
    self::merchant(subject, At::both(marks.merchant, new.marks.merchant), (old.body, *merchant), new);
    self::identity(subject, identity, &new.identity, form.is_some());
    reply::status(subject, subject.at, status, &new.status);
}

/// The verdict about a part of a notification that is elsewhere, so that the client finds none.
const MOVED: Verdict = Verdict::NONE.replies(Effect::Breaking).behaviour(Behaviour::Changed);

fn keys(subject: &Subject<'_, '_>, old: usize, new: usize) {
    let key = |contract: &Contract, index: usize| {
        contract.api.environment.get(index).map(|key| key.name.clone()).unwrap_or_default()
    };
    let comparison = subject.comparison;
    let (was, is) = (key(comparison.old, old), key(comparison.new, new));
    if was != is {
        let change = format!("the keys were `environment.{was}` and are `environment.{is}`");
        subject.say(Rule::KeysChanged, subject.at, MOVED, change, "the client trusts other signers");
    }
}

fn merchant(subject: &Subject<'_, '_>, at: At, (body, old): (usize, usize), new: &Notification) {
    let field = |contract: &Contract, body: usize, index: usize| {
        contract.fields(body).get(index).map(|field| field.wire.clone()).unwrap_or_default()
    };
    let comparison = subject.comparison;
    let (was, is) = (field(comparison.old, body, old), field(comparison.new, new.body, new.merchant));
    if was != is {
        let change = format!("`{was}` named the merchant and `{is}` does");
        subject.say(Rule::MerchantChanged, at, MOVED, change, "the client compares it with its own");
    }
}

fn identity(subject: &Subject<'_, '_>, old: &[Vec<String>], new: &[Vec<String>], form: bool) {
    if old == new {
        return;
    }
    let joined = |paths: &[Vec<String>]| -> Vec<String> { paths.iter().map(|path| path.join(".")).collect() };
    let (old, new) = (joined(old), joined(new));
    let sorted = |paths: &[String]| {
        let mut paths = paths.to_vec();
        paths.sort();
        paths
    };
    if !form && sorted(&old) == sorted(&new) {
        let change = "the fields of the identity stand in another order";
        // Guards keep the identity as a key.
        let verdict = Verdict::NONE.behaviour(Behaviour::Changed);
        subject.say(
            Rule::IdentityChanged,
            subject.at,
            verdict,
            change,
            "a guard no longer knows earlier deliveries",
        );
        return;
    }
    let shown = |paths: &[String]| words::list(paths.iter().map(String::as_str));
    let verdict = Verdict::NONE.behaviour(Behaviour::Changed);
    let (rule, what, then) = match form {
        false => {
            (Rule::IdentityChanged, "identity", "other notifications count as deliveries of the same one")
        }
        true => (
            Rule::OrderFieldsChanged,
            "order",
            "the client compares other fields with the record of the order",
        ),
    };
    let change = format!("`{what}` was {} and is {}", shown(&old), shown(&new));
    subject.say(rule, subject.at, verdict, change, then);
}
