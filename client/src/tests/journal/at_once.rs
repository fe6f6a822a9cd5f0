//! Recovery of many entries at a slow service.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, header::CONTENT_TYPE};
use tokio::time::{Instant, sleep, timeout};

use super::world::{NUMBER, found};
use crate::{
    Client, Credentials, Environment,
    journal::{Ending, EntryId, Journal as _, MemoryJournal, NewEntry, Recovery, State},
    transport::{Limits, Sending, Transport},
};

const SLOW: Duration = Duration::from_secs(4);
const ENTRIES: usize = 100;

/// A service that answers each query after a while, and counts those that it has at once.
#[derive(Default)]
struct Slow {
    now: AtomicUsize,
    most: AtomicUsize,
}

struct Shared(Arc<Slow>);

impl Transport for Shared {
    fn send(&self, request: Request<Bytes>, _: Limits) -> Sending<'_> {
        Box::pin(async move {
            let number = request.uri().path().split('/').nth(3).unwrap().to_owned();
            let now = self.0.now.fetch_add(1, Ordering::Relaxed) + 1;
            self.0.most.fetch_max(now, Ordering::Relaxed);
            sleep(SLOW).await;
            self.0.now.fetch_sub(1, Ordering::Relaxed);
            let body = found("AUTORIZADO").to_string().replace(NUMBER, &number);
            Ok(Response::builder().header(CONTENT_TYPE, "application/json").body(Bytes::from(body)).unwrap())
        })
    }
}

/// A journal with pending charges that are all due, and its recovery.
async fn backlog() -> (Arc<MemoryJournal>, Arc<Slow>, Recovery) {
    let (journal, service) = (Arc::new(MemoryJournal::new()), Arc::new(Slow::default()));
    for number in 0..ENTRIES {
        let entry = NewEntry {
            id: EntryId::random(),
            environment: "PREPROD".to_owned(),
            operation: "authorize_charge".to_owned(),
            merchant: "M1".to_owned(),
            reference: format!("{}", 500_000 + number),
            time_left: Duration::ZERO,
            digest: [0; 32],
            once: true,
            undoes: false,
        };
        journal.open(&entry).await.unwrap();
        let pending =
            Ending { state: State::Pending, transaction: Some("tx1".to_owned()), note: String::new() };
        journal.close(entry.id, &pending).await.unwrap();
    }
    let client = Client::builder(Environment::PREPROD)
        .credentials(Credentials::new("id", "secret"))
        .bearer("bearer")
        .transport(Shared(Arc::clone(&service)))
        .build()
        .unwrap();
    let recovery = client.recovery(Arc::clone(&journal));
    (journal, service, recovery)
}

#[tokio::test(start_paused = true)]
async fn a_backlog_is_settled_several_entries_at_once_and_never_more() {
    for (set, at_once) in [(None, 8), (Some(3), 3), (Some(1), 1), (Some(0), 1)] {
        let (_, service, recovery) = backlog().await;
        let recovery = set.into_iter().fold(recovery, Recovery::at_once);
        let began = Instant::now();
        let report = recovery.run_once().await.unwrap();
        assert_eq!((report.claimed, report.done), (ENTRIES, ENTRIES), "one report: {report}");
        assert_eq!(service.most.load(Ordering::Relaxed), at_once);
        let rounds = u32::try_from(ENTRIES.div_ceil(at_once)).unwrap();
        assert!(began.elapsed() - SLOW * rounds < Duration::from_secs(1), "{at_once}: {:?}", began.elapsed());
    }
}

/// The others are free for another process, and no lease runs while its entry waits.
#[tokio::test(start_paused = true)]
async fn an_entry_is_leased_only_while_it_is_being_settled() {
    let (journal, _, recovery) = backlog().await;
    let recovery = recovery.at_once(5);
    assert!(timeout(SLOW * 3 / 2, recovery.run_once()).await.is_err(), "in the midst of the second round");
    let free = journal.claim("PREPROD", &[], ENTRIES, SLOW).await.unwrap().len();
    assert_eq!(free, ENTRIES - 2 * 5, "five are done, and five are leased");
}
