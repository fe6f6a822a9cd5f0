//! Executes a call that creates, reads or changes records.

use std::time::Duration;

use alignet_spec::{
    contract::{Endpoint, Reply, Shape},
    suggestion,
};
use http::StatusCode;
use serde_json::{Map, Value as Json};

use super::{
    event,
    notify::notify,
    owner::Owned,
    paging,
    records::{Extent, New, Records, history::Moment},
    render,
    request_values::{self, RequestValue},
    scenario::{self, Facts, Given},
    schema::Schema,
    values::Values,
};
use crate::{
    behaviour::{
        Act, Owner, Record, RecordUse, Scenario,
        scalar::{self, Class},
    },
    clock, pages, random,
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

/// A code that a record gives to the reply, with its reason.
struct Coded {
    code: String,
    mistake: Mistake,
}

impl Coded {
    fn new(code: &str, doc: &str, at: Option<(&'static str, String)>) -> Self {
        let text =
            at.as_ref().map_or_else(|| doc.to_owned(), |(place, path)| format!("{place} `{path}`: {doc}"));
        Self { code: code.to_owned(), mistake: Mistake { at, text } }
    }
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
    call.write(&records, &coded, reply, headers);
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
    fn write(&self, records: &[Values], coded: &[Coded], reply: &mut Json, headers: &mut Map<String, Json>) {
        let (contract, endpoint) = (self.state.contract(), self.endpoint());
        if let Reply::List(item) = endpoint.reply {
            return render::items(contract, "", &Shape::Named(item), records, reply);
        }
        let last = records.last().filter(|_| self.one.each.is_none());
        if let Some(values) = last {
            render::object(contract, headers::fields(contract, endpoint), values, headers);
        }
        let (fields, Json::Object(reply)) = (contract.reply_fields(endpoint), reply) else { return };
        if let Some(each) = self.one.list() {
            render::list(contract, fields, each, records, reply);
            if let Some(count) = &self.one.count {
                render::number(contract, fields, &count.value, records.len(), reply);
            }
        } else if let Some(values) = last {
            render::object(contract, fields, values, reply);
        }
        if let Some(first) = coded.first() {
            let texts: Vec<&str> = coded.iter().map(|coded| coded.mistake.text.as_str()).collect();
            example::place(reply, &endpoint.status.path, refusal::status(&first.code, &texts.join("; ")));
        }
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

    fn create(&self) -> Result<(Vec<Values>, Vec<Coded>), Refusal> {
        let (sent, now) = (self.sent(), self.now());
        let (mut made, mut coded) = (Vec::new(), Vec::new());
        let mut records = self.state.records();
        for (index, sent) in sent.iter().enumerate() {
            let at = self.one.list().map(|each| ("body field", format!("{each}[{index}]")));
            let refused = |refusal: Refusal| refusal.at(at.clone());
            let (new, scenario) = self.new_record(&mut records, &made, sent, now.now).map_err(refused)?;
            coded.extend(scenario.and_then(|one| Some(Coded::new(one.code.as_ref()?, &one.doc, at))));
            made.push(new);
        }
        let created = records.create(self.one.record, self.schema(), made, now);
        drop(records);
        let created = created.map_err(|()| self.conflict())?;
        created.iter().for_each(|values| notify(self.state, self.one.record, values));
        Ok((created, coded))
    }

    /// Makes a record of what the request says about it, and of what it belongs to: a stored one, or one of those `made`
    /// before it. Returns the scenario that decided it, too.
    fn new_record(
        &self,
        records: &mut Records,
        made: &[New],
        sent: &[RequestValue],
        now: Duration,
    ) -> Result<(New, Option<&Scenario>), Refusal> {
        let (declared, schema) = (self.record(), self.schema());
        let mut values = request_values::values(sent);
        let owned = match &declared.owner {
            None => None,
            Some(owner) => {
                let found = Owned::find(owner, self.one.record, records, made, &values);
                Some((owner, found.ok_or_else(|| self.ownerless(owner, &values))?))
            }
        };
        let facts = Facts { sent, current: None, owner: owned.as_ref().map(|(_, owned)| owned) };
        let Given { set, then, scenario } = self.given(&facts)?;
        values.retain(|name, _| schema.kept.contains(name));
        // JSON of any form that was not sent is none, whatever the example has.
        for name in schema.kept.iter().filter(|(_, class)| *class == Class::Json) {
            values.entry(name.clone()).or_insert_with(|| "null".to_owned());
        }
        values.extend(owned.into_iter().flat_map(|(owner, owned)| owned.given(owner, schema)));
        values.extend(self.generated(records).map_err(|_| refusal::no_randomness())?);
        values.extend(set);
        self.fill_in(&mut values, now);
        let duplicate = self.accepted.again || scenario.is_some_and(|scenario| scenario.duplicate);
        Ok((New { values, then, duplicate }, scenario))
    }

    /// Finds the records, and the cursor of the next page.
    fn find(&self) -> Result<(Vec<Values>, Option<String>), Refusal> {
        let mut sent: Vec<RequestValue> = self.sent().into_iter().flatten().collect();
        sent.retain(|sent| !paging::turns(self.endpoint(), self.one, &sent.wire));
        let mut wanted = request_values::values(&self.renamed(sent.clone()));
        wanted.retain(|name, _| self.schema().possible.contains(name));
        let current = self
            .state
            .records()
            .latest(self.one.record, |name, value| wanted.get(name).is_none_or(|wanted| wanted == value));
        let facts = Facts { sent: &sent, current: current.as_ref(), owner: None };
        let Given { set, then, .. } = self.given(&facts)?;
        let changes = (self.one.act == Act::Changes).then_some((set, then));
        // A call about one record uses the latest that matches.
        let extent = match (&self.one.each, &self.endpoint().reply) {
            (Some(_), _) => paging::extent(self.state, self.one, self.accepted, &wanted)?,
            (None, Reply::List(_)) => Extent::All,
            (None, _) => Extent::Latest,
        };
        let now = self.now();
        let (found, more) =
            self.state.records().find(self.one.record, &wanted, changes.as_ref(), extent, now);
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
        Ok((found.into_iter().map(|found| found.values).collect(), next))
    }

    fn given(&self, facts: &Facts<'_>) -> Result<Given<'_>, Refusal> {
        scenario::play(self.state.contract(), &self.state.settings.behaviour, self.one, facts)
    }

    /// Writes the URL of the page at which the buyer continues where a scenario says `{page}`, and the time at which the
    /// record expires where it says `{expiry}`.
    fn fill_in(&self, values: &mut Values, now: Duration) {
        let id = self.schema().generated.first().and_then(|name| values.get(name)).cloned();
        let page = id.zip(self.state.url.get());
        let page =
            page.map(|(id, url)| format!("{url}{}/{}/{id}", pages::CONTINUE, self.record().name.value));
        let after = self.record().events.iter().find_map(|event| event.after).unwrap_or_default();
        let expiry = self.state.clock.seconds_of_1970(now).saturating_add(after);
        for ((_, class), value) in values.iter_mut() {
            match (value.as_str(), &page) {
                ("{page}", Some(page)) => value.clone_from(page),
                (scalar::EXPIRY, _) if *class == Class::Number => *value = expiry.to_string(),
                (scalar::EXPIRY, _) => *value = clock::utc(expiry),
                _ => {}
            }
        }
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

    /// Generates a value for each field that differs in every record.
    fn generated(&self, records: &mut Records) -> Result<Values, getrandom::Error> {
        let mut generated = Values::new();
        for name in &self.schema().generated {
            let value = match name.1 {
                Class::Number => records.number().to_string(),
                _ => random::id()?,
            };
            generated.insert(name.clone(), value);
        }
        Ok(generated)
    }

    fn conflict(&self) -> Refusal {
        let record = self.record();
        let key: Vec<&str> = record.key.iter().map(|wire| wire.value.as_str()).collect();
        let text =
            format!("there is a {} with the same {} already", record.name.value, suggestion::list(&key));
        Refusal::new(StatusCode::CONFLICT, &text)
    }

    fn unknown(&self, wanted: &Values) -> Refusal {
        let names = wanted.keys().map(|(wire, _)| wire.as_str());
        Refusal::new(StatusCode::NOT_FOUND, &none_such(&self.record().name.value, names))
    }

    /// The refusal of a record without the one that it belongs to. The request was valid, so it comes with HTTP 200.
    fn ownerless(&self, owner: &Owner, sent: &Values) -> Refusal {
        let asked = sent.keys().map(|(wire, _)| wire.as_str());
        let asked = asked.filter(|wire| owner.by.iter().any(|one| one.value == *wire));
        Refusal::new(StatusCode::OK, &none_such(&owner.name.value, asked)).with_code(owner.code.as_deref())
    }
}

fn none_such<'n>(record: &str, names: impl Iterator<Item = &'n str>) -> String {
    match names.collect::<Vec<_>>().as_slice() {
        [] => format!("there is no {record} yet"),
        names => format!("there is no {record} with these values of {}", suggestion::list(names)),
    }
}
