//! Fields of requests, replies, notifications and types.

mod changed;
mod fill;
mod usage;

use alignet_spec::contract::Field;

use self::changed::{Changed, absence};
pub(super) use self::usage::Usage;
use super::{
    docs::{deprecation, docs},
    subject::Subject,
};
use crate::diff::{
    change::At,
    model::{rust::Face, words},
    rule::Rule,
    verdict::{Effect, Verdict},
};

/// Compares a field that both contracts have. `label` names it.
pub(super) fn field(subject: &Subject<'_, '_>, label: &str, old: &Field, new: &Field, usage: &Usage) {
    let Field {
        wire,
        name,
        doc,
        deprecated,
        shape: _,
        optional: _,
        fill,
        example,
        lifetime: _,
        single_use: _,
        style,
        public,
        reading: _,
        span,
        marks,
        lost: _,
    } = old;
    let at = At::both(*span, new.span);
    let changed = Changed { subject, label, old, new, usage, at };
    docs(subject, at, &format!("the documentation of {label}"), doc, &new.doc);
    docs(
        subject,
        At::both(marks.example, new.marks.example),
        &format!("the example of {label}"),
        example,
        &new.example,
    );
    let deprecated_at = At::both(marks.deprecated, new.marks.deprecated);
    deprecation(subject, deprecated_at, label, deprecated.as_ref(), new.deprecated.as_ref());
    if *wire != new.wire && usage.named {
        changed.spelling();
    }
    if *name != new.name {
        let change = format!("{label} was `{name}` in Rust and is `{}`", new.name);
        let rust = if changed.is_seen() { Effect::Breaking } else { Effect::None };
        subject.say(Rule::FieldRenamed, at, Verdict::NONE.rust(rust), change, "");
    }
    let before = subject.comparison.changes.borrow().len();
    changed.shape();
    changed.presence();
    changed.reading();
    changed.secrecy();
    fill::fill(&changed, fill, &new.fill);
    if subject.comparison.changes.borrow().len() == before {
        changed.rust_type();
    }
    if *style != new.style {
        let (was, is) = (words::style(*style), words::style(new.style));
        let verdict = Verdict::NONE.requests(Effect::Breaking);
        let change = format!("the list {label} was written with {was} and is with {is}");
        subject.say(Rule::StyleChanged, At::both(marks.style, new.marks.style), verdict, change, "");
    }
    if *public != new.public {
        let now =
            if new.public { "is declared to be no secret" } else { "is no longer declared to be no secret" };
        subject.say(Rule::NoSecretChanged, at, Verdict::NONE, format!("{label} {now}"), "");
    }
}

/// Reports a field that only the new contract has.
pub(super) fn added(subject: &Subject<'_, '_>, place: &str, field: &Field, usage: &Usage) {
    let face = Face::of(subject.comparison.new, field, usage.new, &subject.comparison.names);
    let requests = if field.optional { Effect::Compatible } else { Effect::Breaking };
    let verdict = usage.wire(requests, Effect::Compatible).rust(Face::ABSENT.effect(&face));
    let kind = match (usage.sent, field.optional) {
        (true, false) => "required",
        _ => "optional",
    };
    let kind = if usage.sent { format!("new and {kind}") } else { "new".to_owned() };
    let breaks = verdict.rust == Effect::Breaking;
    let then = if breaks { "calls and values without it no longer compile" } else { "" };
    subject.say(
        Rule::FieldAdded,
        At::new(field.span),
        verdict,
        format!("{} is {kind}", label(field, place)),
        then,
    );
}

/// Reports a field that only the old contract has. `ignored` says that services ignore it if it is sent all the same.
pub(super) fn removed(subject: &Subject<'_, '_>, place: &str, field: &Field, usage: &Usage, ignored: bool) {
    let face = Face::of(subject.comparison.old, field, usage.old, &subject.comparison.common.names);
    let requests = if ignored { Effect::Compatible } else { Effect::Breaking };
    let verdict = usage.wire(requests, absence(field)).rust(face.effect(&Face::ABSENT));
    subject.say(
        Rule::FieldRemoved,
        At::old(field.span),
        verdict,
        format!("{} is gone", label(field, place)),
        "",
    );
}

/// Names a field, and its place in a request, if it is in one.
pub(super) fn label(field: &Field, place: &str) -> String {
    if place.is_empty() { format!("`{}`", field.wire) } else { format!("`{}` of {place}", field.wire) }
}
