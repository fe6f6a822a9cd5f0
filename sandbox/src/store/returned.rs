//! Builds returns about records: the example with the values of a record.

use alignet_spec::suggestion;
use serde_json::{Map, Value as Json};

use super::{
    event,
    render::Render,
    values::{Name, Values, text},
};
use crate::{
    behaviour::scalar::Class,
    notifications::{
        build::{self, InvalidNotification},
        returned::{self, SignedReturn},
    },
    state::State,
};

/// Builds the return `name` about the latest record with these values; with `null`, the contract's example.
pub(crate) fn redirect_return(
    state: &State,
    name: &str,
    of: &Json,
) -> Result<SignedReturn, InvalidNotification> {
    let contract = state.contract();
    let (index, declared) = build::find(contract, "return", name)?;
    let mut body = build::example(contract, declared);
    let wrong = |message: String| InvalidNotification::new(format!("a return `{name}`: {message}"));
    match (of, &mut body) {
        (Json::Null, _) => {}
        (Json::Object(of), Json::Object(body)) => {
            let rule = state.settings.behaviour.return_of(index);
            let rule =
                rule.ok_or_else(|| wrong("no record is declared that it could be about".to_owned()))?;
            let record = &state.settings.behaviour.records[rule.record];
            let values = latest(state, rule.record, of);
            let values = values.ok_or_else(|| wrong(absent(&record.name.value, of)))?;
            Render { contract, record, operation: None }.object(
                contract.fields(declared.body),
                &values,
                body,
            );
        }
        _ => return Err(wrong("name the values of a record in an object".to_owned())),
    }
    Ok(returned::signed(&state.settings.signing_key, declared, &body))
}

/// Returns the latest record with these values, as it stands now.
pub(crate) fn latest(state: &State, record: usize, of: &Map<String, Json>) -> Option<Values> {
    event::elapse(state);
    let fits = |values: &Values| {
        let fits = |((wire, class), value): (&Name, &String)| {
            of.get(wire).is_none_or(|asked| text(*class, asked).as_ref() == Some(value))
        };
        values.iter().all(fits)
    };
    let found = state.records().latest(record, fits).map(|(_, values)| values.clone());
    found.filter(|values| of.keys().all(|asked| values.keys().any(|(wire, _)| wire == asked)))
}

/// Returns the page of the shop that the record with these values leads back to, and the form to post there; `None` if the
/// record has no return, or its request named no page.
pub(crate) fn to_shop(
    state: &State,
    record: usize,
    of: &Map<String, Json>,
) -> Option<(String, SignedReturn)> {
    let behaviour = &state.settings.behaviour;
    let rule = behaviour.returns.iter().find(|rule| rule.record == record)?;
    let redirect = rule.redirect.as_ref()?;
    let url = latest(state, record, of)?.remove(&(redirect.value.clone(), Class::Text))?;
    let name = &state.contract().notifications[rule.notification].name;
    let signed = redirect_return(state, name, &Json::Object(of.clone())).ok()?;
    Some((url, signed))
}

fn absent(record: &str, of: &Map<String, Json>) -> String {
    let names: Vec<&str> = of.keys().map(String::as_str).collect();
    match names.as_slice() {
        [] => format!("there is no {record} yet"),
        names => format!("there is no {record} with these values of {}", suggestion::list(names)),
    }
}
