//! The shop's orders. In production, a database.

use std::sync::{Mutex, MutexGuard, PoisonError};

use alignet::{Amount, Currency, Money, Outcome};

/// The price of the cart.
pub(crate) const PRICE: Money = Money::new(Amount::from_minor(15_000), Currency::PEN);

#[derive(Default)]
pub(crate) struct Orders(Mutex<Vec<Order>>);

struct Order {
    due: Money,
    /// The forms that were shown.
    forms: Vec<Form>,
}

/// A form. Each has an operation number of its own: the service refuses a number that another form used.
struct Form {
    number: String,
    /// The transactions that were heard of: a buyer may try several in one form.
    transactions: Vec<Transaction>,
}

struct Transaction {
    id: String,
    /// The unconfirmed outcome that a browser brought.
    said: Option<Outcome>,
    /// The outcome that a notification or a query proved.
    proven: Option<Outcome>,
}

/// The standing of an order.
pub(crate) enum Standing {
    /// The service says that this sum was paid, by these operations. Several, if the buyer paid in two tabs: the service does not
    /// prevent it.
    Paid(Money, Vec<String>),
    /// A payment was made or begun, as far as a browser says.
    Waiting(Option<Outcome>),
    /// Nothing was paid; the outcome is that of the last attempt.
    Unpaid(Option<Outcome>),
}

impl Orders {
    pub(crate) fn open(&self) -> usize {
        let mut orders = self.lock();
        orders.push(Order { due: PRICE, forms: Vec::new() });
        orders.len() - 1
    }

    pub(crate) fn standing(&self, id: usize) -> Option<Standing> {
        let orders = self.lock();
        let order = orders.get(id)?;
        let payments = order.payments();
        if !payments.is_empty() {
            let operations = payments.into_iter().map(|(number, _)| number.to_owned()).collect();
            return Some(Standing::Paid(order.due, operations));
        }
        Some(match order.transactions().filter(|one| !one.is_settled()).last() {
            Some(open) => Standing::Waiting(open.said.clone()),
            None => Standing::Unpaid(order.transactions().last().and_then(|one| one.proven.clone())),
        })
    }

    /// Begins a form: its operation number and the sum.
    pub(crate) fn begin(&self, id: usize) -> Option<(String, Money)> {
        let mut orders = self.lock();
        let made: usize = orders.iter().map(|order| order.forms.len()).sum();
        let order = orders.get_mut(id)?;
        let number = (700_100 + made).to_string();
        order.forms.push(Form { number: number.clone(), transactions: Vec::new() });
        Some((number, order.due))
    }

    /// Finds the order of an operation number, and its sum.
    pub(crate) fn find(&self, number: &str) -> Option<(usize, Money)> {
        let orders = self.lock();
        let id = orders.iter().position(|order| order.forms.iter().any(|form| form.number == number))?;
        Some((id, orders[id].due))
    }

    /// Writes down what a browser says. It proves nothing.
    pub(crate) fn hear(&self, number: &str, transaction: &str, said: Option<Outcome>) {
        let mut orders = self.lock();
        let found = orders.iter_mut().find_map(|order| order.transaction(number, transaction));
        if let Some(one) = found {
            one.said = said.or(one.said.take());
        }
    }

    /// The numbers and the transactions of an order to ask the service about.
    pub(crate) fn unsettled(&self, id: usize) -> Vec<(String, String)> {
        let orders = self.lock();
        let forms = orders.get(id).into_iter().flat_map(|order| &order.forms);
        forms
            .flat_map(|form| form.transactions.iter().map(move |one| (form, one)))
            .filter(|(_, one)| !one.is_settled())
            .map(|(form, one)| (form.number.clone(), one.id.clone()))
            .collect()
    }

    /// Writes down what the service says. It may say it twice, and an older state after a later one: what was paid stays
    /// paid until it is given back. A second payment of an order is for a person, who gives it back.
    pub(crate) fn prove(&self, number: &str, transaction: &str, outcome: Outcome, sum: Option<Money>) {
        let mut orders = self.lock();
        for (id, order) in orders.iter_mut().enumerate() {
            let due = order.due;
            let Some(one) = order.transaction(number, transaction) else { continue };
            let is_new = outcome.is_paid() && !one.is_paid();
            if outcome.is_paid() && sum != Some(due) {
                eprintln!("order {number}: another sum was paid than {due}: for a person to look at");
            } else if !one.is_paid() || matches!(outcome, Outcome::Reversed { .. }) {
                one.proven = Some(outcome);
            }
            let payments = order.payments();
            if is_new && payments.len() > 1 {
                let all = payments.iter().map(|(number, id)| format!("operation {number}, transaction {id}"));
                let (times, all) = (payments.len(), all.collect::<Vec<_>>().join("; "));
                eprintln!("order {id}: paid {times} times ({all}): for a person to look at");
            }
            return;
        }
        eprintln!("order {number}: not ours, for a person to look at");
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Order>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Order {
    fn transactions(&self) -> impl Iterator<Item = &Transaction> {
        self.forms.iter().flat_map(|form| &form.transactions)
    }

    /// The transactions that are paid, each with its operation number.
    fn payments(&self) -> Vec<(&str, &str)> {
        let all = self.forms.iter().flat_map(|form| form.transactions.iter().map(move |one| (form, one)));
        let paid = all.filter(|(_, one)| one.is_paid());
        paid.map(|(form, one)| (form.number.as_str(), one.id.as_str())).collect()
    }

    /// The transaction of a form; a new one if the form has none of this id, and `None` if the order has no such form.
    fn transaction(&mut self, number: &str, id: &str) -> Option<&mut Transaction> {
        let form = self.forms.iter_mut().find(|form| form.number == number)?;
        let index = form.transactions.iter().position(|one| one.id == id).unwrap_or_else(|| {
            form.transactions.push(Transaction { id: id.to_owned(), said: None, proven: None });
            form.transactions.len() - 1
        });
        form.transactions.get_mut(index)
    }
}

impl Transaction {
    fn is_paid(&self) -> bool {
        self.proven.as_ref().is_some_and(Outcome::is_paid)
    }

    fn is_settled(&self) -> bool {
        self.proven.as_ref().is_some_and(Outcome::is_settled)
    }
}
