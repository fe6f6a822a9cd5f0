//! A real database: Debian's PostgreSQL, started for tests on a free port, and stopped with them.

mod program;
mod server;

use std::{io::Write as _, path::Path};

use tempfile::TempDir;
use tokio::sync::OnceCell;
use tokio_postgres::{Client, NoTls};

use self::{program::Program, server::Server};

/// Names a variable that makes a missing database a failure.
const REQUIRED: &str = "ALIGNET_POSTGRES_REQUIRED";

/// A database server with its own data. It accepts connections at 127.0.0.1 alone, by a password.
///
/// It is stopped when this is dropped, and also when the process of the test dies, even by `kill -9`.
pub struct Postgres {
    program: Program,
    port: u16,
    password: String,
    // Stopped before the folder is removed.
    server: Option<Server>,
    folder: TempDir,
}

/// The way in which a server stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// Transactions are rolled back, and the data is written.
    Fast,
    /// As by a failure of power: the next start recovers from the log.
    Immediate,
}

impl Postgres {
    /// Starts a server; `None` if none is installed, which is said even if the output of tests is not shown.
    ///
    /// # Panics
    ///
    /// If none is installed, and the variable `ALIGNET_POSTGRES_REQUIRED` is set; if it does not start.
    pub async fn start() -> Option<Self> {
        let Some(program) = Program::find() else {
            let text = "skipped: there is no database. Debian has it in the package postgresql.\n";
            assert!(std::env::var_os(REQUIRED).is_none(), "{text}");
            let _ = std::io::stderr().write_all(text.as_bytes());
            return None;
        };
        let folder =
            tempfile::Builder::new().prefix("alignet-postgres-").tempdir().expect("a folder is made");
        let password = format!("{:032x}", fastrand::u128(..));
        program.create(folder.path(), &password);
        let mut postgres = Self { program, port: 0, password, server: None, folder };
        // Another program may take the port that was free.
        for _ in 0..10 {
            postgres.port = server::free_port();
            if postgres.try_again().await {
                return Some(postgres);
            }
        }
        panic!("the database did not start on any port");
    }

    /// The server that the tests of a program share. It ends with the program.
    pub async fn shared() -> Option<&'static Self> {
        static SHARED: OnceCell<Option<Postgres>> = OnceCell::const_new();
        SHARED.get_or_init(Self::start).await.as_ref()
    }

    /// The URL of its own database, as `tokio_postgres` reads it.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://alignet:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// The port at 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder of its data, which is removed with it.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Creates an empty database, and returns its URL.
    pub async fn database(&self) -> String {
        let name = format!("test_{:016x}", fastrand::u64(..));
        connect(&self.url())
            .await
            .batch_execute(&format!("CREATE DATABASE {name}"))
            .await
            .expect("a database is created");
        self.url_of(&name)
    }

    /// Stops the server, and waits until it has ended.
    pub fn stop(&mut self, how: Stop) {
        self.server.take().expect("it runs").stop(how);
    }

    /// Starts a stopped server again, on the same port and with the same data.
    pub async fn start_again(&mut self) {
        assert!(self.try_again().await, "the database starts again");
    }

    async fn try_again(&mut self) -> bool {
        let (program, folder, port) = (self.program.clone(), self.folder.path().to_owned(), self.port);
        let start = move || Server::start(&program, &folder, port);
        self.server = tokio::task::spawn_blocking(start).await.expect("it starts or not");
        self.server.is_some()
    }
}

/// Connects to a database.
///
/// # Panics
///
/// If it can't be reached.
pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the database is reached");
    tokio::spawn(connection);
    client
}

/// Closes all connections of others to a database, as a failing network does, in the midst of whatever they do. Returns
/// their number.
pub async fn cut(url: &str) -> usize {
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    connect(url).await.query(cut, &[]).await.expect("connections are cut").len()
}
