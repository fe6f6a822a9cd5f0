//! Turns an OpenAPI document into the draft of a contract.
//!
//! What the document does not say and only a person can know, such as the effect of a repetition, is a question in the
//! draft: the text `?`, which [`Contract::load`](alignet_spec::Contract::load) reports as a mistake and explains. What
//! the contract language has no words for is left out, and listed as a [`Note`].

mod document;
mod draft;
mod examples;
mod importer;
mod notes;
mod questions;
mod types;

use self::importer::Importer;
pub use self::notes::Note;

/// A draft of a contract.
#[derive(Debug)]
pub struct Import {
    /// The contract file.
    pub toml: String,
    /// The number of endpoints in it.
    pub endpoints: usize,
    /// The number of notifications and returns in it.
    pub notifications: usize,
    /// The number of types in it.
    pub types: usize,
    /// The number of mistakes that its author has to correct, most of them questions. `None` for a draft that is too
    /// large to check.
    pub questions: Option<usize>,
    /// What is left out.
    pub notes: Vec<Note>,
}

impl Import {
    /// Returns the notes, and the numbers of what is imported, in lines.
    pub fn summary(&self) -> String {
        let notes: String = self.notes.iter().map(|note| format!("warning: {note}\n")).collect();
        let count =
            |number: usize, what: &str| format!("{number} {what}{}", if number == 1 { "" } else { "s" });
        let counts = [
            count(self.endpoints, "endpoint"),
            count(self.notifications, "notification"),
            count(self.types, "type"),
        ];
        let open = match self.questions {
            Some(number) => format!("; {} for `alignet-spec check`", count(number, "question")),
            None => String::new(),
        };
        format!("{notes}imported {}{open}; {} left out\n", counts.join(", "), count(self.notes.len(), "part"))
    }
}

/// Imports an OpenAPI document of version 3.0 or 3.1, in JSON or YAML, as an extension of the shipped contract. A document
/// with servers of its own becomes a contract of its own if `whole` is true.
///
/// # Errors
///
/// Says in one line why the document can't be read: its encoding, its notation, or its version.
pub fn import(bytes: &[u8], whole: bool) -> Result<Import, String> {
    let root = document::read(bytes)?;
    let shipped = alignet_spec::Contract::shipped().map_err(|mistakes| mistakes.to_string())?;
    let ours = root.get("x-alignet-origins").is_some();
    let whole = if ours { !root.is("x-alignet-inherited") } else { whole };
    let (mut draft, mut notes) = Importer::new(&root, (!whole).then_some(&shipped)).run();
    let (toml, questions) = examples::checked(&mut draft, &mut notes);
    Ok(Import {
        toml,
        endpoints: draft.endpoints.len(),
        notifications: draft.notifications.len(),
        types: draft.types.iter().filter(|one| !one.inherited).count(),
        questions,
        notes,
    })
}
