//! Writes each call that may move money down before it leaves, and settles it after a crash. Needs the feature `journal`.
//!
//! A merchant's process may end at any instruction: the power fails, the host is taken away, the buyer hangs up and the web
//! framework drops the handler. Without a journal, a charge that was on its way is then known to the service alone. With one,
//! it has an entry, and [`Recovery`] finds out what became of it.
//!
//! ```
//! use alignet::{
//!     Client, Credentials, Environment,
//!     journal::{Entry, Filter, Journal as _, MemoryJournal, State},
//! };
//! use std::{sync::Arc, time::Duration};
//!
//! /// Brings the order of a payment to the state of its entry, as often as it is called.
//! async fn decided(entry: Entry) -> std::io::Result<()> {
//!     if entry.is_paid() {
//!         // UPDATE orders SET state = 'paid' WHERE number = … AND state <> 'paid'
//!     } else if entry.is_unpaid() {
//!         // UPDATE orders SET state = 'declined' WHERE number = … AND state <> 'paid'
//!     }
//!     Ok(())
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! // In production: `PostgresJournal` of the crate `alignet-postgres`, shared by all processes.
//! let journal = Arc::new(MemoryJournal::new());
//! let alignet = Client::builder(Environment::PREPROD)
//!     .credentials(Credentials::new("id", "secret"))
//!     .journal(Arc::clone(&journal))
//!     .build()?;
//!
//! // At the start, and all the time that the process runs. Several processes may do so at once.
//! let recovery = alignet.recovery(Arc::clone(&journal)).cancelling(true).deciding(decided);
//! tokio::spawn(async move { recovery.run(Duration::from_secs(30)).await });
//!
//! // For an operator.
//! for entry in journal.list(&Filter::new().states([State::Person])).await? {
//!     println!("{entry}");
//! }
//! # Ok(()) }
//! ```
//!
//! Nothing else in the code of a charge changes. The client writes an entry, or one for each charge that a refund is of, before the
//! first byte of every call that is `never` repeated or `keyed`, and its end after the last attempt. Each charge of a refund ends as the
//! reply says of it: registered, rejected, or nothing, so that a person has to look. A call whose entry can't be written is not sent: its error is of the
//! kind [`Journal`](crate::ErrorKind::Journal), and its delivery *not sent*.
//!
//! # The states of an entry
//!
//! ```text
//!             nothing was sent, or it was refused
//!  ──▶ open ─┬──────────────────────────────────────▶ not_made
//!            │ the reply, or a notification
//!            ├──────────────────────────────────────▶ done · declined · reversed
//!            │ the service has not decided it                ▲
//!            ├──▶ pending ────────────────────────────────────┤ a notification, a query
//!            │ the deadline has passed                        │
//!            ├──▶ cancelling ─────────────────────────────────┤ a query after the answered cancellation;
//!            │                                                │ or the service does not know it: declined
//!            │ open, pending or cancelling for too long       │
//!            └──▶ person ─────────────────────────────────────┘ resolve, also as `pending`
//!                   ▲
//!                   └── done, declined, reversed or not_made: paid after it was decided otherwise, or paid twice
//! ```
//!
//! | state | meaning | may the reference be used again? |
//! |---|---|---|
//! | [`open`](State::Open) | under way, or its end is lost | no |
//! | [`pending`](State::Pending) | the service has the payment, and has not decided it, or its cancellation may take it back | no |
//! | [`cancelling`](State::Cancelling) | recovery is about to cancel it, or waits for the proof that it is | no |
//! | [`done`](State::Done) | the funds are proven; the refund of the charge is registered; the cancellation is done | no for a charge, yes for a refund |
//! | [`declined`](State::Declined) | declined or, as a refund, rejected; cancelled before it was authorised, or never arrived | no for a charge, yes for others |
//! | [`reversed`](State::Reversed) | authorised, and given back since | no for a charge, yes for others |
//! | [`not_made`](State::NotMade) | nothing was sent, or the service refused it and made nothing | yes |
//! | [`person`](State::Person) | a person must decide; the note says why | no |
//!
//! # Recovery
//!
//! An entry is due once the deadline of its call has passed, by the clock of the store. For each entry that is due, one process does one of these:
//!
//! 1. It queries the payment, if its transaction is known: paid, declined and reversed decide; pending waits, and so does a query
//!    that fails.
//! 2. It leaves a payment without a known transaction until [`patience`](Recovery::patience) ends, after three tries at least, and then
//!    to a person, unless it may cancel.
//! 3. It cancels it by its reference, if it [may](Recovery::cancelling). The entry says `cancelling` before each cancellation is sent,
//!    and a query confirms it. A payment that the service does not know may still be on its way: it counts as never arrived if the
//!    service says so twice, a [flight](Recovery::flight) apart. Only the service's own words count: a success without the
//!    operation, or its JSON with the code of a failure. A bare 404, a page or other JSON may be from a proxy, and decides nothing.
//!    A payment that the service does not cancel is done once it is cleared, and not while it is authorised: an earlier cancellation may
//!    still arrive.
//! 4. It leaves what no query tells to a person, such as a refund whose reply is lost.
//!
//! A payment that recovery has cancelled is never done by a notification or a reply, also if a person has it queried again: they may be
//! older than the cancellation. It is done once a query says that it is cleared, or that it is authorised when no cancellation can
//! arrive any more.
//!
//! It never sends a charge. [`deciding`](Recovery::deciding) is told each decision: without it, a payment that recovery finds ships
//! nothing.
//!
//! # A cancellation by the application
//!
//! A charge whose cancellation the application has asked for is [contested](Entry::contested), unless it was decided before: a notification, a
//! reply or a query that says paid may be older than the cancellation. A cancellation that was done before the charge began does not count. Such a charge is not [`done`](State::Done) before its
//! cancellation ends as `not_made` or `declined`, as it does once the payment is cleared. It is pending, and recovery queries both.
//!
//! # The handler of notifications
//!
//! A notification has what a lost reply would have said. [`tell`](Journal::tell) the journal, and ship only if the entry
//! [is paid](Entry::is_paid) then: an order that is being cancelled is not paid for long. The journal compares no amounts: compare
//! that of the notification with the order's. With the feature `notifications`, a
//! `Claim` makes a [`Told`]. Tell the journal in the database transaction that marks the order, if the journal is in the same
//! database.
//!
//! # Guarantees
//!
//! Whatever ends when, a process or a connection, the database or the service:
//!
//! - **Nothing is sent unwritten.** The entry is durable before the first byte leaves.
//! - **No reference of a charge is sent twice**, unless nothing was sent or made the first time.
//! - **Paid means recorded.** A caller gets a reply that says paid only if the journal says [`done`](State::Done). If that can't
//!   be recorded, the call ends as indeterminate.
//! - **Nothing is forgotten.** Each entry ends decided or with a person, as long as recovery runs.
//! - **A lost lease changes nothing**: a recovery that was stopped and goes on later can't overwrite the decision of another.
//! - **No secret is in an entry**: neither a card nor a part of it, not even in the digest.
//!
//! They hold under these assumptions:
//!
//! - All processes that charge for a merchant share one journal, and its store keeps what it acknowledged.
//! - An abandoned request does not arrive later than the [`flight`](Recovery::flight) after the time of its call is over. The
//!   client sends nothing after that, also when the machine was suspended meanwhile; but a process that is
//!   stopped in the instant between that check and the network may send when it goes on. A charge that arrives after all is
//!   found by its notification, and left to a person.
//! - A proxy that refuses a request, by a status such as 404 or 403, does not pass it on.
//! - Recovery asks for every merchant in the journal with the credentials of its client. If a journal is shared by merchants with
//!   credentials of their own, the recovery of each names its [`merchants`](Recovery::merchants).
//! - Recovery sends the [headers](Recovery::header) that select a payment, such as the code of a payment facilitator.
//! - We assume that a cancellation whose reply has no operation found no charge, as the contract says. If that is wrong, the
//!   notification of the charge leaves it to a person.
//! - An application that cancels a charge which the journal has as [`done`](State::Done) marks its order first: it is paid until the
//!   cancellation arrives.
//! - The vendor does not document that a second charge with the same operation number is refused. Nothing here needs that.
//!
//! A call that ends tells its caller, and nobody else. If the process ends before the caller has acted, the entry is
//! decided: the notification tells, and so does a [`list`](Journal::list) of the references of orders that still wait, when the
//! application starts. The entries of cancellations and refunds have the reference of their payment, so ask each whether it
//! [is the payment](Entry::is_payment).
//!
//! # A person
//!
//! An entry waits for a person if nothing else can decide it. A charge, and a cancellation of recovery, may still be on its way then:
//! wait for the [`flight`](Recovery::flight) before you decide that nothing is paid, and leave it to a query that something is, by
//! `pending`, which waits as long as it must. Its note has the reason; what recovery gave up begins with `left to
//! a person, because`:
//!
//! | note | to do |
//! |---|---|
//! | `no transaction is known to query, and recovery may not cancel`; `the service has it, and names no transaction to query`; `recovery may not cancel any more` | look the operation number up in the vendor's panel; resolve it as `pending` with the transaction that is found, or as `declined` if there is none after the flight |
//! | `its end is lost, and no query tells it` | of a refund: `list_refunds` of that day; resolve it as `done`, or as `not_made` if it is not in the list |
//! | `the service refused the cancellation`; `the cancellation had no clear answer`; `the query had no clear answer`; `the service does not know it`; `the service does not know the payment, but its transaction` | the same as the first; ask the vendor if it repeats |
//! | `the cancellation and the query contradict each other`; `the query tells no outcome`; `its state proves nothing` | ask the vendor, with the transaction |
//! | `it is paid, but a cancellation may still arrive` | resolve it as `pending`: recovery queries it when the flight is over |
//! | `it is paid, but the application has asked for its cancellation`; of a cancellation: `the payment is not cancelled yet` | look at the payment in the panel when the flight is over; resolve the cancellation as `declined` if it is paid, else as `done`, and then the charge as `pending`. If the cancellation is `done` already, resolve the charge as the panel says: `done` or `reversed` |
//! | of a cancellation: `the transaction of its payment is not known` | resolve the charge first, and then this as `done` if nothing is paid, else as `declined` |
//! | `the service has not decided it for too long`; `the service has not decided it after its cancellation` | look at it in the panel; while it is undecided, cancel it there, or resolve it as `pending`, which waits for the next query |
//! | `it is paid, and had been decided otherwise` | the buyer has paid an order that was given up: resolve it as `pending`, and ship it when it is done; or give the money back (`cancel_charge` while it is authorised, `create_refund` once it is cleared) and resolve it as `reversed` |
//! | `it is paid, as was proven since it was left to a person` | resolve it as `pending`: recovery queries it |
//! | `it is pending, and had been decided otherwise` | resolve it as `pending`: recovery queries it |
//! | `another transaction with the same reference is paid, too` | the buyer has paid twice: the entry has both transactions; give one back, and resolve it as `done`. It can't be resolved as `pending` |
//! | `this recovery does not know the operation` | a newer version of the application wrote it: let that version recover it, and resolve it as the first |
//!
//! Ask for these entries with [`list`](Journal::list), from an alert. The `tracing` warnings are only of those that recovery leaves
//! to a person, and not of those that a notification does.
//!
//! [`resolve`](Journal::resolve) records the decision, with a reason and a name. It refuses `declined` and `not_made` for an entry
//! whose note says that it is paid, also if that came while the person was looking, and `pending` for one that is paid twice:
//!
//! ```
//! use alignet::journal::{EntryId, Journal, JournalError, Resolution, State};
//!
//! /// An operator found the charge in the vendor's panel: recovery queries it again.
//! async fn found(journal: &impl Journal, id: EntryId, transaction: &str) -> Result<(), JournalError> {
//!     let resolution = Resolution::new(State::Pending, "found in the panel, by the night shift");
//!     journal.resolve(id, &resolution.transaction(transaction)).await?;
//!     Ok(())
//! }
//! ```
//!
//! # Cost
//!
//! A call makes one write before it leaves, and one after its reply: with a database, a round trip each. They are part of the
//! time of the call. A write before that takes longer than ten seconds fails the call. A client without a journal
//! pays nothing, and without the feature none of this is compiled.

pub(crate) mod call;
mod changes;
mod digest;
pub(crate) mod ending;
mod entry;
mod filter;
mod memory;
mod parts;
pub(crate) mod reading;
mod recovery;
mod rules;
mod store;
mod subject;

pub use self::{
    changes::{Ending, Resolution, Step, Told},
    entry::{Entry, EntryId, NewEntry, State},
    filter::Filter,
    memory::MemoryJournal,
    recovery::{Recovery, Report},
    store::{Claimed, Journal, JournalError, Journaling, Opened},
};
