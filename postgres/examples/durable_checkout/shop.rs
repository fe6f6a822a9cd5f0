//! The state that the handlers share.

use alignet::{
    Client,
    api::Person,
    journal::{Entry, Filter, Journal as _},
    notifications::Receiver,
};
use alignet_postgres::{PostgresJournal, deadpool_postgres::Pool};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{orders, settings::Settings};

pub(crate) struct Shop {
    pub(crate) settings: Settings,
    pub(crate) alignet: Client,
    pub(crate) pool: Pool,
    pub(crate) journal: PostgresJournal,
    pub(crate) receiver: Receiver,
    /// The buyer, whom a whole shop knows from the account.
    pub(crate) buyer: Person,
}

impl Shop {
    /// The journal's entry of the charge of an operation number.
    pub(crate) async fn entry(&self, number: &str) -> Result<Option<Entry>, Failure> {
        // The latest one: a number whose charge was not made may be used again.
        let entries = self.journal.list(&Filter::new().reference(number)).await?;
        Ok(entries.into_iter().rfind(|entry| entry.once))
    }

    /// Brings the order of a number to the state of the journal.
    pub(crate) async fn follow(&self, number: &str) -> Result<(), Failure> {
        match self.entry(number).await? {
            Some(entry) => self.settle(&entry).await,
            None => Ok(()),
        }
    }

    /// Brings the order of an entry to the state of the entry.
    pub(crate) async fn settle(&self, entry: &Entry) -> Result<(), Failure> {
        let mut database = self.pool.get().await?;
        let transaction = database.transaction().await?;
        orders::follow(&transaction, entry).await?;
        Ok(transaction.commit().await?)
    }
}

/// A failure of this backend, such as a database that can't be reached: the caller tries again.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) Box<dyn std::error::Error + Send + Sync>);

impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    }
}
