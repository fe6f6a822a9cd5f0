//! The calls of the contract in `synthetic/`: one for each repeat class.

alignet::client!("synthetic");

use alignet::{Client, Error};

/// Makes a call that must not be repeated.
pub async fn buy(client: &Client) -> Result<(), Error> {
    BuyThing::new(client).thing("1").pin("1234").send().await.map(drop)
}

/// Makes a call that is safe.
pub async fn find(client: &Client) -> Result<(), Error> {
    FindThing::new(client).thing("1").send().await.map(drop)
}
