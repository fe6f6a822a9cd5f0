//! Makes one call succeed and fail in every way, one after the other.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use alignet::{Client, Json};
use alignet_sandbox::{Fault, Sandbox};
use alignet_spec::contract::Endpoint;
use alignet_tests::{
    canary::{Canary, assert_clean, debugged, seen},
    every::{self, Call, Caller},
    local,
};
use tokio::time::timeout;

use crate::HOUR;

/// The timeout of a call that is answered at once.
const AMPLE: Duration = Duration::from_secs(20);
/// The timeout of a call whose answer takes longer.
const SHORT: Duration = Duration::from_millis(300);

/// The kinds of secrets: name, start and end. They contain characters that every encoding changes. The name
/// of the secret is put between start and end.
const KINDS: [[&str; 3]; 4] = [
    ["client secret", "c/Kx7+\"Qm2\\Zr&9%41", "=Wb5/Jt8+\"Ld\\3&Ypc"],
    ["access token", "b/Vn4+\"Hs6\\Tf&1%41", "=Gq9/Ex2+\"Ra\\7&Mub"],
    ["secret of a request", "q/Ug3+\"Cw8\\Nk&5%41", "=Oz6/Di1+\"Pv\\4&Ljq"],
    ["secret of a reply", "r/Ay2+\"Fe7\\Bo&8%41", "=St3/Xh5+\"Kg\\6&Wnr"],
];
const OF_CLIENT: usize = 0;
const OF_TOKEN: usize = 1;
pub(crate) const OF_REQUEST: usize = 2;
const OF_REPLY: usize = 3;

pub(crate) fn canaries() -> Vec<Canary> {
    KINDS.iter().map(|[name, start, end]| Canary::new(name, &format!("{start}{end}"))).collect()
}

pub(crate) fn secret(kind: usize, which: &str) -> String {
    let [_, start, end] = KINDS[kind];
    format!("{start}.{which}.{end}")
}

/// A call that is made again and again, with a different failure each time.
pub(crate) struct Trial {
    call: Call,
    sandbox: Sandbox,
    alignet: Client,
    /// The paths of the request's secrets.
    pub(crate) places: Arc<Mutex<BTreeSet<String>>>,
}

impl Trial {
    pub(crate) async fn start(call: Call) -> Self {
        let sandbox = Sandbox::builder().contract(every::contract().clone());
        let sandbox = sandbox.credentials("client", secret(OF_CLIENT, "")).start().await.unwrap();
        let alignet = local::client(&sandbox).bearer(secret(OF_TOKEN, "")).build().unwrap();
        Self { call, sandbox, alignet, places: Arc::default() }
    }

    fn endpoint(&self) -> &'static Endpoint {
        self.call.endpoint()
    }

    fn caller(&self, within: Duration) -> Caller {
        let places = Arc::clone(&self.places);
        Caller::with_secrets(within, move |place, _| {
            places.lock().unwrap().insert(place.to_owned());
            secret(OF_REQUEST, place)
        })
    }

    /// The secrets that the service receives, and so can repeat.
    fn carried(&self) -> Vec<String> {
        let places = self.places.lock().unwrap();
        let of_request = places.iter().map(|place| secret(OF_REQUEST, place));
        let token = self.endpoint().scopes.as_ref().map(|_| secret(OF_TOKEN, ""));
        of_request.chain([secret(OF_CLIENT, "")]).chain(token).collect()
    }

    /// Makes one call with this fault, and checks its output. Returns true if it succeeded.
    async fn run(&self, what: &str, fault: Fault, within: Duration) -> bool {
        self.sandbox.clear_faults();
        self.sandbox.fault(self.call.operation, fault.times(5)).unwrap();
        let caller = self.caller(within);
        let (succeeded, shown) = match self.call.send(&self.alignet, &caller).await {
            Ok(replied) => (
                true,
                replied.shown + &replied.stored.json.to_string() + &format!("{:?}", replied.stored.again),
            ),
            Err(error) => (false, seen(&error)),
        };
        let what = format!("{:?}, {what}", self.call);
        assert_clean(&canaries(), &what, &(shown + &caller.seen() + &debugged(&self.alignet)));
        succeeded
    }

    /// Puts a canary into each secret of a reply.
    fn planted(&self, mut reply: Json) -> Json {
        every::plant(self.endpoint(), &mut reply, &mut |wire, _| secret(OF_REPLY, wire));
        reply
    }

    /// A failure that repeats the request's secrets in every text field, and has canaries in its own secret
    /// fields.
    fn refusal(&self) -> String {
        let mut body = self.planted(self.call.replies().remove(0));
        let carried = self.carried();
        let say = |text: &String| serde_json::json!({ "locale": text, "value": format!("{text} is wrong: {text}") });
        let status = serde_json::json!({
            "code": carried.join(" "),
            "message_ilgn": carried.iter().map(say).collect::<Json>(),
        });
        let path = &self.endpoint().status.path;
        let nested = path.iter().rev().fold(status, |inner, key| Json::from_iter([(key.as_str(), inner)]));
        body["success"] = false.into();
        body[&path[0]] = nested[&path[0]].clone();
        body["request"] = carried.into_iter().collect();
        body.to_string()
    }

    /// Sends valid replies. The first call also records the paths of the request's secrets.
    pub(crate) async fn succeed(&self) {
        for reply in self.call.replies() {
            let body = self.planted(reply).to_string();
            let succeeded = self.run("well", Fault::status(200).body(body), AMPLE).await;
            assert!(succeeded, "{:?} is answered well", self.call);
        }
    }

    pub(crate) async fn be_refused(&self) {
        let echo = self.carried().join(" ");
        for status in [200, 204, 301, 307, 400, 401, 403, 404, 408, 409, 422, 429, 500, 503, 599] {
            let fault = Fault::status(status).body(self.refusal()).header("Retry-After", "3600");
            let telling = ["X-Request-Id", "Location", "WWW-Authenticate"];
            let fault = telling.iter().fold(fault, |fault, name| fault.header(name, &echo));
            let what = format!("refused with {status}");
            assert!(!self.run(&what, fault, AMPLE).await, "{:?}, {what}", self.call);
        }
    }

    /// Sends replies that can't be decoded.
    pub(crate) async fn be_misunderstood(&self) {
        let reply = self.planted(self.call.replies().remove(0)).to_string();
        let echo = Json::from(self.carried().join(" ")).to_string();
        let bodies = [
            reply[..reply.len() / 2].to_owned(),
            format!("{reply}{echo}"),
            format!("<html><body>{echo}{reply}</body></html>"),
            format!("[{reply}, {echo}]"),
            format!("{{\"success\": {echo}}}"),
            format!("{{\"success\": true, {echo}: {reply}"),
            echo,
        ];
        let huge = reply.clone() + &" ".repeat(2 * 1024 * 1024);
        let bodies = bodies.into_iter().chain([huge]).map(String::into_bytes);
        let bodies = bodies.chain([[reply.as_bytes(), b"\xff"].concat()]);
        let faults = bodies.map(|body| Fault::status(200).body(body));
        let encoded =
            Fault::status(200).body(reply.clone()).header("Content-Encoding", &secret(OF_TOKEN, ""));
        for fault in faults.chain([encoded]) {
            let what = format!("answered with {fault:?}");
            assert!(!self.run(&what, fault, AMPLE).await, "{:?}, {what}", self.call);
        }
    }

    /// Sends replies with a secret of the wrong type, which either fail or are read without that field.
    pub(crate) async fn be_mistyped(&self) {
        for body in self.mistyped() {
            self.run("answered with a secret in lists", Fault::status(200).body(body), AMPLE).await;
        }
    }

    /// The complete replies, each with one secret wrapped in lists.
    fn mistyped(&self) -> Vec<String> {
        let mut all = Vec::new();
        for reply in self.call.replies() {
            let mut planted = self.planted(reply);
            let mut secrets = BTreeSet::new();
            every::plant(self.endpoint(), &mut planted, &mut |_, text| {
                secrets.insert(Json::from(text).to_string());
                text.to_owned()
            });
            let planted = planted.to_string();
            all.extend(secrets.iter().map(|secret| planted.replace(secret, &format!("[[{secret}]]"))));
        }
        all
    }

    /// Sends answers that break off, are late, or never come.
    pub(crate) async fn be_let_down(&self) {
        let reply = self.planted(self.call.replies().remove(0)).to_string();
        let usual = || Fault::status(200).body(reply.clone());
        assert!(!self.run("cut", Fault::cut(), AMPLE).await);
        assert!(!self.run("cut off", usual().cut_after(reply.len() / 2), AMPLE).await);
        assert!(!self.run("late", usual().delay(HOUR), SHORT).await);

        self.sandbox.clear_faults();
        self.sandbox.fault(self.call.operation, usual().delay(HOUR).times(5)).unwrap();
        let caller = self.caller(AMPLE);
        assert!(timeout(SHORT, self.call.send(&self.alignet, &caller)).await.is_err(), "it goes away");
    }

    /// The bodies and headers that were sent.
    pub(crate) fn heard(&self) -> String {
        let mut heard = String::new();
        for call in self.sandbox.requests() {
            heard += &String::from_utf8_lossy(call.expose_body());
            for field in every::contract().headers(self.endpoint()) {
                heard += call.expose_header(&field.wire).unwrap_or_default();
            }
        }
        heard
    }

    pub(crate) async fn shut_down(self) {
        let (call, alignet, caller) = (self.call, self.alignet.clone(), self.caller(AMPLE));
        self.sandbox.shutdown().await;
        let error = call.send(&alignet, &caller).await.err().expect("nobody is there");
        assert_clean(&canaries(), &format!("{call:?}, nobody is there"), &seen(&error));
    }
}
