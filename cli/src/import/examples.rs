//! Removes the examples of the document that contradict its own schemas.

use alignet_spec::{Contract, Diagnostic, Sources};

use super::{
    draft::{Draft, Example},
    notes::Note,
};

/// The most types of a draft that is checked here: a check takes longer than an import.
const MOST_TYPES: usize = 500;

/// The name of the draft in messages.
const FILE: &str = "draft.toml";

/// Writes a draft. Returns it with the number of mistakes in it, after the examples with mistakes are removed.
pub(crate) fn checked(draft: &mut Draft, notes: &mut Vec<Note>) -> (String, Option<usize>) {
    let mut toml = draft.to_toml();
    // An example may be about another one, so that removing one brings up the next.
    for _ in 0..2 {
        if draft.types.len() > MOST_TYPES {
            return (toml, None);
        }
        let mistakes = mistakes(&toml);
        let wrong = ranges(&toml).into_iter().filter_map(|(start, end, index)| {
            let inside = |one: &&Diagnostic| (start..end).contains(&one.span.start);
            mistakes.iter().find(inside).map(|mistake| (index, mistake.message.clone()))
        });
        let wrong: Vec<(usize, String)> = wrong.collect();
        if wrong.is_empty() {
            return (toml, Some(mistakes.len()));
        }
        // From the last one, because a removed example counts no more.
        for (index, message) in wrong.into_iter().rev() {
            let removed = draft.examples().nth(index).and_then(Option::take);
            if let Some(example) = removed {
                let note =
                    Note { pointer: example.pointer, text: format!("an example is left out: {message}") };
                draft.head.push(note.to_string());
                notes.push(note);
            }
        }
        toml = draft.to_toml();
    }
    let count = mistakes(&toml).len();
    (toml, Some(count))
}

fn mistakes(toml: &str) -> Vec<Diagnostic> {
    let sources = Sources::from_texts("", &[(FILE, toml)]).extending_shipped();
    let Err(mut mistakes) = Contract::load(sources) else { return Vec::new() };
    let sources = mistakes.sources;
    mistakes
        .diagnostics
        .retain(|one| sources.source(one.span).is_none_or(|source| source.path.ends_with(FILE)));
    mistakes.diagnostics
}

/// Returns the ranges of the examples in the text, in the order of [`Draft::examples`].
fn ranges(toml: &str) -> Vec<(usize, usize, usize)> {
    let mut ranges: Vec<(usize, usize, usize)> = Vec::new();
    let (mut at, mut open) = (0, None);
    for line in toml.split_inclusive('\n') {
        match line.trim_end() {
            "request = '''" | "reply = '''" | "body = '''" => open = Some(at),
            "'''" => ranges.extend(open.take().map(|start| (start, at + line.len(), ranges.len()))),
            _ => {}
        }
        at += line.len();
    }
    ranges
}

impl Draft {
    /// Returns the examples that are written, in the order of the file.
    fn examples(&mut self) -> impl Iterator<Item = &mut Option<Example>> {
        let calls =
            self.endpoints.iter_mut().flat_map(|one| [&mut one.request_example, &mut one.reply_example]);
        let told = self.notifications.iter_mut().map(|one| &mut one.example);
        calls.chain(told).filter(|example| example.as_ref().is_some_and(|example| example.json))
    }
}
