//! Takes the secrets of a request out of what the service says about it.
//!
//! The work on a text is linear in what an error keeps of it and in the secrets, whatever the service sends: a
//! message of a megabyte that nearly repeats a secret over and over costs as little as any other. Secrets are spelt
//! out when a call has failed, and not before.

mod find;
mod spell;
pub(crate) mod telling;
mod view;

use std::{cell::OnceCell, ops::Range};

use self::{
    find::floor,
    spell::{Needle, SHORTEST, distinct, spelt},
};
use crate::{
    auth::token::Token,
    codegen::endpoint::Operation,
    config::client::Inner,
    error::MESSAGE_CHARS,
    request::{Outgoing, fields},
};

/// What stands in the place of a secret.
const HIDDEN: &str = "[redacted]";
/// How many bytes more than an error keeps are looked at, at the most: as long as the longest token, so that
/// an error still shows what comes after it.
const FURTHER: usize = 8192;

/// The most secrets of its own that a reply may have, and the most bytes of all of them, for the rest of it to be
/// shown.
const MOST_OF_REPLY: (usize, usize) = (16, 2 * FURTHER);

/// The secrets of a request and of its reply.
pub(crate) struct Secrets<'a> {
    /// The client secret, and the access token where there is one.
    of_client: [&'a str; 2],
    request: Option<(&'static Operation, &'a Outgoing)>,
    /// These, and what callers put into the request, spelt out when they are first needed.
    carried: OnceCell<Vec<Needle>>,
    /// The secrets of the reply; `None` when there are too many to look for.
    replied: OnceCell<Option<Vec<Needle>>>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(
        client: &'a Inner,
        token: Option<&'a Token>,
        operation: &'static Operation,
        sent: &'a Outgoing,
    ) -> Self {
        let of_client = [client.credentials.client_secret().expose(), token.map_or("", Token::value)];
        let request = Some((operation, sent));
        Self { of_client, request, carried: OnceCell::new(), replied: OnceCell::new() }
    }

    /// Those of the client alone.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn of_client(of_client: [&'a str; 2]) -> Self {
        Self { of_client, request: None, carried: OnceCell::new(), replied: OnceCell::new() }
    }

    /// Hides from here on as well what the contract declares to be secret in the reply to the request. Only the
    /// first body counts, as a request has one reply.
    pub(crate) fn learn(&self, body: &[u8]) {
        let Some((operation, _)) = self.request else { return };
        self.replied.get_or_init(|| {
            let secrets = fields::below(operation.reply_secrets, body);
            let secrets = distinct(secrets.iter().map(|secret| secret.as_str()));
            let bytes: usize = secrets.iter().map(|secret| secret.len()).sum();
            let few = secrets.len() <= MOST_OF_REPLY.0 && bytes <= MOST_OF_REPLY.1;
            few.then(|| spelt(secrets))
        });
    }

    /// The beginning of a text without them: at least as much as an error keeps, where there is so much.
    pub(crate) fn hide(&self, text: String) -> String {
        let (left, all) = (self.left(&text), 0..text.len());
        if left.first() == Some(&all) {
            return text;
        }
        left.into_iter().map(|part| text.get(part).unwrap_or_default()).collect::<Vec<_>>().join(HIDDEN)
    }

    /// Whether the beginning of a text, as much as an error keeps, repeats one of them.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.left(text).len() > 1
    }

    /// Returns true if a text repeats a secret of the client as it is. Cheap enough for every reply.
    pub(crate) fn of_client_are_in(&self, text: &str) -> bool {
        self.of_client.iter().any(|secret| find::is_in(secret, text))
    }

    /// The parts of a text that are left when it is cut and they are taken out: one more than there were
    /// secrets in it.
    ///
    /// A secret that begins before the cut is found whole, because the search goes on behind the cut for as
    /// long as that secret is. What is behind the cut is not shown.
    fn left(&self, text: &str) -> Vec<Range<usize>> {
        let Some(needles) = self.needles(text) else { return vec![0..0, 0..0] };
        let longest = needles.iter().map(|needle| needle.bytes.len()).max().unwrap_or_default();
        let reach = needles.iter().map(|needle| needle.reach).max().unwrap_or_default();
        let kept = text.char_indices().nth(MESSAGE_CHARS).map_or(text.len(), |(at, _)| at);
        let cut = floor(text, kept.saturating_add(longest.min(FURTHER)));
        let searched = text.get(..floor(text, cut.saturating_add(reach))).unwrap_or_default();
        before(cut, find::left(searched, &needles))
    }

    /// The spellings that fit into a text; `None` when it may repeat one of more than can be looked for.
    fn needles(&self, text: &str) -> Option<Vec<&Needle>> {
        let carried = self.carried.get_or_init(|| {
            let of_request = self.request.map(|(operation, sent)| fields::secrets(operation, sent));
            let of_request = of_request.unwrap_or_default();
            let of_client = self.of_client.iter().copied();
            spelt(distinct(of_client.chain(of_request.iter().map(|secret| secret.as_str()))))
        });
        let replied: &[Needle] = match self.replied.get() {
            Some(Some(replied)) => replied,
            Some(None) if text.len() >= SHORTEST => return None,
            _ => &[],
        };
        Some(carried.iter().chain(replied).filter(|needle| needle.bytes.len() <= text.len()).collect())
    }
}

/// The parts of a text up to a cut. Between two parts there is a secret, which shows as long as it begins
/// before the cut.
fn before(cut: usize, parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut secret_at = None;
    let shown = parts
        .into_iter()
        .take_while(|part| secret_at.replace(part.end).is_none_or(|secret_at| secret_at < cut));
    shown.map(|part| part.start.min(cut)..part.end.min(cut)).collect()
}
