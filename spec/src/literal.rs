//! Values written in a contract.

/// A value written in the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A string.
    String(String),
    /// An integer.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
}
