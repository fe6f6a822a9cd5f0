//! The state of an import, and its order.

mod bodies;
mod operation;
mod parameters;
mod replies;
mod security;
mod servers;
mod settings;
mod webhooks;

use std::collections::HashSet;

use alignet_spec::{Contract, contract::Origin, name};

use self::{security::Security, servers::Servers};
use crate::import::{
    document::{Document, Json, Place},
    draft::{Draft, Entry, TypeNames},
    notes::Note,
    types::Types,
};

pub(crate) struct Importer<'d> {
    pub(crate) types: Types<'d>,
    /// The shipped contract, if the draft extends it.
    pub(crate) extended: Option<&'d Contract>,
    pub(crate) servers: Servers,
    pub(crate) security: Security,
    /// Headers that every call has, in lower case.
    pub(crate) common_headers: HashSet<String>,
}

/// The origin of an endpoint, and the path of the server, which belongs to the route.
pub(crate) struct OriginOf {
    pub(crate) entry: Entry,
    pub(crate) prefix: String,
}

impl<'d> Importer<'d> {
    pub(crate) fn new(root: &'d Json, extended: Option<&'d Contract>) -> Self {
        let document = Document { root };
        let mut names = TypeNames::default();
        names.take("CustomEnvironment");
        let common = extended.map(|contract| {
            taken(contract, &mut names);
            contract.api.header.iter().map(|field| field.wire.to_ascii_lowercase()).collect()
        });
        Self {
            types: Types::new(document, names),
            extended,
            servers: Servers::default(),
            security: Security::default(),
            common_headers: common.unwrap_or_default(),
        }
    }

    pub(crate) fn note(&mut self, note: Note) {
        self.types.notes.push(note);
    }

    /// Imports everything.
    pub(crate) fn run(mut self) -> (Draft, Vec<Note>) {
        let mut draft = Draft { head: self.head(), ..Draft::default() };
        let operations = self.operations();
        for operation in &operations {
            match self.endpoint(operation) {
                Ok(endpoint) => draft.endpoints.push(endpoint),
                Err(problem) => {
                    let note = Note {
                        text: format!(
                            "`{} {}` is left out: {}",
                            operation.method.to_uppercase(),
                            operation.path,
                            problem.text
                        ),
                        pointer: problem.pointer,
                    };
                    draft.head.push(note.to_string());
                    self.note(note);
                }
            }
        }
        draft.notifications = self.notifications(&operations);
        self.types.for_browsers();
        self.types.read_all();
        draft.types = std::mem::take(&mut self.types.list);
        if !self.types.ours {
            draft.ask();
        }
        if self.extended.is_none() {
            draft.settings = if self.types.ours { self.stated_settings() } else { self.settings() };
        } else {
            draft.settings = match self.types.ours {
                true => self.stated_additions(),
                false => self.new_scopes().into_iter().collect(),
            };
        }
        draft.drop_unused_types();
        let told: HashSet<&str> = draft.comments().collect();
        let notes = self.types.notes.iter().map(ToString::to_string);
        let untold: Vec<String> = notes.filter(|note| !told.contains(note.as_str())).collect();
        draft.head.extend(untold);
        (draft, self.types.notes)
    }

    /// Returns the comments at the top of the draft.
    fn head(&self) -> Vec<String> {
        let info = self.types.document.root.get("info");
        let text = |key| info.and_then(|info| info.get(key)).and_then(Json::text).unwrap_or("unnamed");
        vec![
            format!(
                "A draft of {}, version {}.",
                crate::import::draft::comment(text("title")),
                crate::import::draft::comment(text("version"))
            ),
            "Each \"?\" is a question that the document does not answer. `alignet-spec check` lists them."
                .to_owned(),
        ]
    }

    /// Returns the top of the document.
    pub(crate) fn top(&self) -> Place<'d> {
        self.types.document.place()
    }
}

/// Takes the names that the extended contract makes.
fn taken(contract: &Contract, names: &mut TypeNames) {
    for one in &contract.types {
        if matches!(one.origin, Origin::Table | Origin::Reply(_) | Origin::Body(_)) {
            names.take(&one.name);
        }
    }
    for endpoint in &contract.endpoints {
        let camel = name::camel(&endpoint.name);
        for end in ["", "Request", "Reply"] {
            names.take(&format!("{camel}{end}"));
        }
    }
}
