//! Reads the books: the sandbox's over HTTP, the merchant's from its database.

use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

use alignet::journal::{Filter, Journal as _};
use alignet_tests::postgres::connect;
use serde_json::Value as Json;

use crate::{
    books::{Books, Charge, Credit, Entry, Order},
    courier::Identity,
    world::World,
};

impl World {
    /// Everything that the service, the courier and the merchant have written down.
    pub(crate) async fn books(&self) -> Books {
        let mut books =
            Books { kills: self.fleet.kills(), accepted: self.courier.accepted(), ..Books::default() };
        books.requests = self.network.sent();
        books.charges = self.charges().await;
        self.read_orders(&mut books).await;
        let entries = self.journal().list(&Filter::new().most(1_000_000)).await.unwrap();
        books.journal = entries
            .into_iter()
            .map(|entry| Entry {
                is_payment: entry.is_payment(),
                number: entry.reference,
                state: entry.state.to_string(),
                note: entry.note,
            })
            .collect();
        books
    }

    /// The sandbox's records of charges.
    async fn charges(&self) -> Vec<Charge> {
        let (mut charges, mut after) = (BTreeMap::new(), Json::from(0));
        loop {
            let url = format!("{}/_sandbox/records?after={after}", self.sandbox.url());
            let page = self.http.get(url).send().await.unwrap().text().await.unwrap();
            let page: Json = serde_json::from_str(&page).unwrap();
            let records = page["records"].as_array().unwrap();
            if records.is_empty() {
                return charges.into_values().collect();
            }
            for record in records.iter().filter(|record| record["record"] == "charge") {
                let values = &record["values"];
                let last = record["history"].as_array().unwrap().last().unwrap();
                let charge = Charge {
                    number: text(&values["merchant_operation_number"]),
                    cents: text(&values["amount"]).parse().unwrap(),
                    state: text(&values["state"]),
                    since: self.began + last["at_seconds"].as_f64().unwrap(),
                };
                charges.insert(record["number"].as_u64().unwrap(), charge);
            }
            after = page["next"].clone();
        }
    }

    async fn read_orders(&self, books: &mut Books) {
        let database = connect(&self.database.url()).await;
        for row in database.query("SELECT id, state, cents FROM orders", &[]).await.unwrap() {
            let order = Order { state: row.get(1), cents: row.get(2), credits: Vec::new() };
            books.orders.insert(row.get(0), order);
        }
        for row in database.query("SELECT number, order_id FROM order_attempts", &[]).await.unwrap() {
            books.attempts.insert(row.get(0), row.get(1));
        }
        let sql = "SELECT order_id, event, cents, extract(epoch FROM at)::float8 FROM order_history";
        for row in database.query(sql, &[]).await.unwrap() {
            let (id, event, cents, at): (String, String, i64, f64) =
                (row.get(0), row.get(1), row.get(2), row.get(3));
            if let Some(identity) = event.strip_prefix("notified: ") {
                let parts: Vec<String> = identity.split(' ').map(str::to_owned).collect();
                let identity: Identity =
                    parts.try_into().map(|[number, id, state]: [String; 3]| (number, id, state)).unwrap();
                *books.effects.entry(identity).or_default() += 1;
            }
            if cents != 0 {
                let number = event.strip_prefix("paid: ").unwrap().to_owned();
                books.orders.get_mut(&id).unwrap().credits.push(Credit { number, cents, at });
            }
        }
        for row in database.query("SELECT number FROM given_back", &[]).await.unwrap() {
            books.given_back.insert(row.get(0));
        }
    }
}

/// The moment now, in seconds since 1970.
pub(crate) fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

fn text(json: &Json) -> String {
    json.as_str().unwrap_or_default().to_owned()
}
