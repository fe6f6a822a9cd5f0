//! The kinds of records: what happens to a record by itself, and the field whose values are kept.

use std::{collections::BTreeSet, time::Duration};

use alignet_spec::Contract;

use super::{agenda::Timer, stamp::Tracked};
use crate::{
    behaviour::{Behaviour, Event, Record, scalar},
    store::schema::resolved,
};

/// A kind of record.
pub(crate) struct Kind {
    pub(super) timers: Vec<Timer>,
    pub(super) tracked: Option<Tracked>,
}

/// Returns the kinds of records that a behaviour declares.
pub(crate) fn kinds(contract: &Contract, behaviour: &Behaviour) -> Vec<Kind> {
    let kind = |(kind, record): (usize, &Record)| {
        let timer = |(index, event): (usize, &Event)| {
            let from = resolved(contract, behaviour, kind, event.from.iter());
            Some(Timer { event: index, from, after: Duration::from_secs(event.after?) })
        };
        let tracked = record.past.as_ref().map(|past| {
            let scalars = scalar::answered(contract, behaviour, kind).into_iter();
            let of = scalars.filter(|scalar| scalar.is_called(&past.of.value));
            let of: BTreeSet<_> = of.map(|scalar| (past.of.value.clone(), scalar.class)).collect();
            Tracked { list: past.list.value.clone(), of: of.into_iter().collect() }
        });
        Kind { timers: record.events.iter().enumerate().filter_map(timer).collect(), tracked }
    };
    behaviour.records.iter().enumerate().map(kind).collect()
}
