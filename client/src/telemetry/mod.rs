//! Spans, measurements and logs of the client, and headers that link them to those of the service.
//!
//! The client reports through the crate `tracing` alone. Names and values follow the semantic conventions of
//! OpenTelemetry for HTTP, version 1.44, so a bridge such as the crate `tracing-opentelemetry` exports them as they are.
//! The names, types, targets and levels on this page are part of the public interface. Without a subscriber, a call
//! allocates nothing for them.
//!
//! No field contains a secret, a header, a body, a query, or a value of a path.
//!
//! # Spans
//!
//! ```text
//! alignet    create_nonce     a call
//! ├─ attempt POST /nonce      one of its requests: 503
//! └─ attempt POST /nonce      the same request, sent again: 200
//!
//! alignet    create_token     a token fetch, linked to the call that started it
//! └─ attempt POST /token
//! ```
//!
//! All spans have the level INFO and the target `alignet`.
//!
//! - A call is a span `alignet` inside the caller's span. It begins when the future is first polled and ends with the
//!   result, so it includes waits for a token and between attempts.
//! - Each request is a span `attempt` inside that of its call.
//! - A token fetch serves many calls and may outlive each of them, so its span has no parent. It is linked to the span
//!   that started it (`follows_from`), usually of a call. A fetch that another call takes over is a new span, linked to
//!   that call.
//!
//! | field of `alignet` | type | value | present |
//! |---|---|---|---|
//! | `operation` | string | the endpoint, such as `create_nonce` | always |
//! | `otel.name` | string | as `operation` | always |
//! | `otel.kind` | string | `internal` | always |
//! | `error.type` | string | the name of the [kind of failure](#error-types) | if the call failed or was dropped |
//! | `otel.status_code` | string | `ERROR` | if the call failed or was dropped |
//!
//! | field of `attempt` | type | value | present |
//! |---|---|---|---|
//! | `http.request.method` | string | such as `POST` | always |
//! | `server.address` | string | the host | always |
//! | `server.port` | integer | the port | always |
//! | `url.full` | string | scheme, host, port and the template | always |
//! | `url.template` | string | the route in the contract, such as `/charges/{merchant_code}` | always |
//! | `http.request.resend_count` | integer | the number of requests of this call before this one | if there were any |
//! | `http.response.status_code` | integer | the status | if a response came |
//! | `error.type` | string | the status, or the name of the [kind of failure](#error-types) | if the attempt failed or was dropped |
//! | `otel.name` | string | method and template, such as `POST /nonce` | always |
//! | `otel.kind` | string | `client` | always |
//! | `otel.status_code` | string | `ERROR` | if the attempt failed or was dropped |
//!
//! The convention's `url.full` is the whole URL. Here the template stands in for path and query, because their values
//! can identify people. An attempt ends before its reply is decoded in full: a call can fail as `decode` although its
//! attempt succeeded. A request that was not made, because its call was out of time, has no span.
//!
//! # Error types
//!
//! An attempt that was answered with another status than 2xx has that status as its `error.type`, such as `503`. All
//! other failures have the [name](crate::ErrorKind::as_str) of their `ErrorKind`:
//!
//! `config`, `request`, `connect`, `transport`, `timeout`, `protocol`, `too_large`, `decode`, `api`, `contradictory`,
//! `rejected`, `unauthorized`, `forbidden`, `not_found`, `conflict`, `rate_limited`, `server`, `expired`, `value`
//!
//! A call or an attempt that is dropped before its end is `cancelled`. New kinds of failures can come with a new version.
//!
//! # Duration of requests
//!
//! The end of each attempt is an event at level DEBUG with the target `alignet::metrics`, and without a message or a parent. The
//! `MetricsLayer` of `tracing-opentelemetry` turns it into the histogram `http.client.request.duration`.
//!
//! | field | type | value | present |
//! |---|---|---|---|
//! | `histogram.http.client.request.duration` | float | seconds from just before the request to the end of its response | always |
//! | `http.request.method`, `server.address`, `server.port`, `url.template` | as above | as above | always |
//! | `http.response.status_code`, `error.type` | as above | as above | as above |
//!
//! The layer sets neither unit nor buckets, and the usual buckets suit milliseconds. Set those of the convention with a
//! view of the meter provider: 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5 and 10 seconds. If a
//! filter applies to all layers, let it pass `alignet::metrics=debug`.
//!
//! # Propagation
//!
//! [`ClientBuilder::propagator`](crate::ClientBuilder::propagator) takes a function that adds headers to each attempt,
//! token requests included. It runs inside the span of the attempt, so a propagator of OpenTelemetry injects the id of
//! that span:
//!
//! ```
//! use alignet::{Client, Credentials, Environment};
//! use opentelemetry::{global, propagation::Injector};
//! use tracing_opentelemetry::OpenTelemetrySpanExt as _;
//!
//! struct Headers<'h>(&'h mut http::HeaderMap);
//!
//! impl Injector for Headers<'_> {
//!     fn set(&mut self, key: &str, value: String) {
//!         if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(key), value.parse()) {
//!             self.0.insert(name, value);
//!         }
//!     }
//! }
//!
//! let alignet = Client::builder(Environment::PREPROD)
//!     .credentials(Credentials::new("id", "secret"))
//!     .propagator(|headers| {
//!         let context = tracing::Span::current().context();
//!         global::get_text_map_propagator(|inject| inject.inject_context(&context, &mut Headers(headers)));
//!     })
//!     .build()?;
//! # Ok::<(), alignet::Error>(())
//! ```
//!
//! The function gets an empty map: it sees no header of the request. A header that the request already has is ignored, and so are
//! `Authorization`, `Connection`, `Cookie`, `Expect`, `Host`, `Keep-Alive`, `Range`, `TE`, `Trailer`, `Upgrade`,
//! `User-Agent`, and all that begin with `Accept`, `Content-`, `If-`, `Proxy-` or `Transfer-`. An ignored header is a
//! warning with its name. A custom [`Transport`](crate::transport::Transport) gets the headers with the request.
//!
//! # Logs
//!
//! The targets of these events begin with `alignet`.
//!
//! | event | level | fields |
//! |---|---|---|
//! | an attempt failed | DEBUG | `attempt` (integer, from 1), `kind` (the [name](crate::ErrorKind::as_str) of an `ErrorKind`), `delivery` (a [`Delivery`](crate::Delivery)) |
//! | a call that must not be repeated was dropped after it may have been sent | WARN | `operation`, `reference`, `settled_by`: see [`Error`](crate::Error) |
//! | fields of a reply could not be read | DEBUG | `operation`; `unread`, their paths |
//! | fields of a notification or a return could not be read | DEBUG | `unread`, their paths |
//! | a notification or a return is invalid | DEBUG, or WARN if the service signed it | `reason`, a fixed text of a few words |
//! | a replay guard can't store the end of a claim | WARN | `step`, `done` or `forget`; none if there is no runtime |
//! | a call was not sent, because the journal has an entry with its reference | WARN | `operation`, `reference`, `state`, `entry` (an [id](crate::journal::EntryId)) |
//! | the end of a call could not be recorded in the journal | WARN | `operation`, `state` (what it is to become), `entry` |
//! | recovery settled a call | INFO, or WARN if it left it to a person | `operation`, `reference`, `entry`, `state`, `note` (a fixed text of a few words) |
//! | recovery settled entries of a run | INFO | `report`, the numbers of a [`Report`](crate::journal::Report) |
//! | recovery could not record a step, tell the application, or read the journal | WARN | `operation`, `reference`, `entry`, `state`, as far as they are known |
//! | a header of the propagator is ignored | WARN | `header`, its name |

// Some links lead to items that exist only with the feature `journal`.
#![cfg_attr(not(feature = "journal"), allow(rustdoc::broken_intra_doc_links))]

pub(crate) mod attempt;
pub(crate) mod call;
mod error_type;
pub(crate) mod propagator;
