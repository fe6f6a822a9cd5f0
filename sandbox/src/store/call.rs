//! Executes a call that creates, reads or changes records.

use alignet_spec::{
    contract::{Endpoint, Reply, Shape},
    suggestion,
};
use http::StatusCode;
use serde_json::{Map, Value as Json};

use super::{
    event,
    notify::notify,
    paging,
    records::{Extent, history::Moment},
    render,
    request_values::{self, RequestValue},
    scenario::{self, Given},
    schema::Schema,
    values::Values,
};
use crate::{
    behaviour::{Act, Record, RecordUse, scalar::Class},
    pages, random,
    reply::{
        headers,
        refusal::{self, Refusal},
    },
    request::Accepted,
    state::State,
};

/// Executes a call, and writes the values of its records into the example of the reply. A document shows none of them in
/// its bytes. Returns the cursor of the next page of a list.
pub(crate) fn execute(
    state: &State,
    one: &RecordUse,
    accepted: &Accepted,
    reply: &mut Json,
    headers: &mut Map<String, Json>,
) -> Result<Option<String>, Refusal> {
    let call = Call { state, one, accepted };
    event::elapse(state);
    let (records, next) = match one.act {
        Act::Creates => (call.create()?, None),
        Act::Reads | Act::Changes => call.find()?,
    };
    let (contract, endpoint) = (state.contract(), call.endpoint());
    if let Reply::List(item) = endpoint.reply {
        render::items(contract, "", &Shape::Named(item), &records, reply);
        return Ok(next);
    }
    let last = records.last().filter(|_| one.each.is_none());
    if let Some(values) = last {
        render::object(contract, headers::fields(contract, endpoint), values, headers);
    }
    let (fields, Json::Object(reply)) = (contract.reply_fields(endpoint), reply) else { return Ok(next) };
    match one.list() {
        Some(each) => {
            render::list(contract, fields, each, &records, reply);
            if let Some(count) = &one.count {
                render::number(contract, fields, &count.value, records.len(), reply);
            }
        }
        None => {
            if let Some(values) = last {
                render::object(contract, fields, values, reply);
            }
        }
    }
    Ok(next)
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

    fn create(&self) -> Result<Vec<Values>, Refusal> {
        let mut made = Vec::new();
        for sent in self.sent() {
            let Given { set, then } = self.given(&sent, None)?;
            let mut values = request_values::values(&sent);
            values.retain(|name, _| self.schema().kept.contains(name));
            values.extend(self.generated().map_err(|_| refusal::no_randomness())?);
            values.extend(set);
            self.name_page(&mut values);
            made.push((values, then));
        }
        let schema = (!self.accepted.again).then_some(self.schema());
        let created = self.state.records().create(self.one.record, schema, made, self.now());
        let created = created.map_err(|()| self.conflict())?;
        created.iter().for_each(|values| notify(self.state, self.one.record, values));
        Ok(created)
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
        let Given { set, then } = self.given(&sent, current.as_ref())?;
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

    fn given(&self, sent: &[RequestValue], current: Option<&Values>) -> Result<Given, Refusal> {
        scenario::play(self.state.contract(), &self.state.settings.behaviour, self.one, sent, current)
    }

    /// Writes the URL of the page at which the buyer continues where a scenario says `{page}`.
    fn name_page(&self, values: &mut Values) {
        let id = self.schema().generated.first().and_then(|name| values.get(name)).cloned();
        let (Some(id), Some(url)) = (id, self.state.url.get()) else { return };
        for value in values.values_mut().filter(|value| *value == "{page}") {
            *value = format!("{url}{}/{}/{id}", pages::CONTINUE, self.record().name.value);
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
    fn generated(&self) -> Result<Values, getrandom::Error> {
        let mut generated = Values::new();
        for name in &self.schema().generated {
            let value = match name.1 {
                Class::Number => self.state.records().number().to_string(),
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
        let record = &self.record().name.value;
        let names: Vec<&str> = wanted.keys().map(|(wire, _)| wire.as_str()).collect();
        let text = match names.as_slice() {
            [] => format!("there is no {record} yet"),
            names => format!("there is no {record} with these values of {}", suggestion::list(names)),
        };
        Refusal::new(StatusCode::NOT_FOUND, &text)
    }
}
