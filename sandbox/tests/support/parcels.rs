//! Calls of the contract in `tests/contract/parcels.toml`.

use alignet_sandbox::{Builder, Sandbox};
use serde_json::{Map, Value as Json, json};

use super::{Reply, Request, builder, sample};

/// A sandbox and the calls to it.
pub(crate) struct Caller {
    pub(crate) sandbox: Sandbox,
    token: String,
}

impl Caller {
    pub(crate) async fn new() -> Self {
        Self::of(builder()).await
    }

    pub(crate) async fn of(builder: Builder) -> Self {
        let sandbox = builder.start().await.unwrap();
        let token = sample::token(&sandbox).await;
        Self { sandbox, token }
    }

    pub(crate) fn request(&self, method: &str, target: &str) -> Request {
        Request::new(method, target)
            .with_header("ALG-API-VERSION", self.sandbox.environment_value("api_version").unwrap())
            .with_header("Authorization", &format!("Bearer {}", self.token))
    }

    pub(crate) async fn call(&self, method: &str, target: &str) -> Reply {
        self.request(method, target).send(self.sandbox.addr()).await.unwrap()
    }

    /// A request to create the parcel of this number, with its body changed by `alter`.
    pub(crate) fn parcel(&self, number: &str, alter: impl FnOnce(&mut Map<String, Json>)) -> Request {
        let place = json!({ "city": "Lima", "street": "Jr. Ejemplo 1", "state": "Lima" });
        let body = json!({
            "number": number, "weight": "7", "lock": "c4nary", "delivery": { "way": "SHIP", "hours": 3 },
            "sender": place, "receiver": place,
        });
        let request = self.request("POST", "/parcels/rosa").with_header("Content-Type", "application/json");
        request.with_body(body.to_string()).altered(alter)
    }

    /// Creates such a parcel, and returns the reply.
    pub(crate) async fn send(&self, number: &str, alter: impl FnOnce(&mut Map<String, Json>)) -> Json {
        let reply = self.parcel(number, alter).send(self.sandbox.addr()).await.unwrap();
        assert_eq!(reply.status, 200, "{}", reply.json());
        reply.json()
    }

    /// Reads the parcel that is in the reply `sent`.
    pub(crate) async fn find(&self, sent: &Json) -> Json {
        let parcel = &sent["parcel"];
        let (number, id) = (parcel["number"].as_str().unwrap(), parcel["parcel_id"].as_str().unwrap());
        let reply = self.call("GET", &format!("/parcels/rosa/{number}/{id}")).await;
        assert_eq!(reply.status, 200, "{}", reply.json());
        reply.json()["parcels"][0].clone()
    }

    /// Creates these stamps for an owner, and returns the reply.
    pub(crate) async fn stamps(&self, owner: &str, stamps: Json) -> Reply {
        let request = self.request("POST", "/stamps").with_header("Content-Type", "application/json");
        let request = request.with_body(json!({ "owner": owner, "stamps": stamps }).to_string());
        request.send(self.sandbox.addr()).await.unwrap()
    }

    /// Lists the stamps that match a query.
    pub(crate) async fn list(&self, query: &str) -> Vec<Json> {
        let reply = self.call("GET", &format!("/stamps{query}")).await;
        assert_eq!(reply.status, 200, "{}", reply.json());
        let stamps = reply.json()["stamps"].as_array().unwrap().clone();
        assert_eq!(reply.json()["count"], stamps.len().to_string());
        stamps
    }
}

/// Leaves the body of a parcel unchanged.
pub(crate) fn unchanged(_: &mut Map<String, Json>) {}
