//! Counts the round trips to the database that a call of a store takes, at the socket.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use alignet::{
    journal::{Journal as _, State},
    notifications::{Begun, ReplayGuard as _, ReplayKey},
};
use alignet_postgres::{
    PostgresGuard, PostgresJournal,
    deadpool_postgres::{Manager, Pool, tokio_postgres::NoTls},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

use super::{
    database,
    journal::{charge, ending},
};

/// Forwards connections to a database, and counts how often the database answers after it was asked.
pub(crate) struct Proxy {
    pub(crate) url: String,
    trips: Arc<AtomicUsize>,
    connections: Arc<Mutex<Vec<AbortHandle>>>,
}

impl Proxy {
    pub(crate) async fn start(url: &str) -> Self {
        let address = url.split(['@', '/']).nth(3).unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = url.replace(&address, &listener.local_addr().unwrap().to_string());
        let trips = Arc::<AtomicUsize>::default();
        let counter = Arc::clone(&trips);
        let connections = Arc::<Mutex<Vec<AbortHandle>>>::default();
        let all = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&address).await.unwrap();
                let forwarding = tokio::spawn(forward(client, server, Arc::clone(&counter)));
                all.lock().unwrap().push(forwarding.abort_handle());
            }
        });
        Self { url, trips, connections }
    }

    /// Cuts every connection. The database goes on with a statement that waits for a lock.
    pub(crate) fn cut(&self) {
        self.connections.lock().unwrap().drain(..).for_each(|connection| connection.abort());
    }

    /// The round trips since this was asked last.
    fn trips(&self) -> usize {
        self.trips.swap(0, Ordering::SeqCst)
    }
}

async fn forward(mut client: TcpStream, mut server: TcpStream, trips: Arc<AtomicUsize>) {
    let (mut asked, mut question, mut answer) = (false, vec![0; 65_536], vec![0; 65_536]);
    loop {
        tokio::select! {
            Ok(length @ 1..) = client.read(&mut question) => {
                asked = true;
                server.write_all(&question[..length]).await.unwrap();
            }
            Ok(length @ 1..) = server.read(&mut answer) => {
                trips.fetch_add(usize::from(std::mem::take(&mut asked)), Ordering::SeqCst);
                client.write_all(&answer[..length]).await.unwrap();
            }
            else => return,
        }
    }
}

#[tokio::test]
async fn a_call_of_a_store_is_one_round_trip() {
    let Some(database) = database::create().await else { return };
    let proxy = Proxy::start(&database.url).await;
    let manager = Manager::new(proxy.url.parse().unwrap(), NoTls);
    let pool = Pool::builder(manager).max_size(1).build().unwrap();
    let (journal, guard) = (PostgresJournal::new(pool.clone()), PostgresGuard::new(pool.clone()));
    drop(pool.get().await.unwrap());
    proxy.trips();

    let entry = charge("400100");
    journal.open(&entry).await.unwrap();
    assert_eq!(proxy.trips(), 1, "an entry is opened");
    journal.close(entry.id, &ending(State::Done)).await.unwrap();
    assert_eq!(proxy.trips(), 1, "an entry is closed");

    let key = ReplayKey::from_bytes([7; 32]);
    let Ok(Begun::New(lease)) = guard.begin(&key).await else { panic!("it is new") };
    assert_eq!(proxy.trips(), 1, "a notification is claimed");
    // With the one that deletes old notifications after the first claim of a guard.
    guard.done(&key, lease).await.unwrap();
    assert_eq!(guard.begin(&key).await.unwrap(), Begun::Repeated);
    assert!((2..=3).contains(&proxy.trips()), "a notification is handled, and seen again");
}
