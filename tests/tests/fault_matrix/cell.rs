//! One fault on one call, with everything that must hold.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use alignet::{Client, Credentials, Delivery, Environment, Error, ErrorKind};
use alignet_tests::{
    canary::{Canary, printed},
    canned,
    script::{Certificates, Front, Heard, Record, Reply, Script, Server, Step},
};
use http::StatusCode;
use tokio::net::{TcpListener, TcpStream};

use crate::{
    column::Column,
    expect::{Ends, Expect, Way},
    fault::{Fault, Place},
    secrets::{Secrets, canaries},
};

/// How much longer than its deadline a call may take.
const GRACE: Duration = Duration::from_millis(250);
/// The time that calls have which nothing disturbs.
const UNDISTURBED: Duration = Duration::from_secs(10);
/// The most bytes that the server gets rid of, however long it goes on.
const BOUNDED: usize = 32 * 1024 * 1024;
/// More exchanges than any call may take part in.
const TOO_MANY: usize = 8;

/// What is wrong with a cell.
#[derive(Debug)]
pub(crate) enum Wrong {
    /// It took this long.
    Late(Duration),
    Otherwise(String),
}

impl Wrong {
    pub(crate) fn is_late(&self) -> bool {
        matches!(self, Self::Late(_))
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Late(took) => write!(f, "it took {took:?}"),
            Self::Otherwise(wrong) => f.write_str(wrong),
        }
    }
}

struct Stage {
    server: Server,
    client: Client,
    secrets: Arc<Secrets>,
}

/// Tries a fault on a call; what comes back is everything that did not hold.
pub(crate) async fn run(
    name: String,
    column: Column,
    fault: &Fault,
    expect: &Expect,
    within: Duration,
    certificates: &Certificates,
) -> Vec<Wrong> {
    let mut stage = Stage::set(name, column, fault, certificates);
    let backlog = stage.prepare(column, fault, certificates).await;
    let mut wrongs = Wrongs { found: Vec::new(), canaries: canaries() };

    let start = Instant::now();
    let outcome = column.call(&stage.client, within, &stage.secrets).await;
    wrongs.check_time(start.elapsed(), within);
    let record = stage.server.record();
    wrongs.check_outcome(&outcome, column, fault, expect);
    wrongs.check_record(&record, column, fault, expect);

    stage.heal(fault, backlog);
    let next = stage.next(column, fault);
    match next.call(&stage.client, UNDISTURBED, &stage.secrets).await {
        Ok(reply) => wrongs.check_clean("the next reply", &reply),
        Err(error) => wrongs.add(format!("the next call, {next:?}, failed: {error:?}")),
    }
    wrongs.check_end(&stage.server.record(), &record, column, fault, expect);
    wrongs.found
}

impl Stage {
    fn set(name: String, column: Column, fault: &Fault, certificates: &Certificates) -> Self {
        let secrets = Arc::new(Secrets::new(name));
        let answering = Arc::clone(&secrets);
        let mut server = Server::new(move |heard| healthy(&answering, heard));
        if column != Column::Token {
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
        let environment = Environment::custom()
            .auth(auth)
            .api(api)
            .audience("https://api.example/")
            .api_version("1709847567")
            .flex_script("https://flex.example/form.js")
            .flex_style("https://flex.example/form.css")
            .build();
        let mut builder =
            Client::builder(environment).credentials(Credentials::new("client", secrets.client_secret()));
        if let Place::Connection(time) = fault.place {
            builder = builder.connect_timeout(time);
        }
        if fault.is_before_http() {
            builder = builder.bearer(secrets.token());
        }
        Self { server, client: builder.build().unwrap(), secrets }
    }

    /// Everything up to the call that meets the fault: the token is there, and no connection is kept
    /// unless that is what the fault is about.
    async fn prepare(
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
                let before = if column == Column::Token { column } else { Column::Nonce };
                before.call(&self.client, UNDISTURBED, &self.secrets).await.unwrap();
                if matches!(steps[..], [Step::Close]) {
                    self.server.until(|record| record.closes == 1).await;
                }
            }
            Place::Certificate(_) | Place::Handshake(_) | Place::Every(_) | Place::Once(_) => {
                self.server.listen();
                if column != Column::Token {
                    let close = Step::alter(|reply| reply.header("connection", "close").bytes());
                    self.server.then(Script::new([Step::Read, close, Step::Close]));
                    Column::Nonce.call(&self.client, UNDISTURBED, &self.secrets).await.unwrap();
                }
            }
        }
        self.server.forget();
        for script in scripts(fault, certificates) {
            self.server.then(script);
        }
        None
    }

    /// From here on, nothing is wrong.
    fn heal(&mut self, fault: &Fault, backlog: Option<Backlog>) {
        self.server.heal();
        if let Some(backlog) = backlog {
            self.server.accept(backlog.listener);
        } else if matches!(fault.place, Place::Port) {
            self.server.listen();
        }
    }

    /// The call that shows that the client is well.
    fn next(&self, column: Column, fault: &Fault) -> Column {
        match fault.place {
            // The name still does not resolve; the client's other origin does.
            Place::Name if column.is_auth() => Column::SafeGet,
            Place::Name => Column::Nonce,
            _ => column.next(),
        }
    }
}

/// What the server is to do to each exchange.
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

/// A host whose name no resolver is asked for, because it is too long to be one.
fn nowhere() -> String {
    format!("https://{}.invalid", "n".repeat(64))
}

/// What a server answers that is well.
fn healthy(secrets: &Secrets, heard: &Heard) -> Reply {
    let body = match heard.path() {
        "/token" => canned::token(&secrets.token(), 86_400),
        "/nonce" => canned::nonce(&secrets.nonce(), 30),
        _ => serde_json::json!({
            "success": true,
            "thing": "thing 1",
            "meta": {"status": {"code": "00", "message_ilgn": []}},
        })
        .to_string(),
    };
    Reply::new(200, body).altered(|json| _ = json.insert("remark".to_owned(), secrets.body().into()))
}

/// A connection that fills the backlog of a server which accepts none, so that others don't get in.
struct Backlog {
    listener: TcpListener,
    _filler: TcpStream,
}

impl Backlog {
    async fn fill(server: &mut Server) -> Self {
        let listener = server.listener(0);
        Self { listener, _filler: TcpStream::connect(server.address()).await.unwrap() }
    }
}

struct Wrongs {
    found: Vec<Wrong>,
    canaries: Vec<Canary>,
}

impl Wrongs {
    fn add(&mut self, wrong: impl Into<String>) {
        self.found.push(Wrong::Otherwise(wrong.into()));
    }

    fn check<T: PartialEq + fmt::Debug>(&mut self, what: &str, is: &T, expected: &T) {
        if is != expected {
            self.add(format!("{what} is {is:?} rather than {expected:?}"));
        }
    }

    fn check_clean(&mut self, what: &str, text: &str) {
        let leaks: Vec<_> = self.canaries.iter().filter_map(|canary| canary.leak(text)).collect();
        leaks.into_iter().for_each(|leak| self.add(format!("{what}: {leak}")));
    }

    fn check_time(&mut self, took: Duration, within: Duration) {
        if took > within + GRACE {
            self.found.push(Wrong::Late(took));
        }
    }

    fn check_outcome(
        &mut self,
        outcome: &Result<String, Error>,
        column: Column,
        fault: &Fault,
        expect: &Expect,
    ) {
        let (error, kind, way) = match (outcome, expect.ends) {
            (Ok(reply), Ends::Succeeds) => return self.check_clean("the reply", reply),
            (Ok(_), Ends::Fails(kind, _)) => return self.add(format!("it succeeded rather than {kind:?}")),
            (Err(error), Ends::Succeeds) => return self.add(format!("it failed: {error:?}")),
            (Err(error), Ends::Fails(kind, way)) => (error, kind, way),
        };
        let delivery = match way {
            Way::NotSent => Delivery::NotSent,
            Way::MaybeSent => Delivery::MaybeSent,
            Way::Answered => Delivery::Answered(StatusCode::from_u16(fault.status).unwrap()),
        };
        let timeout = kind == ErrorKind::Timeout || matches!(fault.place, Place::Connection(_));
        self.check("the kind", &error.kind(), &kind);
        self.check("the delivery", &error.delivery(), &delivery);
        self.check("the timeout", &error.is_timeout(), &timeout);
        self.check("the indeterminacy", &error.is_indeterminate(), &expect.indeterminate);
        self.check("the time to wait", &error.retry_after(), &expect.retry_after);
        self.check("the operation", &error.operation(), &Some(column.operation()));

        let shown = error.to_string();
        self.check("advice to query", &shown.contains("query before"), &expect.indeterminate);
        let resend = column.is_never() && kind == ErrorKind::Unauthorized;
        self.check("advice to send again", &shown.contains("safe to send again"), &resend);
        let printed = printed(error);
        self.check("naming the cause", &printed.contains(fault.cause), &true);
        self.check_clean("the error", &printed);
    }

    fn check_record(&mut self, record: &Record, column: Column, fault: &Fault, expect: &Expect) {
        let (tries, requests) = (record.tries, record.requests.len());
        if !expect.times.contains(&tries) {
            self.add(format!("it was sent {tries} times rather than {:?}", expect.times));
        }
        self.check("the number of complete requests", &requests, &if fault.is_read() { tries } else { 0 });
        if column.is_never() && requests > 1 {
            self.add(format!("a call that must not be repeated was sent {requests} times"));
        }
        if !expect.renewals.0.contains(&record.tokens) {
            self.add(format!("{} tokens were fetched rather than {:?}", record.tokens, expect.renewals.0));
        }
        if record.sent > BOUNDED {
            self.add(format!("the server could send {} bytes", record.sent));
        }
        for pair in record.requests.windows(2) {
            let apart = pair[1].at - pair[0].at;
            if apart < expect.apart {
                self.add(format!("two tries are {apart:?} apart"));
            }
        }
    }

    /// After the call that met the fault and a healthy one.
    fn check_end(
        &mut self,
        record: &Record,
        before: &Record,
        column: Column,
        fault: &Fault,
        expect: &Expect,
    ) {
        if column != Column::Token && record.tokens != expect.renewals.1 {
            self.add(format!(
                "{} tokens were fetched in all rather than {}",
                record.tokens, expect.renewals.1
            ));
        }
        let broken = matches!(expect.ends, Ends::Fails(_, Way::MaybeSent)) && !fault.whole;
        if let (true, Some(last), Some(next)) = (broken, before.requests.last(), record.requests.last()) {
            if last.connection == next.connection {
                self.add("the connection is used on".to_owned());
            }
        }
    }
}
