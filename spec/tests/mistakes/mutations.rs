//! Whatever is in the files, the reader answers: it accepts them or says what is wrong.

use std::{fs, panic, path::Path};

use crate::base::base;

use alignet_spec::{Contract, Diagnostic, Mistakes, Sources, diagnostic::rules};

/// The number of texts to try. Each is the work of a fixed seed, so that a failure repeats.
const ROUNDS: u64 = 1500;

#[test]
fn no_text_makes_the_reader_panic() {
    let files = contracts();
    for seed in 1..=ROUNDS {
        let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut texts = files[random.below(files.len())].clone();
        let file = random.below(texts.len());
        for _ in 0..=random.below(4) {
            texts[file].1 = mutated(&texts[file].1, &mut random);
        }
        let outcome = panic::catch_unwind(|| load(&texts));
        assert!(outcome.is_ok(), "seed {seed} makes the reader panic on:\n{}", texts[file].1);
    }
}

#[test]
fn no_single_line_is_needed_for_an_answer() {
    for texts in contracts() {
        for (file, (_, text)) in texts.iter().enumerate() {
            for line in 0..text.lines().count() {
                let without = text.lines().enumerate().filter(|(index, _)| *index != line);
                let mut texts = texts.clone();
                texts[file].1 = without.map(|(_, line)| format!("{line}\n")).collect();
                load(&texts);
            }
        }
    }
}

/// Each file of the shipped contract, and every accepted contract.
fn contracts() -> Vec<Vec<(String, String)>> {
    let shipped = Sources::shipped().0.into_iter().map(|source| vec![(source.path, source.text)]);
    let mut contracts: Vec<Vec<(String, String)>> = shipped.collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accepted");
    let mut folders: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders {
        let sources = Sources::read(&folder, "accepted").unwrap();
        contracts.push(sources.0.into_iter().map(|source| (source.path, source.text)).collect());
    }
    contracts
}

/// Reads a contract, and renders what is wrong with it.
fn load(texts: &[(String, String)]) {
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let Err(mistakes) = Contract::load(Sources::from_texts("mutated", &texts).extending(base())) else {
        return;
    };
    assert!(!mistakes.diagnostics.is_empty());
    for (diagnostic, rendered) in mistakes.diagnostics.iter().zip(mistakes.rendered()) {
        let position = mistakes.sources.position(diagnostic.span);
        let lines = mistakes.sources.source(diagnostic.span).unwrap().text.lines().count();
        assert!(position.line <= lines + 1, "line {} of {lines}", position.line);
        let mut marks = rendered.lines().filter_map(|line| line.trim_start().strip_prefix("| "));
        assert!(marks.any(|mark| mark.trim_start().starts_with('^')), "{rendered}");
        assert!(rules().any(|(id, _)| id == diagnostic.rule), "{rendered} breaks no rule");
    }
    correct(&mistakes);
}

/// Applies the fix of the first mistake that has one, and looks for the mistake again.
fn correct(mistakes: &Mistakes) {
    let sources = &mistakes.sources;
    let mut fixes = mistakes.diagnostics.iter().filter_map(|one| Some((one, one.fix(sources)?)));
    let Some((mistake, fix)) = fixes.next() else { return };
    let mut texts: Vec<(&str, String)> =
        sources.0.iter().map(|source| (source.path.as_str(), source.text.clone())).collect();
    texts[fix.span.source].1.replace_range(fix.span.start..fix.span.end, &fix.text);
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let Err(left) = Contract::load(Sources::from_texts("corrected", &texts)) else { return };
    let again = |one: &Diagnostic| one.span.start == mistake.span.start && one.message == mistake.message;
    assert!(!left.diagnostics.iter().any(again), "{}", mistake.render(sources));
}

/// The text with one thing changed.
fn mutated(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() {
        return "[".to_owned();
    }
    let (at, other) = (random.below(bytes.len()), random.below(bytes.len()));
    let (start, end) = (at.min(other), at.max(other));
    match random.below(8) {
        0 => drop(bytes.drain(at..(at + 1 + random.below(8)).min(text.len()))),
        1 => bytes.swap(at, other),
        2 => bytes.truncate(at),
        3 => bytes[at] = (random.next() % 256) as u8,
        4 => {
            let tokens = [
                "\"", "[", "]", "{", "}", "?", "|null", ".", "=", "\n", "'''", "'", "\\", "é", "\u{1}", "“",
                ":", ",", "#", "//",
            ];
            let token = tokens[random.below(tokens.len())];
            drop(bytes.splice(at..at, token.bytes()));
        }
        5 => drop(bytes.drain(start..end.min(start + 200))),
        6 => {
            let copy = bytes[start..end.min(start + 200)].to_vec();
            drop(bytes.splice(other..other, copy));
        }
        _ => {
            // Whole lines change places, so that tables lose or gain keys.
            let mut lines: Vec<&str> = text.lines().collect();
            let (first, second) = (random.below(lines.len()), random.below(lines.len()));
            lines.swap(first, second);
            return lines.join("\n");
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
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
