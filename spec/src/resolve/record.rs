//! Resolves records, and the use that endpoints make of them.

use crate::{
    contract::{Act, Record, RecordUse, Scenario, Setting},
    diagnostic::Diagnostic,
    document::{RecordEntry, RecordUseEntry, ScenarioEntry, SettingEntry},
    name,
    resolve::Resolver,
    source::Spanned,
};

pub(super) fn record(entry: RecordEntry) -> Record {
    Record {
        name: entry.name.value,
        doc: entry.doc,
        key: entry.key,
        mint: entry.mint,
        span: entry.name.span,
        lost: entry.lost,
    }
}

pub(super) fn scenario(entry: ScenarioEntry) -> Scenario {
    Scenario {
        name: entry.name.value,
        doc: entry.doc,
        when: settings(entry.when),
        set: settings(entry.set),
        then: settings(entry.then),
        success: entry.success.is_none_or(|success| success.value),
        span: entry.name.span,
    }
}

fn settings(entries: Vec<SettingEntry>) -> Vec<Setting> {
    let setting =
        |entry: SettingEntry| Setting { wire: entry.wire, value: entry.value, unlisted: entry.unlisted };
    entries.into_iter().map(setting).collect()
}

impl Resolver<'_> {
    /// Returns an endpoint's use of records; `None` if it can't be read.
    pub(super) fn record_use(&self, endpoint: &Spanned<String>, entry: RecordUseEntry) -> Option<RecordUse> {
        let mut acts = Act::ALL.into_iter().zip(&entry.acts);
        let mut said = acts.by_ref().filter_map(|(act, record)| Some((act, record.as_ref()?)));
        let Some((act, record)) = said.next() else {
            if !entry.lost {
                self.report(
                    Diagnostic::new(
                        entry.span,
                        format!("endpoint `{}` doesn't say what it does to a record", endpoint.value),
                    )
                    .help(
                        "write `creates`, `reads` or `changes`, and which: `record = { reads = \"charge\" }`",
                    ),
                );
            }
            return None;
        };
        if let Some((second, other)) = said.next() {
            let (first, second) = (act.as_str(), second.as_str());
            self.report(
                Diagnostic::new(
                    other.span,
                    format!("endpoint `{}` both {first} and {second} a record", endpoint.value),
                )
                .help(format!("keep one of the two: {}", name::list(&[first, second]))),
            );
        }
        Some(RecordUse {
            act,
            record: self.index(record, "record", self.records.iter().map(String::as_str))?,
            each: entry.each,
            count: entry.count,
            matching: entry.matching,
            set: settings(entry.set),
            span: entry.span,
        })
    }
}
