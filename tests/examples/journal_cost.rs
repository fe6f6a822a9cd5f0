//! Measures the calls of the stores in PostgreSQL, beside the least that a database can do: answer, and write a row.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
#[tokio::main(flavor = "current_thread")]
async fn main() {
    measure::run().await;
}

#[cfg(unix)]
mod measure {
    use std::time::{Duration, Instant};

    use alignet::{
        journal::{Ending, EntryId, Journal as _, NewEntry, State},
        notifications::{Begun, ReplayGuard as _, ReplayKey},
    };
    use alignet_postgres::{
        PostgresGuard, PostgresJournal,
        deadpool_postgres::{Manager, Pool, tokio_postgres::NoTls},
        migrate,
    };
    use alignet_tests::postgres::{Postgres, connect};

    const TIMES: usize = 500;

    pub(super) async fn run() {
        let Some(postgres) = Postgres::start().await else { return };
        let manager = Manager::new(postgres.url().parse().unwrap(), NoTls);
        let pool = Pool::builder(manager).build().unwrap();
        migrate(&pool).await.unwrap();
        let plain = connect(&postgres.url()).await;
        plain.batch_execute("CREATE TABLE plain (number bigint PRIMARY KEY, text text)").await.unwrap();
        let select = plain.prepare("SELECT 1").await.unwrap();
        let insert = plain.prepare("INSERT INTO plain VALUES ($1, 'text')").await.unwrap();
        let (journal, guard) = (PostgresJournal::new(pool.clone()), PostgresGuard::new(pool));
        let mut times: [Vec<Duration>; 6] = Default::default();
        for number in 0..TIMES {
            let mut clock = Instant::now();
            let mut lap = |times: &mut Vec<Duration>| {
                times.push(clock.elapsed());
                clock = Instant::now();
            };
            plain.query_one(&select, &[]).await.unwrap();
            lap(&mut times[0]);
            plain.execute(&insert, &[&(number as i64)]).await.unwrap();
            lap(&mut times[1]);
            let entry = charge(number);
            journal.open(&entry).await.unwrap();
            lap(&mut times[2]);
            let note = "the reply says that it is paid".to_owned();
            let ending = Ending { state: State::Done, transaction: Some(format!("T{number}")), note };
            journal.close(entry.id, &ending).await.unwrap();
            lap(&mut times[3]);
            let key = ReplayKey::from_bytes(std::array::from_fn(|_| fastrand::u8(..)));
            let Begun::New(lease) = guard.begin(&key).await.unwrap() else { return };
            lap(&mut times[4]);
            guard.done(&key, lease).await.unwrap();
            lap(&mut times[5]);
        }
        let names =
            ["SELECT 1", "INSERT of a row", "journal: open", "journal: close", "guard: begin", "guard: done"];
        for (name, times) in names.into_iter().zip(&mut times) {
            times.sort();
            let (median, slow) = (times[TIMES / 2], times[TIMES * 99 / 100]);
            println!("{name:16} {:7.3} ms median, {:7.3} ms of 99 %", ms(median), ms(slow));
        }
    }

    fn ms(time: Duration) -> f64 {
        time.as_secs_f64() * 1000.0
    }

    fn charge(number: usize) -> NewEntry {
        NewEntry {
            id: EntryId::random(),
            environment: "preprod".to_owned(),
            operation: "authorize_charge".to_owned(),
            merchant: "M1".to_owned(),
            reference: number.to_string(),
            time_left: Duration::from_secs(60),
            digest: [7; 32],
            once: true,
            undoes: false,
        }
    }
}
