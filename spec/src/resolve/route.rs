//! Parses a route such as `GET /charges/{merchant_code}`.

use crate::{
    contract::{Field, Method, Segment},
    diagnostic::Diagnostic,
    name,
    resolve::Resolver,
    source::{Span, Spanned},
};

const SUCH_AS: &str = "a route is a method, a space and a path, such as `\"GET /charges/{merchant_code}\"`";

/// A route, as far as it can be read.
#[derive(Default)]
pub(super) struct Route {
    /// `None` if there is no such method.
    pub(super) method: Option<Method>,
    pub(super) path: String,
    /// Empty if the path can't be read.
    pub(super) segments: Vec<Segment>,
}

impl Resolver<'_> {
    /// Parses a route. `fields` are the path fields; `None` if they can't be read.
    pub(super) fn route(&self, route: &Spanned<String>, fields: Option<&[Field]>) -> Route {
        let (word, path) = route.value.split_once(' ').unwrap_or((route.value.as_str(), ""));
        let method = self.method(route, word);
        let start = word.len() + 1;
        let Some(parts) = path.strip_prefix('/') else {
            // Without a method, the meaning of the rest is unknown.
            if method.is_some() {
                let span = self.sources.part(route.span, start, path.len());
                self.report(
                    "routes-are-well-formed",
                    Diagnostic::new(span, "a path starts with `/`").help(SUCH_AS),
                );
            }
            return Route { method, ..Route::default() };
        };
        let mut offset = start + 1;
        let mut segments = Vec::new();
        for part in parts.split('/') {
            let span = self.sources.part(route.span, offset, part.len());
            segments.push(self.segment(part, span, fields));
            offset += part.len() + 1;
        }
        if method.is_none() {
            // Checks must not rely on a route without a method.
            segments.clear();
        }
        Route { method, path: path.to_owned(), segments }
    }

    fn method(&self, route: &Spanned<String>, word: &str) -> Option<Method> {
        let found = Method::ALL.into_iter().find(|method| method.as_str() == word);
        if found.is_none() {
            let words = Method::ALL.map(Method::as_str);
            let span = self.sources.part(route.span, 0, word.len());
            let diagnostic = if word.starts_with('/') {
                Diagnostic::new(span, "a route starts with its method").help(SUCH_AS)
            } else {
                Diagnostic::new(span, format!("`{word}` is not a method"))
            };
            self.report("routes-are-well-formed", diagnostic.suggest(word, "methods", words));
        }
        found
    }

    fn segment(&self, part: &str, span: Span, fields: Option<&[Field]>) -> Segment {
        if let Some(wire) = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            let wires = || fields.into_iter().flatten().map(|field| field.wire.as_str());
            if let Some(index) = wires().position(|one| one == wire) {
                return Segment::Field(index);
            }
            if fields.is_some() {
                let example = if name::is_snake(wire) { wire } else { "merchant_code" };
                self.report(
                    "names-are-declared",
                    Diagnostic::new(span, format!("the path field `{wire}` is not declared"))
                        .suggest(wire, "declared in `path`", wires())
                        .help(format!("declare it in the endpoint: `path = {{ {example} = \"string\" }}`")),
                );
            }
        } else if !is_plain(part) {
            self.report("routes-are-well-formed", misshapen(part, span, fields));
        }
        Segment::Literal(part.to_owned())
    }
}

/// Reports a part of a path that is neither a field nor plain.
fn misshapen(part: &str, span: Span, fields: Option<&[Field]>) -> Diagnostic {
    let message = match part {
        "" => "a part of the path is empty".to_owned(),
        _ => format!("`{part}` can't be part of a path"),
    };
    let diagnostic = Diagnostic::new(span, message);
    if part.contains('?') {
        return diagnostic.help("what follows a `?` is declared in `query`");
    }
    let Some(wire) = foreign_field(part) else {
        return diagnostic.help(
            "a part is a field in braces, such as `{merchant_code}`, or letters, digits, `-`, `.`, `_` and `~`",
        );
    };
    let declared = fields.is_none_or(|fields| fields.iter().any(|field| field.wire == wire));
    let diagnostic = diagnostic.help(format!("a field stands in braces: `{{{wire}}}`"));
    if declared {
        diagnostic
    } else {
        diagnostic.help(format!("declare it in the endpoint: `path = {{ {wire} = \"string\" }}`"))
    }
}

/// Returns the name of a field that is written as other tools write it: `:id`, `<id>`, `${id}`, or with one brace.
pub(crate) fn foreign_field(part: &str) -> Option<&str> {
    let name = part.trim_start_matches([':', '<', '$', '{', '*', '@']).trim_end_matches(['>', '}']);
    (name != part
        && !name.is_empty()
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "_-".contains(char)))
    .then_some(name)
}

/// Returns true if a part of a path needs no encoding and is not `.` or `..`.
fn is_plain(part: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || "-._~".contains(char);
    !part.is_empty() && part != "." && part != ".." && part.chars().all(plain)
}
