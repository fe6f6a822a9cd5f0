//! The ways in which the other side can fail.

use std::{sync::Arc, time::Duration};

use alignet_tests::{
    every,
    script::{Certificates, Reply, Step},
};
use bytes::Bytes;
use rustls::ServerConfig;

use crate::{column::Column, stage::endpoint_of};

/// One thing that goes wrong.
#[derive(Clone)]
pub(crate) struct Fault {
    pub(crate) place: Place,
    /// The status of the answer, where one comes.
    pub(crate) status: u16,
    /// What the error's causes name.
    pub(crate) cause: &'static str,
    /// The time that the call has.
    pub(crate) within: Duration,
    /// Whether the answer ends where it says, so that its connection can be used on.
    pub(crate) whole: bool,
    /// Which calls it can happen to.
    pub(crate) applies: Arc<dyn Fn(Column) -> bool + Send + Sync>,
}

/// The time that a call has in which nothing is late.
const AMPLE: Duration = Duration::from_secs(6);
/// The time that a call has which runs into it.
const SHORT: Duration = Duration::from_millis(400);

/// Where it goes wrong.
#[derive(Clone)]
pub(crate) enum Place {
    /// The name of the host.
    Name,
    /// The port, on which nobody listens.
    Port,
    /// The connection, which is never made; how long to wait for it.
    Connection(Duration),
    /// The certificate that the server shows.
    Certificate(fn(&Certificates) -> &Arc<ServerConfig>),
    /// The handshake of TLS.
    Handshake(Vec<Step>),
    /// A connection that was kept from the call before.
    Kept(Vec<Step>),
    /// Every exchange.
    Every(Vec<Step>),
    /// One exchange; the next is fine.
    Once(Vec<Step>),
}

impl Fault {
    fn new(place: Place) -> Self {
        Self { place, status: 200, cause: "", within: AMPLE, whole: false, applies: Arc::new(|_| true) }
    }

    /// Whether complete requests reach the server.
    pub(crate) fn is_read(&self) -> bool {
        match &self.place {
            Place::Name | Place::Port | Place::Connection(_) => false,
            Place::Certificate(_) | Place::Handshake(_) => false,
            Place::Kept(_) => true,
            Place::Every(steps) | Place::Once(steps) => steps.iter().any(|step| matches!(step, Step::Read)),
        }
    }

    /// Whether the server can't answer anyone before it is healed.
    pub(crate) fn is_before_http(&self) -> bool {
        matches!(self.place, Place::Name | Place::Port | Place::Connection(_))
    }

    pub(crate) fn is_tls(&self) -> bool {
        matches!(self.place, Place::Certificate(_) | Place::Handshake(_))
    }
}

pub(crate) fn unresolvable() -> Vec<Fault> {
    vec![Fault::new(Place::Name)]
}

pub(crate) fn unheard() -> Vec<Fault> {
    vec![Fault::new(Place::Port)]
}

/// Connecting has less time than the call.
pub(crate) fn unconnected() -> Vec<Fault> {
    vec![Fault::new(Place::Connection(Duration::from_millis(150)))]
}

/// Connecting has more time than any call.
pub(crate) fn unconnected_at_all() -> Vec<Fault> {
    vec![Fault::new(Place::Connection(Duration::from_secs(600)))]
}

pub(crate) fn certificate(shown: fn(&Certificates) -> &Arc<ServerConfig>, cause: &'static str) -> Vec<Fault> {
    vec![Fault { cause, ..Fault::new(Place::Certificate(shown)) }]
}

pub(crate) fn handshake(steps: impl Into<Vec<Step>>) -> Vec<Fault> {
    vec![Fault::new(Place::Handshake(steps.into()))]
}

pub(crate) fn kept(steps: impl Into<Vec<Step>>) -> Vec<Fault> {
    vec![Fault::new(Place::Kept(steps.into()))]
}

pub(crate) fn every(steps: impl Into<Vec<Step>>) -> Vec<Fault> {
    vec![Fault::new(Place::Every(steps.into()))]
}

/// A request is read, and answered with what becomes of the healthy reply.
pub(crate) fn reply(alter: impl Fn(Reply) -> Reply + Send + Sync + 'static) -> Vec<Fault> {
    raw(move |reply| alter(reply).bytes(), [])
}

/// A request is read, and answered with bytes made of the healthy reply; then come these steps.
pub(crate) fn raw(
    alter: impl Fn(Reply) -> Bytes + Send + Sync + 'static,
    then: impl IntoIterator<Item = Step>,
) -> Vec<Fault> {
    let steps = [Step::Read, Step::alter(alter)].into_iter().chain(then);
    vec![Fault::new(Place::Every(steps.collect()))]
}

/// The reply of a call that was not done: a failure, its code, and no word of money.
pub(crate) fn failure(reply: Reply) -> Reply {
    let endpoint = endpoint_of(&reply);
    let code = if endpoint.partial.is_some() { "06" } else { "51" };
    let roots: Vec<String> = every::contract()
        .outcome_paths(endpoint.reply)
        .into_iter()
        .map(|(path, _)| path[0].clone())
        .collect();
    let reply = reply.altered(|json| {
        json.insert("success".to_owned(), false.into());
        json.retain(|name, _| !roots.contains(name));
    });
    let body = reply.body.replace(r#""code":"00""#, &format!(r#""code":"{code}""#));
    reply.body(body)
}

/// Every request is refused with this status.
pub(crate) fn status(status: u16) -> Vec<Fault> {
    status_with(status, &[])
}

/// Every request is refused with this status and these headers.
pub(crate) fn status_with(status: u16, headers: &[(&str, &str)]) -> Vec<Fault> {
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let refuse = move |reply: Reply| {
        let reply = failure(reply.status(status));
        headers.iter().fold(reply, |reply, (name, value)| reply.header(name, value))
    };
    reply(refuse).into_iter().map(|fault| Fault { status, ..fault }).collect()
}

/// The same, where the call's time is what ends it.
pub(crate) fn short(faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(|fault| Fault { within: SHORT, ..fault }).collect()
}

/// The same, where the answer ends where it says.
pub(crate) fn whole(faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(|fault| Fault { whole: true, ..fault }).collect()
}

/// The same, for the first exchange only.
pub(crate) fn once(faults: Vec<Fault>) -> Vec<Fault> {
    let once = |fault: Fault| match fault.place {
        Place::Every(steps) => Fault { place: Place::Once(steps), ..fault },
        _ => fault,
    };
    faults.into_iter().map(once).collect()
}

/// Any of several faults.
pub(crate) fn any<const N: usize>(faults: [Vec<Fault>; N]) -> Vec<Fault> {
    faults.into_iter().flatten().collect()
}
