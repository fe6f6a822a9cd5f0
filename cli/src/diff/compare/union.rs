//! Unions and their variants.

use alignet_spec::contract::{Union, Variant};

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

pub(super) fn union(subject: &Subject<'_, '_>, old: &Union, new: &Union, usage: &Usage) {
    let Union { tag, content, content_optional, variants, content_span } = old;
    let breaking = usage.wire(Effect::Breaking, Effect::Breaking);
    if *tag != new.tag {
        let change = format!("the tag was `{tag}` and is `{}`", new.tag);
        subject.say(Rule::TagChanged, subject.at, breaking, change, "");
    }
    let at = At::both(*content_span, new.content_span);
    if *content != new.content {
        let shown = |one: &Option<String>| {
            one.as_ref().map_or("beside the tag".to_owned(), |one| format!("in `{one}`"))
        };
        let change = format!("the content was {} and is {}", shown(content), shown(&new.content));
        subject.say(Rule::ContentChanged, at, breaking, change, "");
    }
    match (*content_optional, new.content_optional) {
        (false, true) => {
            let verdict = usage.wire(Effect::Compatible, Effect::Breaking).rust(Effect::Breaking);
            let then = "each variant holds an `Option`";
            subject.say(Rule::ContentOptional, at, verdict, "the content may be absent", then);
        }
        (true, false) => {
            let verdict = usage.wire(Effect::Breaking, Effect::Compatible).rust(Effect::Breaking);
            let then = "no variant holds an `Option`";
            subject.say(Rule::ContentRequired, at, verdict, "the content may no longer be absent", then);
        }
        _ => {}
    }
    self::variants(subject, variants, &new.variants, usage);
}

fn variants(subject: &Subject<'_, '_>, old: &[Variant], new: &[Variant], usage: &Usage) {
    let mut pairs = Pairs::by(old, new, |variant| variant.wire.clone());
    pairs.further(|left, right| old[left].name == new[right].name);
    for pair in &pairs.kept {
        variant(subject, &old[pair.old], &new[pair.new], usage);
    }
    for one in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let (verdict, then) = usage.listed();
        let change = format!("the variant `{}` is new", one.wire);
        subject.say(Rule::VariantAdded, At::new(one.span), verdict, change, then);
    }
    for one in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let (verdict, then) = usage.unlisted();
        let change = format!("the variant `{}` is gone", one.wire);
        subject.say(Rule::VariantRemoved, At::old(one.span), verdict, change, then);
    }
    order(subject, "the variants", &pairs);
}

fn variant(subject: &Subject<'_, '_>, old: &Variant, new: &Variant, usage: &Usage) {
    let Variant { wire, name, doc, deprecated, of, span, of_span } = old;
    let (at, label) = (At::both(*span, new.span), format!("the variant `{wire}`"));
    docs(subject, at, &format!("the documentation of {label}"), doc, &new.doc);
    deprecation(subject, at, &label, deprecated.as_ref(), new.deprecated.as_ref());
    if *name != new.name {
        let change = format!("{label} was `{name}` in Rust and is `{}`", new.name);
        subject.say(Rule::VariantRenamed, at, Verdict::NONE.rust(Effect::Breaking), change, "");
    }
    if *wire != new.wire {
        let verdict = usage.wire(Effect::Breaking, Effect::Compatible).behaviour(Behaviour::Changed);
        let change = format!("{label} has the tag `{}`", new.wire);
        subject.say(Rule::VariantWireRenamed, at, verdict, change, "the former tag is not listed");
    }
    let comparison = subject.comparison;
    let held = |names: &[String], index: usize| names.get(index).cloned().unwrap_or_default();
    let (was, is) = (held(&comparison.common.names, *of), held(&comparison.names, new.of));
    if was != is {
        let verdict = usage.wire(Effect::Breaking, Effect::Breaking).rust(Effect::Breaking);
        let change = format!("{label} held `{was}` and holds `{is}`");
        subject.say(Rule::VariantTypeChanged, At::both(*of_span, new.of_span), verdict, change, "");
    }
}
