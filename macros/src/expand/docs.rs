//! Writes the documentation of the emitted items.

use std::fmt::Write as _;

use alignet_spec::{
    contract::{Endpoint, Field, Fill, Literal, Method, Notification, Repeat, Shape, Type, Value},
    name,
    source::Span,
};

use proc_macro2::TokenStream;
use quote::quote;

use super::example;
use crate::read::Found;

/// Emits text as documentation, with one attribute per line, as `///` does.
pub(super) fn attributes(text: &str) -> TokenStream {
    let lines =
        text.trim_end().lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}

/// Makes the first sentence a paragraph of its own, which rustdoc shows as the summary. A sentence ends
/// with a full stop, a space and a capital letter; but not in `e.g. Lima` or `J. Ejemplo`.
pub(super) fn summarised(text: &str) -> String {
    let is_letter = |part: &str| {
        let mut chars = part.trim_start_matches('(').chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    let ends = text.match_indices(". ").map(|(at, _)| (&text[..at], &text[at + 2..]));
    let mut ends = ends.filter(|(before, after)| {
        let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        after.starts_with(char::is_uppercase) && !word.split('.').all(is_letter)
    });
    ends.next().map_or_else(|| text.to_owned(), |(first, rest)| format!("{first}.\n\n{rest}"))
}

/// Names the position of a declaration, for readers who want to change it.
pub(super) fn declared(found: &Found, span: Span) -> String {
    format!("Declared in `{}`.", found.contract.sources.location(span))
}

pub(super) fn of_type(found: &Found, one: &Type) -> TokenStream {
    let told = found.notification_of(one);
    let told = told.map(notification).unwrap_or_default();
    attributes(&format!("{}\n\n{told}{}", summarised(&one.doc), declared(found, one.span)))
}

/// Describes the delivery and the identity of a notification.
fn notification(told: &Notification) -> String {
    let mut doc = format!(
        "A notification: it comes unasked, in a `POST` signed in the header `{}`. The feature `webhooks` of \
         `alignet` verifies it.\n\n",
        told.signature
    );
    let identity: Vec<String> = told.identity.iter().map(|path| format!("`{}`", path.join("."))).collect();
    let _ = writeln!(
        doc,
        "It may arrive more than once and out of order; two are the same notification if their {} are equal.\n",
        identity.join(", ")
    );
    if let Some(json) = &told.example {
        let _ = writeln!(doc, "```json\n{}\n```\n", json.value.trim());
    }
    doc
}

pub(super) fn of_field(field: &Field) -> TokenStream {
    let mut doc =
        if field.doc.is_empty() { format!("The field `{}`.", field.wire) } else { field.doc.clone() };
    if field.wire != field.name {
        let _ = write!(doc, " `{}` on the wire.", field.wire);
    }
    match &field.fill {
        Fill::Default(default) if field.shape == Shape::Seconds => {
            let _ = write!(doc, " {} s if the reply has none.", literal(default));
        }
        Fill::Default(default) => {
            let _ = write!(doc, " `{}` unless set.", literal(default));
        }
        _ => {}
    }
    attributes(&doc)
}

pub(super) fn of_value(value: &Value) -> TokenStream {
    let mut doc = format!("{} `{}` on the wire.", value.doc, value.wire);
    if let Some(outcome) = value.outcome {
        let variant = name::camel(outcome.as_str());
        let _ = write!(doc, " [`{variant}`](::alignet::Outcome::{variant}).");
    }
    attributes(&doc)
}

/// Documents the type of a call, with everything about the endpoint.
pub(super) fn of_call(found: &Found, endpoint: &Endpoint) -> TokenStream {
    let name = &endpoint.name;
    if found.shipped {
        return whole(found, endpoint, &format!("alignet.{name}()"), "no_run");
    }
    whole(found, endpoint, &format!("{}::new(&alignet)", name::camel(name)), "ignore")
}

/// Documents the method that starts a call. The text is short, because the client's page lists all
/// methods.
pub(super) fn of_method(endpoint: &Endpoint) -> TokenStream {
    let call = name::camel(&endpoint.name);
    attributes(&format!(
        "{}\n\n`{} {}`; repeating it: {}. [`{call}`](::alignet::api::{call}) has its fields, an example and its errors.",
        summarised(&endpoint.doc),
        endpoint.method.as_str(),
        endpoint.route,
        endpoint.repeat.as_str(),
    ))
}

fn whole(found: &Found, endpoint: &Endpoint, start: &str, mode: &str) -> TokenStream {
    let origin = &found.contract.api.origins[endpoint.origin];
    let mut doc = format!("{}\n\n", summarised(&endpoint.doc));
    let _ =
        writeln!(doc, "`{} {}` on the origin `{}`.\n", endpoint.method.as_str(), endpoint.route, origin.name);
    let _ = writeln!(
        doc,
        "- Access token: {}",
        match &endpoint.scopes {
            Some(scopes) => format!("fetched, cached and renewed by the client, with the scopes `{scopes}`."),
            None => "none.".to_owned(),
        }
    );
    let _ = writeln!(doc, "- Repeating it: {}", repeat(endpoint.repeat));
    if let Some(settle) = &endpoint.settle {
        let asked = &found.contract.endpoints[settle.endpoint];
        let _ = writeln!(
            doc,
            "- If the answer is lost: query `{}` with its `{}`, the error's [`reference`](::alignet::Error::reference).",
            asked.name, settle.reference
        );
    }
    let _ = writeln!(doc, "- Reply: [`{}`].", found.type_at(endpoint.reply).name);
    if let Some(code) = &endpoint.partial {
        let code = &code.value;
        let _ = writeln!(
            doc,
            "- In part: with the code `{code}`, only some of it may have been done; look at each part of the reply."
        );
    }
    if !endpoint.echoes.is_empty() {
        let paths: Vec<String> =
            endpoint.echoes.iter().map(|echo| format!("`{}`", echo.path.join("."))).collect();
        let _ = writeln!(
            doc,
            "- Bound to the request by {}: a reply that holds another value there fails with [`Protocol`](::alignet::ErrorKind::Protocol).",
            paths.join(", ")
        );
    }
    for code in &endpoint.codes {
        let open = if code.open { " It leaves open what was done." } else { "" };
        let _ = writeln!(doc, "- Code `{}`: {}{open}", code.wire, code.doc);
    }
    if proves_funds(found, endpoint) {
        let _ = writeln!(
            doc,
            "- Proof of funds: `reply.outcome()`, when it [`is_paid`](::alignet::Outcome::is_paid)."
        );
    }
    let _ = writeln!(doc, "- {}", declared(found, endpoint.span));
    let _ = writeln!(
        doc,
        "\n# Example\n\n```{mode}\n# async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {{"
    );
    let _ = writeln!(doc, "{}\n# Ok(()) }}\n```", example::call(found, endpoint, start));
    doc.push_str(&fields(endpoint));
    doc.push_str(&wire(endpoint));
    doc.push_str(&errors(endpoint));
    attributes(&doc)
}

/// Returns true if the reply is a proof of funds. A call that changes a payment, such as a cancellation,
/// replies with the outcome of the change instead.
pub(super) fn proves_funds(found: &Found, endpoint: &Endpoint) -> bool {
    let changes = !matches!(endpoint.method, Method::Get | Method::Post);
    found.type_at(endpoint.reply).outcome.is_some() && !changes
}

fn repeat(repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Safe => "safe; it reads. Temporary failures are retried.",
        Repeat::Harmless => {
            "harmless; it makes another of something that costs nothing. Temporary failures are retried."
        }
        Repeat::Never => {
            "never; it could be done twice. It is sent again only when it can't have left, and a failure after that says `is_indeterminate`: query before sending it again."
        }
    }
}

/// Lists the fields that the caller sets, each a method of the call.
fn fields(endpoint: &Endpoint) -> String {
    let call = name::camel(&endpoint.name);
    let mut doc = String::new();
    for field in endpoint.fields().filter(|field| !field.fill.is_fixed()) {
        let name = &field.name;
        let heading = if doc.is_empty() { "\n# Fields\n\n" } else { "" };
        let when = match &field.fill {
            Fill::Default(default) => format!("`{}` unless set", literal(default)),
            _ if field.optional => "optional".to_owned(),
            _ => "required".to_owned(),
        };
        let _ = writeln!(doc, "{heading}- [`{name}`]({call}::{name}), {when}. {}", field.doc);
    }
    doc
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => text.clone(),
        Literal::Integer(integer) => integer.to_string(),
        Literal::Boolean(boolean) => boolean.to_string(),
    }
}

/// Shows the contract's examples as sent and received.
fn wire(endpoint: &Endpoint) -> String {
    let mut doc = String::new();
    for (what, json) in [("A request", &endpoint.example.request), ("A reply", &endpoint.example.reply)] {
        if let Some(json) = json {
            let heading = if doc.is_empty() { "\n# On the wire\n" } else { "" };
            let _ = writeln!(doc, "{heading}\n{what}:\n\n```json\n{}\n```", json.value.trim());
        }
    }
    doc
}

fn errors(endpoint: &Endpoint) -> String {
    let mut doc = String::from("\n# Errors\n\n");
    let mut add = |kind: &str, when: &str| {
        let _ = writeln!(doc, "- [`{kind}`](::alignet::ErrorKind::{kind}) when {when}.");
    };
    let such = if endpoint.path.is_empty() { "" } else { ", such as an empty one in the path" };
    add("Request", &format!("a value can't be sent as given{such}; nothing is sent then"));
    add(
        "Api",
        "the service answers with HTTP 200 that it did not do it; `reply` holds the JSON that it sent",
    );
    add("Contradictory", "the reply says success and failure at once");
    if endpoint.scopes.is_some() {
        let refused = match endpoint.repeat {
            Repeat::Never => {
                "the credentials are refused, or the access token is: it is renewed, and the call is yours to send again when the error `is_temporary`"
            }
            _ => "the credentials are refused, or a renewed access token still is",
        };
        add("Unauthorized", refused);
        add("Forbidden", "the access token lacks a scope");
    } else {
        add("Unauthorized", "the credentials are refused");
    }
    add("Rejected", "the request is refused as wrong, such as for the audience of another environment");
    add("NotFound", "there is no such thing, and `Conflict` when the request contradicts what is there");
    add("RateLimited", "the service asks for patience; `retry_after` says how long");
    add("Decode", "the reply is not what the contract describes; `path` says where");
    doc.push_str("- `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.\n\n");
    doc.push_str("[`Error::delivery`](::alignet::Error::delivery) says how far the request got.\n");
    doc
}
