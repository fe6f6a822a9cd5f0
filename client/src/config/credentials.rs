//! The merchant's credentials.

use std::{env, fmt};

use crate::{
    error::{Error, ErrorKind},
    types::secret::Secret,
};

/// The environment variables that [`Credentials::from_env`] reads: client id, then client secret.
pub const CREDENTIALS_VARIABLES: [&str; 2] = ["ALIGNET_CLIENT_ID", "ALIGNET_CLIENT_SECRET"];

/// The merchant's client id and client secret, as the vendor issued them.
///
/// `Debug` shows the id and redacts the secret.
#[derive(Clone)]
pub struct Credentials {
    client_id: String,
    client_secret: Secret,
}

impl Credentials {
    /// Makes credentials from a client id and a client secret.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self { client_id: client_id.into(), client_secret: client_secret.into() }
    }

    /// Reads the credentials from `ALIGNET_CLIENT_ID` and `ALIGNET_CLIENT_SECRET`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] if a variable is not set, is empty, or begins or ends with white space. The
    /// error names the variable.
    pub fn from_env() -> Result<Self, Error> {
        let [id, secret] = CREDENTIALS_VARIABLES;
        Ok(Self::new(variable(id)?, variable(secret)?))
    }

    /// The client id.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(crate) fn client_secret(&self) -> &Secret {
        &self.client_secret
    }
}

fn variable(name: &str) -> Result<String, Error> {
    let value = env::var(name).unwrap_or_default();
    if value.trim() != value {
        let note = format!("the variable `{name}` begins or ends with white space: remove it");
        return Err(Error::noted(ErrorKind::Config, note));
    }
    if value.is_empty() {
        return Err(Error::noted(
            ErrorKind::Config,
            format!("the variable `{name}` is not set, or is empty"),
        ));
    }
    Ok(value)
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("client_id", &self.client_id)
            .field("client_secret", &self.client_secret)
            .finish()
    }
}
