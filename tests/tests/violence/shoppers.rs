//! Impatient shoppers: they hang up, order again after a lost answer, click twice, and pay by another code when one is
//! declined.

use std::{sync::Arc, time::Duration};

use fastrand::Rng;
use serde_json::{Value as Json, json};
use tokio::time::sleep;

use crate::fleet::Fleet;

/// A sum, in céntimos, that the sandbox leaves pending.
pub(crate) const PENDING: u64 = 10_052;

/// A sum whose charge the sandbox leaves in a state that no contract lists: for a person.
pub(crate) const UNLISTED: u64 = 10_054;

/// Wallet codes that the sandbox accepts and declines.
const GOOD: &str = "445566";
const DECLINED: &str = "284563";

/// The most visits of a shopper who wants to pay.
const VISITS: usize = 8;

/// A sum that a shopper pays, in céntimos. None is one of the sandbox's, but the pending one.
pub(crate) fn sum(rng: &mut Rng) -> u64 {
    if rng.u32(0..100) < 8 { PENDING } else { rng.u64(10_100..90_000) }
}

/// Buys until an order is paid, or the shopper has had enough.
pub(crate) async fn shop(fleet: Arc<Fleet>, http: reqwest::Client, order: String, cents: u64, mut rng: Rng) {
    let mut otp = if rng.u32(0..100) < 12 { DECLINED } else { GOOD };
    for _ in 0..VISITS {
        let visit = Visit { cents, otp, ..Visit::new(&fleet, &http, order.clone()) };
        let status = if rng.u32(0..10) == 0 {
            // Two clicks, which may reach two processes.
            let mut other = rng.fork();
            let (one, two) = tokio::join!(visit.buy(&mut rng), visit.buy(&mut other));
            one.max(two)
        } else {
            visit.buy(&mut rng).await
        };
        match status {
            Some(200) => return,
            Some(402) if rng.bool() => return,
            Some(402) => otp = GOOD,
            Some(202) => {
                sleep(Duration::from_millis(rng.u64(50..600))).await;
                if visit.is_paid(&mut rng).await {
                    return;
                }
            }
            // The answer is lost, or nothing was charged.
            None | Some(503) => sleep(Duration::from_millis(rng.u64(0..300))).await,
            Some(status) => panic!("order {order}: {status}"),
        }
    }
}

/// A visit at the shop to buy an order.
pub(crate) struct Visit<'v> {
    fleet: &'v Fleet,
    http: &'v reqwest::Client,
    order: String,
    cents: u64,
    otp: &'static str,
}

impl<'v> Visit<'v> {
    /// A visit to buy for 3.59, with a wallet that pays.
    pub(crate) fn new(fleet: &'v Fleet, http: &'v reqwest::Client, order: String) -> Self {
        Self { fleet, http, order, cents: 359, otp: GOOD }
    }

    /// The same visit to buy for another sum.
    pub(crate) fn over(self, cents: u64) -> Self {
        Self { cents, ..self }
    }

    /// Orders, and waits as long as an impatient shopper cares to. `None` if there is no answer.
    async fn buy(&self, rng: &mut Rng) -> Option<u16> {
        let patience = Duration::from_millis(rng.u64(150..4_000));
        self.buy_with(patience, rng).await
    }

    /// Orders at any of the processes, and waits this long. `None` if there is no answer.
    pub(crate) async fn buy_with(&self, patience: Duration, rng: &mut Rng) -> Option<u16> {
        let url = format!("http://{}/orders", self.fleet.any(rng));
        let body = json!({
            "order": self.order, "cents": self.cents,
            "wallet": { "otp": self.otp, "phone": { "country_code": "+51", "subscriber": "900000001" } },
        });
        let request = self.http.post(url).header("content-type", "application/json").timeout(patience);
        request.body(body.to_string()).send().await.ok().map(|answer| answer.status().as_u16())
    }

    async fn is_paid(&self, rng: &mut Rng) -> bool {
        self.state(rng).await.is_some_and(|state| state == "paid")
    }

    /// The state of the order, as any of the processes shows it. `None` if there is no answer.
    pub(crate) async fn state(&self, rng: &mut Rng) -> Option<String> {
        let url = format!("http://{}/orders/{}", self.fleet.any(rng), self.order);
        let answer = self.http.get(url).timeout(Duration::from_secs(2)).send().await.ok()?;
        let order: Json = serde_json::from_str(&answer.text().await.ok()?).ok()?;
        order["state"].as_str().map(str::to_owned)
    }
}
