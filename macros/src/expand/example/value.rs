//! Writes the Rust expression for a value of a shape: the value in an example's JSON, or a placeholder.

use std::collections::BTreeSet;

use alignet_spec::contract::{Field, Kind, Primitive, Shape};
use serde_json::Value as Json;

use super::{
    json::{is_set, shown, variant},
    repeats::Repeat,
};
use crate::{expand::primitive, read::Found};

/// Writes the values of one example, and collects the types that they name.
pub(super) struct Writer<'f> {
    found: &'f Found,
    repeats: Vec<Repeat>,
    imports: BTreeSet<String>,
}

impl<'f> Writer<'f> {
    pub(super) fn new(found: &'f Found, repeats: Vec<Repeat>) -> Self {
        Self { found, repeats, imports: BTreeSet::new() }
    }

    /// Writes the variables for the objects that occur several times.
    pub(super) fn shared(&mut self) -> String {
        let mut shared = String::new();
        for index in 0..self.repeats.len() {
            let Repeat { of, json, variable, .. } = &self.repeats[index];
            let (of, json, start) = (*of, json.clone(), format!("let {variable} = "));
            let Kind::Object(fields) = &self.found.type_at(of).kind else { continue };
            shared += &format!("{start}{};\n", self.object(of, fields, Some(&json), ""));
        }
        shared
    }

    /// Writes the line that imports the shipped types.
    pub(super) fn imports(&self) -> String {
        let names: Vec<&str> = self.imports.iter().map(String::as_str).collect();
        match names[..] {
            [] => String::new(),
            [name] => format!("use alignet::api::{name};\n\n"),
            _ => format!("use alignet::api::{{{}}};\n\n", wrapped(&names)),
        }
    }

    /// Writes a line that sets a field.
    pub(super) fn setter(&mut self, field: &Field, json: Option<&Json>, indent: &str) -> String {
        let value = match (&field.shape, json) {
            (Shape::Nullable(_), Some(Json::Null)) if field.optional => "alignet::Nullable::Null".to_owned(),
            (Shape::Nullable(inner), json) if field.optional => match inner.is(Primitive::String) {
                // The setter converts text, as for any other field.
                true => self.value(inner, json, indent),
                false => self.exact(inner, json, indent),
            },
            (shape, json) => self.value(shape, json, indent),
        };
        format!("\n{indent}.{}({value})", field.name)
    }

    /// Writes a value of the exact type, for places where no conversion applies.
    fn exact(&mut self, shape: &Shape, json: Option<&Json>, indent: &str) -> String {
        match shape {
            Shape::Primitive(primitive) => primitive::exact_example(*primitive, json),
            _ => self.value(shape, json, indent),
        }
    }

    fn value(&mut self, shape: &Shape, json: Option<&Json>, indent: &str) -> String {
        match shape {
            Shape::Primitive(primitive) => primitive::example(*primitive, json),
            Shape::Nullable(inner) => match json {
                None | Some(Json::Null) => "None".to_owned(),
                some => format!("Some({})", self.exact(inner, some, indent)),
            },
            Shape::List(inner) => {
                let deeper = format!("{indent}    ");
                let items = json.and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
                let items = items.iter().map(|item| self.exact(inner, Some(item), &deeper));
                let items: String = items.map(|item| format!("\n{deeper}{item},")).collect();
                if items.is_empty() { "vec![]".to_owned() } else { format!("vec![{items}\n{indent}]") }
            }
            Shape::Map(inner) => {
                let Some(map) = json.and_then(Json::as_object).filter(|map| !map.is_empty()) else {
                    return "std::collections::BTreeMap::new()".to_owned();
                };
                let entry =
                    |(key, value)| format!("({key:?}.into(), {})", self.exact(inner, Some(value), indent));
                let entries: Vec<String> = map.iter().map(entry).collect();
                format!("std::collections::BTreeMap::from([{}])", entries.join(", "))
            }
            Shape::Named(index) => self.named(*index, json, indent),
        }
    }

    fn named(&mut self, index: usize, json: Option<&Json>, indent: &str) -> String {
        match &self.found.type_at(index).kind {
            Kind::Object(fields) => match self.repeats.iter_mut().find(|one| one.is(index, json)) {
                Some(one) => one.written(),
                None => self.object(index, fields, json, indent),
            },
            Kind::Enumeration(values) => {
                let value =
                    values.iter().find(|value| json == Some(&self.found.type_at(index).json(&value.wire)));
                let value = value.or(values.first()).map_or("", |value| value.name.as_str());
                format!("{}::{value}", self.name(index))
            }
            Kind::Union(union) => {
                let first = || union.variants.first().map(|variant| (variant, &Json::Null));
                let Some((variant, held)) = json.and_then(|json| variant(union, json)).or_else(first) else {
                    return String::new();
                };
                let held = Some(held).filter(|held| !held.is_null());
                let value = match (union.content_optional, held) {
                    (true, None) => "None".to_owned(),
                    (true, _) => format!("Some({})", self.named(variant.of, held, indent)),
                    (false, _) => self.named(variant.of, held, indent),
                };
                format!("{}::{}({value})", self.name(index), variant.name)
            }
        }
    }

    fn object(&mut self, index: usize, fields: &[Field], json: Option<&Json>, indent: &str) -> String {
        let (name, deeper) = (self.name(index), format!("{indent}    "));
        let mut setters = String::new();
        for field in fields {
            let json = json.map_or_else(|| shown(field), |json| json.get(&field.wire).cloned());
            if is_set(field, json.as_ref()) && !self.found.contract.has_one_value(field) {
                setters += &self.setter(field, json.as_ref(), &deeper);
            }
        }
        format!("{name}::builder(){setters}\n{deeper}.build()")
    }

    /// Returns the name of a type in the example, and imports a shipped type.
    fn name(&mut self, index: usize) -> String {
        let one = self.found.type_at(index);
        if self.found.shipped || one.inherited {
            self.imports.insert(one.name.clone());
        }
        one.name.clone()
    }
}

impl Repeat {
    fn is(&self, of: usize, json: Option<&Json>) -> bool {
        self.count > 0 && self.of == of && Some(&self.json) == json
    }

    fn written(&mut self) -> String {
        self.count -= 1;
        if self.count == 0 { self.variable.clone() } else { format!("{}.clone()", self.variable) }
    }
}

/// Breaks names into lines as rustfmt does.
fn wrapped(names: &[&str]) -> String {
    const WIDTH: usize = 90;
    let whole = names.join(", ");
    if whole.len() <= WIDTH {
        return whole;
    }
    let mut lines = vec![String::new()];
    for name in names {
        let last = lines.len() - 1;
        if lines[last].len() + name.len() > WIDTH {
            lines.push(String::new());
        }
        let last = lines.len() - 1;
        if !lines[last].is_empty() {
            lines[last].push(' ');
        }
        lines[last] += &format!("{name},");
    }
    format!("\n    {}\n", lines.join("\n    "))
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn imports_fill_lines_of_ninety_characters() {
        let (a, b, c) = ("A".repeat(40), "B".repeat(48), "C".repeat(49));
        assert_eq!(wrapped(&[&a, &b]), format!("{a}, {b}"), "90 characters");
        assert_eq!(wrapped(&[&a, &c]), format!("\n    {a}, {c},\n"), "91 characters");
        assert_eq!(wrapped(&[&a, &b, &c]), format!("\n    {a}, {b},\n    {c},\n"));
    }
}
