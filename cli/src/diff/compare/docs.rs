//! Documentation and deprecation.

use super::subject::Subject;
use crate::diff::{
    change::At,
    rule::Rule,
    verdict::{Effect, Verdict},
};

/// Compares text that only people read.
pub(super) fn docs<T: PartialEq>(subject: &Subject<'_, '_>, at: At, what: &str, old: T, new: T) {
    if old != new {
        subject.say(Rule::DocsChanged, at, Verdict::NONE, format!("{what} is another"), "");
    }
}

/// Compares the reasons not to use something.
pub(super) fn deprecation(
    subject: &Subject<'_, '_>,
    at: At,
    what: &str,
    old: Option<&String>,
    new: Option<&String>,
) {
    match (old, new) {
        (None, Some(note)) => {
            let verdict = Verdict::NONE.rust(Effect::Compatible);
            let change = format!("{what} is deprecated, with the note {note:?}");
            subject.say(Rule::Deprecated, at, verdict, change, "the compiler warns callers");
        }
        (Some(_), None) => {
            let verdict = Verdict::NONE.rust(Effect::Compatible);
            let change = format!("{what} is no longer deprecated");
            subject.say(Rule::Undeprecated, at, verdict, change, "the compiler no longer warns callers");
        }
        (old, new) => docs(subject, at, &format!("the note about the deprecation of {what}"), old, new),
    }
}
