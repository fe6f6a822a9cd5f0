//! The network between a process and the service: each request and each reply may be late, lost or replaced.

use std::{sync::Arc, time::Duration};

use alignet::transport::{Limits, Sending, Transport, TransportError};
use bytes::Bytes;
use http::{Method, Request, Response};
use tokio::{sync::oneshot, time::sleep};

use super::{World, process::Process, replies};
use crate::bugs::Bug;

/// The network as a process uses it.
pub(crate) struct Network {
    pub(crate) process: Arc<Process>,
    pub(crate) bug: Option<Bug>,
}

type Reply = Result<Response<Bytes>, TransportError>;

impl Transport for Network {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Sending<'_> {
        Box::pin(async move {
            self.process.lives().await;
            let (sender, receiver) = oneshot::channel();
            let (world, name) = (Arc::clone(&self.process.world), self.process.name.clone());
            let asked = Asked::of(&request);
            let held_back = self.bug == Some(Bug::SendsLate) && matches!(asked, Asked::Charge(_));
            tokio::spawn(async move {
                if held_back {
                    sleep(world.dice.magnitude(world.plan.flight * 2)).await;
                }
                carry(world, name, asked, sender).await;
            });
            // A request of which nothing is heard any more has no sender.
            match receiver.await {
                Ok(Ok(reply)) if reply.status() == 404 && self.bug == Some(Bug::BelievesAnyNotFound) => {
                    Ok(replies::not_found())
                }
                Ok(reply) => reply,
                Err(_) => std::future::pending().await,
            }
        })
    }
}

/// The part of a request that the service looks at.
#[derive(Debug)]
enum Asked {
    Token,
    Charge(String),
    Cancel(String),
    Find(String, String),
}

impl Asked {
    fn of(request: &Request<Bytes>) -> Self {
        let path: Vec<&str> = request.uri().path().split('/').skip(1).collect();
        match (request.method(), &path[..]) {
            (&Method::POST, ["token"]) => Self::Token,
            (&Method::POST, ["charges"]) => Self::Charge(number(request.body())),
            (&Method::DELETE, ["charges", _, number]) => Self::Cancel((*number).to_owned()),
            (&Method::GET, ["charges", _, number, id]) => Self::Find((*number).to_owned(), (*id).to_owned()),
            (method, path) => panic!("the service has no {method} {path:?}"),
        }
    }

    fn number(&self) -> &str {
        match self {
            Self::Token => "",
            Self::Charge(number) | Self::Cancel(number) | Self::Find(number, _) => number,
        }
    }

    fn sent(&self) -> &'static str {
        match self {
            Self::Token => "token asked for",
            Self::Charge(_) => "charge sent",
            Self::Cancel(_) => "cancel sent",
            Self::Find(..) => "query sent",
        }
    }

    fn arrived(&self) -> &'static str {
        match self {
            Self::Token => "token issued",
            Self::Charge(_) => "charge arrives",
            Self::Cancel(_) => "cancel arrives",
            Self::Find(..) => "query arrives",
        }
    }
}

/// The operation number in the body of a charge.
fn number(body: &[u8]) -> String {
    const NAME: &str = r#""merchant_operation_number":""#;
    let text = std::str::from_utf8(body).unwrap();
    let start = text.find(NAME).unwrap() + NAME.len();
    text[start..].split('"').next().unwrap().to_owned()
}

/// Carries a request to the service, and its reply back.
async fn carry(world: Arc<World>, from: String, asked: Asked, sender: oneshot::Sender<Reply>) {
    let faults = &world.plan.faults;
    let number = asked.number().to_owned();
    sleep(world.dice.time(Duration::ZERO..=BRIEF)).await;
    if world.fault(faults.refused) {
        world.note(&from, "connection refused", &number);
        let _ = sender.send(Err(TransportError::not_sent("connection refused")));
        return;
    }
    world.note(&from, asked.sent(), &number);
    let cancels = matches!(asked, Asked::Cancel(_));
    let adrift = cancels && world.fault(faults.adrift);
    if adrift && world.dice.percent(50) || world.fault(faults.lost) {
        world.note("network", "request lost", &number);
        return end(&world, sender).await;
    }
    if cancels && world.fault(faults.unrouted) {
        world.note("network", "proxy knows no route", &number);
        let _ = sender.send(Ok(replies::of_a_proxy(404, world.dice.number(0..=2))));
        return;
    }
    let mut sender = Some(sender);
    let late = adrift || world.fault(faults.late);
    if world.fault(faults.proxy) {
        let arrives = late || world.dice.percent(50);
        let response = proxied(&world, arrives, &number);
        if let Some(sender) = sender.take() {
            let _ = sender.send(Ok(response));
        }
        if !arrives {
            return;
        }
    }
    // The longest time is counted from the moment at which the caller handed the request over.
    let most = if late { world.plan.flight - BRIEF } else { SHORT };
    let soon = late && !adrift;
    sleep(if soon { world.dice.magnitude(most) } else { world.dice.time(Duration::ZERO..=most) }).await;
    world.note("network", asked.arrived(), &number);
    let response = answer(&world, &asked);
    if world.fault(faults.unheard) {
        world.note("network", "reply lost", &number);
        if let Some(sender) = sender {
            end(&world, sender).await;
        }
        return;
    }
    let late = world.fault(faults.late);
    sleep(if late { world.dice.magnitude(LONG) } else { world.dice.time(Duration::ZERO..=SHORT) }).await;
    if let Some(sender) = sender {
        let _ = sender.send(Ok(response));
    }
}

/// The response of something between. Who refuses a request does not pass it on; who fails may have.
fn proxied(world: &World, arrives: bool, number: &str) -> Response<Bytes> {
    let statuses: &[u16] = if arrives { &[500, 502, 503, 504] } else { &[401, 403, 404, 404, 429, 503] };
    let status = world.dice.of(statuses);
    let event = match (arrives, status) {
        (true, _) => "proxy fails",
        (false, 404) => "proxy knows no route",
        (false, _) => "proxy refuses",
    };
    world.note("network", event, number);
    replies::of_a_proxy(status, world.dice.number(0..=2))
}

/// Lets a request end without a reply: the connection is cut, or nothing is heard.
async fn end(world: &World, sender: oneshot::Sender<Reply>) {
    if world.dice.percent(60) {
        sleep(world.dice.magnitude(LONG)).await;
        let _ = sender.send(Err(TransportError::maybe_sent("connection reset")));
    }
}

fn answer(world: &Arc<World>, asked: &Asked) -> Response<Bytes> {
    if world.fault(world.plan.faults.failing) {
        world.note("service", "fails", asked.number());
        let before = world.dice.percent(50);
        if !before && !matches!(asked, Asked::Token) {
            handle(world, asked);
        }
        return replies::bare(world.dice.of(&[500, 503]));
    }
    handle(world, asked)
}

fn handle(world: &Arc<World>, asked: &Asked) -> Response<Bytes> {
    let answer = match asked {
        Asked::Token => return replies::token(),
        Asked::Charge(number) => world.charge(number),
        Asked::Cancel(number) => world.cancel(number),
        Asked::Find(number, id) => world.find(number, id),
    };
    replies::response(asked.number(), &answer, world.dice.percent(30))
}

/// The time within which a request leaves a process.
const BRIEF: Duration = Duration::from_millis(20);
/// The time of one way on a good day.
const SHORT: Duration = Duration::from_millis(300);
/// The time after which most callers have given up.
const LONG: Duration = Duration::from_secs(90);
