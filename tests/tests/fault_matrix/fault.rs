//! The faults of the service and the network.

use std::{sync::Arc, time::Duration};

use alignet_tests::{
    every,
    script::{Certificates, Reply, Step},
};
use bytes::Bytes;
use rustls::ServerConfig;

use crate::{column::Column, stage::endpoint_of};

/// A fault.
#[derive(Clone)]
pub(crate) struct Fault {
    pub(crate) place: Place,
    /// The status of the answer, if there is an answer.
    pub(crate) status: u16,
    /// A text that the causes of the error must contain.
    pub(crate) cause: &'static str,
    /// The timeout of the call.
    pub(crate) within: Duration,
    /// True if the answer is framed correctly, so that its connection may be reused.
    pub(crate) whole: bool,
    /// Returns true for the calls to which the fault can happen.
    pub(crate) applies: Arc<dyn Fn(Column) -> bool + Send + Sync>,
}

/// The timeout of a call that is not meant to time out.
const AMPLE: Duration = Duration::from_secs(6);
/// The timeout of a call that is meant to time out.
const SHORT: Duration = Duration::from_millis(400);

/// The point at which a fault happens.
#[derive(Clone)]
pub(crate) enum Place {
    /// The host name does not resolve.
    Name,
    /// The port refuses connections.
    Port,
    /// The connection is never established; with this connect timeout.
    Connection(Duration),
    /// The server's certificate is invalid.
    Certificate(fn(&Certificates) -> &Arc<ServerConfig>),
    /// The TLS handshake fails.
    Handshake(Vec<Step>),
    /// A connection fails that was kept from the call before.
    Kept(Vec<Step>),
    /// Every exchange fails.
    Every(Vec<Step>),
    /// One exchange fails, and the next succeeds.
    Once(Vec<Step>),
}

impl Fault {
    fn new(place: Place) -> Self {
        Self { place, status: 200, cause: "", within: AMPLE, whole: false, applies: Arc::new(|_| true) }
    }

    /// Returns true if the call is meant to time out.
    pub(crate) fn is_short(&self) -> bool {
        self.within == SHORT
    }

    /// Multiplies the deadline of a call that is meant to time out.
    pub(crate) fn with_patience(self, patience: u32) -> Self {
        let within = if self.is_short() { self.within * patience } else { self.within };
        Self { within, ..self }
    }

    /// Returns true if complete requests reach the server.
    pub(crate) fn is_read(&self) -> bool {
        match &self.place {
            Place::Name | Place::Port | Place::Connection(_) => false,
            Place::Certificate(_) | Place::Handshake(_) => false,
            Place::Kept(_) => true,
            Place::Every(steps) | Place::Once(steps) => steps.iter().any(|step| matches!(step, Step::Read)),
        }
    }

    /// Returns true if the server can't answer any request before it is healed.
    pub(crate) fn is_before_http(&self) -> bool {
        matches!(self.place, Place::Name | Place::Port | Place::Connection(_))
    }

    /// Returns true if the fault happens to a connection before its first request. A connection that was opened
    /// ahead, before the fault, would escape it.
    pub(crate) fn is_before_request(&self) -> bool {
        let closes = |steps: &[Step]| matches!(steps, [Step::Close, ..]);
        match &self.place {
            Place::Every(steps) | Place::Once(steps) => closes(steps),
            Place::Kept(_) => false,
            _ => true,
        }
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

/// A connection that is never established, with a connect timeout shorter than the call's timeout.
pub(crate) fn unconnected() -> Vec<Fault> {
    vec![Fault::new(Place::Connection(Duration::from_millis(150)))]
}

/// A connection that is never established, with a connect timeout longer than any call.
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

/// Reads the request, and answers with the reply that `alter` makes of the healthy reply.
pub(crate) fn reply(alter: impl Fn(Reply) -> Reply + Send + Sync + 'static) -> Vec<Fault> {
    raw(move |reply| alter(reply).bytes(), [])
}

/// Reads the request, answers with the bytes that `alter` makes of the healthy reply, and runs these steps.
pub(crate) fn raw(
    alter: impl Fn(Reply) -> Bytes + Send + Sync + 'static,
    then: impl IntoIterator<Item = Step>,
) -> Vec<Fault> {
    let steps = [Step::Read, Step::alter(alter)].into_iter().chain(then);
    vec![Fault::new(Place::Every(steps.collect()))]
}

/// The reply of a call that was certainly not done: a failure with its code, and no state of a payment.
pub(crate) fn failure(reply: Reply) -> Reply {
    let endpoint = endpoint_of(&reply);
    let code = if endpoint.partial.is_some() { "06" } else { "51" };
    let outcomes = every::contract().reply_outcomes(endpoint).into_iter().map(|(path, _)| path);
    let inner = endpoint.echoes.iter().map(|echo| echo.path.clone()).filter(|path| path.len() > 1);
    let roots: Vec<String> = outcomes.chain(inner).map(|path| path[0].clone()).collect();
    let reply = reply.altered(|json| {
        json.insert("success".to_owned(), false.into());
        json.retain(|name, _| !roots.contains(name));
    });
    let body = reply.body.replace(r#""code":"00""#, &format!(r#""code":"{code}""#));
    reply.body(body)
}

/// Refuses every request with this status.
pub(crate) fn status(status: u16) -> Vec<Fault> {
    status_with(status, &[])
}

/// Refuses every request with this status and these headers.
pub(crate) fn status_with(status: u16, headers: &[(&str, &str)]) -> Vec<Fault> {
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
    let refuse = move |reply: Reply| {
        let reply = failure(reply.status(status));
        headers.iter().fold(reply, |reply, (name, value)| reply.header(name, value))
    };
    reply(refuse).into_iter().map(|fault| Fault { status, ..fault }).collect()
}

/// Lets the call time out.
pub(crate) fn short(faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(|fault| Fault { within: SHORT, ..fault }).collect()
}

/// Marks the answers as correctly framed.
pub(crate) fn whole(faults: Vec<Fault>) -> Vec<Fault> {
    faults.into_iter().map(|fault| Fault { whole: true, ..fault }).collect()
}

/// Limits the faults to the first exchange.
pub(crate) fn once(faults: Vec<Fault>) -> Vec<Fault> {
    let once = |fault: Fault| match fault.place {
        Place::Every(steps) => Fault { place: Place::Once(steps), ..fault },
        _ => fault,
    };
    faults.into_iter().map(once).collect()
}

/// Joins lists of faults.
pub(crate) fn any<const N: usize>(faults: [Vec<Fault>; N]) -> Vec<Fault> {
    faults.into_iter().flatten().collect()
}
