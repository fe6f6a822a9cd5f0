//! Promises about money: repetition, keys, the query that settles a call, and codes.

use alignet_spec::{
    contract::{Code, Repeat, Settle, Undo},
    source::Spanned,
};

use super::{docs::docs, order, subject::Subject};
use crate::diff::{
    change::At,
    model::pairs::Pairs,
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

/// Returns how freely the client repeats a call.
fn freedom(repeat: Repeat) -> usize {
    match repeat {
        Repeat::Never => 0,
        Repeat::Keyed => 1,
        Repeat::Harmless => 2,
        Repeat::Safe => 3,
    }
}

pub(super) fn repeat(subject: &Subject<'_, '_>, at: At, old: Repeat, new: Repeat) {
    if old == new {
        return;
    }
    let change = format!("`repeat` was `{}` and is `{}`", old.as_str(), new.as_str());
    if freedom(new) > freedom(old) {
        let then = match new {
            Repeat::Keyed => "the client sends a call again with its key after an unknown outcome",
            _ => "the client sends a call again after an unknown outcome, which may do it twice",
        };
        subject.say(Rule::RepeatRelaxed, at, Verdict::NONE.behaviour(Behaviour::Laxer), change, then);
    } else {
        let then = if new.is_costly() && !old.is_costly() {
            "a call with an unknown outcome is not sent again, and its error is indeterminate"
        } else {
            "the client repeats a call less freely"
        };
        subject.say(Rule::RepeatTightened, at, Verdict::NONE.behaviour(Behaviour::Stricter), change, then);
    }
}

pub(super) fn key(subject: &Subject<'_, '_>, old: Option<&str>, new: Option<&str>) {
    let same = |old: &str, new: &str| old.eq_ignore_ascii_case(new);
    if old.is_none() && new.is_none() || old.zip(new).is_some_and(|(old, new)| same(old, new)) {
        return;
    }
    let shown = |key: Option<&str>| key.map_or("no header".to_owned(), |key| format!("`{key}`"));
    let change = format!("the key of a call was in {} and is in {}", shown(old), shown(new));
    let verdict = Verdict::NONE.behaviour(Behaviour::Changed);
    subject.say(
        Rule::KeyChanged,
        subject.at,
        verdict,
        change,
        "the service recognises repetitions by another header",
    );
}

pub(super) fn settle(subject: &Subject<'_, '_>, old: Option<&Settle>, new: Option<&Settle>) {
    let endpoints = |new: bool| match new {
        false => &subject.comparison.old.endpoints,
        true => &subject.comparison.new.endpoints,
    };
    let name = |is_new: bool, settle: &Settle| {
        endpoints(is_new).get(settle.endpoint).map(|one| one.name.clone()).unwrap_or_default()
    };
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            let change = format!("`{}` settles the call", name(true, new));
            let verdict = Verdict::NONE.behaviour(Behaviour::Extended);
            let then = "the error of a lost answer names it";
            subject.say(Rule::SettleAdded, At::new(new.endpoint_span), verdict, change, then);
        }
        (Some(old), None) => {
            let change = format!("`{}` no longer settles the call", name(false, old));
            let verdict = Verdict::NONE.behaviour(Behaviour::Changed);
            let then = "the error of a lost answer names no query";
            subject.say(Rule::SettleRemoved, At::old(old.endpoint_span), verdict, change, then);
        }
        (Some(old), Some(new)) => {
            let Settle { endpoint, reference, endpoint_span, reference_span } = old;
            let verdict = Verdict::NONE.behaviour(Behaviour::Changed);
            if !subject.comparison.common.endpoints.are(*endpoint, new.endpoint) {
                let change =
                    format!("`{}` settled the call, and `{}` does", name(false, old), name(true, new));
                let at = At::both(*endpoint_span, new.endpoint_span);
                subject.say(Rule::SettleChanged, at, verdict, change, "errors name another query");
            }
            if *reference != new.reference {
                let change = format!("`reference` was `{reference}` and is `{}`", new.reference);
                let at = At::both(*reference_span, new.reference_span);
                subject.say(
                    Rule::ReferenceChanged,
                    at,
                    verdict,
                    change,
                    "errors show another value to query with",
                );
            }
        }
    }
}

pub(super) fn undo(subject: &Subject<'_, '_>, old: Option<Undo>, new: Option<Undo>) {
    let comparison = subject.comparison;
    let name = |contract: &alignet_spec::Contract, undo: Undo| {
        contract.endpoints.get(undo.endpoint).map(|one| one.name.clone()).unwrap_or_default()
    };
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            let change = format!("`{}` takes the call back", name(comparison.new, new));
            let then = "recovery may cancel it after a crash, where it is allowed to";
            let verdict = Verdict::NONE.behaviour(Behaviour::Extended);
            subject.say(Rule::UndoAdded, At::new(new.span), verdict, change, then);
        }
        (Some(old), None) => {
            let change = format!("`{}` no longer takes the call back", name(comparison.old, old));
            let then = "recovery leaves a call without a known transaction to a person";
            let verdict = Verdict::NONE.behaviour(Behaviour::Changed);
            subject.say(Rule::UndoRemoved, At::old(old.span), verdict, change, then);
        }
        (Some(Undo { endpoint, span }), Some(new)) => {
            if !comparison.common.endpoints.are(endpoint, new.endpoint) {
                let (was, is) = (name(comparison.old, Undo { endpoint, span }), name(comparison.new, new));
                let change = format!("`{was}` took the call back, and `{is}` does");
                let verdict = Verdict::NONE.behaviour(Behaviour::Changed);
                let at = At::both(span, new.span);
                subject.say(Rule::UndoChanged, at, verdict, change, "recovery cancels by another call");
            }
        }
    }
}

pub(super) fn partial(
    subject: &Subject<'_, '_>,
    old: Option<&Spanned<String>>,
    new: Option<&Spanned<String>>,
) {
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            let verdict = Verdict::NONE.replies(Effect::Breaking).behaviour(Behaviour::Laxer);
            let change = format!("the code `{}` says that a part was done", new.value);
            let then = "a reply with it is no failure";
            subject.say(Rule::PartialAdded, At::new(new.span), verdict, change, then);
        }
        (Some(old), None) => {
            let verdict = Verdict::NONE.behaviour(Behaviour::Stricter);
            let change = format!("the code `{}` no longer says that a part was done", old.value);
            let then = "a reply with it is a failure";
            subject.say(Rule::PartialRemoved, At::old(old.span), verdict, change, then);
        }
        (Some(old), Some(new)) if old.value != new.value => {
            let verdict = Verdict::NONE.replies(Effect::Breaking).behaviour(Behaviour::Changed);
            let change = format!("`partial` was `{}` and is `{}`", old.value, new.value);
            subject.say(Rule::PartialChanged, At::both(old.span, new.span), verdict, change, "");
        }
        _ => {}
    }
}

pub(super) fn codes(subject: &Subject<'_, '_>, old: &[Code], new: &[Code]) {
    let pairs = Pairs::by(old, new, |code| code.wire.clone());
    let if_open = |open, behaviour| Verdict::NONE.behaviour(if open { behaviour } else { Behaviour::None });
    let (opens, closes) = (
        "a failure with it leaves it unknown what was done",
        "a failure with it is definite: nothing was done",
    );
    for pair in &pairs.kept {
        let (old, new) = (&old[pair.old], &new[pair.new]);
        let Code { wire, doc, open, span } = old;
        let at = At::both(*span, new.span);
        docs(subject, at, &format!("the meaning of the code `{wire}`"), doc, &new.doc);
        match (*open, new.open) {
            (false, true) => {
                let (verdict, change) =
                    (if_open(true, Behaviour::Stricter), format!("the code `{wire}` is open"));
                subject.say(Rule::CodeOpened, at, verdict, change, opens);
            }
            (true, false) => {
                let verdict = if_open(true, Behaviour::Laxer);
                subject.say(
                    Rule::CodeClosed,
                    at,
                    verdict,
                    format!("the code `{wire}` is no longer open"),
                    closes,
                );
            }
            _ => {}
        }
    }
    for code in pairs.added.iter().filter_map(|index| new.get(*index)) {
        let (verdict, then) = (if_open(code.open, Behaviour::Stricter), if code.open { opens } else { "" });
        subject.say(
            Rule::CodeAdded,
            At::new(code.span),
            verdict,
            format!("the code `{}` is new", code.wire),
            then,
        );
    }
    for code in pairs.removed.iter().filter_map(|index| old.get(*index)) {
        let (verdict, then) = (if_open(code.open, Behaviour::Laxer), if code.open { closes } else { "" });
        subject.say(
            Rule::CodeRemoved,
            At::old(code.span),
            verdict,
            format!("the code `{}` is gone", code.wire),
            then,
        );
    }
    order(subject, "the codes", &pairs);
}
