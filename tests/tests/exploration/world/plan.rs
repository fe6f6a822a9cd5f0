//! The settings of a history, drawn from its seed: who acts, how, and which faults there are.

use std::time::Duration;

use super::dice::Dice;

/// The settings of one history.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The number of processes of the merchant.
    pub(crate) processes: usize,
    /// The number of orders.
    pub(crate) orders: usize,
    /// The time from which on there are no more faults.
    pub(crate) calm: Duration,
    /// The time at which the history ends.
    pub(crate) end: Duration,
    /// The longest time that a request takes to arrive, and the `flight` of the recovery.
    pub(crate) flight: Duration,
    /// The time after which the recovery hands an entry to a person.
    pub(crate) patience: Duration,
    /// The time for which the recovery leases an entry: shorter than its calls may take, or longer.
    pub(crate) lease: Duration,
    /// True if the recovery may cancel.
    pub(crate) cancelling: bool,
    /// True if the service refuses a second charge of an operation number.
    pub(crate) refuses_second: bool,
    /// True if the handler of notifications records them in the transaction of their effects.
    pub(crate) transactional: bool,
    /// True if the merchant cancels charges that are not decided.
    pub(crate) gives_up: bool,
    /// True if an operator works while there are faults.
    pub(crate) attended: bool,
    /// True if access tokens are fetched, and not given.
    pub(crate) tokens: bool,
    /// The probability of each fault, in percent.
    pub(crate) faults: Faults,
    /// The times in which the database is down.
    pub(crate) outages: Vec<(Duration, Duration)>,
    /// The blows to processes: each hits a task of a kind at one of its awaits.
    pub(crate) blows: Vec<Blow>,
}

/// The probability of each fault, in percent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Faults {
    /// A connection is refused.
    pub(crate) refused: u32,
    /// A request never arrives.
    pub(crate) lost: u32,
    /// A request arrives late.
    pub(crate) late: u32,
    /// Something between answers in the place of the service.
    pub(crate) proxy: u32,
    /// A cancellation is lost, or arrives whenever it may.
    pub(crate) adrift: u32,
    /// Something between has no route for a cancellation, and says so.
    pub(crate) unrouted: u32,
    /// A reply never arrives.
    pub(crate) unheard: u32,
    /// The service fails or refuses before it does anything.
    pub(crate) failing: u32,
    /// A charge is pending first.
    pub(crate) pending: u32,
    /// A charge is declined.
    pub(crate) declined: u32,
    /// A notification never comes.
    pub(crate) silent: u32,
    /// A notification comes again although it was answered.
    pub(crate) repeated: u32,
    /// A notification is late.
    pub(crate) delayed: u32,
    /// A write fails, before or after it took effect.
    pub(crate) write: u32,
    /// A query of the database takes long.
    pub(crate) slow: u32,
    /// A shopper does not wait for the answer, and asks again.
    pub(crate) impatient: u32,
}

/// A blow to the process that comes to an await.
#[derive(Debug, Clone)]
pub(crate) struct Blow {
    /// The kind of task that is hit.
    pub(crate) task: &'static str,
    /// The number of its polls in the whole history, before which it is hit.
    pub(crate) at: u32,
    /// The time from that poll to the blow, which then hits while a statement or a request is under way.
    pub(crate) after: Duration,
    /// The time for which the process stands still. `None` kills it.
    pub(crate) stop: Option<Duration>,
}

/// The kinds of tasks of a process.
pub(crate) const CHECKOUT: &str = "checkout";
pub(crate) const NOTIFIED: &str = "notified";
pub(crate) const RECOVERY: &str = "recovery";

/// The time in which shoppers come.
const SHOPPING: Duration = Duration::from_secs(40 * 60);
const MINUTE: Duration = Duration::from_secs(60);

impl Plan {
    /// Draws the settings. What came later is drawn from `aside`, so that it changes no history that it does not concern.
    pub(crate) fn draw(dice: &Dice, aside: &Dice) -> Self {
        let (gives_up, lease) = (aside.percent(15), aside.of(&[MINUTE / 6, 5 * MINUTE]));
        let flight = MINUTE * dice.of(&[2, 10]);
        let calm = MINUTE * dice.of(&[5, 20, 60]);
        let patience = MINUTE * dice.of(&[90, 240]);
        let plan = Self {
            processes: dice.of(&[1, 2, 2, 3]),
            orders: dice.of(&[1, 1, 2]),
            calm,
            end: calm.max(SHOPPING) + patience + 3 * flight + 120 * MINUTE,
            flight,
            patience,
            lease,
            cancelling: dice.percent(70),
            refuses_second: dice.percent(50),
            transactional: dice.percent(60),
            gives_up,
            attended: false,
            tokens: dice.percent(10),
            faults: Faults::draw(dice),
            outages: (0..dice.of(&[0, 0, 0, 1, 2])).map(|_| outage(dice, calm)).collect(),
            blows: (0..dice.of(&[0, 1, 1, 1, 2, 3])).map(|_| Blow::draw(dice)).collect(),
        };
        match aside.number(1..=100) {
            1..=30 => plan.attended(aside),
            31..=45 => plan.unrouted(aside),
            _ => plan,
        }
    }

    /// The settings of a history whose entries come to an operator soon, while cancellations and notifications are late or lost.
    fn attended(self, dice: &Dice) -> Self {
        let (calm, flight) = (MINUTE * 60, MINUTE * 10);
        let patience = MINUTE * dice.of(&[12, 20]);
        let often = || dice.of(&[20, 60]);
        let (late, unheard, delayed) = (often(), often(), often());
        Self {
            attended: true,
            cancelling: true,
            calm,
            end: calm + patience + 3 * flight + 120 * MINUTE,
            flight,
            patience,
            faults: Faults { late, unheard, delayed, adrift: dice.of(&[80, 100]), ..self.faults },
            ..self
        }
    }

    /// The settings of a history in which a gateway loses the route of cancellations, while replies and notifications are lost.
    fn unrouted(self, dice: &Dice) -> Self {
        let often = || dice.of(&[20, 60]);
        let (unheard, silent) = (often(), often());
        let faults = Faults { unrouted: dice.of(&[60, 90]), unheard, silent, ..self.faults };
        Self { cancelling: true, faults, ..self }
    }
}

impl Faults {
    /// Each history has some kinds of faults, and lacks the others, so that one does not hide another.
    fn draw(dice: &Dice) -> Self {
        let some = || if dice.percent(35) { dice.of(&[5, 20, 60]) } else { 0 };
        Self {
            refused: some(),
            lost: some(),
            late: some(),
            proxy: some(),
            adrift: 0,
            unrouted: 0,
            unheard: some(),
            failing: some(),
            pending: some(),
            declined: some(),
            silent: some(),
            repeated: some(),
            delayed: some(),
            write: some() / 3,
            slow: some(),
            impatient: some(),
        }
    }
}

impl Blow {
    fn draw(dice: &Dice) -> Self {
        let most = dice.of(&[4, 12, 40]);
        Self {
            task: dice.of(&[CHECKOUT, CHECKOUT, NOTIFIED, RECOVERY, RECOVERY]),
            at: u32::try_from(dice.number(1..=most)).unwrap_or(1),
            after: if dice.percent(60) { Duration::ZERO } else { dice.magnitude(dice.of(&DELAYS)) },
            stop: dice.percent(30).then(|| dice.magnitude(30 * MINUTE)),
        }
    }
}

/// The longest delays of a blow: about as long as a statement, an exchange, and a call take.
const DELAYS: [Duration; 3] = [Duration::from_millis(5), Duration::from_millis(600), Duration::from_secs(60)];

fn outage(dice: &Dice, calm: Duration) -> (Duration, Duration) {
    let from = dice.magnitude(calm);
    (from, from + dice.magnitude(5 * MINUTE))
}
