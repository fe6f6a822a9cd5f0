//! Hides the secrets of a request in the service's texts about it.
//!
//! The work on a text is linear in the part that an error keeps and in the secrets, whatever the service sends: a
//! message of a megabyte that nearly repeats a secret many times costs as little as any other. Secrets are spelt
//! out only after a call has failed.

mod decoded;
mod encodings;
mod find;
pub(crate) mod secret_names;

use std::{cell::OnceCell, ops::Range};

use http::HeaderMap;

use self::{
    encodings::{Needle, SHORTEST, distinct, spelt},
    find::floor,
};
use crate::{
    auth::token::Token,
    codegen::endpoint::Operation,
    config::client::Inner,
    error::MESSAGE_CHARS,
    request::{EncodedRequest, fields},
};

/// The text in the place of a secret.
const HIDDEN: &str = "[redacted]";
/// The most bytes that are searched beyond the part that an error keeps. This is the length of the longest
/// token, so that an error still shows the text after a token.
const FURTHER: usize = 8192;

/// The most secrets that a reply may have of its own, and the most bytes of all of them. If it has more, its
/// texts are hidden whole.
const MOST_OF_REPLY: (usize, usize) = (16, 2 * FURTHER);

/// The secrets of a request and of its reply.
pub(crate) struct Secrets<'a> {
    /// The client secret and the access token, which is empty if there is none.
    of_client: [&'a str; 2],
    request: Option<(&'static Operation, &'a EncodedRequest)>,
    /// The spellings of the secrets of the client and of the request, made when they are first needed.
    carried: OnceCell<Vec<Needle>>,
    /// The spellings of the secrets of the reply; `None` if there are too many to search for.
    replied: OnceCell<Option<Vec<Needle>>>,
    /// The same of its headers.
    in_headers: OnceCell<Option<Vec<Needle>>>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(
        client: &'a Inner,
        token: Option<&'a Token>,
        operation: &'static Operation,
        sent: &'a EncodedRequest,
    ) -> Self {
        let of_client = [client.credentials.client_secret().expose(), token.map_or("", Token::value)];
        let request = Some((operation, sent));
        Self {
            of_client,
            request,
            carried: OnceCell::new(),
            replied: OnceCell::new(),
            in_headers: OnceCell::new(),
        }
    }

    /// Keeps the secrets of the client alone.
    pub(crate) fn of_client(of_client: [&'a str; 2]) -> Self {
        Self {
            of_client,
            request: None,
            carried: OnceCell::new(),
            replied: OnceCell::new(),
            in_headers: OnceCell::new(),
        }
    }

    /// Adds the secrets of the reply, as the contract declares its secret fields. Only the first body counts, as a
    /// request has one reply.
    pub(crate) fn learn(&self, body: &[u8]) {
        let Some((operation, _)) = self.request else { return };
        self.replied.get_or_init(|| {
            let secrets = fields::below(operation.reply_secrets, body);
            spelt_if_few(distinct(secrets.iter().map(|secret| secret.as_str())))
        });
    }

    /// Adds the secret headers of the reply, as the contract declares them.
    pub(crate) fn learn_headers(&self, headers: &HeaderMap) {
        let names = self.request.map_or("", |(operation, _)| operation.secret_headers);
        if names.is_empty() {
            return;
        }
        self.in_headers.get_or_init(|| {
            let values = names.split('\n').flat_map(|name| headers.get_all(name));
            spelt_if_few(distinct(values.filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())))
        });
    }

    /// Returns the beginning of a text without the secrets: at least as much as an error keeps, if the text is that
    /// long.
    pub(crate) fn hide(&self, text: String) -> String {
        let (left, all) = (self.left(&text), 0..text.len());
        if left.first() == Some(&all) {
            return text;
        }
        left.into_iter().map(|part| text.get(part).unwrap_or_default()).collect::<Vec<_>>().join(HIDDEN)
    }

    /// Returns true if the part of a text that an error keeps repeats a secret.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        self.left(text).len() > 1
    }

    /// Returns true if a text repeats a secret of the client as it is. Cheap enough for every reply.
    pub(crate) fn of_client_are_in(&self, text: &str) -> bool {
        self.of_client.iter().any(|secret| find::is_in(secret, text))
    }

    /// Cuts a text, removes the secrets, and returns the parts that are left: one part more than there were
    /// secrets.
    ///
    /// A secret that begins before the cut is found whole, because the search continues behind the cut for the
    /// length of that secret. The text behind the cut is not shown.
    fn left(&self, text: &str) -> Vec<Range<usize>> {
        let Some(needles) = self.needles(text) else { return vec![0..0, 0..0] };
        let longest = needles.iter().map(|needle| needle.bytes.len()).max().unwrap_or_default();
        let reach = needles.iter().map(|needle| needle.reach).max().unwrap_or_default();
        let kept = text.char_indices().nth(MESSAGE_CHARS).map_or(text.len(), |(at, _)| at);
        let cut = floor(text, kept.saturating_add(longest.min(FURTHER)));
        let searched = text.get(..floor(text, cut.saturating_add(reach))).unwrap_or_default();
        before(cut, find::left(searched, &needles))
    }

    /// Returns the spellings that fit into a text; `None` if the text may repeat a secret of a reply that has too
    /// many to search for.
    fn needles(&self, text: &str) -> Option<Vec<&Needle>> {
        let carried = self.carried.get_or_init(|| {
            let of_request = self.request.map(|(operation, sent)| fields::secrets(operation, sent));
            let of_request = of_request.unwrap_or_default();
            let of_client = self.of_client.iter().copied();
            spelt(distinct(of_client.chain(of_request.iter().map(|secret| secret.as_str()))))
        });
        let known = [self.replied.get(), self.in_headers.get()].into_iter().flatten();
        if text.len() >= SHORTEST && known.clone().any(Option::is_none) {
            return None;
        }
        let replied = known.flatten().flatten();
        Some(carried.iter().chain(replied).filter(|needle| needle.bytes.len() <= text.len()).collect())
    }
}

/// Spells the secrets of a reply; `None` if there are too many to search for.
fn spelt_if_few(secrets: Vec<&str>) -> Option<Vec<Needle>> {
    let bytes: usize = secrets.iter().map(|secret| secret.len()).sum();
    let few = secrets.len() <= MOST_OF_REPLY.0 && bytes <= MOST_OF_REPLY.1;
    few.then(|| spelt(secrets))
}

/// Returns the parts of a text up to a cut. A secret separates two parts, and the second part is returned only
/// if the secret begins before the cut.
fn before(cut: usize, parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut secret_at = None;
    let shown = parts
        .into_iter()
        .take_while(|part| secret_at.replace(part.end).is_none_or(|secret_at| secret_at < cut));
    shown.map(|part| part.start.min(cut)..part.end.min(cut)).collect()
}
