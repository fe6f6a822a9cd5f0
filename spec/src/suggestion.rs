//! Finds the valid name nearest to a misspelled one: `did you mean`.

/// Returns the valid name nearest to a misspelled one, if it is near enough to be the intended name.
pub fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wrong = wrong.to_lowercase();
    let allowed = (wrong.chars().count() / 3).max(1);
    let (mut short, mut best) = (Vec::new(), None);
    for name in valid {
        let lower = name.to_lowercase();
        let distance = distance(&wrong, &lower, allowed);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
        if is_shortened(&wrong, &lower) && !short.contains(&name) {
            short.push(name);
        }
    }
    // Letters that several names begin with are short for none of them.
    best.map(|(_, name)| name).or(short.pop().filter(|_| short.is_empty()))
}

/// Returns true if two names differ by a slip of the hand: by one letter, or by two neighbours swapped.
pub(crate) fn is_slip(wrong: &str, name: &str) -> bool {
    distance(&wrong.to_lowercase(), &name.to_lowercase(), 1) <= 1
}

/// Returns true if the name begins with these letters, at least three, or if only a third of it or less is left out.
fn is_shortened(short: &str, name: &str) -> bool {
    let (length, whole) = (short.chars().count(), name.chars().count());
    if length < 3 || length >= whole {
        return false;
    }
    let mut letters = name.chars();
    let left_out = short.chars().next() == name.chars().next()
        && short.chars().all(|letter| letters.any(|other| other == letter));
    name.starts_with(short) || (left_out && 3 * length >= 2 * whole)
}

/// Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, substitutions
/// and swaps of neighbours. Anything above `most` is as far as another, and not counted to its end: a contract may have a
/// thousand names and as many mistakes.
fn distance(a: &str, b: &str, most: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return most + 1;
    }
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
        // A swap looks back two rows, so both must be too far.
        if rows[i - 1].iter().chain(&row).all(|distance| *distance > most) {
            return most + 1;
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

/// The number of names that a help line lists; it counts the remaining ones.
const LISTED: usize = 16;

/// Returns a help line: `did you mean …?`, if a name is near, and the valid names.
pub fn suggest<'a>(wrong: &str, what: &str, valid: impl IntoIterator<Item = &'a str>) -> String {
    let valid: Vec<&str> = valid.into_iter().collect();
    offer_beyond(nearest(wrong, valid.iter().copied()), what, &valid, &[], "")
}

/// Returns a help line: `did you mean …?`, if a name is meant, and every valid name.
pub(crate) fn offer(meant: Option<&str>, what: &str, valid: &[&str]) -> String {
    question(meant, what, if valid.is_empty() { "none".to_owned() } else { list(valid) })
}

/// Returns a help line for names that include `unlisted` ones: the line names them by their `label`.
pub(crate) fn offer_beyond(
    meant: Option<&str>,
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
    question(meant, what, list)
}

fn question(meant: Option<&str>, what: &str, list: String) -> String {
    let question = meant.map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
    format!("{question}{what}: {list}")
}

/// Returns the names in back quotes, separated by commas.
pub fn list<S: AsRef<str>>(names: &[S]) -> String {
    names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>().join(", ")
}
