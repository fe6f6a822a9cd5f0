//! Reconciles the orders of a day with the service, as a job does every night: queries each charge, and reports
//! every order whose state or amount differs from the merchant's own table.
//!
//! The example runs by itself: a sandbox has made the charges, and some entries of the table are wrong.

use std::{collections::BTreeMap, error::Error, fmt};

use alignet::{
    Amount, Client, Currency, ErrorKind, Money, Outcome,
    api::{AuthorizeChargeReply, Location, PaymentDetails, PaymentMethod, Person, Phone, YapeDetails},
};
use alignet_sandbox::Sandbox;
use tokio::task::{JoinError, JoinSet};

const MERCHANT: &str = "4201";

/// The number of queries under way at a time: the night is long, and the service's limits are not published.
const AT_ONCE: usize = 8;

/// A row of the merchant's table. An order without a transaction id is one for `settling_job`.
#[derive(Debug, Clone)]
struct Order {
    number: String,
    transaction_id: String,
    sum: Money,
    paid: bool,
}

/// The result of checking an order, where it is not as the table says.
enum Difference {
    /// The table has it as paid, and the service does not.
    NotPaid(Outcome),
    /// It was paid, and nobody noticed: neither the reply nor a notification was recorded.
    PaidUnnoticed,
    /// It was paid, and the authorisation was voided since. If the goods are sent, a person must look.
    Reversed,
    /// The service has another sum, or none.
    Sum(Option<Money>),
    /// The service has no such charge.
    NotFound,
    /// The service's word could not be had: the next run checks it again.
    Unchecked(alignet::Error),
}

/// Checks orders, a few at a time, and returns those that differ, by their numbers.
async fn reconcile(alignet: &Client, orders: Vec<Order>) -> Result<BTreeMap<String, Difference>, JoinError> {
    let (mut orders, mut checks, mut differences) = (orders.into_iter(), JoinSet::new(), BTreeMap::new());
    loop {
        // Clones of a client share its connections and its access token.
        for order in orders.by_ref().take(AT_ONCE - checks.len()) {
            let alignet = alignet.clone();
            checks.spawn(async move { (check(&alignet, &order).await, order.number) });
        }
        let Some(checked) = checks.join_next().await else { return Ok(differences) };
        if let (Some(difference), number) = checked? {
            differences.insert(number, difference);
        }
    }
}

/// Compares an order with the service's state of it.
async fn check(alignet: &Client, order: &Order) -> Option<Difference> {
    let query = alignet.get_charge().merchant_code(MERCHANT).merchant_operation_number(&order.number);
    // A query is safe to repeat, so the client has retried it before it fails.
    let charge = match query.transaction_id(&order.transaction_id).send().await {
        Ok(reply) => reply,
        Err(error) if error.kind() == ErrorKind::NotFound => return Some(Difference::NotFound),
        Err(error) => return Some(Difference::Unchecked(error)),
    };
    let sum = charge.operation.amount.zip(charge.operation.currency);
    let sum = sum.map(|(amount, currency)| Money::new(amount, currency));
    match charge.outcome() {
        // Cleared comes after authorised, as a rule within the day: the order is paid either way.
        Outcome::Authorised | Outcome::Cleared if !order.paid => Some(Difference::PaidUnnoticed),
        Outcome::Authorised | Outcome::Cleared if sum != Some(order.sum) => Some(Difference::Sum(sum)),
        Outcome::Authorised | Outcome::Cleared => None,
        // If the table has it as not paid, the shop has reversed it itself.
        Outcome::Reversed { .. } => order.paid.then_some(Difference::Reversed),
        outcome @ (Outcome::Declined { .. } | Outcome::Pending | Outcome::Unknown { .. }) => {
            order.paid.then_some(Difference::NotPaid(outcome))
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPaid(outcome) => write!(f, "recorded as paid, but {outcome}"),
            Self::PaidUnnoticed => f.write_str("paid, but not recorded as paid"),
            Self::Reversed => f.write_str("paid, and given back"),
            Self::Sum(Some(sum)) => write!(f, "paid, but {sum}"),
            Self::Sum(None) => f.write_str("paid, but the service has no sum"),
            Self::NotFound => f.write_str("not found"),
            Self::Unchecked(error) => write!(f, "not checked: {error}"),
        }
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::start().await?;
    let alignet = Client::builder(sandbox.environment()).credentials(sandbox.credentials()).build()?;
    let orders = orders_of_the_day(&alignet).await?;
    let count = orders.len();
    let differences = reconcile(&alignet, orders).await?;
    println!("{count} orders, {} differ", differences.len());
    for (number, difference) in &differences {
        println!("order {number}: {difference}");
    }
    // The exit code tells the scheduler to run the job again.
    if differences.values().any(|one| matches!(one, Difference::Unchecked(_))) {
        return Err("some orders were not checked".into());
    }
    Ok(())
}

/// Makes the charges of a day, and returns the table. In production, it is a query of the merchant's database.
async fn orders_of_the_day(alignet: &Client) -> Result<Vec<Order>, Box<dyn Error>> {
    // The sandbox clears a charge of 100.55, reverses one of 100.56, and declines one of 100.51.
    let sums = [10_055, 10_056, 10_051].into_iter().chain([12_345; 21]);
    let mut orders = Vec::new();
    for (minor, number) in sums.zip(700_100..) {
        let (sum, number) = (Money::new(Amount::from_minor(minor), Currency::PEN), number.to_string());
        let reply = charge(alignet, &number, sum).await?;
        let paid = reply.outcome().is_paid();
        let transaction_id = reply.transaction.transaction_id.ok_or("the reply has no transaction id")?;
        orders.push(Order { number, transaction_id, sum, paid });
    }
    // The merchant's mistakes: an order is wrongly recorded as paid, and one as not paid; a sum and an id are wrong.
    orders[2].paid = true;
    orders[3].paid = false;
    orders[4].sum = orders[4].sum.checked_add(Money::parse("9.00", Currency::PEN)?)?;
    orders[5].transaction_id = orders[6].transaction_id.clone();
    Ok(orders)
}

async fn charge(alignet: &Client, number: &str, sum: Money) -> Result<AuthorizeChargeReply, Box<dyn Error>> {
    let phone = Phone::builder().country_code("+51").subscriber("900000001").build();
    let address = Location::builder().line_1("Jr. Ejemplo 100").line_2("").city("Lima").state("Lima");
    let buyer = Person::builder().first_name("Rosa").last_name("Quispe").email("rosa@example.com");
    let buyer = buyer.phone(phone).location(address.country("PE").build()).build();
    let details = PaymentDetails::builder()
        .amount(sum.amount())
        .currency(sum.currency())
        .billing(buyer.clone())
        .shipping(buyer.clone())
        .customer(buyer)
        .product_details([]);
    let call = alignet.authorize_charge().merchant_code(MERCHANT).merchant_operation_number(number);
    let phone = Phone::builder().country_code("+51").subscriber("969929157").build();
    let method = PaymentMethod::Yape(YapeDetails::builder().phone(phone).otp("557454").build());
    Ok(call.payment_method(method).payment_details(details.build()).send().await?)
}
