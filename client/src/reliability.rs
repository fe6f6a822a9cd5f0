//! The promises about a call when something goes wrong, with their numbers.
//!
//! # How far a request got
//!
//! Every attempt ends as a [`Delivery`](crate::Delivery): *not sent* (no byte can have left),
//! *maybe sent* (handed to an open connection, no complete answer came back), or *answered* with a
//! status. The retries follow from the delivery and from the class in which the contract puts the
//! call ([`Repeat`](crate::Repeat)).
//!
//! | call | attempts | sent again after |
//! |---|---|---|
//! | safe, harmless | [`ATTEMPTS`] | not sent, maybe sent, a body that broke off or stalled, 408, 425, 429, 500, 502, 503, 504 |
//! | keyed | [`ATTEMPTS`] | the same, each time with the same key |
//! | never | [`ATTEMPTS_NEVER`] | not sent alone |
//!
//! The client does not retry after a certificate that doesn't fit (with `native-tls` it does, as after any failed
//! connection), an answer that is not HTTP, or a complete reply that is wrong. When a call that must not be repeated ends *maybe sent*, or its answer is not a
//! [definite failure](#verdicts), its error [is indeterminate](crate::Error::is_indeterminate): query before
//! sending it again. If the contract declares one, the error names the query
//! ([`settled_by`](crate::Error::settled_by)) and the value to ask about ([`reference`](crate::Error::reference)). Such a call has a
//! connection that has never carried another request, because a stale connection could leave its outcome unclear.
//!
//! The error of a call with a key is indeterminate as well, if any of its attempts may have been carried out: a refusal of a
//! later attempt says nothing about an earlier one. The error has the
//! [`idempotency_key`](crate::Error::idempotency_key), with which the same call may be sent again.
//!
//! A call whose time ends while it waits for its connection was *not sent*; with a custom transport it is *maybe
//! sent*. The error of a call covers all its
//! attempts: it says *not sent* only if no attempt was handed to a connection.
//!
//! # Verdicts
//!
//! One function decides about every reply, notification and return, from the status, `success`, the code of the
//! status object, and the states on the path of the outcome. A call succeeds only if the first three agree, and
//! definitely fails only if the states agree too:
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
//! | the 2xx that the contract declares for a success without a body, for a list, or for a document; and no body, a JSON list, or a document of the declared media type | | | | success |
//! | 2xx | absent, or neither | any | any | undecided, [`Decode`](crate::ErrorKind::Decode) |
//! | a refusal | not true | absent, or that of a failure | none, or declined | definite failure, by its status |
//! | a refusal | true, or with the code `00`; or, with the code of a failure or none, any other state | | | contradiction, by its status |
//! | a refusal | not true | no code at all (empty, or of another type), that of a part, or one that leaves it open | any | undecided, by its status |
//! | a refusal | begins as JSON and is malformed, is cut at [`EXPLANATION`], or is compressed | | | undecided, by its status |
//! | any other | any | any | any | undecided, by its status |
//! | 2xx, or a refusal | something of this twice (a state twice in a success is [`Decode`](crate::ErrorKind::Decode)) | | | contradiction |
//!
//! The refusals are 400, 401, 403, 404, 405, 406, 409, 410, 411, 413, 414, 415, 422, 429, 431 and 451. A
//! contradiction with a 2xx is [`Contradictory`](crate::ErrorKind::Contradictory). A contradiction or an undecided
//! reply makes the error of a call that must not be repeated indeterminate. `success` may be `true`, `false`, or
//! either of them as text.
//!
//! A call that returns a list or a [`Document`](crate::Document) succeeds only by that row, and only reads. Another object with a 2xx is
//! decided by the other rows, but never a success. A JSON object with `success` or a code is no document, whatever its
//! `Content-Type`. Any other 2xx reply to such a call is [`Decode`](crate::ErrorKind::Decode); its text names the media type that came,
//! and nothing of the body.
//!
//! Any other 2xx reply that is not UTF-8, or not JSON by its `Content-Type`, is [`Decode`](crate::ErrorKind::Decode); a
//! compressed one is [`Protocol`](crate::ErrorKind::Protocol). In a reply without states to a call that must not be
//! repeated, a list of the things that the call made counts as an unknown state.
//!
//! A notification that is not a plain success does not count as a repetition of the success with the same
//! identity. A notification counts as a 2xx: its signature stands for the status. Its outcome is that of its
//! states if the verdict is success, or a definite failure of a payment that was declined; otherwise it is
//! [`Unknown`](crate::Outcome::Unknown). A field that proves something and occurs twice makes it unreadable.
//!
//! # Replies are about their request
//!
//! The contract says which fields of a reply repeat the request: merchant, operation number, transaction, amount,
//! currency. A reply with another value in such a field is about another request, and never a success: it is an
//! error of the kind [`Protocol`](crate::ErrorKind::Protocol), indeterminate for a call that must not be repeated.
//! A sum is compared as a number, every other field as text. A field that the caller left out, or that the reply
//! leaves out where it may, is not compared. Of a list to search, as the transactions of a charge, one item must fit. If the request has a list, each item of the reply must repeat all fields of one
//! item of the request, and no item may be repeated twice. A failure about another request is undecided: it is
//! not a failure of this call.
//!
//! # Returns of the buyer
//!
//! A return is a form that the buyer's browser posts, and it proves no funds. It carries neither a time nor a number
//! that is used once, and every merchant's returns are signed by the same keys. So it is accepted only if a key of the
//! environment signed it and its merchant, operation number, amount and currency are those of the
//! [`Order`](crate::notifications::Order) in the merchant's own records. It may be accepted any number of times. The
//! result is [`Unconfirmed`](crate::notifications::Unconfirmed), which has no outcome of its own; the outcome inside
//! follows from the same verdict as that of a notification.
//!
//! The signature must cover the Base64 text of the form's field, with every space read as a plus sign, and not the
//! JSON in it. The vendor publishes no signed sample that would confirm this; nothing falls back to the JSON.
//!
//! # Strict and lenient fields
//!
//! Fields that prove something are read strictly: `success`, the code, the states of an outcome, the fields that
//! repeat the request, the order of a return, the cursor of a next page, secrets and their lifetimes. A reply that lacks a required field of these, or has another type
//! in it, is an error: of the kind [`Decode`](crate::ErrorKind::Decode), if neither the verdict nor the comparison
//! with the request fails first. Every other field informs: if it is missing, null
//! or of another type, it is read as absent, and [`Response::unread`](crate::Response::unread) lists the paths of
//! those of another type, at most 64. So does every header of a reply. An authorised charge whose `bin` came as a number is still an authorised charge.
//! An object with another value than the one that the contract fixes in it is of another type. A default that a reply
//! lacks is read, and its path is listed.
//!
//! # Waiting
//!
//! - Between attempts, the client waits a random time up to 200 ms, and up to 400 ms before the third; for tokens
//!   500 ms and 1 s.
//! - `Retry-After`, in seconds or as a date, counts with the statuses that are retried. It is waited out up to [`LONGEST_WAIT`] and within the
//!   call's time. A longer wait, of any size, ends the call at once with
//!   [`retry_after`](crate::Error::retry_after). Invalid values are ignored.
//! - [`settle`](crate::settle) queries the outcome of a payment again after [`ASK_AGAIN`], doubled each time, up to
//!   [`ASK_AGAIN_AT_MOST`], or longer if the service asks for it; each wait is shortened at random, at most to half.
//!   Each query is a call of its own.
//! - All retries of a client share one budget of [`BUDGET`]: a retry costs 5, after a timeout 10,
//!   and a success gives 1 back. A thousand callers in an outage send at most 1,010 requests, besides
//!   token requests. Sending a call once more with a renewed token does not count as a retry.
//! - The time of a whole call is its `.timeout()`, or the client's, or that of its class, and at most a day. In a
//!   longer call an attempt may take its share, a third. Each attempt of a call that must not be repeated may take
//!   all of it. The client's timeout is also that of token requests.
//!
//! | call | connecting | attempt | whole call |
//! |---|---|---|---|
//! | token | [`CONNECT`] | 6 s | 15 s ([`Timing::TOKEN`]) |
//! | harmless, such as a nonce | [`CONNECT`] | 4 s | 10 s, the wait for a token included ([`Timing::HARMLESS`]) |
//! | safe | [`CONNECT`] | 10 s | 25 s ([`Timing::SAFE`]) |
//! | keyed | [`CONNECT`] | 20 s | 60 s ([`Timing::KEYED`]) |
//! | never | [`CONNECT`] | 60 s | 60 s ([`Timing::NEVER`]) |
//!
//! # Access tokens
//!
//! - Each client has one token cache, shared by its clones and keyed by scopes. A token's lifetime counts from
//!   just before it was requested, on the clock that shows more time passed: a suspended machine expires it
//!   early rather than late.
//! - A token in use is renewed [`RENEW_EARLY`] before its end, up to a tenth of that earlier at random, and a cached
//!   token is not handed out in its last [`HOLD_BACK`]; both are shorter for short-lived tokens. A token without a
//!   stated lifetime gets [`ASSUMED_LIFETIME`]. A token that the application set is not renewed.
//! - One token request serves every waiting caller, on success and on failure. It runs in a task of its
//!   own: a caller that goes away neither cancels nor restarts it, and each caller keeps its own deadline. A task
//!   that is no longer polled is replaced; see [Runtimes](#runtimes).
//! - A failed token request is the result of every call that has no usable token for [`REMEMBER_FAILURE`], or for as
//!   long as the service asked, up to [`LONGEST_WAIT`]; a refusal (401, 403 or
//!   [`Rejected`](crate::ErrorKind::Rejected)) is for [`REMEMBER_REFUSAL`].
//! - After a 401 elsewhere, the client discards that token, fetches another, and sends the call once more. A call
//!   that must not be repeated is not sent again; if the 401 is a definite failure, its error says that doing so is
//!   safe. A 403 renews nothing. A 400 or 401 for the token itself is final.
//! - A token that replaced a refused token, and is refused as well while it is younger than
//!   [`REMEMBER_REFUSAL`], is kept: another would be refused too. The call ends as
//!   [`Unauthorized`](crate::ErrorKind::Unauthorized). However many calls a service refuses with 401, it is asked
//!   for two tokens for each set of scopes, and for one more every [`REMEMBER_REFUSAL`].
//!
//! # Nonces
//!
//! Nonces are not cached, not fetched ahead, and used once. A nonce is usable until [`TRAVEL_TIME`] before its end, and a page
//! with it is made until [`LOAD_TIME`] before that end.
//!
//! # The wire
//!
//! - https with TLS 1.2 or newer; plain http for loopback only, which also turns proxies off. No
//!   redirects, cookies or decompression.
//! - A reply is at most [`REPLY`], or [`REPLY_HARMLESS`] from calls that are harmless to repeat, or what
//!   [`largest_document`](crate::ClientBuilder::largest_document) says for a document; the
//!   explanation of a refusal is cut at [`EXPLANATION`]. The limits are enforced while reading. JSON is at most
//!   128 levels deep.
//! - A refusal is known by its status: its explanation has [`EXPLANATION_TIME`] to arrive, and is left out if it
//!   takes longer.
//! - A reply is framed by one length, by chunks, or by the end of its connection. Any other transfer coding
//!   than `chunked` is a protocol error.
//! - Secrets of the request, and those that the contract declares in the reply, are removed from the texts that an
//!   error keeps, in linear time. A secret of 8 bytes or more is also found percent-encoded, in hexadecimal, in
//!   Base64 and in an escaped string, and a card number in groups. A secret of 3 to 7 bytes is found only as it is,
//!   where it stands alone. An error of a reply with more than 16 secrets, or more than 16 KiB of them, shows no text of
//!   3 bytes or more of that reply.
//! - Path segments are encoded one by one, and `.`, `..` and empty segments are refused. Headers can't
//!   carry line breaks, and the client's own headers can't be set.
//!
//! # Round trips
//!
//! A new connection takes two round trips before its first request, with TLS 1.2 three. So connections are kept, and
//! opened ahead:
//!
//! - Tokens, nonces and reads are sent by a connection that was kept after another call, for up to [`IDLE`]. If the server
//!   has closed it, the request goes by another. If the server closes it while the request is on its way, the call is
//!   sent again, as after any lost answer.
//! - Calls that must not be repeated are never sent by such a connection, because servers close it at any time. For
//!   them, [`SPARES`] connections are kept open ahead to their origin
//!   ([`spare_connections`](crate::ClientBuilder::spare_connections) sets the number): while the token is fetched, when such
//!   a call begins, and after a call to an origin that has such calls. While more of them run at once, there are more
//!   connections, up to [`MOST_SPARES`]. Each is used within [`SPARE_LIFE`], so that a call within 15 s of the last call to
//!   its origin finds one.
//! - [`Client::warm_up`](crate::Client::warm_up) fetches the token of a charge and opens connections to every origin.
//!
//! A connection that was opened ahead can be closed, too. The client looks before it sends: it lets its runtime ask
//! the system what happened, also if nobody drove the runtime meanwhile, and hyper reads before it writes. A
//! connection that was closed by then sends nothing, and the call goes by another. One race remains: the server
//! closes a connection that has carried no request in the very moment in which the first one is on its way. The
//! answer is lost then, and the error of a call that must not be repeated is indeterminate. Servers wait 20 s or more
//! for a first request, which is longer than [`SPARE_LIFE`]. If a server closed such a connection earlier, also as a
//! request came, the client uses only those of up to half that age, for [`SPARE_MEMORY`], or none if that is less than a
//! second. A failure to connect ends those that are there: the network may have lost them without a word. With 0 spare
//! connections, the race does not exist.
//!
//! A call without such a connection opens its own. If the server closes that before it reads anything, the client may
//! know that it sent nothing: the call was *not sent*.
//!
//! Measured behind a proxy that delays each direction by 30 ms, with TLS 1.3, in round trips of 60 ms
//! (`cargo run --release --manifest-path benches/Cargo.toml round-trips`). By hand is a shared reqwest client with its
//! defaults, which sends charges by kept connections:
//!
//! | call | alignet | by hand |
//! |---|---|---|
//! | nonce, cold | 4.2 | 4.2 |
//! | nonce after `warm_up` | 1.0 | 1.0 |
//! | nonce after another, 10 s later | 1.0 | 1.0 |
//! | nonce after another, 20 s later | 1.0 | 1.0 |
//! | nonce after another, 45 s later | 1.0 | 1.0 |
//! | nonce after another, 90 s later | 3.1 | 3.2 |
//! | read after another, 45 s later | 1.1 | 1.1 |
//! | charge, cold | 4.2 | 6.2 |
//! | charge after a nonce alone | 3.1 | 3.1 |
//! | charge after `warm_up` | 1.0 | 3.1 |
//! | charges in a row, mean of 10 | 1.1 | 1.3 |
//! | charge after another, 10 s later | 1.1 | 1.0 |
//! | charge after a read, 15 s later | 1.1 | 1.0 |
//! | charge after another, 20 s later | 1.1 | 1.0 |
//! | charge after another, 45 s later | 3.1 | 1.0 |
//!
//! Each call of alignet takes a token with its own scopes; that of the reads was fetched before. By hand, a charge 45 s
//! after another is sent by the kept connection, and is lost if the server closes it in that moment. Idle time passed
//! on the clients' clock alone, and the servers closed no connection.
//!
//! # Cancelling
//!
//! Every future is `Send` and can be dropped at any time: it leaves no lock held and no other caller
//! waiting. Dropping a call that must not be repeated, after it may have left, logs a `tracing` warning
//! with the query and the value to ask about. The request can't have left before a connection takes it; with a
//! custom transport, it may have left once the transport's future was polled.
//!
//! # Runtimes
//!
//! A call needs a tokio runtime with time enabled, and IO for the built-in transport; without one it ends as
//! [`Config`](crate::ErrorKind::Config), and nothing was sent. A client can be used on several runtimes, at once
//! and one after the other:
//!
//! - A token request runs on the runtime of the first caller. That runtime may be idle, as a current-thread
//!   runtime is outside of `block_on`, or its worker may be blocked. After three looks of 100 ms without a sign of
//!   life, another caller sends another request. A machine that was suspended, or a process that was
//!   stopped, does not trigger this. A late token of the first request is used if there is no other token.
//! - Each runtime has connections of its own, which end with it.
//! - Every wait ends at its deadline, or earlier if its runtime shuts down; the error says so, unless an earlier
//!   failure or reply says more.
//!
//! # Limits
//!
//! Copies of secrets inside TLS, the kernel and the buffers of a reply are not wiped. A custom
//! [`Transport`](crate::transport::Transport) is responsible for the requests it is given.

// Some links lead to items that exist only with the feature `notifications`.
#![cfg_attr(not(feature = "notifications"), allow(rustdoc::broken_intra_doc_links))]

pub use crate::{
    auth::{
        renewal::{REMEMBER_FAILURE, REMEMBER_REFUSAL},
        token::{ASSUMED_LIFETIME, HOLD_BACK, RENEW_EARLY},
    },
    call::{
        retry::{ATTEMPTS, ATTEMPTS_NEVER},
        time_limits::Timing,
    },
    config::retry_budget::BUDGET,
    limits::{
        CONNECT, EXPLANATION, EXPLANATION_TIME, IDLE, LONGEST_WAIT, MOST_SPARES, REPLY, REPLY_HARMLESS,
        SPARE_LIFE, SPARE_MEMORY, SPARES,
    },
    reply::settle::{ASK_AGAIN, ASK_AGAIN_AT_MOST},
    types::secret::{LOAD_TIME, TRAVEL_TIME},
};
