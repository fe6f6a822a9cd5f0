//! Prints the findings of tests that pass.

use std::{fmt::Display, io::Write as _};

/// Prints a line that the test harness does not capture.
pub fn report(line: impl Display) {
    // A line that can't be written is lost.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
