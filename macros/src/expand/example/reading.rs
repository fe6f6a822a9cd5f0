//! Writes the lines of an example that handle the error of a call and read its reply.

use alignet_spec::contract::{Endpoint, Field, Reply, Shape, Type};

use crate::{
    expand::{rust_type, types::proves_funds},
    read::Found,
};

/// Writes what follows the call. `sent` is the call up to its `.await`.
pub(super) fn reading(found: &Found, endpoint: &Endpoint, sent: &str) -> String {
    let read = reply(found, endpoint);
    let reply = if read.is_empty() { "" } else { "let reply = " };
    match handled(found, endpoint) {
        None => format!("{reply}{sent}?;{read}"),
        Some(handled) => format!("let result = {sent};\n{handled}{reply}result?;{read}"),
    }
}

/// Writes the handling of errors that the contract describes: bodies of their own, and calls that may have been carried out.
fn handled(found: &Found, endpoint: &Endpoint) -> Option<String> {
    let mut lines = String::new();
    for error in &endpoint.errors {
        let of = found.type_at(error.of);
        let module = if found.shipped || of.inherited { "alignet::api::" } else { "" };
        let name = format!("{module}{}", of.name);
        lines += &format!(
            "    if let Some(body) = error.reply_as::<{name}>() {{\n        println!(\"HTTP {}: {{body:?}}\");\n    }}\n",
            error.status
        );
    }
    if let Some(settle) = endpoint.settle.as_ref().filter(|_| endpoint.repeat.is_costly()) {
        let (query, reference) = (&found.contract.endpoints[settle.endpoint].name, &settle.reference);
        lines += &format!(
            "    if error.is_indeterminate() {{\n        // It may be done all the same: `{query}` tells.\n        \
             println!(\"unknown: {reference} {{:?}}\", error.reference());\n    }}\n"
        );
    }
    (!lines.is_empty()).then(|| format!("if let Err(error) = &result {{\n{lines}}}\n"))
}

/// Writes the lines that read the reply: its outcome and its secret, or else its first field that tells something new. Empty for
/// a reply without fields.
fn reply(found: &Found, endpoint: &Endpoint) -> String {
    let mut read = String::new();
    if proves_funds(found, endpoint) {
        read += "\nmatch reply.outcome() {\n    \
                 outcome if outcome.is_paid() => println!(\"paid\"), // nothing else proves it\n    \
                 alignet::Outcome::Pending => println!(\"not decided yet\"),\n    \
                 outcome => println!(\"not paid: {outcome:?}\"),\n}";
    } else if endpoint.reply.whole().is_some_and(|reply| found.type_at(reply).outcome.is_some()) {
        read += "\nprintln!(\"now: {:?}\", reply.outcome());";
    }
    let fields = found.contract.reply_fields(endpoint);
    if let Some(Field { name, .. }) = fields.iter().find(|field| field.single_use) {
        read += &format!(
            "\nlet left = reply.{name}.remaining();\nlet {name} = reply.{name}.expose()?; // consumes it"
        );
    }
    match &endpoint.reply {
        Reply::List(_) => "\nfor item in &reply {\n    println!(\"{item:?}\");\n}".to_owned(),
        Reply::Document(_) => "\nprintln!(\"{} bytes\", reply.bytes().len());".to_owned(),
        Reply::Object(of) | Reply::Nothing(of) if read.is_empty() => told(found, endpoint, *of),
        Reply::Object(_) | Reply::Nothing(_) => read,
    }
}

/// Writes the lines that print the first field that tells something new.
fn told(found: &Found, endpoint: &Endpoint, reply: usize) -> String {
    let fields = found.contract.fields(reply);
    let status = endpoint.status.path.first();
    let known = |field: &&Field| {
        let echoed = endpoint.echoes.iter().any(|echo| echo.path == [field.wire.as_str()]);
        echoed || field.wire == "success" || Some(&field.wire) == status
    };
    let new = fields.iter().find(|field| !known(field) && is_shown(field));
    let shown = new.or_else(|| fields.iter().find(|field| is_shown(field)));
    shown.map_or_else(String::new, |field| printed(found, found.type_at(reply), field))
}

/// Returns true for a field that the example of a call prints.
fn is_shown(field: &Field) -> bool {
    !field.shape.is_secret() && !field.fill.is_fixed() && field.deprecated.is_none()
}

/// Writes the lines that print a field of the reply: of an object its first field, of a list each item.
fn printed(found: &Found, reply: &Type, field: &Field) -> String {
    let name = &field.name;
    let absent = field.optional || !reply.in_request && rust_type::may_be_unread(field);
    match &field.shape {
        Shape::Named(index) => match found.type_at(*index).fields().iter().find(|field| is_shown(field)) {
            Some(Field { name: first, .. }) if absent => {
                let inner = plain(&format!("{name}.{first}"), "    ");
                format!("\nif let Some({name}) = &reply.{name} {{{inner}\n}}")
            }
            Some(Field { name: first, .. }) => plain(&format!("reply.{name}.{first}"), ""),
            None => plain(&format!("reply.{name}"), ""),
        },
        Shape::List(item) if !absent && !matches!(**item, Shape::List(_) | Shape::Map(_)) => {
            format!("\nfor item in &reply.{name} {{\n    println!(\"{{item:?}}\");\n}}")
        }
        _ => plain(&format!("reply.{name}"), ""),
    }
}

/// Writes the line that prints a value.
fn plain(value: &str, indent: &str) -> String {
    format!("\n{indent}println!(\"{{:?}}\", {value});")
}
