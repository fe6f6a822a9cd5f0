//! The environment and the credentials with which the client calls a sandbox.

use alignet::{Credentials, Environment};
use alignet_spec::contract::Holds;
use serde_json::{Map, Value as Json};

use crate::{flex, sandbox::Sandbox};

impl Sandbox {
    /// The environment of this sandbox. Every origin is its address, notifications are verified with its own key, and
    /// at a loopback address the Flex form is its own stand-in; the other values are those of the environment that it stands in for.
    pub fn environment(&self) -> Environment {
        let value = |key| self.value(key);
        Environment::custom()
            .auth(self.url())
            .api(self.url())
            .audience(value("audience"))
            .api_version(value("api_version"))
            .flex_script(value("flex_script"))
            .flex_style(value("flex_style"))
            .notification_keys([self.signing_key().public_key()])
            .build()
    }

    /// The variables by which the client's `Environment::from_env` and `Credentials::from_env` find this sandbox, for a
    /// process that a test starts: names and values, the client secret among them.
    pub fn expose_variables(&self) -> [(&'static str, String); 3] {
        let api = &self.contract().api;
        let origins = api.origins.iter().map(|origin| (origin.name.clone(), Json::from(self.url())));
        let values = api.environment.iter().map(|key| match key.holds {
            Holds::Keys => (key.name.clone(), Json::from(vec![self.signing_key().public_key()])),
            Holds::String => (key.name.clone(), self.value(&key.name).into()),
        });
        let environment: Map<String, Json> = origins.chain(values).collect();
        let [id, secret] = alignet::CREDENTIALS_VARIABLES;
        [
            (id, self.client_id().to_owned()),
            (secret, self.expose_client_secret().to_owned()),
            (alignet::ENVIRONMENT_VARIABLE, Json::Object(environment).to_string()),
        ]
    }

    /// A value of the environment: of the one that it stands in for, but for the Flex form, which it serves itself if only this
    /// machine reaches it.
    fn value(&self, key: &str) -> String {
        let own = flex::ASSETS.iter().find(|(name, _)| *name == key);
        match own.filter(|_| self.addr().ip().to_canonical().is_loopback()) {
            Some((_, path)) => format!("{}{path}", self.url()),
            None => self.environment_value(key).unwrap_or_default().to_owned(),
        }
    }

    /// The credentials that the sandbox accepts.
    pub fn credentials(&self) -> Credentials {
        Credentials::new(self.client_id(), self.expose_client_secret())
    }
}
