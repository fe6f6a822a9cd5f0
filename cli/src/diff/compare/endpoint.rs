//! Endpoints.

use alignet_spec::{
    contract::{Endpoint, Example},
    source::Spanned,
};

use super::{
    docs::{deprecation, docs},
    field::Usage,
    money, order, reply,
    request::{Placed, fields},
    subject::{Comparison, Subject},
};
use crate::diff::{
    change::At,
    model::{self, words},
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

pub(super) fn endpoints(comparison: &Comparison<'_>) {
    let (old, new) = (&comparison.old.endpoints, &comparison.new.endpoints);
    let pairs = &comparison.common.endpoints;
    let subject = |name: &str, at| comparison.subject(format!("endpoint `{name}`"), at);
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        endpoint(&subject(&new.name, At::both(old.span, new.span)), old, new);
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let subject = subject(&one.name, At::new(one.span));
        let verdict = Verdict::NONE.rust(Effect::Compatible).requests(Effect::Compatible);
        subject.say(Rule::EndpointAdded, subject.at, verdict, "the endpoint is new", "");
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let subject = subject(&one.name, At::old(one.span));
        let verdict = Verdict::NONE.rust(Effect::Breaking).requests(Effect::Breaking);
        subject.say(Rule::EndpointRemoved, subject.at, verdict, "the endpoint is gone", "");
    }
    if let (Some(old), Some(new)) = (old.first(), new.first()) {
        order(&comparison.subject("endpoints", At::both(old.span, new.span)), "the endpoints", pairs);
    }
}

fn endpoint(subject: &Subject<'_, '_>, old: &Endpoint, new: &Endpoint) {
    // What the other functions compare has an underscore here. `route` is `method` and `segments` in one text.
    let Endpoint {
        name,
        doc,
        deprecated,
        method: _,
        route: _,
        segments: _,
        origin: _,
        scopes,
        repeat,
        key,
        settle,
        undo,
        status,
        success: _,
        partial,
        codes,
        errors,
        echoes,
        cursor,
        path: _,
        query: _,
        header: _,
        body,
        reply: _,
        reply_header,
        example,
        inherited: _,
        span: _,
        marks,
    } = old;
    docs(subject, subject.at, "the documentation", doc, &new.doc);
    deprecation(subject, subject.at, "the call", deprecated.as_ref(), new.deprecated.as_ref());
    if *name != new.name {
        let change = format!("the endpoint was `{name}` and is `{}`", new.name);
        subject.say(Rule::EndpointRenamed, subject.at, Verdict::NONE.rust(Effect::Breaking), change, "");
    }
    route(subject, old, new);
    self::scopes(subject, At::both(marks.scopes, new.marks.scopes), scopes.as_deref(), new.scopes.as_deref());
    money::repeat(subject, At::both(marks.repeat, new.marks.repeat), *repeat, new.repeat);
    money::key(subject, key.as_deref(), new.key.as_deref());
    money::settle(subject, settle.as_ref(), new.settle.as_ref());
    money::undo(subject, *undo, new.undo);
    money::partial(subject, partial.as_ref(), new.partial.as_ref());
    money::codes(subject, codes, &new.codes);
    fields(subject, &Placed::of(old), &Placed::of(new), &Usage::request());
    self::body(subject, At::both(marks.body, new.marks.body), body.is_some(), new.body.is_some());
    reply::status(subject, At::both(marks.status, new.marks.status), status, &new.status);
    reply::success(subject, At::both(marks.success, new.marks.success), old, new);
    reply::reply(subject, At::both(marks.reply, new.marks.reply), old, new);
    reply::errors(subject, errors, &new.errors);
    reply::echoes(subject, echoes, &new.echoes);
    reply::cursor(subject, cursor.as_ref(), new.cursor.as_ref());
    reply::headers(subject, reply_header.is_some(), new.reply_header.is_some());
    examples(subject, example, &new.example);
}

fn examples(subject: &Subject<'_, '_>, old: &Example, new: &Example) {
    let Example { request, reply } = old;
    let text = |one: &Option<Spanned<String>>| one.as_ref().map(|text| text.value.clone());
    docs(subject, subject.at, "the example of a request", text(request), text(&new.request));
    docs(subject, subject.at, "the example of a reply", text(reply), text(&new.reply));
}

fn route(subject: &Subject<'_, '_>, old: &Endpoint, new: &Endpoint) {
    let at = At::both(old.marks.route, new.marks.route);
    if model::route(old) != model::route(new) {
        let (was, is) = ((old.method.as_str(), &old.route), (new.method.as_str(), &new.route));
        let change = format!("the route was `{} {}` and is `{} {}`", was.0, was.1, is.0, is.1);
        subject.say(Rule::RouteChanged, at, Verdict::NONE.requests(Effect::Breaking), change, "");
    }
    let name = |contract: &alignet_spec::Contract, index: usize| {
        contract.api.origins.get(index).map(|origin| origin.name.clone()).unwrap_or_default()
    };
    let was = name(subject.comparison.old, old.origin);
    let is = name(subject.comparison.new, new.origin);
    if was != is {
        let verdict = Verdict::NONE.requests(Effect::Breaking).behaviour(Behaviour::Changed);
        let change = format!("the origin was `{was}` and is `{is}`");
        subject.say(Rule::OriginChanged, subject.at, verdict, change, "calls go to another host");
    }
}

fn scopes(subject: &Subject<'_, '_>, at: At, old: Option<&str>, new: Option<&str>) {
    let (old, new) = match (old, new) {
        (None, None) => return,
        (None, Some(_)) => {
            let verdict = Verdict::NONE.requests(Effect::Breaking).behaviour(Behaviour::Changed);
            subject.say(Rule::TokenAdded, at, verdict, "the call carries an access token", "");
            return;
        }
        (Some(_), None) => {
            let verdict = Verdict::NONE.requests(Effect::Compatible).behaviour(Behaviour::Changed);
            subject.say(Rule::TokenRemoved, at, verdict, "the call carries no access token any more", "");
            return;
        }
        (Some(old), Some(new)) => (old, new),
    };
    let lacks = |one: &str, other: &str| -> Vec<String> {
        let others: Vec<&str> = other.split(' ').collect();
        one.split(' ').filter(|scope| !others.contains(scope)).map(str::to_owned).collect()
    };
    let (added, removed) = (lacks(new, old), lacks(old, new));
    if !added.is_empty() {
        let verdict = Verdict::NONE.requests(Effect::Breaking).behaviour(Behaviour::Laxer);
        let change = format!("the access token also needs {}", words::list(added.iter().map(String::as_str)));
        subject.say(Rule::ScopesAdded, at, verdict, change, "it allows more");
    }
    if !removed.is_empty() {
        let verdict = Verdict::NONE.requests(Effect::Compatible).behaviour(Behaviour::Stricter);
        let change =
            format!("the access token no longer needs {}", words::list(removed.iter().map(String::as_str)));
        subject.say(Rule::ScopesRemoved, at, verdict, change, "it allows less");
    }
    if added.is_empty() && removed.is_empty() && old != new {
        subject.say(Rule::OrderChanged, at, Verdict::NONE, "the scopes stand in another order", "");
    }
}

fn body(subject: &Subject<'_, '_>, at: At, old: bool, new: bool) {
    let verdict = Verdict::NONE.requests(Effect::Breaking);
    match (old, new) {
        (false, true) => subject.say(Rule::RequestBodyAdded, at, verdict, "the request has a body", ""),
        (true, false) => {
            subject.say(Rule::RequestBodyRemoved, at, verdict, "the request has no body any more", "")
        }
        _ => {}
    }
}
