//! Explains why a text is not TOML: finds the mistake that people make most likely in such a place, and the line as
//! it should be. A correction is only suggested if it makes TOML of the line.

mod blocks;
mod line;
mod quotes;
mod signs;
mod values;

use std::ops::Range;

use toml::de::DeTable;

use self::line::Line;

/// The likely cause of a mistake.
pub(super) struct Cause {
    pub(super) at: Range<usize>,
    pub(super) message: String,
    pub(super) help: Vec<String>,
    /// The range of the line to correct, and the corrected line.
    pub(super) fixed: Option<(Range<usize>, String)>,
    /// True if nothing below can be read, because it became part of a value.
    pub(super) swallows: bool,
}

/// A correction of one line.
struct Repair {
    /// The place of the mistake in the line.
    at: Range<usize>,
    message: String,
    /// The rule that is broken; the corrected line follows it.
    rule: &'static str,
    fixed: String,
}

/// The corrections to try, from the most specific mistake to the least.
const REPAIRS: [fn(&Line<'_>) -> Option<Repair>; 15] = [
    quotes::typographic,
    signs::header,
    signs::comment,
    signs::ending,
    values::json,
    signs::assignment,
    quotes::missing,
    quotes::inner,
    quotes::backslash,
    values::capitals,
    values::unquoted,
    values::no_value,
    signs::no_assignment,
    signs::key,
    blocks::open_in_line,
];

/// Returns the likely cause of a mistake that the parser found at `offset`.
pub(super) fn explain(text: &str, offset: usize, message: &str) -> Option<Cause> {
    // These are mistakes of meaning, in lines that are TOML.
    if message.starts_with("duplicate") || message.starts_with("cannot ") {
        return None;
    }
    if let Some(cause) = blocks::conflict(text, offset).or_else(|| blocks::open_text(text, offset)) {
        return Some(cause);
    }
    let line = culprit(text, offset);
    if line.text.len() > LONGEST {
        return None;
    }
    let in_line = || {
        let repair = REPAIRS.iter().find_map(|repair| repair(&line).filter(|one| is_toml(&one.fixed)))?;
        Some(repair.cause(&line))
    };
    blocks::open_line(text, &line)
        .or_else(in_line)
        .or_else(|| blocks::json(&line))
        .or_else(|| blocks::open_bracket(text, offset))
}

/// Returns the line with the mistake: the nearest one, upwards, that is not TOML on its own.
fn culprit(text: &str, offset: usize) -> Line<'_> {
    let found = Line::at(text, offset);
    let mut line = Line::at(text, offset);
    for _ in 0..REACH {
        if !is_toml(line.text) {
            return line;
        }
        let Some(above) = line.start.checked_sub(1) else { break };
        line = Line::at(text, above);
    }
    found
}

/// The length of the longest line that is corrected. There are as many attempts as the line has signs.
const LONGEST: usize = 4000;

/// The number of lines above a mistake in which its cause is sought.
const REACH: usize = 40;

fn is_toml(text: &str) -> bool {
    DeTable::parse(text).is_ok()
}

impl Repair {
    fn cause(self, line: &Line<'_>) -> Cause {
        let fixed = self.fixed.trim();
        // A long line would bury the rule.
        let help = if fixed.chars().count() > 100 {
            self.rule.to_owned()
        } else {
            format!("{}: `{fixed}`", self.rule)
        };
        let at = line.start + self.at.start..line.start + self.at.end;
        let whole = line.start..line.start + line.text.len();
        let fixed = Some((whole, self.fixed));
        Cause { at, message: self.message, help: vec![help], fixed, swallows: false }
    }
}
