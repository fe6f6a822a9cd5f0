//! The environment and the credentials with which the client calls a sandbox.

use alignet::{Credentials, Environment};

use crate::sandbox::Sandbox;

impl Sandbox {
    /// The environment of this sandbox. Every origin is its address, and notifications are verified with its
    /// own key; the other values are those of the environment that it stands in for.
    pub fn environment(&self) -> Environment {
        let value = |key| self.environment_value(key).unwrap_or_default();
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

    /// The credentials that the sandbox accepts.
    pub fn credentials(&self) -> Credentials {
        Credentials::new(self.client_id(), self.expose_client_secret())
    }
}
