//! The files as written: tables parsed into declarations, with the position of each value.
//! [`resolve`](crate::resolve) interprets the values.
//!
//! A declaration with a mistake is kept, with `None` for a value that is absent or unreadable, so that
//! references to it are not reported as mistakes.

mod api;
mod endpoint;
mod field;
mod meanings;
mod notification;
mod outcome;
mod types;

use crate::{
    diagnostic::{Diagnostic, Report},
    name,
    source::{Sources, Span, Spanned},
    table::{Files, Names, Table},
};

pub(crate) use self::{
    api::{ApiEntry, BearerEntry, EnvironmentEntry, EnvironmentKeyEntry},
    endpoint::{CodeEntry, EndpointEntry, ReplyEntry},
    field::FieldEntry,
    notification::{CarrierEntry, NotificationEntry, OrderEntry},
    outcome::ProofEntry,
    types::{KindEntry, MemberEntry, TypeEntry, UseEntry},
};

/// Every declaration of a contract, in file order.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) api: Option<ApiEntry>,
    /// True if there is an entry `api` that is no table.
    pub(crate) api_lost: bool,
    pub(crate) environments: Vec<EnvironmentEntry>,
    /// The scopes, each with its documentation.
    pub(crate) scopes: Vec<(Spanned<String>, Spanned<String>)>,
    pub(crate) endpoints: Vec<EndpointEntry>,
    /// The notifications and the returns.
    pub(crate) notifications: Vec<NotificationEntry>,
    pub(crate) types: Vec<TypeEntry>,
    /// True if a file is not TOML, or if so much is missing that the rest can't be checked.
    pub(crate) garbled: bool,
}

impl Document {
    /// Reads every file and reports mistakes of form.
    pub(crate) fn read(sources: &Sources, report: &Report) -> Self {
        let mut document = Self::default();
        let mut names = Names::new(report);
        let files = Files::parse(sources, report);
        document.garbled = files.are_garbled();
        for root in files.roots(report) {
            if root.is_empty() {
                // Without it, any other name may be missing, too: report only the file.
                document.garbled = true;
                report.push_lost("files-declare-something", nothing(root.span()));
                continue;
            }
            document.declarations(root, &mut names, sources);
        }
        document
    }

    /// Reads the tables of a file, each as the kind of declaration that its name indicates.
    fn declarations(&mut self, root: Table<'_, '_>, names: &mut Names<'_>, sources: &Sources) {
        let report = root.report();
        let mut strays = Vec::new();
        for (name, entry) in root.tables() {
            let Some(table) = entry else {
                self.api_lost |= name.value == "api";
                strays.push(name);
                continue;
            };
            match name.value.as_str() {
                "environment" => names.each("environment", table, |name, table| {
                    self.environments.push(api::environment(name, table));
                }),
                "scopes" => {
                    let scopes = table.texts().into_iter();
                    self.scopes.extend(scopes.filter(|(name, _)| names.is_new("scope", name)));
                }
                "notification" => names.each("notification", table, |name, table| {
                    self.notifications.push(notification::notification(name, table));
                }),
                "return" => names.each("return", table, |name, table| {
                    self.notifications.push(notification::signed_return(name, table));
                }),
                _ => self.declaration(name, table, names, sources),
            }
        }
        // A table without its first line leaves all of its keys behind: report only the first.
        if let Some(first) = strays.first() {
            report.push_lost("keys-stand-in-tables", stray(first, sources));
        }
    }

    /// Reads `[api]`, a type or an endpoint, whose name says which it is.
    fn declaration(
        &mut self,
        name: Spanned<String>,
        table: Table<'_, '_>,
        names: &mut Names<'_>,
        sources: &Sources,
    ) {
        let report = table.report();
        let what = match name.value.as_str() {
            "api" => "table",
            word if name::is_camel(word) => "type",
            word if name::is_snake(word) => "endpoint",
            _ => return report.push_lost("names-tell-the-kind", unnameable(&name)),
        };
        if !names.is_new(what, &name) {
            return;
        }
        match what {
            "table" if !table.holds("doc") && is_implied(&name, sources) => {
                self.garbled = true;
                report.push_lost("apis-are-whole", api::fragment(name.span));
            }
            "table" => self.api = Some(api::api(&name, table)),
            "type" => self.types.push(types::declared_type(name, table)),
            _ => self.endpoints.push(endpoint::endpoint(name, table)),
        }
    }
}

fn nothing(span: Span) -> Diagnostic {
    Diagnostic::new(span, "this file declares nothing")
        .help("write a table into it, such as an endpoint `[get_payout]` or a type `[Payout]`, or remove it")
}

/// Returns true if only tables below this one are written, such as `[api.origins]`.
fn is_implied(name: &Spanned<String>, sources: &Sources) -> bool {
    let behind = Span { start: name.span.end, end: name.span.end + 1, ..name.span };
    sources.text(behind) == "."
}

fn stray(key: &Spanned<String>, sources: &Sources) -> Diagnostic {
    let before = Span { start: key.span.start.saturating_sub(2), end: key.span.start, ..key.span };
    if sources.text(before) == "[[" {
        let message = format!("`{}` stands in double brackets, which make a list of tables", key.value);
        return Diagnostic::new(key.span, message).help(format!("write `[{}]`", key.value));
    }
    Diagnostic::new(key.span, format!("`{}` stands outside of every table", key.value))
        .help("write the line that names what it belongs to above it, such as `[create_nonce]`")
        .help(
            "a file holds tables: endpoints, types, `[api]`, `[scopes]`, `[environment.NAME]`, `[notification.NAME]` and `[return.NAME]`",
        )
}

fn unnameable(name: &Spanned<String>) -> Diagnostic {
    let word = &name.value;
    if name::is_reserved(word) {
        return Diagnostic::new(name.span, format!("`{word}` is a reserved word of Rust, so no method or type can be called so"))
            .help(format!("name an endpoint by what it does, such as `get_{}`, and a type in camel case, such as `Payment{}`", name::snake(word).trim_end_matches('_'), name::camel(word).trim_end_matches('_')));
    }
    let diagnostic =
        Diagnostic::new(name.span, format!("`{word}` is neither an endpoint's name nor a type's"));
    let (snake, camel) = (name::snake(word), name::camel(word));
    let (snake, camel) = if name::is_snake(&snake) && name::is_camel(&camel) {
        (snake.as_str(), camel.as_str())
    } else {
        ("create_nonce", "NonceCreation")
    };
    diagnostic.help(format!("an endpoint is snake case (`{snake}`), a type is camel case (`{camel}`)"))
}
