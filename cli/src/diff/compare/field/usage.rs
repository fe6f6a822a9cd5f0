//! The use of a field: which messages hold it, and how callers see it.

use alignet_spec::contract::Type;

use crate::diff::{
    model::rust::Holder,
    verdict::{Behaviour, Effect, Verdict},
};

/// The use of a field: which messages hold it, and how callers see it.
#[derive(Debug, Clone)]
pub(in crate::diff::compare) struct Usage {
    /// True if requests hold it.
    pub(in crate::diff::compare) sent: bool,
    /// True if replies, notifications or returns hold it.
    pub(in crate::diff::compare) received: bool,
    /// True if its name is on the wire.
    pub(in crate::diff::compare) named: bool,
    pub(super) old: Holder,
    pub(super) new: Holder,
}

impl Usage {
    /// The use of a field of a request.
    pub(in crate::diff::compare) fn request() -> Self {
        Self { sent: true, received: false, named: true, old: Holder::Call, new: Holder::Call }
    }

    /// The use of the fields of an object. A side that is new to the type has no messages that could break.
    pub(in crate::diff::compare) fn of(old: &Type, new: &Type) -> Self {
        Self {
            sent: old.in_request && new.in_request,
            received: old.in_reply && new.in_reply,
            named: true,
            old: Holder::of(old),
            new: Holder::of(new),
        }
    }

    /// Returns the effects on messages, on the sides that have any.
    pub(in crate::diff::compare) fn wire(&self, requests: Effect, replies: Effect) -> Verdict {
        let on = |used, effect| if used { effect } else { Effect::None };
        Verdict::NONE.requests(on(self.sent, requests)).replies(on(self.received, replies))
    }

    /// Returns the verdict about a value or a variant that is new to an open type, and its former meaning.
    pub(in crate::diff::compare) fn listed(&self) -> (Verdict, &'static str) {
        let verdict = self.wire(Effect::Compatible, Effect::Compatible).rust(Effect::Compatible);
        if self.received {
            (verdict.behaviour(Behaviour::Extended), "it came as `Unknown` before")
        } else {
            (verdict, "")
        }
    }

    /// Returns the verdict about a value or a variant that an open type no longer lists, and its meaning from now on.
    pub(in crate::diff::compare) fn unlisted(&self) -> (Verdict, &'static str) {
        let verdict = self.wire(Effect::Breaking, Effect::Compatible).rust(Effect::Breaking);
        if self.received {
            (verdict.behaviour(Behaviour::Changed), "if it comes all the same, it is `Unknown`")
        } else {
            (verdict, "")
        }
    }
}
