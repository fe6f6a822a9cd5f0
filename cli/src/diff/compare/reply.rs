//! The reply of an endpoint: its status, its type, the bodies of refusals, and its binding to the request.

use alignet_spec::contract::{Cursor, Echo, Endpoint, ErrorBody, Reply, StatusPath};

use super::{object, order, subject::Subject};
use crate::diff::{
    change::At,
    model::pairs::Pairs,
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

/// Compares the path of the status object, also that of a notification.
pub(super) fn status(subject: &Subject<'_, '_>, at: At, old: &StatusPath, new: &StatusPath) {
    let StatusPath { path, optional } = old;
    let shown = |path: &[String]| {
        if path.is_empty() { "nowhere".to_owned() } else { format!("`{}`", path.join(".")) }
    };
    if *path != new.path {
        let verdict = Verdict::NONE.replies(Effect::Breaking).behaviour(Behaviour::Changed);
        let change = format!("the status object was at {} and is at {}", shown(path), shown(&new.path));
        subject.say(Rule::StatusPathChanged, at, verdict, change, "the client looks for the code there");
    }
    match (*optional, new.optional) {
        (false, true) => {
            let verdict = Verdict::NONE.replies(Effect::Breaking).behaviour(Behaviour::Laxer);
            let then = "the client accepts one without a code";
            subject.say(Rule::StatusOptional, at, verdict, "a reply may lack the status object", then);
        }
        (true, false) => {
            let verdict = Verdict::NONE.replies(Effect::Compatible).behaviour(Behaviour::Stricter);
            let then = "the client refuses one without a code";
            subject.say(
                Rule::StatusRequired,
                at,
                verdict,
                "a reply may no longer lack the status object",
                then,
            );
        }
        _ => {}
    }
}

/// Compares the HTTP status of a success. A client insists on it unless the body proves a success.
pub(super) fn success(subject: &Subject<'_, '_>, at: At, old: &Endpoint, new: &Endpoint) {
    if old.success == new.success || kind(&old.reply) != kind(&new.reply) {
        return;
    }
    let strict = !matches!(old.reply, Reply::Object(_));
    let verdict = match strict {
        true => Verdict::NONE.replies(Effect::Breaking).behaviour(Behaviour::Changed),
        false => Verdict::NONE.replies(Effect::Compatible),
    };
    let shown = |status: Option<u16>| status.map_or("not stated".to_owned(), |one| one.to_string());
    let change = format!("the status of a success was {} and is {}", shown(old.success), shown(new.success));
    let then = if strict { "the client accepts this one alone" } else { "" };
    subject.say(Rule::SuccessStatusChanged, at, verdict, change, then);
}

/// Compares what a success holds: its kind, its media type, or its type, unless it is the same declared type, whose changes are
/// its own.
pub(super) fn reply(subject: &Subject<'_, '_>, at: At, old: &Endpoint, new: &Endpoint) {
    let (was, is) = (kind(&old.reply), kind(&new.reply));
    let breaking = Verdict::NONE.replies(Effect::Breaking).behaviour(Behaviour::Changed);
    match (&old.reply, &new.reply) {
        (Reply::Document(was), Reply::Document(is)) if was != is => {
            let change = format!("the media type of the reply was `{was}` and is `{is}`");
            subject.say(
                Rule::ReplyMediaTypeChanged,
                at,
                breaking,
                change,
                "the client accepts this one alone",
            );
        }
        (Reply::Nothing(_), Reply::Nothing(_)) => same_kind(subject, at, old, new),
        (_, Reply::Nothing(_)) => {
            let then = "the status alone proves it";
            let verdict = breaking.rust(Effect::Breaking);
            subject.say(Rule::ReplyBodyRemoved, at, verdict, "a success has no body any more", then);
        }
        (Reply::Nothing(_), _) => {
            let verdict = breaking.rust(Effect::Breaking);
            subject.say(Rule::ReplyBodyAdded, at, verdict, "a success has a body", "its body proves it");
        }
        _ if was != is => {
            let change = format!("the reply was {was} and is {is}");
            subject.say(Rule::ReplyKindChanged, at, breaking.rust(Effect::Breaking), change, "");
        }
        _ => same_kind(subject, at, old, new),
    }
}

/// Compares the types of two replies of one kind.
fn same_kind(subject: &Subject<'_, '_>, at: At, old: &Endpoint, new: &Endpoint) {
    let comparison = subject.comparison;
    let (Some(old), Some(new)) = (old.reply.named(), new.reply.named()) else { return };
    if comparison.common.types.are(old, new) {
        return;
    }
    let (Some(was), Some(is)) = (comparison.old.types.get(old), comparison.new.types.get(new)) else {
        return;
    };
    let change = format!("the type of the reply was `{}` and is `{}`", was.name, is.name);
    subject.say(Rule::ReplyTypeChanged, at, Verdict::NONE.rust(Effect::Breaking), change, "");
    object::held(subject, was, is);
}

/// Names the kind of a reply.
fn kind(reply: &Reply) -> &'static str {
    match reply {
        Reply::Object(_) => "an object",
        Reply::List(_) => "a list",
        Reply::Document(_) => "a document",
        Reply::Nothing(_) => "nothing",
    }
}

pub(super) fn errors(subject: &Subject<'_, '_>, old: &[ErrorBody], new: &[ErrorBody]) {
    let comparison = subject.comparison;
    let name = |names: &[String], index: usize| names.get(index).cloned().unwrap_or_default();
    let pairs = Pairs::by(old, new, |one| one.status);
    for pair in &pairs.kept {
        let ErrorBody { status, of, span } = &old[pair.old];
        let new = &new[pair.new];
        let (was, is) = (name(&comparison.common.names, *of), name(&comparison.names, new.of));
        if was != is {
            let verdict = Verdict::NONE.replies(Effect::Compatible).behaviour(Behaviour::Changed);
            let change = format!("the body of a refusal with {status} was `{was}` and is `{is}`");
            let then = "`Error::reply_as` reads only the new type";
            subject.say(Rule::ErrorBodyTypeChanged, At::both(*span, new.span), verdict, change, then);
        }
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let verdict = Verdict::NONE.replies(Effect::Compatible).behaviour(Behaviour::Extended);
        let change =
            format!("the body of a refusal with {} is `{}`", one.status, name(&comparison.names, one.of));
        subject.say(Rule::ErrorBodyAdded, At::new(one.span), verdict, change, "`Error::reply_as` reads it");
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let verdict = Verdict::NONE.replies(Effect::Compatible).behaviour(Behaviour::Changed);
        let was = name(&comparison.common.names, one.of);
        let change = format!("the body of a refusal with {} is no longer `{was}`", one.status);
        let then = "`Error::reply_as` reads nothing";
        subject.say(Rule::ErrorBodyRemoved, At::old(one.span), verdict, change, then);
    }
    order(subject, "the bodies of refusals", &pairs);
}

pub(super) fn echoes(subject: &Subject<'_, '_>, old: &[Echo], new: &[Echo]) {
    let pairs = Pairs::by(old, new, |echo| echo.path.clone());
    let verdict = |behaviour| Verdict::NONE.behaviour(behaviour);
    let (stricter, laxer) = (verdict(Behaviour::Stricter), verdict(Behaviour::Laxer));
    for pair in &pairs.kept {
        let Echo { path, any, span } = &old[pair.old];
        let (new, path) = (&new[pair.new], path.join("."));
        let at = At::both(*span, new.span);
        match (*any, new.any) {
            (false, true) => {
                let change = format!("one value of `{path}` must repeat the request, and every one had to");
                let then = "the client accepts replies with other values beside it";
                subject.say(Rule::EchoLoosened, at, laxer, change, then);
            }
            (true, false) => {
                let change = format!("every value of `{path}` must repeat the request, and one had to");
                let then = "the client refuses replies with other values beside it";
                subject.say(Rule::EchoTightened, at, stricter, change, then);
            }
            _ => {}
        }
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let change = format!("`{}` must repeat the request", one.path.join("."));
        let then = "the client refuses replies with another value";
        subject.say(Rule::EchoAdded, At::new(one.span), stricter, change, then);
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let change = format!("`{}` need not repeat the request any more", one.path.join("."));
        let then = "the client accepts replies with another value";
        subject.say(Rule::EchoRemoved, At::old(one.span), laxer, change, then);
    }
    order(subject, "the fields that repeat the request", &pairs);
}

pub(super) fn cursor(subject: &Subject<'_, '_>, old: Option<&Cursor>, new: Option<&Cursor>) {
    let shown = |cursor: &Cursor| format!("`{}`, from `{}`", cursor.field, cursor.next.join("."));
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            let verdict = Verdict::NONE.replies(Effect::Compatible).behaviour(Behaviour::Extended);
            let change = format!("the next page is asked for by {}", shown(new));
            subject.say(Rule::CursorAdded, At::new(new.field_span), verdict, change, "");
        }
        (Some(old), None) => {
            let verdict = Verdict::NONE.replies(Effect::Compatible).behaviour(Behaviour::Changed);
            let change = format!("no page is asked for any more by {}", shown(old));
            subject.say(Rule::CursorRemoved, At::old(old.field_span), verdict, change, "");
        }
        (Some(old), Some(new)) => {
            let Cursor { field, next, field_span, next_span: _ } = old;
            if (field, next) != (&new.field, &new.next) {
                let verdict = Verdict::NONE.requests(Effect::Breaking).behaviour(Behaviour::Changed);
                let change =
                    format!("the next page was asked for by {} and is by {}", shown(old), shown(new));
                subject.say(Rule::CursorChanged, At::both(*field_span, new.field_span), verdict, change, "");
            }
        }
    }
}

/// Compares the presence of declared headers. They are a type of their own, which is compared with the others.
pub(super) fn headers(subject: &Subject<'_, '_>, old: bool, new: bool) {
    let verdict = Verdict::NONE.rust(Effect::Breaking).replies(Effect::Compatible);
    let then = "`send_with_meta` returns another type";
    match (old, new) {
        (false, true) => {
            subject.say(Rule::ReplyHeadersAdded, subject.at, verdict, "the reply has declared headers", then);
        }
        (true, false) => {
            let change = "the reply has no declared headers any more";
            subject.say(Rule::ReplyHeadersRemoved, subject.at, verdict, change, then);
        }
        _ => {}
    }
}
