//! Checks that every declaration has a name of its own.

use std::collections::HashMap;

use crate::{
    diagnostic::{Diagnostic, Report},
    source::{Span, Spanned},
    table::Table,
};

/// The names declared so far, by kind of declaration.
pub struct Names<'s> {
    report: &'s Report,
    first: HashMap<(&'static str, String), Span>,
}

impl<'s> Names<'s> {
    /// Starts without a name. Mistakes go to the report.
    pub fn new(report: &'s Report) -> Self {
        Self { report, first: HashMap::new() }
    }

    /// Registers a declaration. Reports it and returns false if the name is taken.
    pub fn is_new(&mut self, what: &'static str, name: &Spanned<String>) -> bool {
        let Some(first) = self.first.get(&(what, name.value.clone())) else {
            self.first.insert((what, name.value.clone()), name.span);
            return true;
        };
        self.report.push_lost(
            "names-are-declared-once",
            Diagnostic::new(name.span, format!("{what} `{}` is declared twice", name.value))
                .label(*first, "it is first declared here")
                .help("remove this one, or give it another name")
                .help("all tables of a declaration stand in the same file"),
        );
        false
    }

    /// Reads every table below one such as `[environment]`, whose name is the kind of the declarations.
    pub fn each<'t, 'r>(
        &mut self,
        what: &'static str,
        table: Table<'t, 'r>,
        mut read: impl FnMut(Spanned<String>, Table<'t, 'r>),
    ) {
        for (name, entry) in table.tables() {
            match entry {
                Some(table) if self.is_new(what, &name) => read(name, table),
                Some(_) => {}
                None => self.report.push_lost(
                    "declarations-are-tables",
                    Diagnostic::new(name.span, format!("{what} `{}` is not a table", name.value))
                        .help(format!("write `[{what}.{}]`, and its values below", name.value)),
                ),
            }
        }
    }
}
