//! Builds returns about records: the example with the values of a record.

use alignet_spec::suggestion;
use serde_json::{Map, Value as Json};

use super::{render, values::text};
use crate::{
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
            let record = &state.settings.behaviour.records[rule.record].name.value;
            let values = state.records().latest(rule.record, |(wire, class), value| {
                of.get(wire).is_none_or(|asked| text(*class, asked).as_ref() == Some(value))
            });
            let known =
                values.filter(|values| of.keys().all(|asked| values.keys().any(|(wire, _)| wire == asked)));
            let values = known.ok_or_else(|| wrong(absent(record, of)))?;
            render::object(contract, contract.fields(declared.body), &values, body);
        }
        _ => return Err(wrong("name the values of a record in an object".to_owned())),
    }
    Ok(returned::signed(&state.settings.signing_key, declared, &body))
}

fn absent(record: &str, of: &Map<String, Json>) -> String {
    let names: Vec<&str> = of.keys().map(String::as_str).collect();
    match names.as_slice() {
        [] => format!("there is no {record} yet"),
        names => format!("there is no {record} with these values of {}", suggestion::list(names)),
    }
}
