//! Resolves fields: their types, the sources of their values, and their names in Rust.

use crate::{
    contract::{Field, FieldMarks, Fill, Holds, Literal, Primitive, Reading, Shape, Style},
    diagnostic::Diagnostic,
    document::FieldEntry,
    foreign, name,
    resolve::{Resolver, UNREADABLE},
    shape::{self, Mistake},
    source::{Span, Spanned},
};

/// The styles of a list in a query.
pub(crate) const STYLES: &str = "write `style = \"repeated\"` for `?days=1&days=2`, or the sign between the items, as `style = \",\"` for `?days=1,2`; signs: `,`, `;`, `|`, `:`";

impl Resolver<'_> {
    pub(super) fn fields(&self, entries: Vec<FieldEntry>) -> Vec<Field> {
        entries.into_iter().map(|entry| self.field(entry)).collect()
    }

    fn field(&self, entry: FieldEntry) -> Field {
        let before = self.report.losses();
        let (shape, optional) = self.shape(&entry);
        let fill = self.fill(&entry);
        let lost = entry.lost || fill.is_none();
        let name = self.field_name(&entry);
        self.flags(&entry);
        let style = entry.style.as_ref().and_then(|style| self.style(style));
        Field {
            name,
            doc: entry.doc.as_ref().map(|doc| doc.value.clone()).unwrap_or_default(),
            deprecated: entry.deprecated.as_ref().map(|note| note.value.clone()),
            shape,
            optional,
            fill: fill.unwrap_or(Fill::Caller),
            example: entry.example.as_ref().map(|example| example.value.clone()),
            marks: marks(&entry),
            lifetime: entry.lifetime.map(|lifetime| lifetime.value),
            single_use: entry.single_use.as_ref().is_some_and(|single_use| single_use.value),
            style,
            public: entry.secret.is_some(),
            reading: Reading::default(),
            span: entry.wire.span,
            wire: entry.wire.value,
            lost: lost || self.report.losses() > before,
        }
    }

    /// Returns the declared type, or else the type of the value to send.
    fn shape(&self, entry: &FieldEntry) -> (Shape, bool) {
        if let Some(text) = &entry.shape {
            return self.expression(text);
        }
        let shape = match (entry.fixed.as_ref().or(entry.default.as_ref()), &entry.from) {
            (Some(literal), _) => match literal.value {
                Literal::String(_) => Primitive::String,
                Literal::Integer(_) => Primitive::Integer,
                Literal::Boolean(_) => Primitive::Boolean,
            },
            (None, Some(from)) if from.value == "credentials.client_secret" => Primitive::Secret,
            (None, Some(_)) => Primitive::String,
            (None, None) => return (UNREADABLE, false),
        };
        (shape.into(), false)
    }

    fn expression(&self, text: &Spanned<String>) -> (Shape, bool) {
        let named = |name: &str| self.types.iter().position(|one| one.value == name);
        let mistake = match shape::parse(&text.value, &named) {
            Ok(parsed) => return parsed,
            Err(mistake) => mistake,
        };
        let known = |word: &str| self.is_type(word);
        let ours = foreign::type_expression(&text.value, &known);
        let ours = ours.filter(|ours| shape::parse(ours, &named).is_ok());
        let part = |offset, length| self.sources.part(text.span, offset, length);
        let wrong = |span| Diagnostic::new(span, format!("`{}` is not a type", text.value));
        match (mistake, ours) {
            // In a sound notation, only a word is foreign.
            (Mistake::Unknown { offset, name }, ours)
                if ours.is_none() || name.len() == text.value.trim_matches(NOTATION).len() =>
            {
                self.type_index(part(offset, name.len()), name);
            }
            (_, Some(ours)) => {
                let whole = part(0, text.value.len());
                let fixed = Some(ours.clone()).filter(|_| whole != text.span);
                let mistake = wrong(whole).help(notation(&ours)).replaced(whole, fixed);
                self.report("types-are-well-formed", mistake);
            }
            (Mistake::Form { offset, length, message }, None) => {
                self.report("types-are-well-formed", wrong(part(offset, length)).help(message));
            }
            (Mistake::Unknown { .. }, None) => {}
        }
        (UNREADABLE, false)
    }

    /// Returns the source of the field's value; `None` if it can't be read.
    fn fill(&self, entry: &FieldEntry) -> Option<Fill> {
        let given = [
            entry.fixed.as_ref().map(|one| ("const", one.span)),
            entry.from.as_ref().map(|one| ("from", one.span)),
            entry.default.as_ref().map(|one| ("default", one.span)),
        ];
        let given: Vec<_> = given.into_iter().flatten().collect();
        if let [(first, _), (second, span), ..] = given[..] {
            self.report("fields-have-one-value", 
                Diagnostic::new(span, format!("field `{}` has both `{first}` and `{second}`", entry.wire.value))
                    .help("keep one: `const` is always sent, `from` takes the value from the environment or the credentials, `default` is sent unless the caller sets another"),
            );
        }
        match (&entry.fixed, &entry.from, &entry.default) {
            (Some(literal), _, _) => Some(Fill::Const(literal.value.clone())),
            (None, Some(from), _) => self.from(from),
            (None, None, Some(literal)) => Some(Fill::Default(literal.value.clone())),
            (None, None, None) => Some(Fill::Caller),
        }
    }

    fn from(&self, from: &Spanned<String>) -> Option<Fill> {
        if let Some(key) = from.value.strip_prefix("environment.") {
            let index = self.environment.iter().position(|one| one.name == key);
            if index.is_some_and(|index| self.environment[index].holds == Holds::Keys) {
                self.report(
                    "sources-are-strings",
                    Diagnostic::new(from.span, format!("`{key}` holds keys, which no request carries"))
                        .help("they verify notifications: a `[notification.NAME]` says so with its `keys`"),
                );
                return None;
            }
            if index.is_some() || !self.environment_known {
                return index.map(Fill::Environment);
            }
        }
        match from.value.as_str() {
            "credentials.client_id" => Some(Fill::ClientId),
            "credentials.client_secret" => Some(Fill::ClientSecret),
            other => {
                let keys = self.environment.iter().filter(|key| key.holds == Holds::String);
                let keys = keys.map(|key| format!("environment.{}", key.name));
                let credentials = ["client_id", "client_secret"].map(|key| format!("credentials.{key}"));
                let valid: Vec<String> = keys.chain(credentials).collect();
                self.report(
                    "names-are-declared",
                    Diagnostic::new(from.span, format!("there is no `{other}` to take a value from"))
                        .suggest(other, "sources", valid.iter().map(String::as_str)),
                );
                None
            }
        }
    }

    fn field_name(&self, entry: &FieldEntry) -> String {
        let derived = name::snake(&entry.wire.value);
        let (span, written, name) = match &entry.name {
            Some(name) => (name.span, &name.value, name.value.clone()),
            None => (entry.wire.span, &entry.wire.value, derived.clone()),
        };
        if !name::is_snake(&name) && !entry.lost {
            let help = if name::is_reserved(&name) && derived != format!("{name}_") {
                format!(
                    "write another name, such as `{name}_`, or leave `name` out, which makes it `{derived}`"
                )
            } else if name::is_reserved(&name) {
                format!("leave `name` out, which makes it `{derived}`")
            } else if name::is_snake(&derived) {
                format!("write it in snake case, or leave `name` out, which makes it `{derived}`")
            } else {
                "give it one in snake case: `{ type = \"…\", name = \"three_ds_secure\" }`".to_owned()
            };
            self.unnameable(span, written, &help);
        }
        name
    }

    /// Returns the notation of a list: the word for repeated fields, or a separator.
    fn style(&self, style: &Spanned<String>) -> Option<Style> {
        match style.value.as_str() {
            "repeated" => return Some(Style::Repeated),
            "," => return Some(Style::Separated(',')),
            ";" => return Some(Style::Separated(';')),
            "|" => return Some(Style::Separated('|')),
            ":" => return Some(Style::Separated(':')),
            _ => {}
        }
        self.report(
            "words-are-known",
            Diagnostic::new(style.span, format!("`{}` is no style of a list", style.value)).help(STYLES),
        );
        None
    }

    /// Checks the key `secret`, which has a single valid value.
    fn flags(&self, entry: &FieldEntry) {
        if let Some(secret) = entry.secret.as_ref().filter(|secret| secret.value) {
            self.report(
                "words-are-known",
                Diagnostic::new(secret.span, "a secret is a type of its own").help(
                    "write `type = \"secret\"`; `secret = false` says that a suspicious name is harmless",
                ),
            );
        }
    }
}

/// The signs around the word of a type.
const NOTATION: [char; 5] = ['[', ']', '{', '}', '?'];

/// Returns the help for a type that is written as in another language.
fn notation(ours: &str) -> String {
    let why = if ours.ends_with('?') {
        ": with `?` at its end, a field may be absent"
    } else if ours.starts_with('[') {
        ": a list is a type in brackets"
    } else if ours.starts_with('{') {
        ": an object with keys of any name is the type of its values in braces"
    } else if ours.ends_with("|null") {
        ": with `|null`, without spaces, a value may be null"
    } else {
        ""
    };
    format!("write `\"{ours}\"`{why}")
}

fn marks(entry: &FieldEntry) -> FieldMarks {
    let or_field = |span: Option<Span>| span.unwrap_or(entry.wire.span);
    let literal = entry.fixed.as_ref().or(entry.default.as_ref());
    FieldMarks {
        shape: or_field(entry.shape.as_ref().map(|at| at.span)),
        fill: or_field(literal.map(|at| at.span).or(entry.from.as_ref().map(|at| at.span))),
        example: or_field(entry.example.as_ref().map(|at| at.span)),
        name: or_field(entry.name.as_ref().map(|at| at.span)),
        deprecated: or_field(entry.deprecated.as_ref().map(|at| at.span)),
        lifetime: or_field(entry.lifetime.as_ref().map(|at| at.span)),
        single_use: or_field(entry.single_use.as_ref().map(|at| at.span)),
        style: or_field(entry.style.as_ref().map(|at| at.span)),
    }
}
