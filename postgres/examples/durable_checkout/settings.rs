//! The settings, from the environment.

use std::{
    env,
    error::Error,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

/// The text for someone who started the example without its variables.
const NEEDS: &str = "\
durable_checkout needs a Postgres database and an Alignet:

    DATABASE_URL           such as `host=127.0.0.1 user=shop dbname=shop`
    ALIGNET_CLIENT_ID, ALIGNET_CLIENT_SECRET, ALIGNET_ENVIRONMENT
                           the merchant's, or those that the sandbox writes:
                           cargo run -p alignet-sandbox -- --env-file sandbox.env

and takes:

    LISTEN                 the address to listen at, without it 127.0.0.1:8080
    OPERATORS_LISTEN       the address for operators, of this machine alone, without it 127.0.0.1:8081
    PUBLIC_URL             the URL by which the service reaches it, without it http://LISTEN
    RECOVERY_CANCELS       `yes`: recovery cancels charges of which nothing else is known
    CHARGE_SECONDS         the longest time of a charge, without it 60
    CLAIM_SECONDS          the longest time to handle a notification, without it 60
    EVERY_SECONDS          the time between two runs of recovery, without it 10
    FLIGHT_SECONDS         the longest time that an abandoned request may still arrive, without it 600
    LEASE_SECONDS          the longest time to settle a charge, without it 300
    PATIENCE_SECONDS       the time until a person gets what recovery can't settle, without it 3600
    PENDING_SECONDS        the same for what the service has not decided, without it 604800";

/// The default address for operators.
const OPERATORS: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8081);

/// The settings of this backend. Those of Alignet are read by the client itself.
pub(crate) struct Settings {
    pub(crate) database: String,
    pub(crate) listen: SocketAddr,
    /// A loopback address: who reaches it can decide that an order is paid.
    pub(crate) operators_listen: SocketAddr,
    /// The URL that the service posts notifications to.
    pub(crate) callback_url: String,
    /// The merchant's policy: true if recovery may cancel a charge that it can't query.
    pub(crate) cancelling: bool,
    pub(crate) charge_time: Duration,
    pub(crate) claim_time: Duration,
    pub(crate) every: Duration,
    pub(crate) flight: Duration,
    pub(crate) lease: Duration,
    pub(crate) patience: Duration,
    pub(crate) pending_patience: Duration,
}

impl Settings {
    pub(crate) fn from_env() -> Result<Self, Box<dyn Error>> {
        let Some(database) = text("DATABASE_URL") else { return Err(NEEDS.into()) };
        let listen = text("LISTEN").unwrap_or_else(|| "127.0.0.1:8080".to_owned());
        let operators_listen = text("OPERATORS_LISTEN").map_or(Ok(OPERATORS), |text| text.parse())?;
        if !operators_listen.ip().is_loopback() {
            return Err("`OPERATORS_LISTEN` must be an address of this machine alone, such as 127.0.0.1:8081: it asks \
                        nobody for a password"
                .into());
        }
        let public = text("PUBLIC_URL").unwrap_or_else(|| format!("http://{listen}"));
        Ok(Self {
            database,
            listen: listen.parse()?,
            operators_listen,
            callback_url: format!("{public}/notifications"),
            cancelling: text("RECOVERY_CANCELS").is_some_and(|text| text == "yes"),
            charge_time: seconds("CHARGE_SECONDS", 60)?,
            claim_time: seconds("CLAIM_SECONDS", 60)?,
            every: seconds("EVERY_SECONDS", 10)?,
            flight: seconds("FLIGHT_SECONDS", 600)?,
            lease: seconds("LEASE_SECONDS", 300)?,
            patience: seconds("PATIENCE_SECONDS", 3_600)?,
            pending_patience: seconds("PENDING_SECONDS", 604_800)?,
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
