//! Converts wire names to Rust names.

/// The keywords of every Rust edition, strict and reserved.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "union", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Splits a wire name into lower-case words: `operationNumber`, `ALG-API-VERSION` and `utc_time` alike.
pub(crate) fn words(wire: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut previous = ' ';
    for char in wire.chars() {
        let starts = char.is_uppercase() && (previous.is_lowercase() || previous.is_ascii_digit());
        if (starts || !char.is_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if char.is_ascii_alphanumeric() {
            word.push(char.to_ascii_lowercase());
        }
        previous = char;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Returns the Rust field, setter or module name for a wire name, in snake case. A leading digit gets `_`
/// before it, a reserved word `_` after it.
pub fn snake(wire: &str) -> String {
    let name = words(wire).join("_");
    if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else if name.starts_with(|char: char| char.is_ascii_digit()) || name.is_empty() {
        format!("_{name}")
    } else {
        name
    }
}

/// Returns the Rust type or variant name for a wire name, in camel case. A leading digit gets `_` before
/// it, a reserved word `_` after it.
pub fn camel(wire: &str) -> String {
    let name: String = words(wire).iter().map(|word| capitalise(word)).collect();
    if name == "Self" {
        "Self_".to_owned()
    } else if name.starts_with(|char: char| char.is_ascii_digit()) || name.is_empty() {
        format!("_{name}")
    } else {
        name
    }
}

fn capitalise(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Returns true if Rust has the word for itself.
pub(crate) fn is_reserved(word: &str) -> bool {
    KEYWORDS.contains(&word) || word == "Self"
}

/// Returns true if `name` is a snake-case Rust name that needs no escaping.
pub fn is_snake(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_lowercase() || char == '_')
        && name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_')
        && name.chars().any(|char| char != '_')
        && !KEYWORDS.contains(&name)
}

/// Returns true if `name` is a camel-case Rust name.
pub fn is_camel(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_uppercase())
        && name.chars().all(|char| char.is_ascii_alphanumeric())
        && name != "Self"
}

/// Returns true if `name` can name a variant: it is camel case, or [`camel`] returns it for a wire name
/// that starts with a digit or is a reserved word.
pub fn is_variant(name: &str) -> bool {
    let digits =
        name.strip_prefix('_').is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
    is_camel(name)
        || name == "Self_"
        || (digits && name[1..].chars().all(|char| char.is_ascii_alphanumeric()))
}
