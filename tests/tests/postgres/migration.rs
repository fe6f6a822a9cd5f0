//! Tests the schema in which the tables are created and found.

use alignet::journal::{Filter, Journal as _};
use alignet_postgres::{Error, PostgresJournal, migrate};

use super::{
    database::{self, pool},
    journal::charge,
};

#[tokio::test]
async fn the_tables_of_a_later_schema_are_neither_used_nor_hidden() {
    let Some(database) = database::create().await else { return };
    database.client.batch_execute("CREATE SCHEMA \"Pay\"").await.unwrap();
    let searching = |path: &str| pool(&format!("{}?options=-csearch_path%3D{path}", database.url));
    let both = searching("%22Pay%22%2Cpublic");
    let error = migrate(&both).await.unwrap_err();
    assert!(
        matches!(&error, Error::OtherSchema { found, first } if found == "public" && first == "Pay"),
        "{error:?}"
    );
    assert!(error.to_string().contains("leave `public` out of it"), "{error}");

    migrate(&searching("%22Pay%22")).await.unwrap();
    // Now the first schema has tables of its own.
    migrate(&both).await.unwrap();
    PostgresJournal::new(both).open(&charge("400100")).await.unwrap();
    let public = PostgresJournal::new(database.pool.clone());
    assert_eq!(public.list(&Filter::new()).await.unwrap(), []);
    migrate(&database.pool).await.unwrap();
}
