//! The states in a reply that tell of funds.

/// The path to a state in a reply, with dots between its keys, and the proof of each state.
pub type Outcomes = (&'static str, States);

/// The states that a contract lists, and the proof of each state.
pub type States = &'static [(&'static str, Proves)];

/// The proof that a state gives about the funds of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proves {
    /// The funds are there.
    Authorised,
    /// The funds were authorised, and have been presented for clearing since.
    Cleared,
    /// The funds may still come.
    Pending,
    /// The funds were authorised, and given back since.
    Reversed,
    /// The funds are not there, and won't be.
    Declined,
    /// The state proves nothing.
    Unknown,
}
