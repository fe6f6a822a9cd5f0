//! Executes a call that creates, reads or changes records.

use alignet_spec::{contract::Endpoint, suggestion};
use http::StatusCode;
use serde_json::{Map, Value as Json};

use super::{
    cursors::Position,
    notify::notify,
    pages,
    records::Extent,
    render,
    request_values::{self, RequestValue},
    scenario::{self, Given},
    schema::Schema,
    values::Values,
};
use crate::{
    behaviour::{Act, Record, RecordUse, scalar::Class},
    random,
    reply::{
        headers,
        refusal::{self, Refusal},
    },
    request::Accepted,
    state::State,
};

/// The most records of a page, if nothing says otherwise: enough for most tests to get one page.
const PAGE: usize = 100;

/// Executes a call, and writes the values of its records into the example of the reply. Returns the cursor of the next
/// page of a list.
pub(crate) fn execute(
    state: &State,
    one: &RecordUse,
    accepted: &Accepted,
    reply: &mut Map<String, Json>,
    headers: &mut Map<String, Json>,
) -> Result<Option<String>, Refusal> {
    let call = Call { state, one, accepted };
    let (records, next) = match one.act {
        Act::Creates => (call.create()?, None),
        Act::Reads | Act::Changes => call.find()?,
    };
    let (contract, endpoint) = (state.contract(), call.endpoint());
    let fields = contract.fields(endpoint.reply);
    match one.list() {
        Some(each) => {
            render::list(contract, fields, each, &records, reply);
            if let Some(count) = &one.count {
                render::number(contract, fields, &count.value, records.len(), reply);
            }
        }
        None => {
            if let Some(values) = records.last() {
                render::object(contract, fields, values, reply);
                render::object(contract, headers::fields(contract, endpoint), values, headers);
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
            let Given { set, then } = self.given(&sent)?;
            let mut values = request_values::values(&sent);
            values.retain(|name, _| self.schema().kept.contains(name));
            values.extend(self.generated().map_err(|_| refusal::no_randomness())?);
            values.extend(set);
            made.push((values, then));
        }
        let created = self.state.records().create(self.one.record, self.schema(), made);
        let created = created.map_err(|()| self.conflict())?;
        created.iter().for_each(|values| notify(self.state, self.one.record, values));
        Ok(created)
    }

    /// Finds the records, and the cursor of the next page.
    fn find(&self) -> Result<(Vec<Values>, Option<String>), Refusal> {
        let mut sent: Vec<RequestValue> = self.sent().into_iter().flatten().collect();
        sent.retain(|one| !self.turns(&one.wire));
        let Given { set, then } = self.given(&sent)?;
        let mut wanted = request_values::values(&self.renamed(sent));
        wanted.retain(|name, _| self.schema().possible.contains(name));
        let changes = (self.one.act == Act::Changes).then_some((set, then));
        // A call about one record uses the latest that matches.
        let extent = match self.one.each {
            None => Extent::Latest,
            Some(_) => self.extent(&wanted)?,
        };
        let (found, more) = self.state.records().find(self.one.record, &wanted, changes.as_ref(), extent);
        if found.is_empty() && self.one.each.is_none() {
            return Err(self.unknown(&wanted));
        }
        for found in found.iter().filter(|found| found.changed) {
            notify(self.state, self.one.record, &found.values);
        }
        let next = match found.last().filter(|_| more) {
            Some(last) => Some(self.cursor(wanted, last.place).map_err(|_| refusal::no_randomness())?),
            None => None,
        };
        Ok((found.into_iter().map(|found| found.values).collect(), next))
    }

    /// Returns true for a field of the request that turns pages, and says nothing about records.
    fn turns(&self, wire: &str) -> bool {
        let cursor = self.endpoint().cursor.as_ref().filter(|_| self.one.lists());
        let limit = self.one.limit.as_ref().is_some_and(|limit| limit.value == wire);
        cursor.is_some_and(|cursor| limit || cursor.field == wire)
    }

    /// Returns the part of a list that the request asks for.
    fn extent(&self, wanted: &Values) -> Result<Extent, Refusal> {
        let endpoint = self.endpoint();
        let Some(cursor) = &endpoint.cursor else { return Ok(Extent::All) };
        let page = self.one.page.as_ref().and_then(|page| usize::try_from(page.value).ok()).unwrap_or(PAGE);
        let limit = self.one.limit.as_ref().map(|limit| limit.value.as_str());
        let asked = limit.and_then(|limit| Some((limit, pages::sent(endpoint, self.accepted, limit)?)));
        let most = match asked {
            None => page,
            Some((limit, asked)) => match asked.parse::<usize>() {
                Ok(asked) if asked > 0 => page.min(asked),
                _ => {
                    let text = format!("`{limit}` must be 1 or more");
                    return Err(Refusal::new(StatusCode::BAD_REQUEST, &text));
                }
            },
        };
        let Some(sent) = pages::sent(endpoint, self.accepted, &cursor.field) else {
            return Ok(Extent::Page { after: 0, most });
        };
        match self.state.records().cursors.position(&sent) {
            Some(one) if one.endpoint == self.one.endpoint && one.wanted == *wanted => {
                Ok(Extent::Page { after: one.after, most })
            }
            Some(_) => Err(pages::of_another(&cursor.field)),
            None => Err(pages::unknown(&cursor.field)),
        }
    }

    /// Makes a cursor for the page behind a record.
    fn cursor(&self, wanted: Values, after: u64) -> Result<String, getrandom::Error> {
        let endpoint = self.endpoint();
        let textual = endpoint.cursor.as_ref().is_some_and(|one| pages::are_text(endpoint, &one.field));
        let cursor = if textual { random::id()? } else { self.state.records().number().to_string() };
        let position = Position { endpoint: self.one.endpoint, wanted, after };
        self.state.records().cursors.keep(cursor.clone(), position);
        Ok(cursor)
    }

    fn given(&self, sent: &[RequestValue]) -> Result<Given, Refusal> {
        scenario::play(self.state.contract(), &self.state.settings.behaviour, self.one, sent)
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
