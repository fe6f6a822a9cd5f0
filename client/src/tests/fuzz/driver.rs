//! Feeds a target with seeds that were changed at random; the same number always gives the same input.

use std::{env, fmt, panic, time::Instant};

use fastrand::Rng;

/// A function that takes any input, and panics if this crate handles it wrongly.
pub(crate) type Target = fn(&[u8]);

/// The material of which inputs are made.
pub(crate) struct Inputs {
    /// Whole inputs to start from, accepted ones first: they are drawn more often.
    pub(crate) seeds: Vec<Vec<u8>>,
    /// Tokens that have a meaning to the target, and are therefore worth inserting.
    pub(crate) tokens: Vec<&'static [u8]>,
    /// The longest input.
    pub(crate) longest: usize,
}

/// The most changes of one input.
const CHANGES: usize = 6;
/// The most repetitions of a piece: enough to nest deeper than any reply may.
const REPETITIONS: usize = 160;
/// Numbers that overflow a type, or nearly do.
const NUMBERS: [&[u8]; 13] = [
    b"0",
    b"1",
    b"-1",
    b"1e999",
    b"-0.0",
    b"255",
    b"32768",
    b"2147483648",
    b"4294967295",
    b"9223372036854775807",
    b"9223372036854775808",
    b"18446744073709551616",
    b"316224001",
];

impl Inputs {
    /// Returns the number of inputs to try: `FUZZ_INPUTS`, or else the usual number.
    pub(crate) fn count(usual: u64) -> u64 {
        number("FUZZ_INPUTS").unwrap_or(usual)
    }

    /// Returns the numbers of the inputs to try, starting with `FUZZ_SEED`.
    pub(crate) fn numbers(usual: u64) -> impl Iterator<Item = u64> {
        let first = number("FUZZ_SEED").unwrap_or(0);
        first..first + Self::count(usual)
    }

    /// Returns the input with this number. The first inputs are the unchanged seeds.
    pub(crate) fn input(&self, number: u64) -> Vec<u8> {
        if let Some(seed) = usize::try_from(number).ok().and_then(|number| self.seeds.get(number)) {
            return seed.clone();
        }
        let mut random = Rng::with_seed(number);
        let mut input = self.seed(&mut random).to_vec();
        // Half of the inputs get a single change: too many changes cause an early refusal.
        let changes = if random.bool() { 1 } else { random.usize(2..=CHANGES) };
        for _ in 0..changes {
            self.change(&mut input, &mut random);
            input.truncate(self.longest);
        }
        input
    }

    /// Returns the first of these inputs that makes the target panic.
    pub(crate) fn search(&self, numbers: impl Iterator<Item = u64>, target: Target) -> Option<Found> {
        for number in numbers {
            let input = self.input(number);
            if panic::catch_unwind(|| target(&input)).is_err() {
                return Some(Found { number, input });
            }
        }
        None
    }

    /// Fails if an input makes the target panic.
    pub(crate) fn feed(&self, name: &str, usual: u64, target: Target) {
        let start = Instant::now();
        if let Some(found) = self.search(Self::numbers(usual), target) {
            panic!("{name} panics on {found}");
        }
        println!("{name}: {} inputs in {:.1} s", Self::count(usual), start.elapsed().as_secs_f64());
    }

    fn seed(&self, random: &mut Rng) -> &[u8] {
        let end = random.usize(0..self.seeds.len().max(1));
        self.seeds.get(random.usize(0..=end)).map_or(&[], Vec::as_slice)
    }

    fn change(&self, input: &mut Vec<u8>, random: &mut Rng) {
        let at = random.usize(0..=input.len());
        let piece = at..(at + random.usize(1..=40)).min(input.len());
        match random.u8(0..13) {
            0 if !piece.is_empty() => input[at] ^= 1 << random.u8(0..8),
            1 if !piece.is_empty() => input[at] = random.u8(..),
            2 => input.insert(at, random.u8(..)),
            3 => drop(input.drain(piece)),
            4 => input.truncate(at),
            5 => {
                let piece = input[piece].to_vec();
                let times = if random.bool() { 1 } else { random.usize(1..=REPETITIONS) };
                insert(input, at, &piece.repeat(times));
            }
            6 => {
                // Append the end of another seed, so that the two meet somewhere in the middle.
                let other = self.seed(random);
                input.truncate(at);
                input.extend_from_slice(&other[random.usize(0..=other.len())..]);
            }
            7..=9 => {
                // Replace a whole word, which keeps the text around it valid.
                let is_end = |byte: &u8| !byte.is_ascii_alphanumeric();
                let start = input[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
                let length = input[at..].iter().position(is_end).unwrap_or(input.len() - at);
                let word = if random.bool() { random.choice(NUMBERS) } else { self.token(random) };
                drop(input.splice(start..at + length, word.unwrap_or_default().iter().copied()));
            }
            _ => {
                let token = self.token(random).unwrap_or_default();
                if random.bool() {
                    drop(input.drain(piece));
                }
                insert(input, at, token);
            }
        }
    }

    fn token(&self, random: &mut Rng) -> Option<&'static [u8]> {
        random.choice(&self.tokens).copied()
    }
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(input.splice(at..at, piece.iter().copied()));
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok().map(|text| text.parse().expect("it is a number"))
}

/// An input that is handled wrongly.
pub(crate) struct Found {
    /// The number from which the input is made.
    pub(crate) number: u64,
    /// The input itself.
    pub(crate) input: Vec<u8>,
}

/// Writes the input as a Rust byte string, to be turned into a test.
impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "input {} (FUZZ_SEED={0} FUZZ_INPUTS=1): b\"{}\"", self.number, self.input.escape_ascii())
    }
}
