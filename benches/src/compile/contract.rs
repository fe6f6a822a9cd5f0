//! Writes the model as a contract that extends the shipped one.

use std::fmt::Write as _;

use super::model::{Endpoint, Fields, Model, camel};

pub fn toml(model: &Model) -> String {
    let mut text = String::new();
    for one in &model.endpoints {
        endpoint(&mut text, one);
    }
    for (name, fields) in &model.objects {
        add(&mut text, &format!("[{name}]\ndoc = \"A part of it.\"\n[{name}.fields]\n{}\n", listed(fields)));
    }
    for (name, values) in &model.enumerations {
        let values: String =
            values.iter().map(|value| format!("{value} = {{ doc = \"One of them.\" }}\n")).collect();
        add(&mut text, &format!("[{name}]\ndoc = \"One of several.\"\n[{name}.values]\n{values}\n"));
    }
    text
}

fn endpoint(text: &mut String, endpoint: &Endpoint) {
    let Endpoint { name, get, route, .. } = endpoint;
    let (method, repeat) = if *get { ("GET", "safe") } else { ("POST", "harmless") };
    let scope = if *get { "get" } else { "post" };
    add(
        text,
        &format!(
            "[{name}]\ndoc = \"{}s things.\"\nroute = \"{method} {route}\"\norigin = \"api\"\n\
             scopes = \"{scope}:charges\"\nrepeat = \"{repeat}\"\nstatus = \"meta.status\"\n",
            camel(name)
        ),
    );
    for (place, fields) in [
        ("path", &endpoint.path),
        ("query", &endpoint.query),
        ("body", &endpoint.body),
        ("reply", &endpoint.reply),
    ] {
        if !fields.is_empty() {
            add(text, &format!("[{name}.{place}]\n{}\n", listed(fields)));
        }
    }
}

fn listed(fields: &Fields) -> String {
    fields.iter().map(|(name, one)| format!("{name} = \"{one}\"\n")).collect()
}

fn add(text: &mut String, more: &str) {
    // Writing to a string can't fail.
    let _ = text.write_str(more);
}
