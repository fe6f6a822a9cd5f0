//! The table of results.

use std::fmt::Write as _;

/// The contestants, in the order of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contestant {
    Alignet,
    ByHand,
    Progenitor,
    /// progenitor with builders, which alignet has as well.
    Builders,
    Hyper,
}

use Contestant::{Alignet, Builders, ByHand, Hyper, Progenitor};

impl Contestant {
    fn name(self) -> &'static str {
        match self {
            Alignet => "alignet",
            ByHand => "by hand",
            Progenitor => "progenitor",
            Builders => "progenitor's builders",
            Hyper => "hyper",
        }
    }
}

/// The goal that alignet has to reach.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// At most this ratio to the base.
    Ratio(f64),
    /// At most this many units.
    Most(f64),
}

/// One measurement of several contestants.
pub struct Row {
    pub what: String,
    pub unit: &'static str,
    /// The contestant that counts as 1.
    pub base: Contestant,
    pub goal: Option<Goal>,
    /// The figure of each round. Figures of the same round are compared with each other.
    pub measured: Vec<(Contestant, Vec<f64>)>,
}

impl Row {
    fn of(&self, contestant: Contestant) -> &[f64] {
        self.measured.iter().find(|(one, _)| *one == contestant).map_or(&[], |(_, rounds)| rounds)
    }

    /// The ratio of a contestant to the base, by round.
    fn ratios(&self, contestant: Contestant) -> Option<Spread> {
        let ratios = self.of(contestant).iter().zip(self.of(self.base)).map(|(one, base)| one / base);
        Spread::of(ratios.collect())
    }

    fn cell(&self, contestant: Contestant) -> String {
        if contestant == self.base {
            return "1".to_owned();
        }
        self.ratios(contestant).map_or("–".to_owned(), |ratio| {
            let Spread { low, middle, high } = ratio;
            format!("**{middle:.2}** ({low:.2}–{high:.2})")
        })
    }

    /// The figure of the base, with its unit.
    fn absolute(&self) -> String {
        let middle = Spread::of(self.of(self.base).to_vec()).map_or(0.0, |spread| spread.middle);
        let digits = if middle < 10.0 {
            2
        } else if middle < 100.0 {
            1
        } else {
            0
        };
        format!("{} {middle:.digits$} {}", self.base.name(), self.unit).trim_end().to_owned()
    }

    fn verdict(&self) -> String {
        let (goal, reached) = match self.goal {
            None => return String::new(),
            Some(Goal::Ratio(most)) => (format!("{most:.2}"), self.ratios(Alignet)),
            Some(Goal::Most(most)) => {
                (format!("{most} {}", self.unit), Spread::of(self.of(Alignet).to_vec()))
            }
        };
        let most = match self.goal {
            Some(Goal::Ratio(most) | Goal::Most(most)) => most,
            None => return String::new(),
        };
        let reached = reached.is_some_and(|spread| spread.middle <= most);
        format!("≤ {goal} {}", if reached { "reached" } else { "**missed**" })
    }
}

/// The median and the quartiles of a list of figures.
struct Spread {
    low: f64,
    middle: f64,
    high: f64,
}

impl Spread {
    fn of(mut figures: Vec<f64>) -> Option<Self> {
        figures.sort_by(f64::total_cmp);
        let at = |part: usize| figures.get(((figures.len() * part) / 4).min(figures.len() - 1)).copied();
        if figures.is_empty() {
            return None;
        }
        Some(Self { low: at(1)?, middle: at(2)?, high: at(3)? })
    }
}

/// Formats the rows as a Markdown table of ratios: the median of all rounds, with the quartiles.
pub fn markdown(rows: &[Row]) -> String {
    let mut text = String::from(
        "| measure | 1 is | alignet | goal | by hand | progenitor | hyper |\n|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let [alignet, by_hand, progenitor, hyper] =
            [Alignet, ByHand, Progenitor, Hyper].map(|contestant| row.cell(contestant));
        let (what, absolute, verdict) = (&row.what, row.absolute(), row.verdict());
        // Writing to a string can't fail.
        let _ = writeln!(
            text,
            "| {what} | {absolute} | {alignet} | {verdict} | {by_hand} | {progenitor} | {hyper} |"
        );
    }
    text
}
