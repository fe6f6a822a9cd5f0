//! The files as written: tables parsed into declarations, with the position of each value.
//! [`resolve`](crate::resolve) interprets the values.
//!
//! A declaration with a mistake is kept, with `None` for a value that is absent or unreadable, so that
//! references to it are not reported as mistakes.

mod api;
mod endpoint;
mod field;
mod notification;
mod proof;
mod record;
mod types;

use std::collections::HashMap;

use toml::de::DeTable;

use crate::{
    diagnostic::{Diagnostic, Report},
    name,
    source::{Source, Sources, Span, Spanned},
    table::Table,
};

pub(crate) use self::{
    api::{ApiEntry, BearerEntry, EnvironmentEntry, EnvironmentKeyEntry},
    endpoint::{CodeEntry, EndpointEntry, ReplyEntry},
    field::FieldEntry,
    notification::NotificationEntry,
    proof::ProofEntry,
    record::{RecordEntry, RecordUseEntry, ScenarioEntry, SettingEntry},
    types::{KindEntry, MemberEntry, TypeEntry},
};

/// Every declaration of a contract, in file order.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) api: Option<ApiEntry>,
    /// True if there is an entry `api` that is no table.
    pub(crate) api_lost: bool,
    pub(crate) environments: Vec<EnvironmentEntry>,
    pub(crate) endpoints: Vec<EndpointEntry>,
    pub(crate) records: Vec<RecordEntry>,
    pub(crate) notifications: Vec<NotificationEntry>,
    pub(crate) types: Vec<TypeEntry>,
    /// True if some file is not TOML.
    pub(crate) garbled: bool,
}

impl Document {
    /// Reads every file and reports mistakes of form.
    pub(crate) fn read(sources: &Sources, report: &Report) -> Self {
        let mut document = Self::default();
        let mut names = Names { sources, report, first: HashMap::new() };
        for (index, source) in sources.0.iter().enumerate() {
            let (root, errors) = DeTable::parse_recoverable(&source.text);
            if errors.is_empty() {
                let root = Table::root(root.get_ref(), index, report);
                document.declarations(root, &mut names);
                continue;
            }
            document.garbled = true;
            let mut above = 0;
            for error in errors {
                // A line that is not TOML often breaks the lines right below it: report only the first.
                let diagnostic = not_toml(source, index, &error);
                let line = sources.position(diagnostic.span).line;
                if above == 0 || line > above + 3 {
                    report.push_lost(diagnostic);
                }
                above = line;
            }
        }
        document
    }

    /// Reads the tables of a file, each as the kind of declaration that its name indicates.
    fn declarations(&mut self, root: Table<'_, '_>, names: &mut Names<'_>) {
        let mut strays = Vec::new();
        for (name, entry) in root.tables() {
            let Some(table) = entry else {
                self.api_lost |= name.value == "api";
                strays.push(name);
                continue;
            };
            match name.value.as_str() {
                "environment" => {
                    each("environment", table, names, |name, table| {
                        self.environments.push(api::environment(name, table));
                    });
                    continue;
                }
                "notification" => {
                    each("notification", table, names, |name, table| {
                        self.notifications.push(notification::notification(name, table));
                    });
                    continue;
                }
                "record" => {
                    each("record", table, names, |name, table| {
                        self.records.push(record::record(name, table));
                    });
                    continue;
                }
                _ => {}
            }
            let what = match name.value.as_str() {
                "api" => "table",
                word if name::is_camel(word) => "type",
                word if name::is_snake(word) => "endpoint",
                _ => {
                    names.report.push_lost(unnameable(&name));
                    continue;
                }
            };
            if !names.is_new(what, &name) {
                continue;
            }
            match what {
                "table" => self.api = Some(api::api(&name, table)),
                "type" => self.types.push(types::declared_type(name, table)),
                _ => self.endpoints.push(endpoint::endpoint(name, table)),
            }
        }
        // A table without its first line leaves all of its keys behind: report only the first.
        if let Some(first) = strays.first() {
            names.report.push_lost(stray(first));
        }
    }
}

/// Reads every table below `[environment]`, `[notification]` or `[record]`.
fn each<'t, 'r>(
    what: &'static str,
    table: Table<'t, 'r>,
    names: &mut Names<'_>,
    mut read: impl FnMut(Spanned<String>, Table<'t, 'r>),
) {
    for (name, entry) in table.tables() {
        match entry {
            Some(table) if names.is_new(what, &name) => read(name, table),
            Some(_) => {}
            None => names.report.push_lost(
                Diagnostic::new(name.span, format!("{what} `{}` is not a table", name.value))
                    .help(format!("write `[{what}.{}]`, and its values below", name.value)),
            ),
        }
    }
}

/// The names declared so far.
struct Names<'s> {
    sources: &'s Sources,
    report: &'s Report,
    first: HashMap<(&'static str, String), Span>,
}

impl Names<'_> {
    /// Registers a declaration. Reports it and returns false if the name is taken.
    fn is_new(&mut self, what: &'static str, name: &Spanned<String>) -> bool {
        let Some(first) = self.first.get(&(what, name.value.clone())) else {
            self.first.insert((what, name.value.clone()), name.span);
            return true;
        };
        let location = self.sources.location(*first);
        self.report.push_lost(
            Diagnostic::new(name.span, format!("{what} `{}` is declared twice", name.value))
                .help(format!("it is first declared at {location}: remove this one, or give it another name"))
                .help("all tables of a declaration stand in the same file"),
        );
        false
    }
}

fn not_toml(source: &Source, index: usize, error: &toml::de::Error) -> Diagnostic {
    let range = error.span().unwrap_or(0..0);
    let text = source.text.get(range.clone()).unwrap_or_default();
    let diagnostic =
        Diagnostic::new(Span::new(index, range.clone()), format!("this is not TOML: {}", error.message()));
    if error.message().starts_with("duplicate key") {
        return diagnostic.help(format!("`{text}` stands here already: remove one of the two, or rename it"));
    }
    if error.message().starts_with("string values must be quoted") && !text.is_empty() {
        return diagnostic.help(format!("write `\"{text}\"`"));
    }
    diagnostic
}

fn stray(key: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(key.span, format!("`{}` stands outside of every table", key.value))
        .help("write the line that names what it belongs to above it, such as `[create_nonce]`")
        .help("a file holds tables: endpoints, types, `[api]`, `[environment.NAME]`, `[notification.NAME]` and `[record.NAME]`")
}

fn unnameable(name: &Spanned<String>) -> Diagnostic {
    let word = &name.value;
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
