//! Validates the fields that the environment or the credentials fill, and the requested scopes.

use alignet_spec::{
    contract::{EnvironmentValue, Field, Fill, Primitive},
    suggestion,
};
use http::StatusCode;
use serde_json::{Map, Value as Json};

use super::{Problem, Validator};
use crate::vault::{self, Scopes};

impl Validator<'_> {
    /// Compares a value with the environment or the credentials, and returns the mistake.
    pub(super) fn fill(&self, place: &'static str, field: &Field, value: &Json) -> Option<Problem> {
        let settings = &self.state.settings;
        let wrong = |expected: &str| value.as_str() != Some(expected);
        match field.fill {
            Fill::Environment(key) if wrong(&settings.environment[key]) => {
                let text = self.other_environment(place, field, key, value);
                Some(Problem::bad_request(place, &field.wire, text))
            }
            Fill::ClientId if wrong(&settings.client_id) => {
                Some(self.other_credentials(place, field, "client id"))
            }
            Fill::ClientSecret if wrong(&settings.client_secret) => {
                Some(self.other_credentials(place, field, "client secret"))
            }
            _ => None,
        }
    }

    fn other_environment(&self, place: &str, field: &Field, key: usize, value: &Json) -> String {
        let settings = &self.state.settings;
        let owner = settings.contract.environments.iter().find(|environment| {
            environment.values.get(key).and_then(EnvironmentValue::as_str) == value.as_str()
                && environment.name != settings.stands_for
        });
        let mixed = owner
            .map(|owner| format!("; what was sent belongs to the environment {}", owner.name))
            .unwrap_or_default();
        format!(
            "{place} `{}` must be the `{}` of this environment, `{}`, byte for byte{mixed}",
            field.wire, settings.contract.api.environment[key].name, settings.environment[key],
        )
    }

    /// Wrong credentials are 401 at the endpoint that exchanges them for a token, and 400 elsewhere.
    fn other_credentials(&self, place: &'static str, field: &Field, what: &str) -> Problem {
        let bearer = self.state.contract().api.bearer.as_ref();
        let exchanged = bearer.is_some_and(|bearer| bearer.endpoint == self.index);
        let status = if exchanged { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
        let text = format!("{place} `{}` is not the {what} that is accepted here", field.wire);
        Problem::new(status, place, &field.wire, text)
    }

    /// Returns the mistakes in the scopes that a call requests. Each scope must exist, and the access token
    /// must have it; for a call without a token, the credentials must have it.
    pub(super) fn scopes(
        &self,
        place: &'static str,
        fields: &[Field],
        values: &Map<String, Json>,
        token: Option<&Scopes>,
    ) -> Vec<Problem> {
        let asked = fields
            .iter()
            .filter(|field| field.shape.is(Primitive::Scopes))
            .filter_map(|field| Some((field, values.get(&field.wire)?.as_str()?)));
        asked.filter_map(|(field, text)| self.scope(place, field, text, token)).collect()
    }

    fn scope(
        &self,
        place: &'static str,
        field: &Field,
        text: &str,
        token: Option<&Scopes>,
    ) -> Option<Problem> {
        let settings = &self.state.settings;
        let asked = vault::scopes(text);
        if !asked.is_subset(&settings.known_scopes) {
            let known: Vec<&String> = settings.known_scopes.iter().collect();
            let text = format!(
                "{place} `{}` holds an unknown scope; scopes: {}",
                field.wire,
                suggestion::list(&known)
            );
            return Some(Problem::bad_request(place, &field.wire, text));
        }
        let (status, owner, allowed) = match token {
            Some(token) => (StatusCode::FORBIDDEN, "access token", token),
            None => (StatusCode::UNAUTHORIZED, "client", &settings.granted_scopes),
        };
        let beyond: Vec<&String> = asked.difference(allowed).collect();
        let list = suggestion::list(&beyond);
        let text = || format!("{place} `{}` asks for more than the {owner} may have: {list}", field.wire);
        (!beyond.is_empty()).then(|| Problem::new(status, place, &field.wire, text()))
    }
}
