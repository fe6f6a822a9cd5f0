//! An entry of the journal: one call that may move money.

use std::{fmt, str::FromStr, time::Duration};

use aws_lc_rs::rand;

use crate::{
    error::{Error, ErrorKind},
    types::names::names,
};

/// The id of an entry: 128 random bits. `Display` writes them in 32 hexadecimal digits, which `FromStr` parses.
///
/// Ids have no order in time. An operator names an entry by its id; see [`Journal::resolve`](super::Journal::resolve).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(u128);

impl EntryId {
    /// Makes the id with this number, as a store read it.
    pub const fn new(number: u128) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> u128 {
        self.0
    }

    /// Draws an id that no other process draws, not even one forked from this one.
    pub fn random() -> Self {
        let mut bytes = [0; 16];
        // The number need not be secret, so a weaker source serves as a fallback.
        Self(if rand::fill(&mut bytes).is_ok() { u128::from_ne_bytes(bytes) } else { fastrand::u128(..) })
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for EntryId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = digits.then(|| u128::from_str_radix(text, 16).ok()).flatten();
        number
            .map(Self)
            .ok_or_else(|| Error::noted(ErrorKind::Value, "the id of an entry has 32 hexadecimal digits"))
    }
}

/// An entry to write before a call leaves. It holds no secret and no card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    /// The id.
    pub id: EntryId,
    /// The environment that the call goes to; see [`Environment::journal_name`](crate::Environment::journal_name).
    pub environment: String,
    /// The endpoint, such as `authorize_charge`.
    pub operation: String,
    /// The merchant's code; empty if the request has none.
    pub merchant: String,
    /// The value that identifies the call, such as the operation number of a charge. Several values, as of several refunds
    /// in one call, are joined by commas. A call without a value has its [`id`](Self::id) here.
    pub reference: String,
    /// The time that is left to the call. A store adds it to its own clock, so that the deadline of the entry is never
    /// before that of the call.
    pub time_left: Duration,
    /// The digest (SHA-256) of the request, without its secrets.
    pub digest: [u8; 32],
    /// True if the reference stands for the call itself, as the operation number of a charge does, so that it may be used
    /// for one call only. A refund names another object, which may have several.
    pub once: bool,
    /// True if the call takes another one back, as a cancellation does, which has the same reference.
    pub undoes: bool,
}

/// An entry as it stands when a store reads it. The ages and waits are measured by the store's clock, so that no clock
/// of a process matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The id.
    pub id: EntryId,
    /// The environment; see [`NewEntry::environment`].
    pub environment: String,
    /// The endpoint, such as `authorize_charge`.
    pub operation: String,
    /// The merchant's code; empty if the request has none.
    pub merchant: String,
    /// The value that identifies the call; see [`NewEntry::reference`].
    pub reference: String,
    /// The digest of the request, without its secrets.
    pub digest: [u8; 32],
    /// True if the reference may be used for one call only; see [`NewEntry::once`].
    pub once: bool,
    /// True if the call takes another one back; see [`NewEntry::undoes`].
    pub undoes: bool,
    /// True if the entry is not decided, and the application has asked for a cancellation of its payment, which may have taken
    /// it back or may do so yet; see [`contests`](Self::contests).
    pub contested: bool,
    /// The time since the entry was written.
    pub age: Duration,
    /// The state.
    pub state: State,
    /// The time since the entry got into its state.
    pub stood: Duration,
    /// The time since recovery last wrote that it cancels the payment, or waits for the proof that it is cancelled. `None` if it never
    /// did. A proof that the payment is authorised does not decide then: the cancellation may arrive later.
    pub cancelled: Option<Duration>,
    /// The service's id of the transaction, if it is known.
    pub transaction: Option<String>,
    /// The service's id of another transaction with the same reference, if a proof has named one: the payment may be paid twice.
    pub other_transaction: Option<String>,
    /// The reason for the state, in a sentence for people. It quotes nothing that the service wrote.
    pub note: String,
    /// The number of times that recovery has claimed the entry in this state.
    pub tries: u32,
    /// The time until recovery looks at the entry again; zero if it is due. `None` if recovery is through with it.
    pub due_in: Option<Duration>,
}

impl Entry {
    /// Makes the entry as it stands when it has just been written.
    pub fn of(new: &NewEntry) -> Self {
        Self {
            id: new.id,
            environment: new.environment.clone(),
            operation: new.operation.clone(),
            merchant: new.merchant.clone(),
            reference: new.reference.clone(),
            digest: new.digest,
            once: new.once,
            undoes: new.undoes,
            contested: false,
            age: Duration::ZERO,
            state: State::Open,
            stood: Duration::ZERO,
            cancelled: None,
            transaction: None,
            other_transaction: None,
            note: String::new(),
            tries: 0,
            due_in: Some(new.time_left),
        }
    }

    /// Returns true if the call takes money in, so that its reference stands for a payment: a call with an `undo` in its contract,
    /// such as `authorize_charge`. A cancellation or a refund has the reference of the payment that it is about.
    pub const fn is_payment(&self) -> bool {
        self.once && !self.undoes
    }

    /// Returns true if the entry proves that money came in for its reference, so that the order may be shipped: it is of a
    /// [payment](Self::is_payment), and [`Done`](State::Done).
    ///
    /// The state alone proves nothing: a cancellation that is done has given the money back.
    pub const fn is_paid(&self) -> bool {
        self.is_payment() && matches!(self.state, State::Done)
    }

    /// Returns true if the entry proves that no money came in for its reference, or that it was given back since: it is of a
    /// [payment](Self::is_payment), and decided otherwise than [`Done`](State::Done).
    ///
    /// It is false for a cancellation or a refund that was declined.
    pub const fn is_unpaid(&self) -> bool {
        self.is_payment() && self.state.is_decided() && !matches!(self.state, State::Done)
    }
}

/// Writes one line for an operator: the call, its state, its age, and the reason.
impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, merchant, reference, state, .. } = self;
        write!(f, "{} {operation} {merchant} {reference}: {state}", self.id)?;
        if let Some(transaction) = &self.transaction {
            write!(f, ", transaction {transaction}")?;
        }
        if let Some(other) = &self.other_transaction {
            write!(f, ", another transaction {other}")?;
        }
        write!(f, ", {} min old", self.age.as_secs() / 60)?;
        if self.note.is_empty() { Ok(()) } else { write!(f, ": {}", self.note) }
    }
}

/// The state of an entry. The [module](super) draws the ways between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// The call is under way, or its end is lost.
    Open,
    /// The service has the payment, and has not decided it.
    Pending,
    /// Recovery is about to cancel the payment, or has done so and waits for the proof.
    Cancelling,
    /// The funds are proven; or the refund is registered, or the cancellation done.
    Done,
    /// The payment was declined, was cancelled before it was authorised, or never arrived. Its reference is used up.
    Declined,
    /// The payment was authorised, and given back since. Its reference is used up.
    Reversed,
    /// Nothing was sent, or the service refused the request before it made a transaction. The reference may be used again.
    NotMade,
    /// A person must decide; the note says why.
    Person,
}

names!(State, "the state" {
    Open => "open",
    Pending => "pending",
    Cancelling => "cancelling",
    Done => "done",
    Declined => "declined",
    Reversed => "reversed",
    NotMade => "not_made",
    Person => "person",
});

impl State {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Open,
        Self::Pending,
        Self::Cancelling,
        Self::Done,
        Self::Declined,
        Self::Reversed,
        Self::NotMade,
        Self::Person,
    ];

    /// Returns true if the result of the call is certain. A state that waits for a person is not decided.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Done | Self::Declined | Self::Reversed | Self::NotMade)
    }

    /// Returns true if recovery has to find out the result.
    pub const fn is_unsettled(self) -> bool {
        matches!(self, Self::Open | Self::Pending | Self::Cancelling)
    }
}
