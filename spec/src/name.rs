//! Converts wire names to Rust names, and finds the valid name nearest to a misspelled one.

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

/// Returns the valid name nearest to a misspelled one, if it is near enough to be the intended name.
pub fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (wrong.chars().count() / 3).max(1);
    valid
        .into_iter()
        .map(|name| (distance(&wrong.to_lowercase(), &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions
/// and swaps of neighbours.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let substitution = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = substitution.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// The number of names that a help line lists; it counts the remaining ones.
const LISTED: usize = 16;

/// Returns a help line: `did you mean …?`, if a name is near, and the valid names.
pub fn suggest<'a>(wrong: &str, what: &str, valid: impl IntoIterator<Item = &'a str>) -> String {
    suggest_beyond(wrong, what, &valid.into_iter().collect::<Vec<_>>(), &[], "")
}

/// Does the same as [`suggest`] for names that include `unlisted` ones: the line names them by their `label`.
pub(crate) fn suggest_beyond(
    wrong: &str,
    what: &str,
    valid: &[&str],
    unlisted: &[&str],
    label: &str,
) -> String {
    let mut list = match valid.len() {
        0 if unlisted.is_empty() => "none".to_owned(),
        // "and 1 more" would be longer than the name itself.
        count if count > LISTED + 2 => format!("{} and {} more", list(&valid[..LISTED]), count - LISTED),
        _ => list(valid),
    };
    if !unlisted.is_empty() {
        list += if valid.is_empty() { label.to_owned() } else { format!(", and {label}") }.as_str();
    }
    match nearest(wrong, valid.iter().chain(unlisted).copied()) {
        Some(name) => format!("did you mean `{name}`? {what}: {list}"),
        None => format!("{what}: {list}"),
    }
}

/// Returns the names in back quotes, separated by commas.
pub fn list<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}
