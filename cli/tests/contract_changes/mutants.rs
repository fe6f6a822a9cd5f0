//! Contracts with one line changed at random.

use std::{fs, path::Path};

use alignet_spec::{Contract, Sources};

/// A contract: the names and the texts of its files.
pub(crate) type Texts = Vec<(String, String)>;

/// The shipped contract, and every accepted one as an extension of it.
pub(crate) fn contracts() -> Vec<Texts> {
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

pub(crate) fn load(texts: &Texts) -> Option<Contract> {
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Contract::load(Sources::from_texts("mutated", &texts).extending_shipped()).ok()
}

/// The contract with one line of one file changed, and the index of the file.
pub(crate) fn mutant(texts: &Texts, random: &mut Random) -> (usize, Texts) {
    let mut changed = texts.clone();
    let file = random.below(changed.len());
    changed[file].1 = mutated(&changed[file].1, random);
    (file, changed)
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
pub(crate) struct Random(u64);

impl Random {
    /// Returns a number that depends on the seed alone.
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap()
    }
}
