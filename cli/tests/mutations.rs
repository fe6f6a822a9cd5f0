//! Whatever changes in a contract, the difference says so: lines of the shipped contract and of the accepted ones are
//! changed at random, and a sound contract with another meaning has another contract's changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{collections::BTreeMap, env, fs, path::Path};

use alignet_cli::diff::Difference;
use alignet_spec::{Contract, Sources};

/// The number of texts to try. Each is the work of a fixed seed, so that a failure repeats.
const ROUNDS: u64 = 240;

/// A contract: the names and the texts of its files.
type Texts = Vec<(String, String)>;

#[test]
fn every_change_of_meaning_is_reported() {
    let rounds = env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let contracts: Vec<(Texts, Contract, String)> = contracts()
        .into_iter()
        .map(|texts| {
            let contract = load(&texts).unwrap();
            let meaning = meaning(&contract);
            (texts, contract, meaning)
        })
        .collect();
    let (mut sound, mut found) = (0, BTreeMap::<&str, usize>::new());
    let mut blind = Vec::new();
    for seed in 1..=rounds {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (texts, old, was) = &contracts[random.below(contracts.len())];
        let mut mutant = texts.clone();
        let file = random.below(mutant.len());
        mutant[file].1 = mutated(&mutant[file].1, &mut random);
        let Some(new) = load(&mutant) else { continue };
        let is = meaning(&new);
        let difference = Difference::between(old, &new);
        if is == *was {
            assert_eq!(difference.changes, [], "seed {seed}: nothing changed but this");
            continue;
        }
        sound += 1;
        difference.changes.iter().for_each(|change| *found.entry(change.rule.id()).or_default() += 1);
        if difference.changes.is_empty() {
            blind.push(format!("seed {seed}:\n{}", lines(&texts[file].1, &mutant[file].1)));
        }
        let back = Difference::between(&new, old);
        assert_eq!(back.changes.is_empty(), difference.changes.is_empty(), "seed {seed}");
    }
    assert!(blind.is_empty(), "{} of {sound} changes are not seen:\n{}", blind.len(), blind.join("\n"));
    if env::var_os("ROUNDS").is_some() {
        println!("{sound} of {rounds} are sound and mean something else; {} rules: {found:#?}", found.len());
    }
    assert!(sound > rounds / 10, "{sound} of {rounds} mutants are sound and mean something else");
}

#[test]
fn a_contract_does_not_differ_from_itself() {
    for texts in contracts() {
        let (old, new) = (load(&texts).unwrap(), load(&texts).unwrap());
        assert_eq!(Difference::between(&old, &new).changes, []);
    }
}

/// The shipped contract, and every accepted one as an extension of it.
fn contracts() -> Vec<Texts> {
    let texts = |sources: Sources| -> Texts {
        sources.0.into_iter().map(|source| (source.path, source.text)).collect()
    };
    // The shipped contract counts as often as all others together.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/tests/accepted");
    let mut folders: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let accepted = folders.iter().map(|folder| texts(Sources::read(folder, "accepted").unwrap()));
    let mut contracts: Vec<Texts> = accepted.filter(|texts| load(texts).is_some()).collect();
    let things = Path::new(env!("CARGO_MANIFEST_DIR")).join("../macros/tests/golden/things");
    contracts.push(texts(Sources::read(&things, "golden").unwrap()));
    let service = Path::new(env!("CARGO_MANIFEST_DIR")).join("../macros/tests/golden/service");
    contracts.push(texts(Sources::read(&service, "golden").unwrap()));
    for _ in 0..contracts.len() {
        contracts.push(texts(Sources::shipped()));
    }
    contracts
}

fn load(texts: &Texts) -> Option<Contract> {
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Contract::load(Sources::from_texts("mutated", &texts).extending_shipped()).ok()
}

/// Everything in a contract but positions: what `Debug` shows, without spans.
fn meaning(contract: &Contract) -> String {
    let mut contract = contract.clone();
    contract.sources = Sources::default();
    let shown = format!("{contract:?}");
    let mut parts = shown.split("Span { source: ");
    let mut meaning = parts.next().unwrap().to_owned();
    for part in parts {
        meaning.push_str(&part[part.find('}').unwrap() + 1..]);
    }
    meaning
}

/// The lines that differ.
fn lines(old: &str, new: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let end = old[start..].iter().rev().zip(new[start..].iter().rev()).take_while(|(a, b)| a == b).count();
    let marked = |mark: &str, lines: &[&str]| -> String {
        lines.iter().map(|line| format!("{mark}{line}\n")).collect()
    };
    let head = old[..start].iter().rev().find(|line| line.starts_with('[')).unwrap_or(&"");
    format!(
        " {head}\n{}{}",
        marked("-", &old[start..old.len() - end]),
        marked("+", &new[start..new.len() - end])
    )
}

/// The text with one line changed, so that many results are sound.
fn mutated(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // Most of the other lines are JSON of examples.
    let keys: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].contains(" = ")).collect();
    let at = if random.below(10) == 0 { random.below(lines.len()) } else { keys[random.below(keys.len())] };
    match random.below(7) {
        0 => drop(lines.remove(at)),
        1 => {
            let near = (at + 1 + random.below(3)).min(lines.len() - 1);
            lines.swap(at, near);
        }
        2 => {
            let copy = lines[at].clone();
            let other = COPIES[random.below(COPIES.len())];
            lines.insert(at + 1, renamed(&copy, other));
        }
        3 => lines[at] = replaced(&lines[at], random),
        4 => {
            // Optional, or no longer.
            let ends = ["?\"", "|null?\"", "|null\"", "\""];
            let (from, to) = (ends[random.below(4)], ends[random.below(4)]);
            lines[at] = lines[at].replacen(from, to, 1).replace("\"\"", "\"");
        }
        5 => {
            let more = MORE[random.below(MORE.len())];
            lines[at] = match lines[at].rfind(" }") {
                Some(end) => format!("{}, {more} }}", &lines[at][..end]),
                None => lines[at].replace("doc = \"", "doc = \"Now "),
            };
        }
        _ => {
            // A word, such as that of a type, is replaced by one from elsewhere in the file.
            let words: Vec<&str> =
                text.split(|c: char| !(c.is_alphanumeric() || "_.:".contains(c))).collect();
            let own: Vec<String> = lines[at].split('"').map(str::to_owned).collect();
            let (from, to) = (&own[random.below(own.len())], words[random.below(words.len())]);
            if !from.is_empty() {
                lines[at] = lines[at].replacen(from.as_str(), to, 1);
            }
        }
    }
    lines.join("\n") + "\n"
}

const COPIES: &[&str] = &["other", "another_one", "Third", "FOURTH"];

const MORE: &[&str] = &[
    "example = \"x\"",
    "deprecated = \"Use another.\"",
    "name = \"renamed_here\"",
    "name = \"RenamedHere\"",
    "secret = false",
    "default = \"01\"",
    "default = 60",
    "single_use = true",
    "open = true",
    "outcome = \"pending\"",
    "style = \"repeated\"",
];

const WORDS: &[(&str, &str)] = &[
    ("never", "harmless"),
    ("harmless", "never"),
    ("never", "safe"),
    ("string", "secret"),
    ("secret", "string"),
    ("string", "currency"),
    ("string", "json"),
    ("string", "numeric"),
    ("amount", "string"),
    ("flag", "boolean"),
    ("boolean", "flag"),
    ("authorised", "declined"),
    ("declined", "pending"),
    ("pending", "unknown"),
    ("POST", "PUT"),
    ("GET", "DELETE"),
    ("status", "state"),
    ("origin = \"api\"", "origin = \"auth\""),
    ("const", "default"),
    ("default", "const"),
    ("true", "false"),
    ("\"00\"", "\"02\""),
    ("0", "1"),
    ("3", "5"),
    ("echoes", "finds"),
    ("finds", "echoes"),
    ("settle", "deprecated"),
    ("\"[", "\"{"),
    ("Meta", "Status"),
    (" = \"", "_2 = \""),
    ("get:charges", "post:charges"),
    ("post:charges", "post:charges get:charges"),
    (", \"", ", \"x"),
    ("[\"", "[\"meta\", \""),
    ("https://", "https://x."),
    ("signature", "sign"),
    ("outcome = ", "reason = "),
];

fn replaced(line: &str, random: &mut Random) -> String {
    let fitting: Vec<_> = WORDS.iter().filter(|(from, _)| line.contains(from)).collect();
    match fitting.len() {
        0 => line.to_owned(),
        number => {
            let (from, to) = fitting[random.below(number)];
            line.replacen(from, to, 1)
        }
    }
}

/// The line with another key or table, so that it can stand below itself.
fn renamed(line: &str, name: &str) -> String {
    match line.find(['=', ']']) {
        Some(end) if line.starts_with('[') => format!("[{name}{}", &line[end..]),
        Some(end) => format!("{name} {}", &line[end..]),
        None => line.to_owned(),
    }
}

/// Numbers that look random and repeat with their seed (xorshift64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap()
    }
}
