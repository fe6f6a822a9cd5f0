//! Compares the books of the service with those of the merchant, to the cent.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use crate::courier::Identity;

/// A charge in the sandbox's records.
pub(crate) struct Charge {
    pub(crate) number: String,
    pub(crate) cents: i64,
    pub(crate) state: String,
    /// The moment of its last change, in seconds since 1970.
    pub(crate) since: f64,
}

impl Charge {
    fn is_captured(&self) -> bool {
        ["AUTORIZADO", "LIQUIDADO"].contains(&self.state.as_str())
    }
}

/// An order of the merchant's table, and the credits in its history.
pub(crate) struct Order {
    pub(crate) state: String,
    pub(crate) cents: i64,
    pub(crate) credits: Vec<Credit>,
}

/// Money that the buyer was credited.
pub(crate) struct Credit {
    /// The operation number of the charge that it is for.
    pub(crate) number: String,
    pub(crate) cents: i64,
    /// The moment, in seconds since 1970 by the database's clock.
    pub(crate) at: f64,
}

/// An entry of the merchant's journal, by its operation number.
pub(crate) struct Entry {
    /// False for a cancellation or a refund.
    pub(crate) is_payment: bool,
    pub(crate) number: String,
    pub(crate) state: String,
    pub(crate) note: String,
}

/// Everything that both sides and the courier know.
#[derive(Default)]
pub(crate) struct Books {
    pub(crate) kills: usize,
    /// The sandbox's records.
    pub(crate) charges: Vec<Charge>,
    /// The number of requests for each operation number that reached the service.
    pub(crate) requests: BTreeMap<String, usize>,
    pub(crate) orders: BTreeMap<String, Order>,
    /// The orders of all operation numbers.
    pub(crate) attempts: BTreeMap<String, String>,
    pub(crate) journal: Vec<Entry>,
    /// The operation numbers of charges that the merchant cancelled when they were paid.
    pub(crate) given_back: BTreeSet<String>,
    /// The notifications that the merchant accepted, and the number of effects of each.
    pub(crate) accepted: BTreeSet<Identity>,
    pub(crate) effects: BTreeMap<Identity, usize>,
}

/// The contradictions in the books. Each line names an order or a notification.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) captured_twice: Vec<String>,
    pub(crate) forgotten: Vec<String>,
    pub(crate) shipped_unpaid: Vec<String>,
    pub(crate) credited_twice: Vec<String>,
    /// The reasons of the entries for a person, and the number of each.
    pub(crate) person: BTreeMap<String, usize>,
    /// The sums of the service and of the merchant, and the part of the former that is with a person.
    pub(crate) captured: i64,
    pub(crate) credited: i64,
    pub(crate) with_a_person: i64,
}

/// The difference that the clocks of the service and the database may have in what they tell, in seconds.
const TOLERANCE: f64 = 0.05;

impl Order {
    /// Compares an order with its captured charges.
    fn audit(&self, id: &str, captured: &[&Charge], findings: &mut Findings) {
        let paid: i64 = captured.iter().map(|charge| charge.cents).sum();
        let shipped = self.state == "paid" || !self.credits.is_empty();
        if shipped && paid < self.cents {
            findings.shipped_unpaid.push(format!("{id}: {} due, {paid} paid", self.cents));
        }
        let credited = self.credits.iter().map(|credit| credit.at).fold(f64::INFINITY, f64::min);
        if let [charge] = captured
            && charge.is_captured()
            && credited + TOLERANCE < charge.since
        {
            findings.shipped_unpaid.push(format!("{id}: {:.3} s too early", charge.since - credited));
        }
        if self.credits.len() > 1 {
            findings.credited_twice.push(format!("{id}: {} times", self.credits.len()));
        }
        findings.credited += self.credits.iter().map(|credit| credit.cents).sum::<i64>();
    }
}

impl Books {
    pub(crate) fn audit(&self) -> Findings {
        let mut findings = Findings::default();
        let captured = self.captured();
        self.find_captured_twice(&captured, &mut findings);
        self.find_forgotten(&captured, &mut findings);
        for (id, order) in &self.orders {
            let charges = captured.get(id).map(Vec::as_slice).unwrap_or_default();
            order.audit(id, charges, &mut findings);
        }
        let twice = self.effects.iter().filter(|(_, times)| **times > 1);
        findings.credited_twice.extend(twice.map(|(identity, times)| format!("{identity:?}: {times} times")));
        findings.captured = captured.values().flatten().map(|charge| charge.cents).sum();
        for entry in self.journal.iter().filter(|entry| entry.state == "person") {
            *findings.person.entry(entry.note.clone()).or_default() += 1;
        }
        findings
    }

    /// The captured charges of each order, and those that were credited before the merchant gave them back. A charge that the
    /// merchant does not know has an order of its own.
    fn captured(&self) -> BTreeMap<String, Vec<&Charge>> {
        let mut captured: BTreeMap<String, Vec<&Charge>> = BTreeMap::new();
        for charge in self.charges.iter().filter(|charge| charge.is_captured() || self.was_credited(charge)) {
            let order = self.attempts.get(&charge.number);
            let order = order.cloned().unwrap_or_else(|| format!("(no order of {})", charge.number));
            captured.entry(order).or_default().push(charge);
        }
        captured
    }

    fn was_credited(&self, charge: &Charge) -> bool {
        let order = self.attempts.get(&charge.number).and_then(|id| self.orders.get(id));
        let credits = order.map(|order| order.credits.as_slice()).unwrap_or_default();
        self.given_back.contains(&charge.number)
            && credits.iter().any(|credit| credit.number == charge.number)
    }

    fn find_captured_twice(&self, captured: &BTreeMap<String, Vec<&Charge>>, findings: &mut Findings) {
        for (order, charges) in captured.iter().filter(|(_, charges)| charges.len() > 1) {
            let numbers: Vec<&str> = charges.iter().map(|charge| charge.number.as_str()).collect();
            findings.captured_twice.push(format!("{order}: {numbers:?}"));
        }
        // A service that does not compare operation numbers would have captured these twice.
        let again = self.requests.iter().filter(|(_, times)| **times > 1);
        findings.captured_twice.extend(again.map(|(number, times)| format!("{number}: sent {times} times")));
    }

    fn find_forgotten(&self, captured: &BTreeMap<String, Vec<&Charge>>, findings: &mut Findings) {
        let with_a_person: BTreeSet<&str> = self
            .journal
            .iter()
            .filter(|entry| entry.is_payment && entry.state == "person")
            .map(|entry| entry.number.as_str())
            .collect();
        for (id, charges) in captured {
            if self.orders.get(id).is_some_and(|order| order.state == "paid" && order.credits.len() == 1) {
                continue;
            }
            if charges.iter().any(|charge| with_a_person.contains(charge.number.as_str())) {
                findings.with_a_person += charges.iter().map(|charge| charge.cents).sum::<i64>();
            } else {
                findings.forgotten.push(format!("{id}: captured, and not credited"));
            }
        }
        for entry in &self.journal {
            let order = self.attempts.get(&entry.number).and_then(|id| self.orders.get(id));
            let follows = match entry.state.as_str() {
                "done" => !entry.is_payment || order.is_some_and(|order| order.state == "paid"),
                "declined" | "reversed" | "not_made" | "person" => true,
                // Undecided.
                _ => false,
            };
            if !follows {
                let state = order.map_or("lost", |order| &order.state);
                findings.forgotten.push(format!("{}: {}, its order is {state}", entry.number, entry.state));
            }
        }
        let without = self.accepted.iter().filter(|identity| !self.effects.contains_key(*identity));
        findings
            .forgotten
            .extend(without.map(|identity| format!("{identity:?}: accepted without an effect")));
    }
}

impl Findings {
    /// The four numbers that must be zero.
    pub(crate) fn counts(&self) -> [usize; 4] {
        [&self.captured_twice, &self.forgotten, &self.shipped_unpaid, &self.credited_twice].map(Vec::len)
    }

    /// Prints the numbers, and what is behind those that are not zero.
    pub(crate) fn report(&self, books: &Books) -> String {
        format!("{}{self}", Head(books))
    }
}

struct Head<'b>(&'b Books);

impl fmt::Display for Head<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let books = self.0;
        writeln!(f, "orders           {}", books.orders.len())?;
        writeln!(f, "charges          {}", books.requests.len())?;
        writeln!(f, "notifications    {}", books.accepted.len())?;
        writeln!(f, "kills            {}", books.kills)
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lists = [
            ("captured twice", &self.captured_twice),
            ("forgotten", &self.forgotten),
            ("shipped unpaid", &self.shipped_unpaid),
            ("credited twice", &self.credited_twice),
        ];
        for (name, list) in lists {
            writeln!(f, "{name:<16} {}", list.len())?;
            list.iter().try_for_each(|line| writeln!(f, "    {line}"))?;
        }
        writeln!(f, "for a person     {}", self.person.values().sum::<usize>())?;
        self.person.iter().try_for_each(|(reason, times)| writeln!(f, "    {times} × {reason}"))?;
        let soles = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        writeln!(f, "captured         {} PEN", soles(self.captured))?;
        writeln!(f, "credited         {} PEN", soles(self.credited))?;
        writeln!(f, "with a person    {} PEN", soles(self.with_a_person))
    }
}
