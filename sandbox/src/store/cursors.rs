//! The cursors of pages that were given out.

use std::collections::VecDeque;

use super::values::Values;

/// The number of cursors that are kept. The oldest are dropped first: a loop over pages uses the latest.
const KEPT: usize = 10_000;

/// The place in a list where a page begins.
#[derive(Clone)]
pub(super) struct Position {
    pub(super) endpoint: usize,
    /// The values that the records of the list have.
    pub(super) wanted: Values,
    /// The place of the last record before it. Records that come later have higher places, so a cursor stays valid.
    pub(super) after: u64,
}

/// The cursors that were given out, oldest first.
#[derive(Default)]
pub(super) struct Cursors(VecDeque<(String, Position)>);

impl Cursors {
    pub(super) fn keep(&mut self, cursor: String, position: Position) {
        self.0.push_back((cursor, position));
        self.0.drain(..self.0.len().saturating_sub(KEPT));
    }

    pub(super) fn position(&self, cursor: &str) -> Option<&Position> {
        self.0.iter().rev().find(|(known, _)| known == cursor).map(|(_, position)| position)
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_cursors_go_when_there_are_too_many() {
        let mut cursors = Cursors::default();
        for number in 0..KEPT + 2 {
            let position = Position { endpoint: 0, wanted: Values::new(), after: number as u64 };
            cursors.keep(number.to_string(), position);
        }
        assert!(cursors.position("1").is_none());
        assert_eq!(cursors.position("2").map(|position| position.after), Some(2));
        assert_eq!(cursors.0.len(), KEPT);
    }
}
