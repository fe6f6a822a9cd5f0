//! A process of the database server.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, ChildStdin, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use super::{Stop, program::Program};

/// The longest wait for a start. After an immediate stop it recovers first.
const START: Duration = Duration::from_secs(60);

/// Runs the server, and stops it by the signal that is read. Without one, the process of the test has died, because the
/// system closes its end of the pipe: then the data is removed too.
const WATCH: &str = r#"
    "$1" -D "$2/data" -p "$3" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 -c shared_buffers=32MB &
    server=$!
    if read -r signal; then
        kill -"$signal" $server
        wait $server
    else
        kill -QUIT $server
        wait $server
        rm -rf "$2"
    fi
"#;

/// A running server.
pub(super) struct Server {
    watch: Child,
    /// Closed by the system if this process dies.
    signals: Option<ChildStdin>,
}

impl Server {
    /// Starts the server on the data in a folder, and waits until it accepts connections; `None` if it ends, as when
    /// the port is taken.
    pub(super) fn start(program: &Program, folder: &Path, port: u16) -> Option<Self> {
        let mut command = program.command("/bin/sh");
        command.arg("-c").arg(WATCH).arg("sh").arg(&program.postgres).arg(folder).arg(port.to_string());
        // A group of its own: Ctrl-C ends the test, which ends the server.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut watch = command.spawn().expect("the server runs");
        let signals = watch.stdin.take();
        let lines = BufReader::new(watch.stderr.take().expect("it is a pipe")).lines();
        let (said, log) = mpsc::channel();
        // Read to the end, so that the server never waits for a reader.
        thread::spawn(move || lines.map_while(Result::ok).for_each(|line| _ = said.send(line)));
        let mut server = Self { watch, signals };
        while let Ok(line) = log.recv_timeout(START) {
            if line.contains("database system is ready to accept connections") {
                return Some(server);
            }
            // That of a client which connects meanwhile says what the database system is: starting up.
            if line.contains("FATAL") && !line.contains("FATAL:  the database system is ") {
                eprintln!("{line}");
                server.signal("QUIT");
                return None;
            }
        }
        panic!("the database did not start within {START:?}");
    }

    pub(super) fn stop(mut self, how: Stop) {
        self.signal(match how {
            Stop::Fast => "INT",
            Stop::Immediate => "QUIT",
        });
    }

    /// Stops the server, and waits for its end.
    fn signal(&mut self, signal: &str) {
        if let Some(mut signals) = self.signals.take() {
            // The watch may have been killed.
            let _ = writeln!(signals, "{signal}");
            let _ = self.watch.wait();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.signal("QUIT");
    }
}

/// A port that is free now.
pub(super) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}
