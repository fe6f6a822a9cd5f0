//! Sets up a cell: the faulty server, and the client that calls it.

use std::{sync::Arc, time::Duration};

use alignet::{Client, Credentials};
use alignet_spec::contract::Endpoint;
use alignet_tests::{
    every, local,
    script::{Certificates, Front, Heard, Reply, Script, Server, Step},
};
use tokio::net::{TcpListener, TcpStream};

use crate::{
    column::Column,
    fault::{Fault, Place},
    secrets::Secrets,
};

/// The timeout of calls without a fault.
pub(crate) const UNDISTURBED: Duration = Duration::from_secs(10);
/// More exchanges than any call may take.
const TOO_MANY: usize = 8;

pub(crate) struct Stage {
    pub(crate) server: Server,
    pub(crate) client: Client,
    pub(crate) secrets: Arc<Secrets>,
}

impl Stage {
    pub(crate) fn set(name: String, column: Column, fault: &Fault, certificates: &Certificates) -> Self {
        let secrets = Arc::new(Secrets::new(name));
        let answering = Arc::clone(&secrets);
        let mut server = Server::new(move |heard| healthy(&answering, heard));
        if !column.is_token() {
            server = server.with_spare_tokens();
        }
        if fault.is_tls() {
            server = server.with_tls(Arc::clone(&certificates.right));
        }
        let [auth, api] = match fault.place {
            Place::Name if column.is_auth() => [nowhere(), server.origin()],
            Place::Name => [server.origin(), nowhere()],
            _ => [server.origin(), server.origin()],
        };
        let environment = local::environment(auth, api);
        let mut builder =
            Client::builder(environment).credentials(Credentials::new("client", secrets.client_secret()));
        if let Place::Connection(time) = fault.place {
            builder = builder.connect_timeout(time);
        }
        if fault.is_before_request() {
            builder = builder.spare_connections(0);
        }
        if fault.is_before_http() {
            builder = builder.bearer(secrets.token());
        }
        Self { server, client: builder.build().unwrap(), secrets }
    }

    /// Prepares the faulty call: fetches the token, and closes the connection, unless the fault is about a
    /// kept connection.
    pub(crate) async fn prepare(
        &mut self,
        column: Column,
        fault: &Fault,
        certificates: &Certificates,
    ) -> Option<Backlog> {
        match &fault.place {
            Place::Name => self.server.listen(),
            Place::Port => {}
            Place::Connection(_) => return Some(Backlog::fill(&mut self.server).await),
            Place::Kept(steps) => {
                self.server.listen();
                let all = [Step::Read, Step::Answer].into_iter().chain(steps.clone());
                self.server.then(Script::new(all.collect::<Vec<_>>()));
                column.call(&self.client, UNDISTURBED, &self.secrets).await.unwrap();
                if matches!(steps[..], [Step::Close]) {
                    self.server.until(|record| record.closes >= 1).await;
                }
            }
            Place::Certificate(_) | Place::Handshake(_) | Place::Every(_) | Place::Once(_) => {
                self.server.listen();
                if !column.is_token() {
                    let close = Step::alter(|reply| reply.header("connection", "close").bytes());
                    self.server.then(Script::new([Step::Read, close, Step::Close]));
                    column.call(&self.client, UNDISTURBED, &self.secrets).await.unwrap();
                }
            }
        }
        self.server.forget();
        for script in scripts(fault, certificates) {
            self.server.then(script);
        }
        None
    }

    /// Removes the fault.
    pub(crate) fn heal(&mut self, fault: &Fault, backlog: Option<Backlog>) {
        self.server.heal();
        if let Some(backlog) = backlog {
            self.server.accept(backlog.listener);
        } else if matches!(fault.place, Place::Port) {
            self.server.listen();
        }
    }

    /// The call that shows that the client works again.
    pub(crate) fn next(&self, column: Column, fault: &Fault) -> Column {
        match fault.place {
            // The host name still does not resolve, but the client's other origin does.
            Place::Name => column.elsewhere(),
            _ => column.next(),
        }
    }
}

/// The scripts of the server, one for each exchange.
fn scripts(fault: &Fault, certificates: &Certificates) -> Vec<Script> {
    let script = match &fault.place {
        Place::Name | Place::Port | Place::Connection(_) | Place::Kept(_) => return Vec::new(),
        Place::Once(steps) => return vec![Script::new(steps.clone())],
        Place::Every(steps) => Script::new(steps.clone()),
        Place::Handshake(steps) => Script::new(steps.clone()).behind(Front::Plain),
        Place::Certificate(shown) => {
            let front = Front::Tls(Arc::clone(shown(certificates)));
            Script::new([Step::Read, Step::Answer]).behind(front)
        }
    };
    vec![script; TOO_MANY]
}

/// A URL whose host name is too long for DNS, so that no resolver is asked.
fn nowhere() -> String {
    format!("https://{}.invalid", "n".repeat(64))
}

/// The healthy reply to a request. A header names the endpoint of the request.
fn healthy(secrets: &Secrets, heard: &Heard) -> Reply {
    let (endpoint, mut reply) =
        every::reply_to(heard.method(), heard.path(), &heard.body).expect("only endpoints are called");
    every::plant(endpoint, &mut reply, &mut |_, _| secrets.received());
    reply["remark"] = secrets.body().into();
    Reply::new(200, reply.to_string()).header(OPERATION, &endpoint.name)
}

/// The header of a reply that names its endpoint.
const OPERATION: &str = "x-operation";

/// The endpoint of a reply.
pub(crate) fn endpoint_of(reply: &Reply) -> &'static Endpoint {
    let name = reply.headers.iter().find(|(name, _)| name == OPERATION).map(|(_, value)| value.as_str());
    let mut endpoints = every::contract().endpoints.iter();
    endpoints.find(|endpoint| Some(endpoint.name.as_str()) == name).expect("replies name their endpoint")
}

/// A connection that fills the backlog of a server which accepts none, so that no other connects.
pub(crate) struct Backlog {
    listener: TcpListener,
    _filler: TcpStream,
}

impl Backlog {
    async fn fill(server: &mut Server) -> Self {
        let listener = server.listener(0);
        Self { listener, _filler: TcpStream::connect(server.address()).await.unwrap() }
    }
}
