//! Tests connections that the server ends before or as the first request comes, and what the client learns from it.

use std::{
    env, io,
    net::TcpListener,
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use alignet::{Delivery, ErrorKind};
use alignet_tests::{
    clock::{runtime, secs},
    local,
    respawn::{is_alone, run_alone},
    script::{Authority, Script, Step},
    service::Service,
    synthetic::buy,
};
use rustls::{ServerConfig, ServerConnection};

use crate::pass;

/// The answer of a server that waited too long for a request.
const TOO_LATE: &str = "HTTP/1.1 408 Request Time-out\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

#[test]
fn a_charge_lost_by_an_old_connection_goes_by_a_younger_one_from_then_on() {
    for end in [Step::Close, Step::Reset, Step::Write(TOO_LATE.into())] {
        let (service, runtime) = (Service::start(), runtime());
        let client = local::client_at(&service.server.origin()).spare_connections(1).build().unwrap();
        runtime.block_on(async {
            client.warm_up().await.unwrap();
            pass(secs(10)).await;
            service.server.then(Script::new([Step::Arrive, end, Step::Close]));
            assert!(buy(&client).await.unwrap_err().is_indeterminate());
            for (age, opened_ahead) in [(4, true), (6, false)] {
                buy(&client).await.unwrap();
                let before = service.server.record().connections;
                let before = service.server.until(|record| record.connections >= before).await.connections;
                pass(secs(age)).await;
                buy(&client).await.unwrap();
                let last = service.server.record().requests.last().unwrap().connection;
                assert_eq!(last <= before, opened_ahead, "{age} s: {last} of {before}");
            }
        });
    }
}

/// The server listens, but does not speak TLS.
#[test]
fn a_charge_waits_for_one_connection_at_a_time() {
    const CONNECT: Duration = Duration::from_millis(700);
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = local::client_at(&format!("https://{}", silent.local_addr().unwrap())).bearer("token-1");
    let client = client.connect_timeout(CONNECT).build().unwrap();
    let start = Instant::now();
    let error = runtime().block_on(buy(&client)).unwrap_err();
    assert_eq!((error.kind(), error.delivery()), (ErrorKind::Connect, Delivery::NotSent));
    // Two tries, and less than a third.
    assert!(start.elapsed() < CONNECT * 27 / 10, "{:?}", start.elapsed());
}

/// The server answers and closes before it has a request, in the bytes that end the handshake.
#[test]
fn a_new_connection_that_the_server_ended_was_sent_nothing() {
    const TEST: &str = "lost::a_new_connection_that_the_server_ended_was_sent_nothing";
    if !is_alone(TEST) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("authority.pem");
        return run_alone(
            TEST,
            &[("SSL_CERT_FILE", file.as_os_str()), ("SSL_CERT_DIR", folder.path().as_os_str())],
        );
    }
    let authority = Authority::new("authority");
    authority.write(Path::new(&env::var_os("SSL_CERT_FILE").unwrap()));
    let mut config = ServerConfig::clone(&authority.certificates().right);
    config.send_half_rtt_data = true;
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            end_early(&mut stream.unwrap(), Arc::clone(&config)).unwrap();
        }
    });
    let client = local::client_at(&origin).bearer("token-1").spare_connections(0).build().unwrap();
    for _ in 0..20 {
        let error = runtime().block_on(buy(&client)).unwrap_err();
        assert_eq!(error.delivery(), Delivery::NotSent, "{error}");
        assert!(!error.is_indeterminate());
    }
}

fn end_early(stream: &mut std::net::TcpStream, config: Arc<ServerConfig>) -> io::Result<()> {
    let mut tls = ServerConnection::new(config).map_err(io::Error::other)?;
    while !tls.wants_write() {
        tls.read_tls(stream)?;
        tls.process_new_packets().map_err(io::Error::other)?;
    }
    io::Write::write_all(&mut tls.writer(), TOO_LATE.as_bytes())?;
    tls.send_close_notify();
    let mut flight = Vec::new();
    while tls.wants_write() {
        tls.write_tls(&mut flight)?;
    }
    io::Write::write_all(stream, &flight)?;
    // Reads what the client sends, so that closing does not reset the connection.
    while tls.read_tls(stream).unwrap_or(0) > 0 && tls.process_new_packets().is_ok() {}
    Ok(())
}
