//! Resolves what is written: names become indices, keywords become variants.
//!
//! A declaration with a mistake is kept as far as it can be read, and marked as lost where it can't, so
//! that one run reports every mistake once.

mod api;
mod endpoint;
mod environment;
mod field;
mod notification;
mod outcome;
mod reply;
mod route;
mod settle;
mod types;

pub(crate) use self::field::STYLES;
use crate::{
    contract::{Contract, Documented, EnvironmentKey, Notification, Primitive, Reply, Shape, Type},
    diagnostic::{Diagnostic, Report},
    document::{Document, EndpointEntry, ReplyEntry},
    foreign, name, shape,
    source::{Sources, Span, Spanned},
    suggestion,
};

/// The placeholder for a type that can't be read. No rule checks it, because its field is lost.
const UNREADABLE: Shape = Shape::Primitive(Primitive::Json);

/// Returns the contract that a document describes, not yet checked.
pub(crate) fn resolve(sources: &Sources, document: Document, report: &Report) -> Contract {
    let Some(mut api) = document.api else {
        if !document.api_lost {
            report.push_lost(
                "apis-are-whole",
                Diagnostic::new(Span::default(), "no file has a table `[api]`")
                    .help("it says what all endpoints share: `doc`, `origins`"),
            );
        }
        return Contract::default();
    };
    let always = api.bearer.as_ref().and_then(|bearer| bearer.always.clone());
    let resolver = Resolver {
        sources,
        report,
        types: document.types.iter().map(|one| one.name.clone()).collect(),
        origins: api.origins.iter().map(|(name, _)| name.value.clone()).collect(),
        origins_known: !api.lost.contains(&"origins"),
        extends: sources.is_inherited(api.span),
        environment: api.environment.drain(..).map(|key| environment::key(key, report)).collect(),
        environment_known: !api.lost.contains(&"environment"),
        endpoints: document.endpoints.iter().map(|one| one.name.value.clone()).collect(),
        scopes: document.scopes.into_iter().map(api::documented).collect(),
        always: always.as_ref().map(|always| always.value.as_str()),
    };
    resolver.check_scopes(always.as_ref());

    let mut types: Vec<Type> =
        document.types.into_iter().map(|entry| resolver.declared_type(entry)).collect();
    let mut endpoints = Vec::new();
    for mut entry in document.endpoints {
        let reply = resolver.reply(endpoints.len(), &mut entry, &mut types);
        let header = std::mem::take(&mut entry.reply_header);
        let header = (!header.is_empty())
            .then(|| push(&mut types, resolver.reply_header_type(endpoints.len(), &entry, header)));
        endpoints.push(resolver.endpoint(entry, reply, header));
    }
    let mut notifications: Vec<Notification> = Vec::new();
    for mut entry in document.notifications {
        let (body, proof) = (entry.body.take(), std::mem::take(&mut entry.proof));
        let body = push(&mut types, resolver.notification_type(notifications.len(), &entry, body, proof));
        notifications.extend(resolver.notification(entry, body, &types));
    }
    let bearer = api.bearer.as_ref().and_then(|bearer| resolver.bearer(bearer, &endpoints, &types));
    let environments = document.environments.into_iter().map(|entry| resolver.environment(entry)).collect();
    Contract {
        sources: sources.clone(),
        api: resolver.api(api, bearer),
        environments,
        scopes: resolver.scopes,
        endpoints,
        notifications,
        types,
    }
}

/// Adds a type and returns its index.
fn push(types: &mut Vec<Type>, one: Type) -> usize {
    types.push(one);
    types.len() - 1
}

/// Splits a path such as `transaction.state` into wire names.
fn steps(path: &str) -> Vec<String> {
    path.split('.').map(str::to_owned).collect()
}

/// The names that declarations may refer to, and the report for names that don't exist.
struct Resolver<'r> {
    sources: &'r Sources,
    report: &'r Report,
    /// The declared types.
    types: Vec<Spanned<String>>,
    origins: Vec<String>,
    origins_known: bool,
    /// True if the contract extends the shipped one.
    extends: bool,
    environment: Vec<EnvironmentKey>,
    environment_known: bool,
    endpoints: Vec<String>,
    scopes: Vec<Documented>,
    /// The scopes that every access token has.
    always: Option<&'r str>,
}

impl Resolver<'_> {
    /// Takes the reply of the endpoint with this index, and adds its type unless it has the name of one.
    fn reply(&self, endpoint: usize, entry: &mut EndpointEntry, types: &mut Vec<Type>) -> Reply {
        let mut own = |entry: &mut EndpointEntry, fields| {
            let proof = std::mem::take(&mut entry.proof);
            push(types, self.reply_type(endpoint, entry, fields, proof))
        };
        let reply = match entry.reply.take() {
            Some(ReplyEntry::Named(name)) => self.named_reply(&name, &entry.proof),
            Some(ReplyEntry::Table(fields)) => Some(Reply::Object(own(entry, fields))),
            Some(ReplyEntry::Nothing) => Some(Reply::Nothing(own(entry, Vec::new()))),
            None => None,
        };
        reply.unwrap_or_else(|| Reply::Object(push(types, self.lost_reply(endpoint, entry))))
    }

    /// Returns the declared type that a type expression names at `span`. Reports an unknown name.
    fn type_index(&self, span: Span, name: &str) -> Option<usize> {
        let found = self.types.iter().position(|one| one.value == name);
        if found.is_none() {
            let words = Primitive::ALL.iter().map(|primitive| primitive.as_str()).collect();
            let diagnostic = Diagnostic::new(span, format!("unknown type `{name}`"));
            let mut diagnostic = self.suggest_type(diagnostic, name, "types", words);
            if let Some(note) = foreign::type_note(name) {
                diagnostic = diagnostic.help(note);
            } else if name::camel(name) == name
                && !diagnostic.help.iter().any(|help| help.starts_with("did you mean"))
            {
                diagnostic = diagnostic.help(format!(
                    "or declare it: `[{name}]` with a `doc`, and below it `[{name}.fields]` for an object or `[{name}.values]` for an enumeration"
                ));
            }
            self.report("names-are-declared", diagnostic);
        }
        found
    }

    /// Returns true if a word is a type of the language, or a declared one.
    fn is_type(&self, word: &str) -> bool {
        let primitive = Primitive::ALL.iter().any(|primitive| primitive.as_str() == word);
        primitive || self.types.iter().any(|one| one.value == word)
    }

    /// Returns the declared type of an object, such as `what`, where a primitive type is not allowed.
    fn declared(&self, name: &Spanned<String>, what: &str) -> Option<usize> {
        let found = self.types.iter().position(|one| one.value == name.value);
        if found.is_none() {
            let named = |name: &str| self.types.iter().position(|one| one.value == name);
            let message = match shape::parse(&name.value, &named) {
                Ok(_) => format!("{what} is an object, and `{}` is none", name.value),
                Err(_) => format!("there is no type `{}`", name.value),
            };
            let diagnostic = Diagnostic::new(name.span, message);
            self.report("names-are-declared", 
                self.suggest_type(diagnostic, &name.value, "declared", Vec::new())
                    .help(if what == "a reply" {
                        "write the name of a type that has `fields`, or the fields: `reply = { success = \"boolean\", meta = \"Meta\" }`; a list is a type in brackets, and bytes are their media type, such as `\"application/pdf\"`"
                    } else {
                        "write the name of a type that has `fields`"
                    }),
            );
        }
        found
    }

    /// Suggests a type. Inherited types are suggested if one is near, but not listed: they are many, and the
    /// author of another contract rarely means them.
    fn suggest_type<'s>(
        &'s self,
        diagnostic: Diagnostic,
        wrong: &str,
        what: &str,
        words: Vec<&'s str>,
    ) -> Diagnostic {
        let foreign = foreign::type_word(wrong, &|word| self.is_type(word)).filter(|_| !words.is_empty());
        let (mut valid, mut unlisted) = (words, Vec::new());
        for one in &self.types {
            let list = if self.sources.is_inherited(one.span) { &mut unlisted } else { &mut valid };
            list.push(one.value.as_str());
        }
        let near = suggestion::nearest(wrong, valid.iter().chain(&unlisted).copied());
        let meant = near.or(foreign.as_deref());
        let help = suggestion::offer_beyond(
            meant,
            what,
            &valid,
            &unlisted,
            "those of the shipped contract, listed in the docs of `alignet::api`",
        );
        diagnostic.help(help).meant(wrong, meant)
    }

    /// Reports a name that can't be a Rust name.
    fn unnameable(&self, span: Span, name: &str, help: &str) {
        let message = if name::is_reserved(name) {
            format!("`{name}` is a reserved word of Rust")
        } else {
            format!("`{name}` makes no Rust name")
        };
        self.report("names-make-rust-names", Diagnostic::new(span, message).help(help));
    }

    /// Reports a mistake, with the id of the broken rule. Each mistake of this stage leaves a part of the contract unread.
    fn report(&self, rule: &str, diagnostic: Diagnostic) {
        self.report.push_lost(rule, diagnostic);
    }
}
