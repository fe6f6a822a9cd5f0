//! Resolves the reply of an endpoint: its fields, or the word that says what it holds.

use crate::{
    contract::{Field, Kind, Origin, Reply, Shape, StatusPath, Type},
    diagnostic::Diagnostic,
    document::{EndpointEntry, FieldEntry, ProofEntry},
    foreign, name,
    resolve::Resolver,
    shape::{self, Mistake},
    source::Spanned,
};

const LIST: &str = "declare a type with `fields`, and put its name in brackets, as in `reply = \"[Payout]\"`; any other list is a field of an object, as in `reply = { success = \"boolean\", items = \"[string]\", meta = \"Meta\" }`";

impl Resolver<'_> {
    /// Returns the type that the reply table of an endpoint declares.
    pub(super) fn reply_type(
        &self,
        index: usize,
        endpoint: &EndpointEntry,
        fields: Vec<FieldEntry>,
        proof: ProofEntry,
    ) -> Type {
        if self.is_document(endpoint, &fields) {
            return self.lost_reply(index, endpoint);
        }
        let fields = self.fields(fields);
        let outcome = self.proof(proof, &fields);
        Type { lost: false, kind: Kind::Object(fields), outcome, ..self.lost_reply(index, endpoint) }
    }

    /// Returns the type of the headers of a reply.
    pub(super) fn reply_header_type(
        &self,
        index: usize,
        endpoint: &EndpointEntry,
        fields: Vec<FieldEntry>,
    ) -> Type {
        let name = &endpoint.name.value;
        Type {
            name: format!("{}ReplyHeaders", name::camel(name)),
            doc: format!("The headers of the reply of `{name}`."),
            kind: Kind::Object(self.fields(fields)),
            origin: Origin::ReplyHeader(index),
            lost: false,
            ..self.lost_reply(index, endpoint)
        }
    }

    /// Returns true if a media type stands where a reply has the types of its fields. It is reported.
    fn is_document(&self, endpoint: &EndpointEntry, fields: &[FieldEntry]) -> bool {
        let media = |text: &&Spanned<String>| {
            text.value.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
        };
        let Some(media) = fields.iter().filter_map(|field| field.shape.as_ref()).find(media) else {
            return false;
        };
        let (name, media_type) = (&endpoint.name.value, &media.value);
        self.report(
            "documents-are-media-types",
            Diagnostic::new(media.span, format!("`{media_type}` is a media type, and no type of a field")).help(format!(
                "a reply of bytes has no fields: remove the table `[{name}.reply]`, and write `reply = \"{media_type}\"` right below `[{name}]`"
            )),
        );
        true
    }

    /// Returns a placeholder for a reply that can't be read.
    pub(super) fn lost_reply(&self, index: usize, endpoint: &EndpointEntry) -> Type {
        let nothing: Vec<Field> = Vec::new();
        Type {
            name: format!("{}Reply", name::camel(&endpoint.name.value)),
            doc: format!("The reply of `{}`.", endpoint.name.value),
            kind: Kind::Object(nothing),
            integer: false,
            outcome: None,
            from: None,
            browser: false,
            in_request: false,
            in_reply: false,
            inherited: self.sources.is_inherited(endpoint.name.span),
            origin: Origin::Reply(index),
            span: endpoint.name.span,
            lost: true,
        }
    }

    /// Returns the reply that a word names, if it can be read: a type, that type in brackets, or a media type.
    pub(super) fn named_reply(&self, word: &Spanned<String>, proof: &ProofEntry) -> Option<Reply> {
        if word.value.contains('/') {
            return self.document(word, proof);
        }
        let known = |word: &str| self.is_type(word);
        let ours = foreign::type_expression(&word.value, &known).filter(|ours| ours.starts_with('['));
        if ours.is_none() && !word.value.starts_with('[') {
            self.proof_stands_with_the_fields(proof, &word.value);
            return self.declared(word, "a reply").map(Reply::Object);
        }
        let item = self.item(word, ours.as_deref())?;
        self.proof_stands_with_the_fields(proof, &self.types[item].value);
        Some(Reply::List(item))
    }

    /// Returns the type of the items of a list, given the notation of this language if the word has another.
    fn item(&self, list: &Spanned<String>, ours: Option<&str>) -> Option<usize> {
        let named = |name: &str| self.types.iter().position(|one| one.value == name);
        let item = |text| match shape::parse(text, &named) {
            Ok((Shape::List(item), false)) => {
                Ok(if let Shape::Named(index) = *item { Some(index) } else { None })
            }
            Ok(_) => Ok(None),
            Err(mistake) => Err(mistake),
        };
        let wrong = |message: &str| Diagnostic::new(list.span, format!("`{}` {message}", list.value));
        match (item(&list.value), ours) {
            (Ok(Some(index)), _) => return Some(index),
            (_, Some(ours)) if matches!(item(ours), Ok(Some(_))) => {
                let whole = self.sources.part(list.span, 0, list.value.len());
                let fixed = Some(ours.to_owned()).filter(|_| whole != list.span);
                self.report(
                    "types-are-well-formed",
                    wrong("is not a type")
                        .help(format!("write `\"{ours}\"`: a list is a type in brackets"))
                        .replaced(whole, fixed),
                );
            }
            (Ok(None), _) => self.report(
                "replies-are-objects",
                wrong("can't be the whole reply: the items of such a list are objects or unions").help(LIST),
            ),
            (Err(Mistake::Unknown { offset, name }), _) => {
                self.type_index(self.sources.part(list.span, offset, name.len()), name);
            }
            (Err(Mistake::Form { .. }), _) => {
                self.report("types-are-well-formed", wrong("is not a type").help(LIST))
            }
        }
        None
    }

    fn document(&self, media: &Spanned<String>, proof: &ProofEntry) -> Option<Reply> {
        if let Some((key, at)) = proof.first() {
            self.report(
                "outcomes-stand-with-their-fields",
                Diagnostic::new(at.span, format!("`{key}` names a field, and a document has none"))
                    .help("remove it: a client does not look into a document"),
            );
        }
        let (message, help) = match media.value.split_once('/') {
            Some((kind, subtype)) if !is_token(kind) || !is_token(subtype) => (
                "is no media type",
                "write type and subtype in lower case, without parameters, such as `reply = \"application/pdf\"`",
            ),
            Some((_, subtype)) if subtype == "json" || subtype.ends_with("+json") => (
                "is no document",
                "a reply in JSON is an object or a list: write its fields, the name of a type, or that name in brackets",
            ),
            _ => return Some(Reply::Document(media.value.clone())),
        };
        let diagnostic = Diagnostic::new(media.span, format!("`{}` {message}", media.value)).help(help);
        self.report("documents-are-media-types", diagnostic);
        None
    }
}

/// Returns true for a part of a media type, by RFC 6838 and in lower case, in which it is compared.
fn is_token(text: &str) -> bool {
    let first = text.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$&-^_.+".contains(&byte);
    first && text.len() <= LONGEST && text.bytes().all(fits)
}

/// The longest part of a media type.
const LONGEST: usize = 127;

/// Returns the status of an endpoint that does not say one. Only refusals have it then, and they are the API's own.
pub(super) fn unsaid(reply: &Reply) -> StatusPath {
    match reply {
        Reply::List(_) | Reply::Document(_) => {
            StatusPath { path: ["meta", "status"].map(str::to_owned).to_vec(), optional: false }
        }
        Reply::Object(_) | Reply::Nothing(_) => StatusPath::default(),
    }
}
