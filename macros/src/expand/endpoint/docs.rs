//! Writes the documentation of a call.

use std::fmt::Write as _;

use alignet_spec::{
    contract::{Endpoint, Fill, Repeat},
    name,
};
use proc_macro2::TokenStream;

use crate::{
    expand::{
        docs::{self, attributes, declared, literal, meaning, summarised},
        example, types,
    },
    read::Found,
};

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

/// Emits the attribute of what starts a deprecated call.
pub(super) fn deprecated(endpoint: &Endpoint) -> Option<TokenStream> {
    docs::deprecated(endpoint.deprecated.as_ref())
}

fn whole(found: &Found, endpoint: &Endpoint, start: &str, mode: &str) -> TokenStream {
    let origin = &found.contract.api.origins[endpoint.origin];
    let mut doc = format!("{}\n\n", summarised(&endpoint.doc));
    let _ =
        writeln!(doc, "`{} {}` on the origin `{}`.\n", endpoint.method.as_str(), endpoint.route, origin.name);
    if let Some(note) = &endpoint.deprecated {
        let _ = writeln!(doc, "- Deprecated: {note}");
    }
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
    let _ = writeln!(doc, "- Reply: {}", reply(found, endpoint));
    if let Some(of) = endpoint.reply_header {
        let name = &found.type_at(of).name;
        let _ = writeln!(
            doc,
            "- Headers of the reply: [`{name}`], by [`typed_headers`](::alignet::Response::typed_headers) of what `send_with_meta` returns."
        );
    }
    if let Some(cursor) = &endpoint.cursor {
        let _ = writeln!(
            doc,
            "- Pages: `{}` of the reply, sent as `{}`, gets the next page; the last page has none.",
            cursor.next.join("."),
            cursor.field
        );
    }
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
    for error in &endpoint.errors {
        let name = &found.type_at(error.of).name;
        let _ = writeln!(
            doc,
            "- HTTP {} has a body of its own: [`reply_as`](::alignet::Error::reply_as) of the error reads [`{name}`].",
            error.status
        );
    }
    if types::proves_funds(found, endpoint) {
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
    doc.push_str(&fields(found, endpoint));
    doc.push_str(&wire(endpoint));
    doc.push_str(&errors(endpoint));
    attributes(&doc)
}

fn reply(found: &Found, endpoint: &Endpoint) -> String {
    let name = &found.type_at(endpoint.reply).name;
    match endpoint.success {
        Some(status) if endpoint.bodyless => {
            format!("[`{name}`], without fields: a success is HTTP {status} without a body.")
        }
        Some(status) => format!("[`{name}`], with HTTP {status}."),
        None => format!("[`{name}`]."),
    }
}

fn repeat(repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Safe => "safe; it reads. Temporary failures are retried.",
        Repeat::Harmless => {
            "harmless; it makes another of something that costs nothing. Temporary failures are retried."
        }
        Repeat::Keyed => {
            "keyed; the service carries out each key once. Temporary failures are retried with the same key. A failure that says `is_indeterminate` may have happened: query, or send it again with the [`idempotency_key`](::alignet::Error::idempotency_key) of the error."
        }
        Repeat::Never => {
            "never; it could be done twice. It is sent again only when it can't have left, and a failure after that says `is_indeterminate`: query before sending it again."
        }
    }
}

/// Lists the fields that the caller sets, each a method of the call.
fn fields(found: &Found, endpoint: &Endpoint) -> String {
    let call = name::camel(&endpoint.name);
    let mut doc = String::new();
    let places = [("path", &endpoint.path), ("query", &endpoint.query), ("header", &endpoint.header)];
    let beside =
        places.into_iter().flat_map(|(place, fields)| fields.iter().map(move |field| (place, field)));
    let body = endpoint.body.iter().flatten().map(|field| ("body", field));
    for (place, field) in beside.chain(body).filter(|(_, field)| !field.fill.is_fixed()) {
        let name = &field.name;
        let heading = if doc.is_empty() { "\n# Fields\n\n" } else { "" };
        let when = match &field.fill {
            Fill::Default(default) => format!("`{}` unless set", literal(default)),
            _ if field.optional => "optional".to_owned(),
            _ if found.contract.has_one_value(field) => "its only value unless set".to_owned(),
            _ => "required".to_owned(),
        };
        let _ = writeln!(
            doc,
            "{heading}- [`{name}`]({call}::{name}), {when}, in the {place}. {}",
            meaning(found, field)
        );
    }
    doc
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
