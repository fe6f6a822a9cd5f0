//! Tests that a database of a test ends with the process of the test, even if that is killed.

use std::{
    io::{BufRead as _, BufReader},
    net::TcpStream,
    path::Path,
    process::Stdio,
    thread::yield_now,
    time::{Duration, Instant},
};

use alignet_tests::{
    postgres::Postgres,
    respawn::{alone, is_alone},
};

const CHILD: &str = "harness::child";

/// Not a test of its own: the process that is killed.
#[tokio::test]
async fn child() {
    if !is_alone(CHILD) {
        return;
    }
    let Some(postgres) = Postgres::start().await else { return };
    println!("\nruns {} {}", postgres.port(), postgres.folder().display());
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn a_database_ends_with_the_process_that_started_it() {
    let mut process = alone(CHILD).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    let line = lines.find_map(|line| line.strip_prefix("runs ").map(str::to_owned));
    let found = line.as_deref().and_then(|line| line.split_once(' '));
    let ran = found.is_some_and(|(port, _)| TcpStream::connect(("127.0.0.1", port.parse().unwrap())).is_ok());
    process.kill().unwrap();
    process.wait().unwrap();
    // Without a database, the process has said so.
    let Some((port, folder)) = found else { return };
    assert!(ran);
    let (port, folder): (u16, _) = (port.parse().unwrap(), Path::new(folder));
    let end = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(("127.0.0.1", port)).is_ok() || folder.exists() {
        assert!(Instant::now() < end, "the database runs on, or its data is left");
        yield_now();
    }
}
