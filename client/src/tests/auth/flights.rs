//! Tests every interleaving of the callers that wait for a token and the request for it. Each test runs once for
//! each order in which its threads can take the lock, up to a number of preemptions. A waiter that is never woken
//! is a deadlock, which ends the test.

use std::{
    future::{Future, poll_fn},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Waker},
};

use loom::{future::block_on, model::Builder, sync::Mutex, thread};
use tokio::time::Instant;

use crate::{
    auth::{
        flight::{Fetched, Fetching, Flight, Place, Waiting, follow},
        renewal::{AtHand, Next, Slot},
        token::Token,
        token::TokenResult,
    },
    error::{Error, ErrorKind},
};

/// A slot with an observed lock, and the number of flights that were started.
#[derive(Clone, Default)]
struct Shared(Arc<(Mutex<Slot>, AtomicUsize)>);

impl Place for Shared {
    fn with<R>(&self, change: impl FnOnce(&mut Slot) -> R) -> R {
        change(&mut self.0.0.lock().unwrap())
    }
}

/// The result of a flight.
#[derive(Clone, Copy)]
enum Brings {
    Token,
    Failure,
}

impl Shared {
    fn look(&self) -> (AtHand, Option<u64>) {
        let (at_hand, next) = self.with(|slot| slot.look(Instant::now()));
        (at_hand, self.follow(next))
    }

    fn follow(&self, next: Next) -> Option<u64> {
        let start = follow(next);
        self.0.1.fetch_add(start.iter().count(), Ordering::Relaxed);
        start
    }

    fn flights(&self) -> usize {
        self.0.1.load(Ordering::Relaxed)
    }

    /// Returns a flight that waits once for an answer, and then brings a token with its number.
    fn flight(&self, number: u64, brings: Brings) -> Flight<Self> {
        let fetching: Fetching = Box::pin(async move {
            pause().await;
            match brings {
                Brings::Token => Ok(Fetched(Token::fixed(&format!("token-{number}"))?)),
                Brings::Failure => Err(Error::of_kind(ErrorKind::Server)),
            }
        });
        Flight::new(self.clone(), number, fetching)
    }

    /// Makes a call: it waits, looks up to `ticks` times in vain, and itself carries a flight that it must start.
    fn call(&self, ticks: usize) -> TokenResult {
        loop {
            let (at_hand, start) = self.look();
            let (waiter, mut watch) = match at_hand {
                AtHand::Token(token) => return Ok(token),
                AtHand::Failure(error) => return Err(error),
                AtHand::Wait(waiter, watch) => (Waiting::new(self.clone(), waiter), watch),
            };
            self.carry(start);
            let mut waiter = pin!(waiter);
            for _ in 0..ticks {
                if let Poll::Ready(landed) = waiter.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                    return landed.unwrap_or_else(|| self.call(ticks));
                }
                let next = self.with(|slot| slot.tick(&mut watch, Instant::now()));
                self.carry(self.follow(next));
            }
            if let Some(outcome) = block_on(waiter) {
                return outcome;
            }
        }
    }

    fn carry(&self, start: Option<u64>) {
        start.into_iter().for_each(|number| block_on(self.flight(number, Brings::Token)));
    }

    /// Asserts that no waiter is left behind, and returns the token at the end, if any.
    fn at_the_end(&self) -> Option<String> {
        assert!(self.with(|slot| slot.is_at_rest()), "{:?}", self.0.0);
        match self.look().0 {
            AtHand::Token(token) => Some(token.value().to_owned()),
            _ => None,
        }
    }
}

/// Waits once, as for an answer.
async fn pause() {
    let mut paused = false;
    poll_fn(|context| {
        if std::mem::replace(&mut paused, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Runs the test in every order, prints the number of orders, and asserts that there are at least so many.
fn explore(name: &str, preemptions: usize, at_least: usize, run: impl Fn() + Send + Sync + 'static) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let mut model = Builder::new();
    model.preemption_bound = Some(preemptions);
    model.check(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        run();
    });
    let count = count.load(Ordering::Relaxed);
    println!("{name}: {count} interleavings");
    assert!(count >= at_least, "{count} interleavings, of at least {at_least}");
}

fn value(outcome: TokenResult) -> String {
    outcome.unwrap().value().to_owned()
}

#[test]
fn two_who_wait_are_served_by_one_landing() {
    for brings in [Brings::Token, Brings::Failure] {
        explore("two waiters and a landing", 2, 1_000, move || {
            let shared = Shared::default();
            let (AtHand::Wait(waiter, _), Some(number)) = shared.look() else { panic!("nothing is there") };
            let waiting = Waiting::new(shared.clone(), waiter);
            let flight = shared.flight(number, brings);
            let carrying = thread::spawn(move || block_on(flight));
            let other = shared.clone();
            let other = thread::spawn(move || other.call(0));
            let outcomes = [block_on(waiting).expect("it is not lost"), other.join().unwrap()];
            carrying.join().unwrap();
            for outcome in outcomes {
                assert_eq!(outcome.is_ok(), matches!(brings, Brings::Token));
            }
            assert_eq!(shared.flights(), 1);
            assert_eq!(shared.at_the_end().is_some(), matches!(brings, Brings::Token));
        });
    }
}

#[test]
fn a_leader_that_leaves_takes_nothing_with_it() {
    explore("a leader that leaves", 3, 500, || {
        let shared = Shared::default();
        let (AtHand::Wait(waiter, _), Some(number)) = shared.look() else { panic!("nothing is there") };
        let flight = shared.flight(number, Brings::Token);
        let carrying = thread::spawn(move || block_on(flight));
        let other = shared.clone();
        let other = thread::spawn(move || value(other.call(0)));
        let mut waiting = Box::pin(Waiting::new(shared.clone(), waiter));
        let _ = waiting.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        drop(waiting);
        let token = format!("token-{number}");
        assert_eq!(other.join().unwrap(), token);
        carrying.join().unwrap();
        assert_eq!((shared.flights(), shared.at_the_end()), (1, Some(token)));
    });
}

#[test]
fn a_flight_that_is_taken_over_may_land_at_any_time() {
    let overtaken = Arc::new(AtomicUsize::new(0));
    for brings in [Brings::Token, Brings::Failure] {
        let overtaken = Arc::clone(&overtaken);
        explore("a takeover and a late landing", 3, 500, move || {
            let shared = Shared::default();
            let (AtHand::Wait(waiter, _), Some(first)) = shared.look() else { panic!("nothing is there") };
            drop(Waiting::new(shared.clone(), waiter));
            let flight = shared.flight(first, brings);
            let late = thread::spawn(move || block_on(flight));
            let outcome = shared.call(3);
            late.join().unwrap();
            let at_the_end = shared.at_the_end();
            if shared.flights() == 2 {
                overtaken.fetch_add(1, Ordering::Relaxed);
                // The newest token wins, and the failure of a flight that was taken over does not count.
                assert!(outcome.is_ok());
                assert_ne!(at_the_end.unwrap(), format!("token-{first}"));
            } else {
                assert_eq!((shared.flights(), outcome.is_ok()), (1, matches!(brings, Brings::Token)));
            }
        });
    }
    let overtaken = overtaken.load(Ordering::Relaxed);
    println!("taken over in {overtaken} of them");
    assert!(overtaken > 10);
}

#[test]
fn two_who_wait_take_over_one_after_the_other() {
    explore("two who take over", 2, 200, || {
        let shared = Shared::default();
        let (AtHand::Wait(waiter, _), Some(number)) = shared.look() else { panic!("nothing is there") };
        drop(Waiting::new(shared.clone(), waiter));
        // The runtime of this flight is idle: the flight is never polled, and not dropped either.
        let idle = shared.flight(number, Brings::Token);
        let other = shared.clone();
        let other = thread::spawn(move || value(other.call(3)));
        let tokens = [value(shared.call(3)), other.join().unwrap()];
        // The flight of a waiter may also be taken over, while its thread is held up.
        assert!((2..=3).contains(&shared.flights()), "{}", shared.flights());
        let at_the_end = shared.at_the_end().unwrap();
        // Then the newest token wins.
        assert!(tokens.iter().all(|token| *token <= at_the_end), "{tokens:?}, {at_the_end}");
        drop(idle);
        assert_eq!(shared.at_the_end().unwrap(), at_the_end);
    });
}

#[test]
fn a_task_that_is_dropped_at_once_leaves_nobody_behind() {
    explore("a stopped runtime and a waiter", 3, 50, || {
        let shared = Shared::default();
        let other = shared.clone();
        let other = thread::spawn(move || value(other.call(0)));
        if let (AtHand::Wait(waiter, _), start) = shared.look() {
            let waiting = Waiting::new(shared.clone(), waiter);
            if let Some(number) = start {
                let flight = shared.flight(number, Brings::Token);
                let lost = flight.lost();
                drop(flight);
                assert!(lost.load(Ordering::Relaxed));
            }
            drop(waiting);
        }
        let token = other.join().unwrap();
        assert_eq!(shared.at_the_end(), Some(token));
    });
}

#[test]
fn two_who_are_refused_start_one_flight() {
    explore("two refusals", 3, 200, || {
        let shared = Shared::default();
        let token = shared.call(0).unwrap();
        let refused = |shared: &Shared, token: &Arc<Token>| {
            let (renewed, next) = shared.with(|slot| slot.refuse(token, Instant::now()));
            assert!(renewed);
            shared.carry(shared.follow(next));
            value(shared.call(0))
        };
        let other = (shared.clone(), Arc::clone(&token));
        let other = thread::spawn(move || refused(&other.0, &other.1));
        let renewed = [refused(&shared, &token), other.join().unwrap()];
        assert_eq!(shared.flights(), 2);
        assert!(renewed[0] != token.value() && renewed[0] == renewed[1]);
        assert_eq!(shared.at_the_end().as_deref(), Some(renewed[0].as_str()));
    });
}
