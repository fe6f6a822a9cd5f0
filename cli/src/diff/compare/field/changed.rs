//! A field that both contracts have: its type, its presence, its strictness and its secrecy.

use std::cmp::Ordering;

use alignet_spec::contract::{Field, Fill, Primitive, Reading};

use super::usage::Usage;
use crate::diff::{
    change::At,
    compare::subject::Subject,
    model::{
        rust::{Face, Setter},
        wire::{self, Spoken, Way},
        words,
    },
    rule::Rule,
    verdict::{Behaviour, Effect, Verdict},
};

/// A field that both contracts have.
pub(super) struct Changed<'s, 'f> {
    pub(super) subject: &'s Subject<'s, 'f>,
    pub(super) label: &'s str,
    pub(super) old: &'s Field,
    pub(super) new: &'s Field,
    pub(super) usage: &'s Usage,
    pub(super) at: At,
}

impl Changed<'_, '_> {
    /// Reports a change at the positions of a part of the field.
    pub(super) fn say(&self, rule: Rule, at: At, verdict: Verdict, change: String, then: &str) {
        self.subject.say(rule, at, verdict, format!("{} {change}", self.label), then);
    }

    /// Returns the effect on callers of everything that changed about the field, its name aside.
    pub(super) fn rust(&self) -> Effect {
        let (mut old, mut new) = self.faces();
        // A builder that comes or goes is a change of its own.
        if self.usage.old != self.usage.new {
            (old.setter, new.setter) = (Setter::None, Setter::None);
        }
        old.effect(&new)
    }

    fn faces(&self) -> (Face, Face) {
        let comparison = self.subject.comparison;
        let old = Face::of(comparison.old, self.old, self.usage.old, &comparison.common.names);
        (old, Face::of(comparison.new, self.new, self.usage.new, &comparison.names))
    }

    /// Returns true if callers see the field in both contracts.
    pub(super) fn is_seen(&self) -> bool {
        let (old, new) = self.faces();
        old != Face::ABSENT && new != Face::ABSENT
    }

    pub(super) fn spelling(&self) {
        let verdict = self.usage.wire(Effect::Breaking, absence(self.old));
        let change = format!("was spelled `{}` on the wire and is `{}`", self.old.wire, self.new.wire);
        self.say(Rule::FieldWireRenamed, self.at, verdict, change, "");
    }

    pub(super) fn shape(&self) {
        let comparison = self.subject.comparison;
        let was = words::shape(&self.old.shape, &comparison.common.names);
        let is = words::shape(&self.new.shape, &comparison.names);
        if was == is {
            return;
        }
        let at = At::both(self.old.marks.shape, self.new.marks.shape);
        let wire = self.messages();
        let change = format!("was `{was}` and is `{is}`");
        let (rule, behaviour, then) = match (self.old.shape.is_secret(), self.new.shape.is_secret()) {
            (false, true) => (Rule::SecretMarked, Behaviour::Stricter, "it is redacted, and never stored"),
            (true, false) => (Rule::SecretUnmarked, Behaviour::Laxer, "it is shown in logs, and stored"),
            _ => (Rule::FieldTypeChanged, Behaviour::None, ""),
        };
        self.say(rule, at, wire.rust(self.rust()).behaviour(behaviour), change, then);
    }

    /// Returns the effects on messages of another type.
    fn messages(&self) -> Verdict {
        let comparison = self.subject.comparison;
        let old = Spoken { shape: &self.old.shape, types: &comparison.old.types };
        let new = Spoken { shape: &self.new.shape, types: &comparison.new.types };
        let types = &comparison.common.types;
        let by_new = |way| wire::accepts(new, old, way, &wire::same(types, false));
        let by_old = |way| wire::accepts(old, new, way, &wire::same(types, true));
        let requests = match (by_new(Way::Request), by_old(Way::Request)) {
            (true, true) => Effect::None,
            (true, false) => Effect::Compatible,
            (false, _) => Effect::Breaking,
        };
        let truth = |field: &Field| field.shape.is(Primitive::Boolean) || field.shape.is(Primitive::Flag);
        // Clients read `success` as text, too, whichever type it has.
        if self.old.wire == "success" && truth(self.old) && truth(self.new) {
            return self.usage.wire(requests, Effect::Compatible);
        }
        let replies = match (by_old(Way::Reply), by_new(Way::Reply)) {
            (true, true) => Effect::None,
            (true, false) => Effect::Compatible,
            (false, _) if self.old.reading == Reading::Strict => Effect::Breaking,
            // Older clients read it as absent.
            (false, _) => Effect::Compatible,
        };
        self.usage.wire(requests, replies)
    }

    pub(super) fn presence(&self) {
        let at = At::both(self.old.marks.shape, self.new.marks.shape);
        let strict = self.usage.received && self.new.reading == Reading::Strict;
        let on_strict = |behaviour| if strict { behaviour } else { Behaviour::None };
        match (self.old.optional, self.new.optional) {
            (false, true) => {
                let verdict = self.usage.wire(Effect::Compatible, absence(self.old));
                let verdict = verdict.rust(self.rust()).behaviour(on_strict(Behaviour::Laxer));
                let then = if strict { "the client accepts replies without it" } else { "" };
                self.say(Rule::FieldOptional, at, verdict, "may be absent".to_owned(), then);
            }
            (true, false) => {
                let always = self.old.fill != Fill::Caller;
                let requests = if always { Effect::Compatible } else { Effect::Breaking };
                let verdict = self.usage.wire(requests, Effect::Compatible);
                let verdict = verdict.rust(self.rust()).behaviour(on_strict(Behaviour::Stricter));
                let then = if strict { "the client refuses replies without it" } else { "" };
                self.say(Rule::FieldRequired, at, verdict, "may no longer be absent".to_owned(), then);
            }
            _ => {}
        }
    }

    pub(super) fn reading(&self) {
        let rank = |reading| match reading {
            Reading::Lenient => 0,
            Reading::Status => 1,
            Reading::Strict => 2,
        };
        if !self.usage.received {
            return;
        }
        match rank(self.old.reading).cmp(&rank(self.new.reading)) {
            Ordering::Equal => {}
            Ordering::Less => {
                let verdict = Verdict::NONE.rust(self.rust()).behaviour(Behaviour::Stricter);
                let then = "the client refuses replies in which it has another type or is missing, where it read it as absent";
                self.say(Rule::FieldStrict, self.at, verdict, "is read strictly".to_owned(), then);
            }
            Ordering::Greater => {
                let verdict = Verdict::NONE.rust(self.rust()).behaviour(Behaviour::Laxer);
                let then = "the client reads it as absent where it refused a reply";
                self.say(Rule::FieldLenient, self.at, verdict, "is read leniently".to_owned(), then);
            }
        }
    }

    pub(super) fn secrecy(&self) {
        let rust = Verdict::NONE.rust(self.rust());
        if self.old.lifetime != self.new.lifetime {
            let at = At::both(self.old.marks.lifetime, self.new.marks.lifetime);
            let shown =
                |one: &Option<String>| one.as_ref().map_or("nothing".to_owned(), |wire| format!("`{wire}`"));
            let (was, is) = (shown(&self.old.lifetime), shown(&self.new.lifetime));
            let (behaviour, then) = match (&self.old.lifetime, &self.new.lifetime) {
                (None, _) => (Behaviour::Stricter, "the secret can't be used after that"),
                (_, None) => (Behaviour::Laxer, "the secret never expires"),
                _ => (Behaviour::Changed, "the secret expires at another time"),
            };
            let change = format!("had the lifetime in {was} and has it in {is}");
            self.say(Rule::LifetimeChanged, at, rust.behaviour(behaviour), change, then);
        }
        let at = At::both(self.old.marks.single_use, self.new.marks.single_use);
        match (self.old.single_use, self.new.single_use) {
            (false, true) => {
                let change = "may be used only once".to_owned();
                self.say(Rule::SingleUseMarked, at, rust.behaviour(Behaviour::Stricter), change, "");
            }
            (true, false) => {
                let change = "may be used several times".to_owned();
                self.say(Rule::SingleUseUnmarked, at, rust.behaviour(Behaviour::Laxer), change, "");
            }
            _ => {}
        }
    }

    /// Reports another type in Rust that no other change explains.
    pub(super) fn rust_type(&self) {
        let rust = self.rust();
        if rust == Effect::None {
            return;
        }
        let (old, new) = self.faces();
        let change = match (&old.setter, &new.setter) {
            _ if old.held != new.held => {
                let shown = |face: &Face| face.held.clone().unwrap_or_default();
                format!("was `{}` in Rust and is `{}`", shown(&old), shown(&new))
            }
            (Setter::Required(_), _) => "may be left out by callers".to_owned(),
            _ => "must be set by callers".to_owned(),
        };
        self.say(Rule::FieldRustTypeChanged, self.at, Verdict::NONE.rust(rust), change, "");
    }
}

/// Returns the effect on older clients of a reply without this field. They know the value of one that the contract sets.
pub(super) fn absence(old: &Field) -> Effect {
    if !old.optional && old.reading == Reading::Strict && old.fill == Fill::Caller {
        Effect::Breaking
    } else {
        Effect::Compatible
    }
}
