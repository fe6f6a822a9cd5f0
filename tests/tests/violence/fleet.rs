//! The merchant's processes: started, killed, stopped for a while, and started again.

use std::{
    fs::{File, OpenOptions},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use fastrand::Rng;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, ChildStdout, Command},
};

/// A program, its variables, and the processes that run it. They are killed when this is dropped.
pub(crate) struct Fleet {
    program: PathBuf,
    variables: Vec<(String, String)>,
    logs: PathBuf,
    merchants: Vec<tokio::sync::Mutex<Option<Process>>>,
    /// The address of each process, also of a dead one, until another runs in its place.
    addresses: Vec<Mutex<SocketAddr>>,
    /// The addresses of each for operators.
    operators: Vec<Mutex<SocketAddr>>,
    kills: AtomicUsize,
}

struct Process {
    child: Child,
    _output: BufReader<ChildStdout>,
}

impl Fleet {
    /// Starts this many processes, which write their logs into a folder.
    pub(crate) async fn start(
        program: PathBuf,
        variables: Vec<(String, String)>,
        logs: &Path,
        number: usize,
    ) -> Self {
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 9));
        let fleet = Self {
            program,
            variables,
            logs: logs.to_owned(),
            merchants: (0..number).map(|_| tokio::sync::Mutex::default()).collect(),
            addresses: (0..number).map(|_| Mutex::new(nowhere)).collect(),
            operators: (0..number).map(|_| Mutex::new(nowhere)).collect(),
            kills: AtomicUsize::new(0),
        };
        for index in 0..number {
            fleet.restart(index, &[]).await;
        }
        fleet
    }

    pub(crate) fn len(&self) -> usize {
        self.merchants.len()
    }

    pub(crate) fn kills(&self) -> usize {
        self.kills.load(Ordering::SeqCst)
    }

    /// The address of any of the processes, which may be dead.
    pub(crate) fn any(&self, rng: &mut Rng) -> SocketAddr {
        *self.addresses[rng.usize(0..self.len())].lock().unwrap()
    }

    /// The address of the first process for operators.
    pub(crate) fn operators(&self) -> SocketAddr {
        *self.operators[0].lock().unwrap()
    }

    /// Kills a process, and starts another in its place, with these variables beside those of all.
    pub(crate) async fn restart(&self, index: usize, variables: &[(&str, String)]) {
        let mut merchant = self.merchants[index].lock().await;
        if let Some(mut process) = merchant.take() {
            process.child.kill().await.unwrap();
            self.kills.fetch_add(1, Ordering::SeqCst);
        }
        let mut command = Command::new(&self.program);
        let log: File = OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.logs.join(format!("merchant-{index}.log")))
            .unwrap();
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        for (prefix, addresses) in
            [("operators at http://", &self.operators), ("listening on http://", &self.addresses)]
        {
            let mut line = String::new();
            output.read_line(&mut line).await.unwrap();
            // A process may fail to start while the database is stopped. The next one starts when it is killed.
            if let Some(address) = line.trim_end().strip_prefix(prefix) {
                *addresses[index].lock().unwrap() = address.parse().unwrap();
            }
        }
        *merchant = Some(Process { child, _output: output });
    }

    /// Starts each process anew that has ended, and lets those go on that are stopped: the trade may end in between.
    pub(crate) async fn revive(&self) {
        for index in 0..self.len() {
            let mut merchant = self.merchants[index].lock().await;
            let ended = merchant.as_mut().is_none_or(|process| process.child.try_wait().unwrap().is_some());
            if ended {
                *merchant = None;
                drop(merchant);
                self.restart(index, &[]).await;
            } else {
                drop(merchant);
                self.signal(index, "-CONT").await;
            }
        }
    }

    /// Stops a process without ending it (`SIGSTOP`), or lets it go on (`SIGCONT`).
    pub(crate) async fn signal(&self, index: usize, signal: &str) {
        let merchant = self.merchants[index].lock().await;
        let Some(id) = merchant.as_ref().and_then(|process| process.child.id()) else { return };
        let status = Command::new("kill").args([signal, &id.to_string()]).status().await;
        assert!(status.unwrap().success());
    }
}
