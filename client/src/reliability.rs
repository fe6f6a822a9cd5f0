//! What happens to a call when something goes wrong: the promises, each with its number.
//!
//! # How far a request got
//!
//! Every attempt ends as a [`Delivery`](crate::Delivery): *not sent* (no byte can have left),
//! *maybe sent* (handed to an open connection, no complete answer came back), or *answered* with a
//! status. Everything else follows from that and from what the contract says about repeating the
//! call ([`Repeat`](crate::Repeat)).
//!
//! | call | attempts | sent again after |
//! |---|---|---|
//! | safe, harmless | [`ATTEMPTS`] | not sent, maybe sent, a body that broke off or stalled, 408, 425, 429, 500, 502, 503, 504 |
//! | never | [`ATTEMPTS_NEVER`] | not sent alone |
//!
//! A certificate that doesn't fit, an answer that is not HTTP, and a complete reply that is wrong are
//! not tried again. When a call that must not be repeated ends *maybe sent*, or its answer is not a
//! [definite failure](#verdicts), its error [is indeterminate](crate::Error::is_indeterminate): query before
//! sending it again. The error names the query ([`settled_by`](crate::Error::settled_by)) and the value to ask
//! about ([`reference`](crate::Error::reference)). Such a call has a connection of its own, so that a stale one can't
//! make its fate unclear.
//!
//! When the time of a call ends while it still waits for its connection, it was *not sent*. The error of a call
//! speaks of all its attempts: once any of them was handed over, it is not *not sent*.
//!
//! # Verdicts
//!
//! One function decides about every reply and every notification, from the status, `success`, the code of the
//! status object, and the states on the path of the outcome. A call succeeds or definitely fails only where
//! everything agrees:
//!
//! | status | `success` | code | states | verdict |
//! |---|---|---|---|---|
//! | 2xx | true | `00`, the code of a part, or absent where the contract allows that | any | success |
//! | 2xx | true | absent where it must be there | any | undecided, [`Decode`](crate::ErrorKind::Decode) |
//! | 2xx | true | another | any | contradiction |
//! | 2xx | false | another | none, or declined | definite failure, [`Api`](crate::ErrorKind::Api) |
//! | 2xx | false | another | authorised, cleared, reversed, pending or unknown | contradiction |
//! | 2xx | false | `00` | any | contradiction |
//! | 2xx | false | absent, no code at all, that of a part, or one that leaves it open | any | undecided, [`Api`](crate::ErrorKind::Api) |
//! | 2xx | absent, or neither | any | any | undecided, [`Decode`](crate::ErrorKind::Decode) |
//! | a refusal | not true | absent, or that of a failure | none, or declined | definite failure, by its status |
//! | a refusal | true, or with the code `00`, or with any other state | | | contradiction, by its status |
//! | a refusal | not true | no code at all (empty, or of another type), that of a part, or one that leaves it open | any | undecided, by its status |
//! | a refusal | begins as JSON and can't be read, or is compressed | | | undecided, by its status |
//! | any other | any | any | any | undecided, by its status |
//! | 2xx, or a refusal | something of this twice | | | contradiction |
//!
//! The refusals are 400, 401, 403, 404, 405, 406, 409, 410, 411, 413, 414, 415, 422, 429, 431 and 451. A
//! contradiction with a 2xx is [`Contradictory`](crate::ErrorKind::Contradictory). Contradictions and what is
//! undecided make the error of a call that must not be repeated indeterminate. `success` may be `true`, `false`, or one of them as text.
//!
//! The list of what a call made, in a reply without states, counts as an unknown state.
//!
//! A notification that is no plain success is another one than the success with the same identity.
//! A notification counts as a 2xx whose signature stands for the status. Its outcome is that of its states where the verdict is success, or a
//! definite failure of a payment that was declined; otherwise it is [`Unknown`](crate::Outcome::Unknown).
//!
//! # Replies are about their request
//!
//! The contract says which fields of a reply repeat the request: merchant, operation number, transaction, amount,
//! currency. A reply that holds another value there is about something else, and never a success: an error of the
//! kind [`Protocol`](crate::ErrorKind::Protocol), indeterminate for a call that must not be repeated. A sum is compared as a number,
//! everything else as text. A field that the caller left out, or that the reply may leave out, is not compared.
//! Where a request has a list, each item of the reply repeats all fields of one item of the request, and no
//! item is repeated twice. A failure about something else is none of this call: it is undecided.
//!
//! # Strict and lenient fields
//!
//! What proves something is read strictly: `success`, the code, the states of an outcome, the fields that repeat the request, secrets
//! and their lifetimes. A reply in which such a field is missing, or of another type, is an error of the kind
//! [`Decode`](crate::ErrorKind::Decode). Every other field informs: missing, null or of another type, it is read as
//! absent, and [`Response::unread`](crate::Response::unread) lists the path of each that was of another type. An authorised charge
//! whose `bin` came as a number is an authorised charge.
//!
//! # Waiting
//!
//! - Between attempts: a random time up to 200 ms, and up to 400 ms before the third; for tokens 500 ms and
//!   1 s.
//! - `Retry-After`, in seconds or as a date, is waited out up to [`LONGEST_WAIT`] and within the
//!   call's time; a longer one comes back at once, with
//!   [`retry_after`](crate::Error::retry_after), and so does a number of any size. Nonsense is ignored.
//! - [`settle`](crate::settle) asks what became of a payment after [`ASK_AGAIN`], doubled each time, up to
//!   [`ASK_AGAIN_AT_MOST`]; at random down to half of that. Each is a call of its own.
//! - All retries of a client draw on one budget of [`BUDGET`]: a retry costs 5, after a timeout 10,
//!   and a success gives 1 back. A thousand callers in an outage send at most 1,010 requests. The one
//!   time that a call is sent again with a renewed token is not a retry in this sense.
//! - The time of a whole call is its `.timeout()`, or the client's, or that of its class. In a longer
//!   call an attempt may take its share, a third; the only attempt of a call that must not be
//!   repeated, all of it.
//!
//! | call | connecting | attempt | whole call |
//! |---|---|---|---|
//! | token | [`CONNECT`] | 6 s | 15 s ([`Timing::TOKEN`]) |
//! | harmless, such as a nonce | [`CONNECT`] | 4 s | 10 s, the wait for a token included ([`Timing::HARMLESS`]) |
//! | safe | [`CONNECT`] | 10 s | 25 s ([`Timing::SAFE`]) |
//! | never | [`CONNECT`] | 60 s | 60 s ([`Timing::NEVER`]) |
//!
//! # Access tokens
//!
//! - One cache per client, shared by its clones, by scopes. A token's life counts from just before it
//!   was asked for, on whichever clock says that more time has gone: a suspended machine expires it
//!   early, never late.
//! - It is renewed [`RENEW_EARLY`] before its end while calls go on with it, and never handed out in
//!   its last [`HOLD_BACK`]; both shrink for tokens that live shortly. One that doesn't say how long it
//!   lives gets [`ASSUMED_LIFETIME`].
//! - One request serves every caller that waits, success and failure alike. It runs in a task of its
//!   own: a caller that goes away neither cancels nor restarts it, and each keeps its own deadline. A task
//!   that nobody drives is replaced; see [Runtimes](#runtimes).
//! - A failure is the answer to every call for [`REMEMBER_FAILURE`], or for as long as the service
//!   asked, up to [`LONGEST_WAIT`]; refused credentials are for [`REMEMBER_REFUSAL`].
//! - A 401 elsewhere gives up that very token, fetches one, and sends the call once more; a call that
//!   must not be repeated is not sent again, and its error says that doing so is safe. A 403 renews
//!   nothing. A 400 or 401 for the token itself is final.
//! - A token that came in place of a refused one, and is refused as well while it is younger than
//!   [`REMEMBER_REFUSAL`], is kept: another would end the same. The call ends as
//!   [`Unauthorized`](crate::ErrorKind::Unauthorized). However many calls a service refuses with 401, it is asked
//!   for two tokens, and for one more every [`REMEMBER_REFUSAL`].
//!
//! # Nonces
//!
//! Not cached, not minted ahead, used once. A nonce is usable until [`TRAVEL_TIME`] before its end.
//!
//! # The wire
//!
//! - https, TLS 1.2 or newer; plain http for loopback alone, which also turns proxies off. No
//!   redirects, cookies or decompression. Unused connections are kept for [`IDLE`].
//! - A reply is at most [`REPLY`], or [`REPLY_HARMLESS`] from calls that are harmless to repeat; the
//!   explanation of a refusal is cut at [`EXPLANATION`]. All are counted while reading. JSON is at most
//!   128 levels deep.
//! - A refusal is known by its status: its explanation has [`EXPLANATION_TIME`] to come, and is left out when it
//!   takes longer.
//! - A reply is framed by one length, by chunks, or by the end of its connection. Any other transfer coding
//!   than `chunked` is a protocol error.
//! - Secrets of the request, and those that the contract declares in the reply, are taken out of what an error
//!   repeats: in linear time, and out of no more than it keeps. A secret of 8 bytes or more is found percent-encoded,
//!   in hexadecimal, in Base64 and in an escaped string as well, and a card number in groups. A shorter one is found
//!   as it is, where it stands alone. An error of a reply with more than 16 secrets, or more than 16 KiB of them,
//!   shows no text of 3 bytes or more of it.
//! - Path segments are encoded one by one, and `.`, `..` and empty ones are refused. Headers can't
//!   carry line breaks, and the client's own can't be set.
//!
//! # Cancelling
//!
//! Every future is `Send` and can be dropped at any time; that leaves nothing locked and no one
//! waiting. Dropping a call that must not be repeated, once it may have left, is recorded as a
//! `tracing` warning, with the same. Until a connection takes its request it can't have left; with a
//! custom transport it may have once that was polled.
//!
//! # Runtimes
//!
//! A call needs a tokio runtime with time and IO enabled; without one it ends as
//! [`Config`](crate::ErrorKind::Config), and nothing was sent. A client can be used on several, at once and one after the
//! other:
//!
//! - A request for a token runs on the runtime of whoever asked first. When that one is idle, as a
//!   current-thread runtime is outside of `block_on`, or its worker is blocked, those who wait see no sign of
//!   life: after a third of a second one of them sends another. A machine that was suspended, or a process
//!   that was stopped, is not taken for that. What the first request brings later is used where there is no token.
//! - Each runtime has connections of its own, for the sixteen runtimes that came last.
//! - Every wait ends at its deadline, or earlier, when its runtime shuts down: the error says so.
//!
//! # Limits
//!
//! Copies of secrets inside TLS, the kernel and the buffers of a reply are not wiped. What a custom
//! [`Transport`](crate::transport::Transport) does with a request is its own.

pub use crate::{
    auth::{
        slot::{REMEMBER_FAILURE, REMEMBER_REFUSAL},
        token::{ASSUMED_LIFETIME, HOLD_BACK, RENEW_EARLY},
    },
    call::{
        retry::{ATTEMPTS, ATTEMPTS_NEVER},
        timing::Timing,
    },
    config::retry_budget::BUDGET,
    limits::{CONNECT, EXPLANATION, EXPLANATION_TIME, IDLE, LONGEST_WAIT, REPLY, REPLY_HARMLESS},
    reply::settle::{ASK_AGAIN, ASK_AGAIN_AT_MOST},
    types::secret::TRAVEL_TIME,
};
