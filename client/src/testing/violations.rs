//! The broken promises of an implementation.

use std::fmt;

/// The promises that an implementation broke in a suite of this module. Displayed and debugged in one line each.
#[derive(Clone, PartialEq, Eq)]
pub struct Violations(Vec<String>);

impl Violations {
    pub(super) fn new(mut lines: Vec<String>) -> Self {
        lines.sort();
        Self(lines)
    }

    /// The broken promises, each with the call that showed it.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

// As `unwrap` and `main` show it.
impl fmt::Debug for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} broken:\n{self}", self.0.len())
    }
}

impl std::error::Error for Violations {}
