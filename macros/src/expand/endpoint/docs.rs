//! Writes the documentation of a call.

use std::fmt::Write as _;

use alignet_spec::{
    contract::{Endpoint, Fill, Repeat, Reply},
    name,
};
use proc_macro2::TokenStream;

use super::{errors::errors, places};
use crate::{
    expand::{
        docs::{self, attributes, literal, meaning, summarised},
        example, types,
        whence::linked,
    },
    read::Found,
};

/// Documents the type of a call, with everything about the endpoint.
pub(super) fn of_call(found: &Found, endpoint: &Endpoint) -> TokenStream {
    // The path of a trait that others must import is not known here.
    let mode = if found.shipped { "no_run" } else { "ignore" };
    whole(found, endpoint, &format!("alignet.{}()", endpoint.name), mode)
}

/// Documents the method that starts a call. The text is short, because the client's page lists all methods.
pub(super) fn of_method(endpoint: &Endpoint, elsewhere: bool) -> TokenStream {
    let call = docs::linked_name(&name::camel(&endpoint.name), elsewhere);
    attributes(&format!(
        "{}\n\n`{} {}`; repeating it: {}. {call} has its fields, an example and its errors.",
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
    if types::proves_funds(found, endpoint) {
        let _ = writeln!(
            doc,
            "- Proof of funds: `reply.outcome()`, when it [`is_paid`](::alignet::Outcome::is_paid)."
        );
    }
    let _ = writeln!(doc, "- {}", linked(found, endpoint.span));
    let saved = example::saved(endpoint);
    let _ = writeln!(
        doc,
        "\n# Example\n\n```{mode}\n# async fn run(alignet: alignet::Client) -> Result<(), {}> {{",
        if saved.is_some() { "Box<dyn std::error::Error>" } else { "alignet::Error" }
    );
    let (call, saved) = (example::call(found, endpoint, start), saved.unwrap_or_default());
    let _ = writeln!(doc, "{call}{saved}\n# Ok(()) }}\n```");
    doc.push_str(&fields(found, endpoint));
    doc.push_str(&wire(endpoint));
    doc.push_str(&errors(found, endpoint));
    attributes(&doc)
}

fn reply(found: &Found, endpoint: &Endpoint) -> String {
    let link = |index: &usize| docs::link(found, *index);
    let status = endpoint.success.unwrap_or(200);
    match &endpoint.reply {
        Reply::Nothing(of) => {
            format!("{}, without fields: a success is HTTP {status} without a body.", link(of))
        }
        Reply::List(item) => {
            format!(
                "a list of {}: a success is HTTP {status} with a JSON list. An item that can't be read is left out, and [`unread`](::alignet::Response::unread) names it.",
                link(item)
            )
        }
        Reply::Document(media) => {
            format!(
                "a [`Document`](::alignet::Document): a success is HTTP {status} with bytes of the type `{media}`."
            )
        }
        Reply::Object(of) => match endpoint.success {
            Some(status) => format!("{}, with HTTP {status}.", link(of)),
            None => format!("{}.", link(of)),
        },
    }
}

fn repeat(repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Safe => "safe; it reads. Temporary failures are retried.",
        Repeat::Harmless => {
            "harmless; it makes another of something that costs nothing. Temporary failures are retried."
        }
        Repeat::Keyed => {
            "keyed; the service carries out each key once. Temporary failures are retried with the same key."
        }
        Repeat::Never => {
            "never; it could be done twice. The client sends it again only when it can't have left."
        }
    }
}

/// Lists the fields that the caller sets, each a method of the call.
fn fields(found: &Found, endpoint: &Endpoint) -> String {
    let call = name::camel(&endpoint.name);
    let mut doc = String::new();
    for (place, field) in places::set(endpoint) {
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
    let of_reply = if matches!(endpoint.reply, Reply::Document(_)) { "text" } else { "json" };
    let (request, reply) = (&endpoint.example.request, &endpoint.example.reply);
    for (what, language, example) in [("A request", "json", request), ("A reply", of_reply, reply)] {
        if let Some(example) = example {
            let heading = if doc.is_empty() { "\n# On the wire\n" } else { "" };
            let _ = writeln!(doc, "{heading}\n{what}:\n\n```{language}\n{}\n```", example.value.trim());
        }
    }
    doc
}
