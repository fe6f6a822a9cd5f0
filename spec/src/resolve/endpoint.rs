//! Resolves endpoints: their keywords, and the path of the status object in their reply.

use crate::{
    contract::{
        Code, Cursor, Echo, Endpoint, EndpointMarks, ErrorBody, Example, Method, Repeat, Reply, StatusPath,
    },
    diagnostic::Diagnostic,
    document::{CodeEntry, EndpointEntry, FieldEntry},
    resolve::{Resolver, reply::unsaid, steps},
    scopes,
    source::Spanned,
    suggestion,
};

impl Resolver<'_> {
    pub(super) fn endpoint(
        &self,
        entry: EndpointEntry,
        reply: Reply,
        reply_header: Option<usize>,
    ) -> Endpoint {
        let marks = marks(&entry);
        let scopes = self.scopes(&entry);
        let (settle, undo) = (self.settle(&entry), self.undo(&entry));
        let origin = self.origin(entry.origin.as_ref());
        let cursor = self.cursor(&entry);
        let path = self.fields(entry.path);
        let known_path = (!entry.lost.contains(&"path")).then_some(path.as_slice());
        let route = entry.route.map(|route| self.route(&route, known_path)).unwrap_or_default();
        let repeat_lost = entry.lost.contains(&"repeat");
        let repeat = match &entry.repeat {
            Some(word) => self.repeat(word),
            // A call with an unknown method may be a read.
            None if route.method == Some(Method::Get) => Repeat::Safe,
            None => {
                if !repeat_lost && route.method.is_some() {
                    self.report("required-keys-are-present", no_repeat(&entry.name));
                }
                Repeat::Never
            }
        };
        let mut header = self.fields(entry.header);
        header.extend(self.fields(entry.key.clone().into_iter().map(key_field).collect()));
        Endpoint {
            doc: entry.doc,
            deprecated: entry.deprecated.map(|note| note.value),
            method: route.method.unwrap_or(Method::Post),
            route: route.path,
            segments: route.segments,
            origin,
            scopes,
            repeat,
            key: entry.key.map(|key| key.value),
            settle,
            undo,
            status: entry.status.map_or_else(|| unsaid(&reply), |status| self.status(&status)),
            success: entry.success.and_then(|success| self.success(&success)),
            partial: entry.partial,
            errors: entry.errors.iter().filter_map(|(status, of)| self.error_body(status, of)).collect(),
            codes: entry.codes.into_iter().map(code).collect(),
            echoes: echoes(&entry.echoes, false).chain(echoes(&entry.finds, true)).collect(),
            cursor,
            path,
            query: self.fields(entry.query),
            header,
            body: entry.body.map(|body| self.fields(body.value)),
            reply,
            reply_header,
            example: Example { request: entry.example_request, reply: entry.example_reply },
            inherited: self.sources.is_inherited(entry.name.span),
            span: entry.name.span,
            name: entry.name.value,
            marks,
        }
    }

    fn origin(&self, origin: Option<&Spanned<String>>) -> usize {
        let Some(origin) = origin.filter(|_| self.origins_known) else { return 0 };
        let index = self.origins.iter().position(|one| *one == origin.value);
        index.unwrap_or_else(|| {
            let origins: Vec<&str> = self.origins.iter().map(String::as_str).collect();
            let mut diagnostic = Diagnostic::undeclared(origin, "origin", &origins);
            if self.extends && suggestion::nearest(&origin.value, origins).is_none() {
                diagnostic = diagnostic.help("a contract that extends the shipped one can't add an origin: only those of the shipped one are in every environment");
            }
            self.report("names-are-declared", diagnostic);
            0
        })
    }

    /// Returns the scopes that the access token of a call must have: those that every token has, and its own.
    fn scopes(&self, entry: &EndpointEntry) -> Option<String> {
        let scopes = entry.scopes.as_ref()?;
        if let Some(mistake) = scopes::mistake(&scopes.value, scopes.span, &self.scopes, self.sources) {
            self.report("", mistake);
        }
        let Some(always) = self.always else { return Some(scopes.value.clone()) };
        if let Some(twice) = scopes.value.split(' ').find(|scope| always.split(' ').any(|one| one == *scope))
        {
            self.report(
                "scopes-are-not-repeated",
                Diagnostic::new(scopes.span, format!("every access token has the scope `{twice}` already"))
                    .help("remove it: `[api.bearer]` names it in `always`"),
            );
        }
        Some(format!("{always} {}", scopes.value))
    }

    fn repeat(&self, word: &Spanned<String>) -> Repeat {
        let class = Repeat::ALL.into_iter().find(|class| class.as_str() == word.value);
        class.unwrap_or_else(|| {
            let words = Repeat::ALL.map(Repeat::as_str);
            self.report(
                "words-are-known",
                Diagnostic::new(word.span, format!("`{}` is not a repeat class", word.value))
                    .suggest(&word.value, "classes", words)
                    .help(CLASSES),
            );
            Repeat::Never
        })
    }

    fn success(&self, status: &Spanned<i64>) -> Option<u16> {
        let success = u16::try_from(status.value).ok().filter(|status| (200..300).contains(status));
        if success.is_none() {
            self.report(
                "statuses-are-of-their-kind",
                Diagnostic::new(status.span, format!("{} is no HTTP status of a success", status.value))
                    .help("write a status from 200 to 299, such as `success = 201`"),
            );
        }
        success
    }

    fn error_body(&self, status: &Spanned<String>, of: &Spanned<String>) -> Option<ErrorBody> {
        let digits = Some(&status.value).filter(|text| text.len() == 3);
        let number = digits.and_then(|text| text.parse().ok()).filter(|status| (400..600).contains(status));
        if number.is_none() {
            self.report("statuses-are-of-their-kind", 
                Diagnostic::new(status.span, format!("`{}` is no HTTP status of an error", status.value))
                    .help("write a status from 400 to 599 and the type of its body, such as `409 = \"SomeType\"`"),
            );
        }
        // A text that is empty is reported already.
        let of_type = if of.value.is_empty() { None } else { self.declared(of, "the body of an error") };
        Some(ErrorBody { status: number?, of: of_type?, span: of.span })
    }

    fn cursor(&self, entry: &EndpointEntry) -> Option<Cursor> {
        if entry.cursor.len() != 1 && (entry.cursor_span != entry.name.span) {
            self.report(
                "cursors-are-pairs",
                Diagnostic::new(entry.cursor_span, "a cursor has one field on each side")
                    .help("write the field of the request, and the field of the reply that it repeats: `cursor = { after = \"next\" }`"),
            );
            return None;
        }
        // A text that is empty is reported already.
        let (field, next) = entry.cursor.first().filter(|(_, next)| !next.value.is_empty())?;
        Some(Cursor {
            field: field.value.clone(),
            next: steps(&next.value),
            field_span: field.span,
            next_span: next.span,
        })
    }

    pub(super) fn status(&self, status: &Spanned<String>) -> StatusPath {
        let path = status.value.strip_suffix('?');
        let optional = path.is_some();
        let path: Vec<String> = path.unwrap_or(&status.value).split('.').map(str::to_owned).collect();
        if path.iter().any(String::is_empty) {
            self.report("paths-name-fields", 
                Diagnostic::new(status.span, "this is no way to the status object")
                    .help("write the names of the fields that lead there, such as `\"meta.status\"`; with `?` behind when a reply may lack it"),
            );
            return StatusPath::default();
        }
        StatusPath { path, optional }
    }
}

fn code(entry: CodeEntry) -> Code {
    Code { doc: entry.doc, open: entry.open, span: entry.wire.span, wire: entry.wire.value }
}

fn echoes(paths: &[Spanned<String>], any: bool) -> impl Iterator<Item = Echo> {
    let echo = move |path: &Spanned<String>| Echo { path: steps(&path.value), any, span: path.span };
    paths.iter().map(echo)
}

const CLASSES: &str = "after a lost answer, a call that is `safe` is sent again, because it only reads; `harmless` too, because another of what it makes costs nothing; `keyed` too, because the service carries out each key once; `never` is not, because a second call may move money a second time";

/// Returns the header that carries the key of a call. The client makes a key if the caller sets none.
fn key_field(key: Spanned<String>) -> FieldEntry {
    let doc = "Tells the service which requests are the same call: each of them has this key, and is carried out once. Made anew for each call unless set.";
    FieldEntry {
        shape: Some(Spanned::new("string?".to_owned(), key.span)),
        doc: Some(Spanned::new(doc.to_owned(), key.span)),
        secret: Some(Spanned::new(false, key.span)),
        wire: key,
        ..FieldEntry::default()
    }
}

fn no_repeat(endpoint: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        endpoint.span,
        format!("endpoint `{}` doesn't say what repeating it does", endpoint.value),
    )
    .help(format!("add `repeat`: {CLASSES}"))
}

fn marks(entry: &EndpointEntry) -> EndpointMarks {
    let at = |text: &Option<Spanned<String>>| text.as_ref().map_or(entry.name.span, |text| text.span);
    EndpointMarks {
        route: at(&entry.route),
        scopes: at(&entry.scopes),
        status: at(&entry.status),
        repeat: at(&entry.repeat),
        success: entry.success.as_ref().map_or(entry.name.span, |success| success.span),
        body: entry.body.as_ref().map_or(entry.name.span, |body| body.span),
        reply: entry.reply_span,
    }
}
