//! Reads the table `[as_deployed]`: departures from the documentation that the service is known to accept.

use alignet_spec::{Contract, diagnostic::Report, source::Spanned, table::Table};

/// The departures that are accepted from callers when the sandbox behaves as deployed.
#[derive(Debug, Default)]
pub(crate) struct Deployed {
    /// The shared headers that a call may lack, as indices into the contract's.
    pub(crate) absent_headers: Vec<usize>,
    /// The scopes that do not exist, and that a call may ask for.
    pub(crate) ignored_scopes: Vec<String>,
    /// The scopes that an access token may lack.
    pub(crate) waived_scopes: Vec<String>,
    /// The fields of digits that may have another number of them.
    pub(crate) waived_lengths: Vec<Spanned<String>>,
    /// The texts that are taken for a value of the environment, each with the index of its key.
    pub(crate) instead: Vec<(String, usize)>,
}

impl Deployed {
    /// Adds the departures of a table. Names that the contract does not declare are mistakes.
    pub(super) fn read(&mut self, contract: &Contract, mut table: Table<'_, '_>, report: &Report) {
        table.called("table `as_deployed`".to_owned());
        let headers = || contract.api.header.iter().map(|field| field.wire.as_str());
        for name in table.words("absent_headers").unwrap_or_default() {
            self.absent_headers.extend(report.index_of(&name, "header of every call", headers()));
        }
        self.ignored_scopes
            .extend(table.words("ignored_scopes").unwrap_or_default().into_iter().map(|one| one.value));
        for scope in table.words("waived_scopes").unwrap_or_default() {
            report.index_of(&scope, "scope", contract.scopes.iter().map(|scope| scope.name.as_str()));
            self.waived_scopes.push(scope.value);
        }
        self.waived_lengths.extend(table.words("waived_lengths").unwrap_or_default());
        let keys = || contract.api.environment.iter().map(|key| key.name.as_str());
        for (text, key) in table.table("instead").map(Table::texts).unwrap_or_default() {
            let key = report.index_of(&key, "value of the environment", keys());
            self.instead.extend(key.map(|key| (text.value, key)));
        }
        table.finish();
    }
}
