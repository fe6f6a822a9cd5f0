//! The client of this workspace, with default settings.

use alignet::{Client, Credentials, Environment};

use super::{
    caller::Caller,
    wire::{API_VERSION, AUDIENCE, CLIENT_ID, CLIENT_SECRET},
};
use crate::Failure;

pub fn client(url: &str) -> Result<Client, Failure> {
    let environment = Environment::custom()
        .auth(url)
        .api(url)
        .audience(AUDIENCE)
        .api_version(API_VERSION)
        .flex_script("")
        .flex_style("")
        .notification_keys([""])
        .build();
    let credentials = Credentials::new(CLIENT_ID, CLIENT_SECRET);
    Ok(Client::builder(environment).credentials(credentials).build()?)
}

impl Caller for Client {
    async fn call(&self) -> Result<String, Failure> {
        Ok(self.create_nonce().send().await?.nonce.expose()?)
    }
}
