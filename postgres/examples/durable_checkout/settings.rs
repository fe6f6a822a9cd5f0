//! The settings, from the environment.

use std::{env, error::Error, net::SocketAddr, time::Duration};

/// The text for someone who started the example without its variables.
const NEEDS: &str = "\
durable_checkout needs a Postgres database and an Alignet:

    DATABASE_URL           such as `host=127.0.0.1 user=shop dbname=shop`
    ALIGNET_CLIENT_ID, ALIGNET_CLIENT_SECRET, ALIGNET_ENVIRONMENT
                           the merchant's, or those that the sandbox writes:
                           cargo run -p alignet-sandbox -- --env-file sandbox.env

and takes:

    LISTEN                 the address to listen at, without it 127.0.0.1:8080
    PUBLIC_URL             the URL by which the service reaches it, without it http://LISTEN
    RECOVERY_CANCELS       `yes`: recovery cancels charges of which nothing else is known
    EVERY_SECONDS          the time between two runs of recovery, without it 10
    CHARGE_SECONDS, FLIGHT_SECONDS, PATIENCE_SECONDS
                           the longest time of a call, of an abandoned request on its way, and
                           until an entry is for a person; without them 60, 600 and 86400";

/// The settings of this backend. Those of Alignet are read by the client itself.
pub struct Settings {
    pub database: String,
    pub listen: SocketAddr,
    /// The URL that the service posts notifications to.
    pub callback_url: String,
    /// The merchant's policy: true if recovery may cancel a charge that it can't query.
    pub cancelling: bool,
    pub every: Duration,
    pub charge_time: Duration,
    pub flight: Duration,
    pub patience: Duration,
}

impl Settings {
    pub fn from_env() -> Result<Self, Box<dyn Error>> {
        let Some(database) = text("DATABASE_URL") else { return Err(NEEDS.into()) };
        let listen = text("LISTEN").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let public = text("PUBLIC_URL").unwrap_or_else(|| format!("http://{listen}"));
        Ok(Self {
            database,
            listen: listen.parse()?,
            callback_url: format!("{public}/notifications"),
            cancelling: text("RECOVERY_CANCELS").is_some_and(|text| text == "yes"),
            every: seconds("EVERY_SECONDS", 10)?,
            charge_time: seconds("CHARGE_SECONDS", 60)?,
            flight: seconds("FLIGHT_SECONDS", 600)?,
            patience: seconds("PATIENCE_SECONDS", 86_400)?,
        })
    }
}

fn text(name: &str) -> Option<String> {
    env::var(name).ok().filter(|text| !text.is_empty())
}

fn seconds(name: &str, default: u64) -> Result<Duration, Box<dyn Error>> {
    let seconds = text(name).map_or(Ok(default), |text| text.parse());
    Ok(Duration::from_secs(seconds.map_err(|_| format!("`{name}` must be a number of seconds"))?))
}
