//! The events of a history: a digest, the kinds that occurred, and the lines of a trace if someone wants to read them.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    hash::{Hash as _, Hasher as _},
    time::Duration,
};

/// The events of a history so far.
pub(crate) struct Trace {
    hasher: Fnv,
    counts: BTreeMap<&'static str, u32>,
    /// The task of each kill, and the number of its awaits until then.
    kills: Vec<(&'static str, u32)>,
    lines: Option<String>,
}

impl Trace {
    /// Starts a trace. Only if `readable` does it keep lines, which take time to write.
    pub(crate) fn new(readable: bool) -> Self {
        Self {
            hasher: Fnv(0xcbf2_9ce4_8422_2325),
            counts: BTreeMap::new(),
            kills: Vec::new(),
            lines: readable.then(String::new),
        }
    }

    /// Adds an event of an actor: its kind, and its object, such as an operation number.
    pub(crate) fn add(&mut self, at: Duration, actor: &str, kind: &'static str, object: &str) {
        (at.as_millis(), actor, kind, object).hash(&mut self.hasher);
        *self.counts.entry(kind).or_default() += 1;
        if let Some(lines) = &mut self.lines {
            let _ = writeln!(lines, "{:>12.3} s  {actor:<12} {kind} {object}", at.as_secs_f64());
        }
    }

    /// Adds a kill at an await of a task.
    pub(crate) fn killed(&mut self, task: &'static str, awaits: u32) {
        self.kills.push((task, awaits));
    }

    /// The task of each kill, and the number of its awaits until then.
    pub(crate) fn kills(&self) -> &[(&'static str, u32)] {
        &self.kills
    }

    /// Adds a line that is no event.
    pub(crate) fn headline(&mut self, line: &str) {
        self.lines.iter_mut().for_each(|lines| *lines += &format!("{line}\n\n"));
    }

    /// The digest of all events, in order, with their times.
    pub(crate) fn digest(&self) -> u64 {
        self.hasher.finish()
    }

    /// The number of events of each kind.
    pub(crate) fn counts(&self) -> &BTreeMap<&'static str, u32> {
        &self.counts
    }

    /// The lines, if they were kept.
    pub(crate) fn lines(&self) -> &str {
        self.lines.as_deref().unwrap_or_default()
    }
}

/// A hash that is the same in every process and with every version of Rust.
struct Fnv(u64);

impl std::hash::Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
