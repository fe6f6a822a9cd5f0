//! What the client needs to call a sandbox.

use alignet::{Credentials, Environment};

use crate::sandbox::Sandbox;

impl Sandbox {
    /// The environment that leads here: this address for every origin, and the values of the
    /// environment that the sandbox stands in for, but for the key of its notifications, which is its own.
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

    /// The credentials that are accepted here.
    pub fn credentials(&self) -> Credentials {
        Credentials::new(self.client_id(), self.expose_client_secret())
    }
}
