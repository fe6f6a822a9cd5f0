//! Executes a call that creates, reads or changes records.

mod create;
mod owner;
mod scenario;

use alignet_spec::{
    contract::{Endpoint, Reply, Shape},
    suggestion,
};
use http::StatusCode;
use serde_json::{Map, Value as Json};

use self::{
    create::Coded,
    scenario::{Facts, Given},
};
use super::{
    event,
    notify::notify,
    operation::Operation,
    paging,
    records::{Extent, Found, Records, history::Moment},
    render::Render,
    request_values::{self, RequestValue},
    schema::Schema,
    spelling,
    values::Values,
};
use crate::{
    behaviour::{Act, Record, RecordUse},
    reply::{
        example, headers,
        refusal::{self, Refusal},
    },
    request::{Accepted, Mistake},
    state::State,
};

/// The outcome of a call about records.
#[derive(Default)]
pub(crate) struct Done {
    /// The cursor of the next page of a list.
    pub(crate) next: Option<String>,
    /// The parts of the request that were not done as they ask, one by one.
    pub(crate) mistakes: Vec<Mistake>,
}

/// Executes a call, and writes the values of its records into the example of the reply. A document shows none of them in
/// its bytes.
pub(crate) fn execute(
    state: &State,
    one: &RecordUse,
    accepted: &Accepted,
    reply: &mut Json,
    headers: &mut Map<String, Json>,
) -> Result<Done, Refusal> {
    let call = Call { state, one, accepted };
    event::elapse(state);
    let (records, next, coded) = match one.act {
        Act::Creates => call.create().map(|(records, coded)| (records, None, coded))?,
        Act::Reads | Act::Changes => call.find().map(|(records, next)| (records, next, Vec::new()))?,
    };
    call.write(records, &coded, reply, headers);
    Ok(Done { next, mistakes: coded.into_iter().map(|coded| coded.mistake).collect() })
}

/// A call that creates, reads or changes records.
struct Call<'s> {
    state: &'s State,
    one: &'s RecordUse,
    accepted: &'s Accepted,
}

impl Call<'_> {
    fn endpoint(&self) -> &Endpoint {
        self.state.endpoint(self.one.endpoint)
    }

    /// The time and the cause of what this call changes.
    fn now(&self) -> Moment<'_> {
        Moment { now: self.state.clock.now(), cause: &self.endpoint().name }
    }

    /// Writes records into a reply.
    fn write(&self, found: Vec<Found>, coded: &[Coded], reply: &mut Json, headers: &mut Map<String, Json>) {
        let (contract, endpoint) = (self.state.contract(), self.endpoint());
        let operation = self.operation(&found);
        let records: Vec<Values> = found.into_iter().map(|found| found.values).collect();
        let render = Render { contract, record: self.record(), operation };
        if let Reply::List(item) = endpoint.reply {
            return render.items("", &Shape::Named(item), &records, reply);
        }
        let last = records.last().filter(|_| self.one.each.is_none());
        if let Some(values) = last {
            render.object(headers::fields(contract, endpoint), values, headers);
        }
        let (fields, Json::Object(reply)) = (contract.reply_fields(endpoint), reply) else { return };
        if let Some(each) = self.one.list() {
            render.list(fields, each, &records, reply);
            if let Some(count) = &self.one.count {
                spelling::number(contract, fields, &count.value, records.len(), reply);
            }
        } else if let Some(values) = last {
            render.object(fields, values, reply);
        }
        if let Some(first) = coded.first() {
            let texts: Vec<&str> = coded.iter().map(|coded| coded.mistake.text.as_str()).collect();
            example::place(reply, &endpoint.status.path, refusal::status(&first.code, &texts.join("; ")));
        }
    }

    /// The operation that a reply is about, if its records are attempts at one.
    fn operation(&self, found: &[Found]) -> Option<Operation<'_>> {
        let rule = self.record().attempts.as_ref().filter(|_| self.is_about_one())?;
        let records = self.state.records();
        let attempts = records.attempts(found.last()?.place).into_iter();
        let attempts: Vec<Values> = attempts.filter_map(|place| records.at(place).cloned()).collect();
        Operation::new(rule, &attempts, found.iter().map(|found| found.values.clone()).collect())
    }

    /// Returns true if a call is about one record, or one operation.
    fn is_about_one(&self) -> bool {
        self.one.each.is_none() && !matches!(self.endpoint().reply, Reply::List(_))
    }

    fn record(&self) -> &Record {
        &self.state.settings.behaviour.records[self.one.record]
    }

    fn schema(&self) -> &Schema {
        &self.state.settings.schemas[self.one.record]
    }

    /// The values that the request states about each record.
    fn sent(&self) -> Vec<Vec<RequestValue>> {
        let each = self.one.list().filter(|_| self.one.act == Act::Creates);
        request_values::about(self.state.contract(), self.endpoint(), self.accepted, each)
    }

    /// Finds the records, and the cursor of the next page.
    fn find(&self) -> Result<(Vec<Found>, Option<String>), Refusal> {
        let mut sent: Vec<RequestValue> = self.sent().into_iter().flatten().collect();
        sent.retain(|sent| !paging::turns(self.endpoint(), self.one, &sent.wire));
        let mut wanted = request_values::values(&self.renamed(sent.clone()));
        wanted.retain(|name, _| self.schema().possible.contains(name));
        // A call about one record uses the latest that matches.
        let extent = match (&self.one.each, &self.endpoint().reply) {
            (Some(_), _) => paging::extent(self.state, self.one, self.accepted, &wanted)?,
            (None, Reply::List(_)) => Extent::All,
            (None, _) => Extent::Latest,
        };
        let now = self.now();
        let mut records = self.state.records();
        let reads = self.one.act == Act::Reads;
        let (places, more) = records.places(self.one.record, &wanted, reads, extent);
        let found: Vec<Found> = if reads {
            places.iter().filter_map(|place| records.read(*place, now)).collect()
        } else {
            let places = self.attempts(&records, places, &wanted);
            self.change(&mut records, &places, &sent, now)?
        };
        drop(records);
        if found.is_empty() && matches!(extent, Extent::Latest) {
            return Err(self.unknown(&wanted));
        }
        for found in found.iter().filter(|found| found.changed) {
            notify(self.state, self.one.record, &found.values);
        }
        let next = match found.last().filter(|_| more) {
            Some(last) => {
                let cursor = paging::cursor(self.state, self.one, wanted, last.place);
                Some(cursor.map_err(|_| refusal::no_randomness())?)
            }
            None => None,
        };
        Ok((found, next))
    }

    /// A call about one operation changes each of its attempts that match.
    fn attempts(&self, records: &Records, places: Vec<u64>, wanted: &Values) -> Vec<u64> {
        let (Some(_), true, [place]) = (&self.record().attempts, self.is_about_one(), &places[..]) else {
            return places;
        };
        let fits = |place: &u64| {
            records
                .at(*place)
                .is_some_and(|values| wanted.iter().all(|(name, text)| values.get(name) == Some(text)))
        };
        records.attempts(*place).into_iter().filter(fits).collect()
    }

    /// Changes each record as its own scenario says, and returns those that changed, or all if none did. If the scenario of one
    /// fails, none changes.
    fn change(
        &self,
        records: &mut Records,
        places: &[u64],
        sent: &[RequestValue],
        now: Moment<'_>,
    ) -> Result<Vec<Found>, Refusal> {
        let given = |place: &u64| {
            let current = records.at(*place);
            Ok((*place, self.given(&Facts { sent, current, owner: None })?))
        };
        let given = places.iter().map(given).collect::<Result<Vec<_>, Refusal>>()?;
        let change = |(place, given): (u64, Given<'_>)| {
            if given.change.is_empty() && given.then.is_empty() {
                return Some(Found { values: records.at(place)?.clone(), place, changed: false });
            }
            records.change(place, now, &given.change, given.then)
        };
        let mut found: Vec<Found> = given.into_iter().filter_map(change).collect();
        if found.iter().any(|found| found.changed) {
            found.retain(|found| found.changed);
        }
        Ok(found)
    }

    fn given(&self, facts: &Facts<'_>) -> Result<Given<'_>, Refusal> {
        scenario::play(self.state.contract(), &self.state.settings.behaviour, self.one, facts)
    }

    /// Renames the request's values to the field names of the record.
    fn renamed(&self, mut sent: Vec<RequestValue>) -> Vec<RequestValue> {
        for one in &mut sent {
            if let Some((_, field)) = self.one.matching.iter().find(|(asked, _)| asked.value == one.wire) {
                one.wire.clone_from(&field.value);
            }
        }
        sent
    }

    fn unknown(&self, wanted: &Values) -> Refusal {
        let names = wanted.keys().map(|(wire, _)| wire.as_str());
        Refusal::new(StatusCode::NOT_FOUND, &none_such(&self.record().name.value, names))
    }
}

fn none_such<'n>(record: &str, names: impl Iterator<Item = &'n str>) -> String {
    match names.collect::<Vec<_>>().as_slice() {
        [] => format!("there is no {record} yet"),
        names => format!("there is no {record} with these values of {}", suggestion::list(names)),
    }
}
