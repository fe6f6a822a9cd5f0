//! Writes the errors of a call, as far as the contract tells them.

use std::fmt::Write as _;

use alignet_spec::{
    contract::{Endpoint, Repeat, Style},
    name,
};

use super::places;
use crate::{
    expand::{docs, names},
    read::Found,
};

/// Lists the kinds of errors of a call, and says what to do after one that leaves it open what was done.
pub(super) fn errors(found: &Found, endpoint: &Endpoint) -> String {
    let mut doc = String::from("\n# Errors\n\n");
    for (kind, when) in kinds(found, endpoint) {
        let _ = writeln!(doc, "- [`{kind}`](::alignet::ErrorKind::{kind}) {when}.");
    }
    doc.push_str("- `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.\n\n");
    doc.push_str(&codes(endpoint));
    doc.push_str(&indeterminate(found, endpoint));
    doc.push_str(
        " [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and \
         [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.\n",
    );
    doc
}

/// Returns the kinds of errors and their causes.
fn kinds(found: &Found, endpoint: &Endpoint) -> Vec<(&'static str, String)> {
    let mut kinds: Vec<(&str, String)> = Vec::new();
    if let Some(unsendable) = unsendable(endpoint) {
        kinds.push(("Request", format!("when {unsendable}; nothing is sent then")));
    }
    kinds.push((
        "Api",
        "when a 2xx reply says that the call failed; `reply` of the error has the JSON".to_owned(),
    ));
    let payment = if found.contract.reply_outcomes(endpoint).is_empty() {
        ""
    } else {
        ", or failure with a payment that is not declined"
    };
    kinds.push(("Contradictory", format!("when the reply says success and failure at once{payment}")));
    let echoes: Vec<String> =
        endpoint.echoes.iter().map(|echo| format!("`{}`", echo.path.join("."))).collect();
    if !echoes.is_empty() {
        let echoes = one_of(&echoes);
        kinds.push((
            "Protocol",
            format!("when the reply is about another request: its {echoes} has another value"),
        ));
    }
    kinds.push((
        "Decode",
        "when the reply is not what the contract describes; `path` of the error says where".to_owned(),
    ));
    kinds.extend(refusals(found, endpoint));
    kinds
}

/// Returns the kinds of refusals, those with a body of their own first.
fn refusals(found: &Found, endpoint: &Endpoint) -> Vec<(&'static str, String)> {
    let mut kinds: Vec<(&str, String)> = Vec::new();
    for error in &endpoint.errors {
        let (link, doc) = (docs::link(found, error.of), found.type_at(error.of).doc.trim_end_matches('.'));
        kinds.push((
            kind_of(error.status),
            format!(
                "with HTTP {}: [`reply_as`](::alignet::Error::reply_as) of the error reads the body, {link}: {doc}",
                error.status
            ),
        ));
    }
    let typed: Vec<&str> = kinds.iter().map(|(kind, _)| *kind).collect();
    let mut add = |kind: &'static str, when: String| {
        // `Rejected` stands for every status without a kind of its own.
        if kind == "Rejected" || !typed.contains(&kind) {
            kinds.push((kind, when));
        }
    };
    match &endpoint.scopes {
        Some(scopes) => {
            let refused = match endpoint.repeat {
                Repeat::Never => {
                    "when the credentials are refused, or the access token is: it is renewed, and the call is yours to send again when the error `is_temporary`"
                }
                _ => "when the credentials are refused, or a renewed access token still is",
            };
            add("Unauthorized", refused.to_owned());
            add("Forbidden", format!("when the access token lacks one of the scopes `{scopes}`"));
        }
        None => add("Unauthorized", "when the credentials are refused".to_owned()),
    }
    add(
        "Rejected",
        "when the request is refused as wrong, such as for the audience of another environment".to_owned(),
    );
    if !endpoint.path.is_empty() {
        add("NotFound", "when the service does not know what the path names".to_owned());
    }
    if endpoint.repeat != Repeat::Safe {
        add("Conflict", "when the request contradicts what the service has".to_owned());
    }
    add(
        "RateLimited",
        "when there are too many requests; `retry_after` of the error says how long to wait".to_owned(),
    );
    kinds
}

/// Returns the kind of an error with this HTTP status.
fn kind_of(status: u16) -> &'static str {
    match status {
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        429 => "RateLimited",
        500.. => "Server",
        _ => "Rejected",
    }
}

/// Describes the values that no request can carry.
fn unsendable(endpoint: &Endpoint) -> Option<String> {
    let named = |wanted: &str| {
        let fields = places::set(endpoint).filter(|(place, _)| *place == wanted);
        fields.map(|(_, field)| format!("`{}`", field.name)).collect::<Vec<String>>()
    };
    let (path, header) = (named("path"), named("header"));
    let mut reasons = Vec::new();
    if !path.is_empty() {
        reasons.push(format!("{} is empty, `.` or `..`", one_of(&path)));
    }
    for field in &endpoint.query {
        match field.style {
            Some(Style::Separated(sign)) => {
                reasons.push(format!("an item of `{}` contains `{sign}`", field.name))
            }
            Some(Style::Repeated) if !field.optional => reasons.push(format!("`{}` has no item", field.name)),
            _ => {}
        }
    }
    if !header.is_empty() {
        reasons.push(format!("{} has a character that a header can't carry", one_of(&header)));
    }
    (!reasons.is_empty()).then(|| reasons.join(", or "))
}

/// Lists the codes of failures that the contract declares.
fn codes(endpoint: &Endpoint) -> String {
    let mut doc = String::new();
    for code in &endpoint.codes {
        let heading =
            if doc.is_empty() { "The [`code`](::alignet::Error::code) of the error may be:\n\n" } else { "" };
        let open = if code.open { " It leaves open what was done." } else { "" };
        let _ = writeln!(doc, "{heading}- `{}`: {}{open}", code.wire, code.doc);
    }
    if doc.is_empty() { doc } else { doc + "\n" }
}

/// Says if a failed call may have been carried out, and what to do then.
fn indeterminate(found: &Found, endpoint: &Endpoint) -> String {
    match endpoint.repeat {
        Repeat::Safe => return "The call only reads, so no error is indeterminate.".to_owned(),
        Repeat::Harmless => {
            return "The call costs nothing, so no error is indeterminate: send it again.".to_owned();
        }
        Repeat::Keyed | Repeat::Never => {}
    }
    let open = endpoint.codes.iter().filter(|code| code.open).map(|code| &code.wire);
    let open: Vec<String> =
        open.chain(endpoint.partial.iter().map(|code| &code.value)).map(|code| format!("`{code}`")).collect();
    let refused = if open.is_empty() {
        String::new()
    } else {
        format!(", or after a failure with the code {}", one_of(&open))
    };
    let query = match &endpoint.settle {
        Some(settle) => {
            let asked = &found.contract.endpoints[settle.endpoint];
            let (name, reference, path) =
                (&asked.name, &settle.reference, names::path(&name::camel(&asked.name), asked.inherited));
            let path = path.to_string().replace(' ', "");
            format!(
                "Query [`{name}`]({path}) with the `{reference}` of the call, which the error has as \
                 [`reference`](::alignet::Error::reference),"
            )
        }
        None => "Find out".to_owned(),
    };
    let again = match endpoint.repeat {
        Repeat::Keyed => {
            "or send it again with the [`idempotency_key`](::alignet::Error::idempotency_key) of the error"
        }
        _ => "before you send it again",
    };
    format!(
        "The call may have been carried out all the same if the error [`is_indeterminate`](::alignet::Error::is_indeterminate): when its \
         answer was lost or is unclear{refused}. {query} {again}."
    )
}

/// Joins names as alternatives.
fn one_of(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
