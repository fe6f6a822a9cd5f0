//! Tests that the suite for guards finds each typical mistake of one.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use alignet::{
    notifications::{Begun, Claim, GuardError, Guarding, Lease, ReplayGuard, ReplayKey},
    testing::GuardSuite,
};
use tokio::{task::yield_now, time::Instant};

const LAPSE: Duration = Duration::from_secs(1);

/// A mistake of a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mistake {
    None,
    LooksThenWrites,
    LooksThenReplaces,
    DoneOfAnother,
    ForgetOfAnother,
    ForgetOfHandled,
    LeaseByEntry,
    LeaseByKey,
    HandledLapses,
    NeverLapses,
    LapsesAtOnce,
    LateDoneIsLost,
    DoneInTwoSteps,
    DoneTwiceFails,
    ForgetTwiceFails,
    UnderwayIsRepeated,
    ShortKeys,
    KeysAsText,
    Panics,
    RecordsWithoutLease,
    RecordsTwice,
    RecordsInNoTransaction,
}

/// A guard in memory, plain and slow, with one mistake.
struct Broken {
    mistake: Mistake,
    entries: Mutex<HashMap<Vec<u8>, Entry>>,
    leases: Mutex<u64>,
}

#[derive(Clone, Copy)]
struct Entry {
    lease: u64,
    handled: bool,
    lapses: Instant,
}

impl Broken {
    fn new(mistake: Mistake) -> Self {
        Self { mistake, entries: Mutex::default(), leases: Mutex::default() }
    }

    fn has(&self, mistake: Mistake) -> bool {
        self.mistake == mistake
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<Vec<u8>, Entry>> {
        self.entries.lock().unwrap()
    }

    fn key(&self, key: &ReplayKey) -> Vec<u8> {
        match self.mistake {
            Mistake::ShortKeys => key.as_bytes()[..16].to_vec(),
            Mistake::KeysAsText => String::from_utf8_lossy(key.as_bytes()).into_owned().into_bytes(),
            _ => key.as_bytes().to_vec(),
        }
    }

    /// The state of an entry, unless it may be claimed.
    fn state(&self, key: &[u8]) -> Option<Begun> {
        let entry = *self.entries().get(key)?;
        if entry.handled && !self.has(Mistake::HandledLapses) {
            return Some(Begun::Repeated);
        }
        if !self.has(Mistake::NeverLapses) && Instant::now() >= entry.lapses {
            return None;
        }
        Some(match entry.handled || self.has(Mistake::UnderwayIsRepeated) {
            true => Begun::Repeated,
            false => Begun::Underway,
        })
    }

    fn claim(&self, key: Vec<u8>) -> Begun {
        let mut leases = self.leases.lock().unwrap();
        *leases += 1;
        let before = self.entries().get(&key).map(|entry| entry.lease);
        let lease = match self.mistake {
            Mistake::LeaseByEntry => before.unwrap_or_default() + 1,
            Mistake::LeaseByKey => 1,
            _ => *leases,
        };
        let lapse = if self.has(Mistake::LapsesAtOnce) { Duration::from_millis(1) } else { LAPSE };
        let lapses = Instant::now() + lapse;
        self.entries().insert(key, Entry { lease, handled: false, lapses });
        Begun::New(Lease::new(lease))
    }

    /// Records a claim, as in a transaction: it is the claim's, and under way.
    fn record(&self, key: &ReplayKey, lease: Lease) -> Result<(), GuardError> {
        let mut entries = self.entries();
        let entry = entries.get_mut(&self.key(key)).ok_or("no entry")?;
        let held = self.has(Mistake::RecordsWithoutLease) || entry.lease == lease.get();
        if !held || entry.handled && !self.has(Mistake::RecordsTwice) {
            return Err("the claim was lost".into());
        }
        entry.handled = !self.has(Mistake::RecordsInNoTransaction);
        Ok(())
    }
}

impl ReplayGuard for Broken {
    fn begin<'a>(&'a self, key: &'a ReplayKey) -> Guarding<'a, Begun> {
        Box::pin(async {
            assert!(!self.has(Mistake::Panics), "a broken guard");
            let key = self.key(key);
            let known = self.entries().contains_key(&key);
            let mut state = self.state(&key);
            if self.has(if known { Mistake::LooksThenReplaces } else { Mistake::LooksThenWrites }) {
                yield_now().await;
            } else {
                yield_now().await;
                state = self.state(&key);
            }
            Ok(state.unwrap_or_else(|| self.claim(key)))
        })
    }

    fn done<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        Box::pin(async move {
            let key = self.key(key);
            let entry = self.entries().get(&key).copied();
            let held = entry.is_some_and(|entry| entry.lease == lease.get());
            if self.has(Mistake::DoneTwiceFails) && entry.is_some_and(|entry| entry.handled) {
                return Err("a handled key is there".into());
            }
            let lost =
                self.has(Mistake::LateDoneIsLost) && entry.is_none_or(|entry| Instant::now() >= entry.lapses);
            if lost || !held && entry.is_some() && !self.has(Mistake::DoneOfAnother) {
                return Ok(());
            }
            if self.has(Mistake::DoneInTwoSteps) {
                if entry.is_none() {
                    return Ok(());
                }
                self.entries().remove(&key);
                yield_now().await;
            }
            self.entries()
                .insert(key, Entry { lease: lease.get(), handled: true, lapses: Instant::now() + LAPSE });
            Ok(())
        })
    }

    fn forget<'a>(&'a self, key: &'a ReplayKey, lease: Lease) -> Guarding<'a, ()> {
        Box::pin(async move {
            let key = self.key(key);
            let entry = self.entries().get(&key).copied();
            if self.has(Mistake::ForgetTwiceFails) && entry.is_none() {
                return Err("no such key".into());
            }
            let held = entry.is_some_and(|entry| entry.lease == lease.get());
            let handled = entry.is_some_and(|entry| entry.handled);
            if (held || self.has(Mistake::ForgetOfAnother) && !handled)
                && (!handled || self.has(Mistake::ForgetOfHandled))
            {
                self.entries().remove(&key);
            }
            Ok(())
        })
    }
}

/// Runs the suite, and returns the broken promises.
async fn broken(mistake: Mistake) -> Vec<String> {
    let guard = std::sync::Arc::new(Broken::new(mistake));
    let recorder = std::sync::Arc::clone(&guard);
    let suite = GuardSuite::new(LAPSE).guard(guard).recording(move |claim: Claim<()>| {
        let recorder = std::sync::Arc::clone(&recorder);
        async move {
            recorder.record(claim.key(), claim.lease())?;
            Ok(claim.recorded())
        }
    });
    match suite.run().await {
        Ok(()) => Vec::new(),
        Err(violations) => violations.lines().to_vec(),
    }
}

#[tokio::test(start_paused = true)]
async fn a_plain_guard_without_a_mistake_passes() {
    assert_eq!(broken(Mistake::None).await, [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn each_mistake_breaks_its_promise() {
    for (mistake, promise) in [
        (Mistake::LooksThenWrites, "a notification that never came: 16 of 16 at once are New, not one"),
        (Mistake::LooksThenReplaces, "a notification whose claim lapsed: 16 of 16 at once are New, not one"),
        (
            Mistake::DoneOfAnother,
            "a new claim, after `done` of one that lapsed: `begin` answers Repeated, not Underway",
        ),
        (
            Mistake::ForgetOfAnother,
            "a new claim, after `forget` of one that lapsed: `begin` answers New(Lease",
        ),
        (
            Mistake::ForgetOfHandled,
            "a notification after `done`, and then `forget`: `begin` answers New(Lease",
        ),
        (Mistake::LeaseByEntry, "the lease 1 was given twice"),
        (Mistake::LeaseByKey, "a new claim, after `forget` of one that lapsed: `begin` answers New(Lease"),
        (
            Mistake::HandledLapses,
            "a notification that was handled before claims of that time lapsed: `begin` answers New",
        ),
        (Mistake::NeverLapses, "a notification whose claim lapsed: `begin` answers Underway, not New"),
        (Mistake::LapsesAtOnce, "a notification under way for half of the time: `begin` answers New(Lease"),
        (
            Mistake::LateDoneIsLost,
            "a notification after `done` of a claim that lapsed, which no other replaced: `begin`",
        ),
        (
            Mistake::DoneInTwoSteps,
            "a notification after a `done` that was dropped, and another: `begin` answers New",
        ),
        (Mistake::DoneTwiceFails, "`done` failed: a handled key is there"),
        (Mistake::ForgetTwiceFails, "`forget` failed: no such key"),
        (Mistake::UnderwayIsRepeated, "a notification under way: `begin` answers Repeated, not Underway"),
        (
            Mistake::ShortKeys,
            "a random key that differs from a handled one in byte 16: `begin` answers Repeated",
        ),
        (
            Mistake::KeysAsText,
            "a high key that differs from a handled one in byte 0: `begin` answers Repeated",
        ),
        (Mistake::Panics, "the guard panicked"),
        (Mistake::RecordsWithoutLease, "a claim that another had replaced was recorded"),
        (Mistake::RecordsTwice, "a claim that had ended was recorded"),
        (Mistake::RecordsInNoTransaction, "a recorded notification: `begin` answers Underway, not Repeated"),
    ] {
        let lines = broken(mistake).await;
        assert!(lines.iter().any(|line| line.starts_with(promise)), "{mistake:?}: {lines:#?}");
    }
}

#[tokio::test]
async fn a_suite_without_a_guard_tests_nothing() {
    let violations = GuardSuite::new(LAPSE).run().await.unwrap_err();
    assert_eq!(violations.to_string(), "there is no guard to test: add one by `guard`");
}
