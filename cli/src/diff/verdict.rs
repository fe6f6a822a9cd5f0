//! Verdicts: the effect of a change on each audience, and the version number that it asks for.

/// The effect of a change on code, or on messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Effect {
    /// Nothing changes.
    #[default]
    None,
    /// Something changes, and what was written or sent before still fits.
    Compatible,
    /// Code or messages of before no longer fit.
    Breaking,
}

impl Effect {
    /// Returns the word for the effect.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// The effect of a change on the decisions of the client, for the same calls and the same messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Behaviour {
    /// The client decides as before.
    #[default]
    None,
    /// The client decides what it left undecided before, such as the outcome of an unlisted state.
    Extended,
    /// The client accepts, repeats, concludes or shows less than before.
    Stricter,
    /// The client does something else.
    Changed,
    /// The client accepts, repeats, concludes or shows more than before: a promise to callers is weaker.
    Laxer,
}

impl Behaviour {
    /// Returns the word for the effect.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Extended => "extended",
            Self::Stricter => "stricter",
            Self::Changed => "changed",
            Self::Laxer => "laxer",
        }
    }
}

/// The least part of a version number that a release with the change must raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Level {
    /// Nothing that runs or compiles is another.
    #[default]
    Patch,
    /// Something is new, and what was there still works.
    Minor,
    /// Something that was there works no longer, or differently: the change is breaking.
    Major,
}

impl Level {
    /// Returns the word for the level.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The effect of a change on each audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verdict {
    /// On code that calls the generated Rust.
    pub rust: Effect,
    /// On requests: does a service of the new contract take those of a client of the old one?
    pub requests: Effect,
    /// On replies, notifications and returns: does a client of the old contract read those of a service of the new one?
    pub replies: Effect,
    /// On the client's decisions.
    pub behaviour: Behaviour,
}

impl Verdict {
    /// No effect on anybody.
    pub const NONE: Self = Self {
        rust: Effect::None,
        requests: Effect::None,
        replies: Effect::None,
        behaviour: Behaviour::None,
    };

    pub(crate) const fn rust(self, rust: Effect) -> Self {
        Self { rust, ..self }
    }

    pub(crate) const fn requests(self, requests: Effect) -> Self {
        Self { requests, ..self }
    }

    pub(crate) const fn replies(self, replies: Effect) -> Self {
        Self { replies, ..self }
    }

    pub(crate) const fn behaviour(self, behaviour: Behaviour) -> Self {
        Self { behaviour, ..self }
    }

    /// Returns the effect on the wire: the worse one of those on requests and on replies.
    pub fn wire(&self) -> Effect {
        self.requests.max(self.replies)
    }

    /// Returns the level of the change.
    pub fn level(&self) -> Level {
        let effect = self.rust.max(self.wire());
        match (effect, self.behaviour) {
            (Effect::Breaking, _) | (_, Behaviour::Changed | Behaviour::Laxer) => Level::Major,
            (Effect::Compatible, _) | (_, Behaviour::Extended | Behaviour::Stricter) => Level::Minor,
            (Effect::None, Behaviour::None) => Level::Patch,
        }
    }
}
