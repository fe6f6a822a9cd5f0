//! Resolves the builder's options and the contract into the settings of a sandbox.

use std::{io, time::Duration};

use alignet_spec::{
    Contract, Mistakes,
    contract::{Endpoint, Environment, EnvironmentValue, Reply},
    exact, suggestion,
};
use serde_json::Value as Json;

use super::{Builder, invalid};
use crate::{
    behaviour,
    notifications::signing::SigningKey,
    random,
    reply::{document, example},
    state::Settings,
    store::schema,
    vault::{self, Scopes},
};

impl Builder {
    pub(super) fn settings(self) -> io::Result<Settings> {
        for (name, url) in
            [("callback_url", &self.registered.callback_url), ("redirect_url", &self.registered.redirect_url)]
        {
            if url.as_ref().is_some_and(|url| !url.starts_with("http://") && !url.starts_with("https://")) {
                return Err(invalid(format!("`{name}` must begin with `http://` or `https://`")));
            }
        }
        let contract = match self.contract {
            Some(contract) => contract,
            None => Contract::shipped().map_err(|mistakes| unsound("contract", &mistakes))?,
        };
        let behaviour = behaviour::load(&contract, self.behaviour)
            .map_err(|mistakes| unsound("behaviour of the sandbox", &mistakes))?;
        let environment = environment(&contract, self.environment.as_deref())?;
        let stands_for = environment.map(|environment| environment.name.clone()).unwrap_or_default();
        let environment = match environment {
            Some(environment) => environment.values.iter().map(text).collect(),
            None => contract.api.environment.iter().map(|key| format!("sandbox-{}", key.name)).collect(),
        };
        let mut known_scopes: Scopes = contract.scopes.iter().map(|scope| scope.name.clone()).collect();
        let granted_scopes = self.scopes.map_or_else(|| known_scopes.clone(), |text| vault::scopes(&text));
        known_scopes.extend(granted_scopes.iter().cloned());
        let random = || random::text(24).map_err(io::Error::other);
        Ok(Settings {
            stands_for,
            environment,
            client_id: self.client_id.map_or_else(random, Ok)?,
            client_secret: self.client_secret.map_or_else(random, Ok)?,
            known_scopes,
            granted_scopes,
            replies: replies(&contract)?,
            documents: contract.endpoints.iter().map(document::document).collect(),
            lifetimes: lifetimes(&contract, &self.lifetimes)?,
            schemas: schema::schemas(&contract, &behaviour),
            behaviour,
            as_deployed: self.as_deployed,
            signing_key: self.signing_key.map_or_else(SigningKey::of_process, Ok)?,
            registered: self.registered,
            contract,
        })
    }
}

fn unsound(what: &str, mistakes: &Mistakes) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the {what} is not sound\n\n{mistakes}"))
}

/// Finds the environment of that name, or the first one; `None` if the contract declares no environment.
fn environment<'c>(contract: &'c Contract, name: Option<&str>) -> io::Result<Option<&'c Environment>> {
    let Some(name) = name else { return Ok(contract.environments.first()) };
    let found = contract.environments.iter().find(|environment| environment.name == name);
    found.map(Some).ok_or_else(|| {
        let valid = contract.environments.iter().map(|environment| environment.name.as_str());
        invalid(format!("there is no environment `{name}`; {}", suggestion::suggest(name, "declared", valid)))
    })
}

/// An environment value as text; empty if it is not a string.
fn text(value: &EnvironmentValue) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The reply of each endpoint, before secrets are generated.
fn replies(contract: &Contract) -> io::Result<Vec<Json>> {
    let reply = |endpoint: &Endpoint| match &endpoint.example.reply {
        Some(example) if !matches!(endpoint.reply, Reply::Document(_)) => {
            exact::parse(example.value.as_bytes()).map_err(io::Error::from)
        }
        _ => Ok(example::reply(contract, endpoint)),
    };
    contract.endpoints.iter().map(reply).collect()
}

fn lifetimes(contract: &Contract, chosen: &[(String, Duration)]) -> io::Result<Vec<Option<Duration>>> {
    let mut lifetimes = vec![None; contract.endpoints.len()];
    for (operation, lifetime) in chosen {
        let found = contract.endpoints.iter().position(|endpoint| endpoint.name == *operation);
        let Some(index) = found else {
            let valid = contract.endpoints.iter().map(|endpoint| endpoint.name.as_str());
            let help = suggestion::suggest(operation, "declared", valid);
            return Err(invalid(format!("there is no endpoint `{operation}`; {help}")));
        };
        lifetimes[index] = Some(*lifetime);
    }
    Ok(lifetimes)
}
