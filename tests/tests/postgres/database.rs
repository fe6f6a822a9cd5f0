//! A database of a test's own, with the tables of the guard and one for effects.

use alignet_postgres::{deadpool_postgres, migrate};
use alignet_tests::postgres::{Postgres, connect};
use deadpool_postgres::{
    Manager, Pool,
    tokio_postgres::{Client, NoTls},
};

pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) pool: Pool,
    /// For the test to look at it.
    pub(crate) client: Client,
}

/// Creates a database on the shared server; `None` without one.
pub(crate) async fn create() -> Option<Database> {
    let url = Postgres::shared().await?.database().await;
    Some(prepare(url).await)
}

/// Creates the tables.
pub(crate) async fn prepare(url: String) -> Database {
    let (pool, client) = (pool(&url), connect(&url).await);
    migrate(&pool).await.unwrap();
    client.batch_execute("CREATE TABLE effect (operation text NOT NULL)").await.unwrap();
    Database { url, pool, client }
}

pub(crate) fn pool(url: &str) -> Pool {
    let manager = Manager::new(url.parse().unwrap(), NoTls);
    Pool::builder(manager).max_size(8).build().unwrap()
}

impl Database {
    /// The number of times that a notification about this operation had its effect.
    pub(crate) async fn effects(&self, operation: &str) -> i64 {
        let count = "SELECT count(*) FROM effect WHERE operation = $1";
        self.client.query_one(count, &[&operation]).await.unwrap().get(0)
    }

    /// Lets every claim lapse now.
    pub(crate) async fn lapse(&self) {
        let lapse = "UPDATE alignet_notification SET lapses_at = clock_timestamp()";
        self.client.execute(lapse, &[]).await.unwrap();
    }

    pub(crate) async fn entries(&self) -> i64 {
        self.client.query_one("SELECT count(*) FROM alignet_notification", &[]).await.unwrap().get(0)
    }
}
