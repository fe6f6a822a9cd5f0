//! Records, as the contract declares them: one call creates a record, and other calls find it.

mod memory;
mod plan;
mod said;
mod show;
mod tell;

use std::collections::BTreeMap;

use alignet_spec::{
    contract::{Act, Contract, RecordUse, Scenario},
    leaf::Class,
    name,
};
use http::StatusCode;
use serde_json::{Map, Value as Json};

pub(crate) use self::{memory::Memory, plan::Plan};
use self::{plan::resolved, said::Said};
use crate::{
    judge::Accepted,
    mint,
    refusal::{self, Refusal},
    state::State,
};

/// The identity of a value in a record: the name of the field, and the class of its values.
pub(crate) type Name = (String, Class);

/// The values of a record, with numbers in digits.
pub(crate) type Values = BTreeMap<Name, String>;

/// A call that creates, reads or changes records.
pub(crate) struct Doing<'s> {
    pub(crate) state: &'s State,
    /// The index of the endpoint in the contract.
    pub(crate) index: usize,
    pub(crate) one: &'s RecordUse,
    pub(crate) accepted: &'s Accepted,
}

impl Doing<'_> {
    /// Executes the call on the store, and writes the records' values into the example of the reply.
    pub(crate) fn answer(&self, reply: &mut Map<String, Json>) -> Result<(), Refusal> {
        let records = match self.one.act {
            Act::Creates => self.create()?,
            Act::Reads | Act::Changes => self.find()?,
        };
        let contract = self.state.contract();
        let fields = contract.fields(self.state.endpoint(self.index).reply);
        match &self.one.each {
            Some(each) => {
                show::list(contract, fields, &each.value, &records, reply);
                if let Some(count) = &self.one.count {
                    show::number(contract, fields, &count.value, records.len(), reply);
                }
            }
            None => {
                if let Some(values) = records.last() {
                    show::object(contract, fields, values, reply);
                }
            }
        }
        Ok(())
    }

    fn plan(&self) -> &Plan {
        &self.state.settings.plans[self.one.record]
    }

    /// The values that the request states about each record.
    fn said(&self) -> Vec<Vec<Said>> {
        let endpoint = self.state.endpoint(self.index);
        let each = self.one.each.as_ref().filter(|_| self.one.act == Act::Creates);
        said::about(self.state.contract(), endpoint, self.accepted, each.map(|each| each.value.as_str()))
    }

    fn create(&self) -> Result<Vec<Values>, Refusal> {
        let mut made = Vec::new();
        for said in self.said() {
            let scenario = self.scenario(&said)?;
            let mut values = said::values(&said);
            values.retain(|name, _| self.plan().kept.contains(name));
            values.extend(self.minted().map_err(|_| refusal::no_randomness())?);
            values.extend(self.set(scenario));
            made.push((values, self.then(scenario)));
        }
        let created = self.state.memory().create(self.one.record, self.plan(), made);
        let created = created.map_err(|()| self.conflict())?;
        created.iter().for_each(|values| tell::tell(self.state, self.one.record, values));
        Ok(created)
    }

    fn find(&self) -> Result<Vec<Values>, Refusal> {
        let said: Vec<Said> = self.said().into_iter().flatten().collect();
        let scenario = self.scenario(&said)?;
        let mut wanted = said::values(&self.renamed(said));
        wanted.retain(|name, _| self.plan().possible.contains(name));
        let changes = (self.one.act == Act::Changes).then(|| (self.set(scenario), self.then(scenario)));
        // A call about one record uses the latest that matches.
        let latest = self.one.each.is_none();
        let found = self.state.memory().find(self.one.record, &wanted, changes.as_ref(), latest);
        if found.is_empty() && self.one.each.is_none() {
            return Err(self.unknown(&wanted));
        }
        for found in found.iter().filter(|found| found.changed) {
            tell::tell(self.state, self.one.record, &found.values);
        }
        Ok(found.into_iter().map(|found| found.values).collect())
    }

    /// Renames the request's values to the field names of the record.
    fn renamed(&self, mut said: Vec<Said>) -> Vec<Said> {
        for one in &mut said {
            if let Some((_, field)) = self.one.matching.iter().find(|(asked, _)| asked.value == one.wire) {
                one.wire.clone_from(&field.value);
            }
        }
        said
    }

    /// Finds the scenario that matches these values; an error if that scenario is a failure.
    fn scenario(&self, said: &[Said]) -> Result<Option<&Scenario>, Refusal> {
        let scenarios = &self.state.endpoint(self.index).scenarios;
        let called =
            |scenario: &&Scenario| scenario.when.iter().all(|asked| said.iter().any(|said| said.is(asked)));
        match scenarios.iter().find(called) {
            // The request was valid, so the failure comes with HTTP 200.
            Some(scenario) if !scenario.success => Err(Refusal::new(StatusCode::OK, &scenario.doc)),
            found => Ok(found),
        }
    }

    /// The values that the contract sets in the record.
    fn set(&self, scenario: Option<&Scenario>) -> Values {
        let set = scenario.map(|scenario| scenario.set.as_slice()).unwrap_or_default();
        let settings = self.one.set.iter().chain(set);
        resolved(self.state.contract(), self.one.record, settings)
    }

    fn then(&self, scenario: Option<&Scenario>) -> Values {
        let then = scenario.map(|scenario| scenario.then.as_slice()).unwrap_or_default();
        resolved(self.state.contract(), self.one.record, then.iter())
    }

    /// Generates a unique value for each field that the contract mints.
    fn minted(&self) -> Result<Values, getrandom::Error> {
        let mut minted = Values::new();
        for name in &self.plan().minted {
            let value = match name.1 {
                Class::Number => self.state.memory().number().to_string(),
                _ => mint::id()?,
            };
            minted.insert(name.clone(), value);
        }
        Ok(minted)
    }

    fn conflict(&self) -> Refusal {
        let record = &self.state.contract().records[self.one.record];
        let key: Vec<&str> = record.key.iter().map(|wire| wire.value.as_str()).collect();
        let text = format!("there is a {} with the same {} already", record.name, name::list(&key));
        Refusal::new(StatusCode::CONFLICT, &text)
    }

    fn unknown(&self, wanted: &Values) -> Refusal {
        let record = &self.state.contract().records[self.one.record].name;
        let names: Vec<&str> = wanted.keys().map(|(wire, _)| wire.as_str()).collect();
        let text = match names.as_slice() {
            [] => format!("there is no {record} yet"),
            names => format!("there is no {record} with these values of {}", name::list(names)),
        };
        Refusal::new(StatusCode::NOT_FOUND, &text)
    }
}

/// The plan of each record of a contract, by record.
pub(crate) fn plans(contract: &Contract) -> Vec<Plan> {
    (0..contract.records.len()).map(|record| Plan::new(contract, record)).collect()
}

/// Converts a value to the text that is compared and stored: numbers in digits, without leading zeros.
/// `None` if the value is null, an array or an object.
fn text(class: Class, json: &Json) -> Option<String> {
    let number = |text: &str| text.parse::<i64>().ok().map(|number| number.to_string());
    match json {
        Json::String(text) if class == Class::Number => number(text).or_else(|| Some(text.clone())),
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}
