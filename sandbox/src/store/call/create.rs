//! Creates records.

use std::time::Duration;

use alignet_spec::{exact, suggestion};
use http::StatusCode;

use super::{
    Call, none_such,
    owner::Owned,
    scenario::{Facts, Given},
};
use crate::{
    behaviour::{
        Owner, Scenario,
        scalar::{self, Class},
    },
    clock, pages, random,
    reply::refusal::{self, Refusal},
    request::Mistake,
    store::{
        notify::notify,
        records::{Found, New, Records, change::Change},
        request_values::{self, RequestValue},
        values::Values,
    },
};

/// A code that a record gives to the reply, with its reason.
pub(super) struct Coded {
    pub(super) code: String,
    pub(super) mistake: Mistake,
}

impl Coded {
    fn new(code: &str, doc: &str, at: Option<(&'static str, String)>) -> Self {
        let text =
            at.as_ref().map_or_else(|| doc.to_owned(), |(place, path)| format!("{place} `{path}`: {doc}"));
        Self { code: code.to_owned(), mistake: Mistake { at, text } }
    }
}

impl Call<'_> {
    pub(super) fn create(&self) -> Result<(Vec<Found>, Vec<Coded>), Refusal> {
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
        created.iter().for_each(|found| notify(self.state, self.one.record, &found.values));
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
                let attempts = self.state.settings.behaviour.records[owner.record].attempts.as_ref();
                let found = Owned::find(owner, attempts, self.one.record, records, made, &values);
                Some((owner, found.ok_or_else(|| self.ownerless(owner, &values))?))
            }
        };
        let facts = Facts { sent, current: None, owner: owned.as_ref().map(|(_, owned)| owned) };
        let Given { change, then, scenario } = self.given(&facts)?;
        values.retain(|name, _| schema.kept.contains(name));
        // JSON of any form that was not sent is none, whatever the example has.
        for name in schema.kept.iter().filter(|(_, class)| *class == Class::Json) {
            values.entry(name.clone()).or_insert_with(|| "null".to_owned());
        }
        values.extend(owned.into_iter().flat_map(|(owner, owned)| owned.given(owner, schema)));
        values.extend(self.generated(records).map_err(|_| refusal::no_randomness())?);
        values.extend(self.derived(sent));
        let stamp = records.stamp(self.one.record, made.len(), now);
        self.filled_in(&change, &values, now).apply(&mut values, &stamp);
        let duplicate = self.accepted.again || scenario.is_some_and(|scenario| scenario.duplicate);
        Ok((New { values, then, duplicate }, scenario))
    }

    /// Writes the URL of the page at which the buyer continues where a change says `{page}`, and the time at which the record
    /// expires where it says `{expiry}`. `generated` has the id of the record.
    fn filled_in(&self, change: &Change, generated: &Values, now: Duration) -> Change {
        let id = self.schema().generated.first().and_then(|name| generated.get(name));
        let page = id.zip(self.state.url.get());
        let page =
            page.map(|(id, url)| format!("{url}{}/{}/{id}", pages::CONTINUE, self.record().name.value));
        let after = self.record().events.iter().find_map(|event| event.after).unwrap_or_default();
        let expiry = self.state.clock.seconds_of_1970(now).saturating_add(after);
        let filled = change.set().iter().map(|(name, value)| {
            let value = match (value.as_str(), &page) {
                ("{page}", Some(page)) => page.clone(),
                (scalar::EXPIRY, _) if name.1 == Class::Number => expiry.to_string(),
                (scalar::EXPIRY, _) => clock::utc(expiry),
                _ => value.clone(),
            };
            (name.clone(), value)
        });
        change.clone().with(filled.collect())
    }

    /// The values that follow from what the request sends.
    fn derived(&self, sent: &[RequestValue]) -> Values {
        let (contract, behaviour) = (self.state.contract(), &self.state.settings.behaviour);
        let mut values = Values::new();
        for derived in &self.one.derived {
            let sent = sent.iter().find_map(|sent| sent.at(&derived.from.value));
            let Some(text) = sent.and_then(|text| derived.of(text)) else { continue };
            let scalars = scalar::answered(contract, behaviour, self.one.record);
            for scalar in scalars.iter().filter(|scalar| scalar.is_called(&derived.wire.value)) {
                let text = match scalar.class {
                    Class::Secret => continue,
                    Class::Json => exact::write(&text.as_str().into()),
                    _ => text.clone(),
                };
                values.insert((derived.wire.value.clone(), scalar.class), text);
            }
        }
        values
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

    /// The refusal of a record without the one that it belongs to. The request was valid, so it comes with HTTP 200.
    fn ownerless(&self, owner: &Owner, sent: &Values) -> Refusal {
        let asked = sent.keys().map(|(wire, _)| wire.as_str());
        let asked = asked.filter(|wire| owner.by.iter().any(|one| one.value == *wire));
        Refusal::new(StatusCode::OK, &none_such(&owner.name.value, asked)).with_code(owner.code.as_deref())
    }
}
