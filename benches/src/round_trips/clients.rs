//! The clients that are compared.

use alignet::{
    Amount, Client, Credentials, Currency, Environment,
    api::{CardDetails, CardHolder, CardHolderPhone, Location, PaymentDetails, PaymentMethod, Person, Phone},
};
use reqwest::{
    RequestBuilder,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use serde_json::Value;
use tokio::sync::OnceCell;

use super::network::Network;
use crate::Failure;

const MERCHANT: &str = "your_merchant_code";
const NUMBER: &str = "400100";
const TRANSACTION: &str = "tx8r2k0001";

/// A client with the calls that are measured.
pub trait Caller {
    fn nonce(&self) -> impl Future<Output = Result<(), Failure>>;
    fn read(&self) -> impl Future<Output = Result<(), Failure>>;
    fn charge(&self) -> impl Future<Output = Result<(), Failure>>;
    fn warm_up(&self) -> impl Future<Output = Result<(), Failure>>;
}

pub struct Alignet(Client);

impl Alignet {
    pub fn new(network: &Network) -> Result<Self, Failure> {
        let environment = Environment::custom()
            .auth(&network.auth)
            .api(&network.api)
            .audience(Environment::PREPROD.audience())
            .api_version(Environment::PREPROD.api_version())
            .flex_script("")
            .flex_style("")
            .notification_keys([""])
            .build();
        Ok(Self(Client::builder(environment).credentials(Credentials::new("id", "secret")).build()?))
    }
}

impl Caller for Alignet {
    async fn nonce(&self) -> Result<(), Failure> {
        Ok(self.0.create_nonce().send().await.map(drop)?)
    }

    async fn read(&self) -> Result<(), Failure> {
        let call = self.0.get_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER);
        Ok(call.transaction_id(TRANSACTION).send().await.map(drop)?)
    }

    async fn charge(&self) -> Result<(), Failure> {
        let call = self.0.authorize_charge().merchant_code(MERCHANT).merchant_operation_number(NUMBER);
        let call = call.payment_method(PaymentMethod::Card(card())).payment_details(details());
        Ok(call.send().await.map(drop)?)
    }

    async fn warm_up(&self) -> Result<(), Failure> {
        Ok(self.0.warm_up().await?)
    }
}

fn card() -> CardDetails {
    let phone = CardHolderPhone::builder().prefix("51").number("900000001").build();
    let holder = CardHolder::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    let card = CardDetails::builder().pan("4111111111111111").expiry_date("1230").security_code("739");
    card.card_holder(holder.phone(phone).build()).build()
}

fn details() -> PaymentDetails {
    let location = Location::builder().line_1("Jr. Ejemplo 100").line_2("").city("Lima").state("Lima");
    let phone = Phone::builder().country_code("+51").subscriber("900000001").build();
    let person = Person::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    let person = person.phone(phone).location(location.country("PE").build()).build();
    let details = PaymentDetails::builder().amount(Amount::from_minor(15_000)).currency(Currency::PEN);
    details.billing(person.clone()).shipping(person.clone()).customer(person).product_details([]).build()
}

/// A shared reqwest client with its defaults, and a token that is fetched once.
pub struct ByHand {
    http: reqwest::Client,
    auth: String,
    api: String,
    charge: String,
    token: OnceCell<String>,
}

impl ByHand {
    pub fn new(network: &Network) -> Result<Self, Failure> {
        let charge = network.examples.charge_request.clone();
        let (auth, api) = (network.auth.clone(), network.api.clone());
        Ok(Self { http: reqwest::Client::builder().build()?, auth, api, charge, token: OnceCell::new() })
    }

    async fn send(&self, request: RequestBuilder, body: String) -> Result<Value, Failure> {
        let response = request.header(CONTENT_TYPE, "application/json").body(body).send().await?;
        Ok(response.error_for_status()?.json().await?)
    }

    async fn token(&self) -> Result<&String, Failure> {
        let fetch = async || {
            let reply = self.send(self.http.post(format!("{}/token", self.auth)), "{}".to_owned()).await?;
            Ok::<_, Failure>(format!("Bearer {}", reply["access_token"].as_str().ok_or("no token")?))
        };
        self.token.get_or_try_init(fetch).await
    }

    async fn call(&self, request: RequestBuilder, body: String) -> Result<(), Failure> {
        let request = request.header(AUTHORIZATION, self.token().await?);
        self.send(request, body).await.map(drop)
    }
}

impl Caller for ByHand {
    async fn nonce(&self) -> Result<(), Failure> {
        self.call(self.http.post(format!("{}/nonce", self.auth)), "{}".to_owned()).await
    }

    async fn read(&self) -> Result<(), Failure> {
        self.call(self.http.get(format!("{}/charges", self.api)), String::new()).await
    }

    async fn charge(&self) -> Result<(), Failure> {
        self.call(self.http.post(format!("{}/charges", self.api)), self.charge.clone()).await
    }

    /// Fetches the token. reqwest opens no connection ahead.
    async fn warm_up(&self) -> Result<(), Failure> {
        self.token().await.map(drop)
    }
}
