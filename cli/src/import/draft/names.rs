//! Names in Rust: predictable, valid, and each used once.

use std::collections::{HashMap, HashSet};

use alignet_spec::name;

use super::{Field, Member, Value};

/// The names of types that are taken.
#[derive(Debug, Default)]
pub(crate) struct TypeNames {
    taken: HashSet<String>,
    /// The next number for a name that is wanted again.
    next: HashMap<String, usize>,
}

impl TypeNames {
    /// Takes a name, and that of its builder. Returns false if either is taken.
    pub(crate) fn take(&mut self, name: &str) -> bool {
        let builder = format!("{name}Builder");
        if self.taken.contains(name) || self.taken.contains(&builder) {
            return false;
        }
        self.taken.insert(name.to_owned());
        self.taken.insert(builder);
        true
    }

    /// Takes a name as near as possible to the wanted one.
    pub(crate) fn claim(&mut self, wanted: &str) -> String {
        let camel = type_name(wanted);
        if self.take(&camel) {
            return camel;
        }
        loop {
            let next = self.next.entry(camel.clone()).or_insert(2);
            let numbered = format!("{camel}{next}");
            *next += 1;
            if self.take(&numbered) {
                return numbered;
            }
        }
    }
}

/// Returns a valid name of a type.
pub(crate) fn type_name(wanted: &str) -> String {
    if name::is_camel(wanted) {
        return wanted.to_owned();
    }
    let camel: String = name::camel(&ascii(wanted)).trim_start_matches('_').to_owned();
    if name::is_camel(&camel) {
        return camel;
    }
    let prefixed = format!("Type{camel}");
    if name::is_camel(&prefixed) { prefixed } else { "Type".to_owned() }
}

/// Returns the name of what a field of an owner holds.
pub(crate) fn inner_name(owner: &str, wire: &str) -> String {
    format!("{owner}{}", type_name(wire))
}

/// Replaces everything but letters and digits of ASCII.
fn ascii(text: &str) -> String {
    let plain: String =
        text.chars().take(200).map(|char| if char.is_ascii_alphanumeric() { char } else { '_' }).collect();
    plain
}

/// Returns a valid name in snake case; `None` if nothing of the text can be part of one.
fn snake_name(text: &str) -> Option<String> {
    let ascii = ascii(text);
    let plain = ascii.trim_matches('_');
    let name = name::snake(plain);
    (!plain.is_empty() && name::is_snake(&name)).then_some(name)
}

/// Methods of the client, which no endpoint may have as its name.
const METHODS: [&str; 6] = ["builder", "clone", "fmt", "from_inner", "inner", "new"];

/// Returns the name of an endpoint, from its `operationId`, or else from its method and path.
pub(crate) fn endpoint_name(id: Option<&str>, fallback: &str, types: &mut TypeNames) -> String {
    let found = id.and_then(snake_name).or_else(|| snake_name(fallback));
    let mut name = found.unwrap_or_else(|| "operation".to_owned()).trim_start_matches('_').to_owned();
    if METHODS.contains(&name.as_str()) || !name::is_snake(&name) {
        name = format!("call_{name}");
    }
    let free = |name: &str, types: &mut TypeNames| {
        let camel = name::camel(name);
        let made = ["", "Request", "Reply"].map(|end| format!("{camel}{end}"));
        made.iter().all(|name| !types.taken.contains(name)) && made.iter().all(|name| types.take(name))
    };
    if free(&name, types) {
        return name;
    }
    let mut number = 2;
    loop {
        let numbered = format!("{name}_{number}");
        if free(&numbered, types) {
            return numbered;
        }
        number += 1;
    }
}

/// Names that no field of a call may have.
pub(crate) const OF_CALLS: [&str; 4] = ["new", "send", "send_with_meta", "timeout"];

/// Names that no field of a declared type may have, if a request holds it.
pub(crate) const OF_TYPES: [&str; 1] = ["build"];

/// Gives names to the fields that need one. `taken` holds the names of fields beside them.
pub(crate) fn name_fields(fields: &mut [Field], taken: &mut HashSet<String>, reserved: &[&str]) {
    for field in fields {
        let derived = field.name.clone().unwrap_or_else(|| name::snake(&field.wire));
        let sound = name::is_snake(&derived) && !reserved.contains(&derived.as_str());
        if sound && taken.insert(derived.clone()) {
            continue;
        }
        let base = snake_name(&field.wire).unwrap_or_else(|| "field".to_owned());
        let base = if reserved.contains(&base.as_str()) { format!("{base}_value") } else { base };
        let named = numbered(base, "_", taken);
        field.name = Some(named);
    }
}

/// Gives names to the values or variants that need one.
pub(crate) fn name_members(members: &mut [Member]) {
    let mut taken = HashSet::from(["Unknown".to_owned()]);
    for member in members {
        let derived = member.name.clone().unwrap_or_else(|| name::camel(&member.wire));
        if name::is_variant(&derived) && taken.insert(derived) {
            continue;
        }
        let camel = type_name(&member.wire);
        let base = if camel == "Type" { "Value".to_owned() } else { camel };
        member.name = Some(numbered(base, "", &mut taken));
    }
}

/// Returns the first free name of `base`, `base2`, `base3` and so on.
fn numbered(base: String, between: &str, taken: &mut HashSet<String>) -> String {
    if taken.insert(base.clone()) {
        return base;
    }
    let mut number = 2;
    loop {
        let name = format!("{base}{between}{number}");
        if taken.insert(name.clone()) {
            return name;
        }
        number += 1;
    }
}

impl Field {
    /// Sets a key unless there is no value.
    pub(crate) fn set(&mut self, key: &str, value: Option<Value>) {
        self.keys.extend(value.map(|value| (key.to_owned(), value)));
    }
}
