//! Captures everything that is logged in this process.

use std::{
    io,
    sync::{Mutex, MutexGuard, Once, PoisonError},
};

use tracing_subscriber::fmt::format::FmtSpan;

use super::{Canary, assert_clean};

/// Everything that is logged since its start, through `tracing` and the `log` facade, at every level and by
/// every crate of this process. Tests that run at the same time log into it as well.
#[derive(Debug, Clone, Copy)]
pub struct Capture {
    start: usize,
}

impl Capture {
    /// Starts to capture.
    ///
    /// # Panics
    ///
    /// If this process has another subscriber or logger.
    pub fn start() -> Self {
        static INSTALL: Once = Once::new();
        INSTALL.call_once(install);
        Self { start: lock().len() }
    }

    /// The log so far.
    pub fn text(self) -> String {
        String::from_utf8_lossy(&lock()[self.start..]).into_owned()
    }

    /// Panics if a canary was logged.
    ///
    /// # Panics
    ///
    /// If a canary was logged.
    #[track_caller]
    pub fn assert_clean(self, canaries: &[Canary]) {
        assert_clean(canaries, "the log", &self.text());
    }
}

fn install() {
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        // A span shows its fields when it begins, and those recorded later when it ends.
        .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(|| Sink)
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("this is the only subscriber");
    log::set_logger(&Sink).expect("this is the only logger");
    log::set_max_level(log::LevelFilter::Trace);
}

static LOGGED: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn lock() -> MutexGuard<'static, Vec<u8>> {
    LOGGED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The writer that receives all logs.
struct Sink;

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl log::Log for Sink {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let line = format!("log {} {}: {}\n", record.level(), record.target(), record.args());
        lock().extend_from_slice(line.as_bytes());
    }

    fn flush(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracing_and_log_are_captured_at_every_level() {
        let before = Capture::start();
        tracing::trace!(field = "canary in a field", "event");
        tracing::trace_span!(target: "elsewhere", "span", field = "canary in a span").in_scope(|| {});
        log::trace!(target: "rustls", "canary in the log facade");
        for planted in ["canary in a field", "canary in a span", "canary in the log facade"] {
            assert!(Canary::new("planted", planted).leak(&before.text()).is_some(), "{planted}");
            assert!(Canary::new("planted", planted).leak(&Capture::start().text()).is_none());
        }
    }
}
