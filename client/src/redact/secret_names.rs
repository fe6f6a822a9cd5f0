//! Recognises the names of fields that hold a secret, without the contract. The reader of contracts has the same
//! rules, in `spec/src/secret_names.rs`: a contract must settle what is hidden here.

use std::iter;

/// Words in the name of a secret field, in the singular.
///
/// `authorization` is not among them: `create_token` keeps its status object below that name, and
/// `authorization_code` is public in the contract. `masked_pan` and `last_pan` are public as well, but the crate does
/// not know that at run time, so they are hidden for their words.
const WORDS: [&str; 31] = [
    "bearer",
    "cavv",
    "cci",
    "clabe",
    "clave",
    "contrasena",
    "contraseña",
    "credential",
    "cryptogram",
    "csc",
    "cvc",
    "cvn",
    "cvv",
    "firma",
    "iban",
    "jwt",
    "nonce",
    "otp",
    "pan",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "pwd",
    "secret",
    "security",
    "seguridad",
    "signature",
    "ssn",
    "token",
];

/// Pairs of words in the name of a secret field, also written as one word.
const PAIRS: [(&str, &str); 22] = [
    ("access", "key"),
    ("account", "no"),
    ("account", "number"),
    ("api", "key"),
    ("auth", "key"),
    ("card", "no"),
    ("card", "number"),
    ("client", "key"),
    ("encryption", "key"),
    ("numero", "cuenta"),
    ("numero", "tarjeta"),
    ("número", "cuenta"),
    ("número", "tarjeta"),
    ("private", "key"),
    ("secret", "key"),
    ("security", "code"),
    ("session", "key"),
    ("signing", "key"),
    ("subscription", "key"),
    ("track", "data"),
    ("verification", "code"),
    ("verification", "value"),
];

/// Words that also count at the end of a longer word, as in `accesstoken`.
const ENDINGS: [&str; 4] = ["passwd", "password", "secret", "token"];

/// Words at the end of a name that only describes a secret, as in `token_type`.
const DESCRIPTIONS: [&str; 14] = [
    "algorithm",
    "count",
    "expired",
    "expires",
    "expiry",
    "format",
    "kind",
    "length",
    "present",
    "required",
    "result",
    "status",
    "type",
    "version",
];

/// Words before `token` in the name of a position in a list, as in `nextPageToken`.
const POSITIONS: [&str; 9] =
    ["continuation", "cursor", "next", "page", "pagination", "prev", "previous", "resume", "sync"];

/// Returns true if a field of this name sounds like one that holds a secret: `access_token`, `accessToken`, `CVV2`.
pub(crate) fn is_telling(name: &str) -> bool {
    telling(name).is_some()
}

/// Returns true if a text that is not JSON gives a secret field a value: `token=…`, `"token": …`.
pub(crate) fn mentions(text: &str) -> bool {
    let mut rest = text;
    while let Some(start) = rest.find(in_name) {
        let named = rest.get(start..).unwrap_or_default();
        let (name, after) = named.split_at(named.find(|char| !in_name(char)).unwrap_or(named.len()));
        if has_value(after) && is_telling(name) {
            return true;
        }
        rest = after;
    }
    false
}

fn in_name(char: char) -> bool {
    char.is_alphanumeric() || is_mark(char) || matches!(char, '_' | '-')
}

/// Returns true if the text after a name makes it the name of a field.
fn has_value(after: &str) -> bool {
    let unquoted = after.trim_start_matches('\\').strip_prefix(['"', '\'']);
    after.starts_with('=') || unquoted.is_some_and(|rest| rest.trim_start().starts_with(':'))
}

/// Returns the words that make a name telling.
fn telling(name: &str) -> Option<String> {
    // The end of a run of capitals is ambiguous: `PINCode` has two words, and `PINs` has one.
    [false, true].into_iter().find_map(|acronyms| tells(&words(name, acronyms)))
}

/// Returns the words that make one reading of a name telling.
fn tells(words: &[String]) -> Option<String> {
    if words.last().is_some_and(|last| DESCRIPTIONS.contains(&last.as_str())) {
        return None;
    }
    // As in `numero_de_tarjeta`.
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "de").collect();
    let before = iter::once("").chain(words.iter().copied());
    let alone = words
        .iter()
        .zip(before)
        .find(|(word, before)| forms(word).any(|form| tells_alone(form) && !is_position(before, form)));
    let pair = || {
        words.windows(2).find_map(|pair| match pair {
            [first, second] if forms(second).any(|second| PAIRS.contains(&(first, second))) => {
                Some(format!("{first} {second}"))
            }
            _ => None,
        })
    };
    alone.map(|(word, _)| (*word).to_owned()).or_else(pair)
}

fn tells_alone(word: &str) -> bool {
    let is_pair =
        |(first, second): &(&str, &str)| word.strip_suffix(second).is_some_and(|rest| rest.ends_with(first));
    WORDS.contains(&word) || ENDINGS.iter().any(|ending| word.ends_with(ending)) || PAIRS.iter().any(is_pair)
}

/// Returns true if a word, after the word before it, names a position in a list.
fn is_position(before: &str, word: &str) -> bool {
    match word.strip_suffix("token") {
        Some("") => POSITIONS.contains(&before),
        Some(rest) => POSITIONS.iter().any(|position| rest.ends_with(position)),
        None => false,
    }
}

/// Returns a word without digits at its end, and then also without a plural `s`.
fn forms(word: &str) -> impl Iterator<Item = &str> {
    let bare = word.trim_end_matches(char::is_numeric);
    iter::once(bare).chain(bare.strip_suffix('s'))
}

/// Returns the words of a name in lower case. Capitals divide words, and so does any character that is neither a
/// letter nor a digit.
fn words(name: &str, acronyms: bool) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = '_';
    // A letter and its mark may be two characters.
    let mut chars = name.chars().filter(|char| !is_mark(*char)).peekable();
    while let Some(char) = chars.next() {
        let ends_capitals = acronyms && chars.peek().is_some_and(|next| next.is_lowercase());
        let begins = char.is_uppercase() && (!before.is_uppercase() || ends_capitals);
        if begins || !char.is_alphanumeric() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| char.is_alphanumeric()) {
            word.extend(char.to_lowercase());
        }
        before = char;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns true for a mark on the letter before it, as in an `ñ` of two characters.
fn is_mark(char: char) -> bool {
    matches!(char, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use alignet_spec::secret_names as spec;

    use super::{DESCRIPTIONS, ENDINGS, PAIRS, POSITIONS, WORDS, telling};

    #[test]
    fn the_reader_of_contracts_has_the_same_words() {
        assert_eq!(WORDS, spec::WORDS);
        assert_eq!(PAIRS, spec::PAIRS);
        assert_eq!(ENDINGS, spec::ENDINGS);
        assert_eq!(DESCRIPTIONS, spec::DESCRIPTIONS);
        assert_eq!(POSITIONS, spec::POSITIONS);
    }

    #[test]
    fn the_reader_of_contracts_gives_the_same_verdicts() {
        let words = WORDS.iter().chain(&DESCRIPTIONS).chain(&POSITIONS).chain(&["card", "my", "PIN", "de"]);
        let words: Vec<&str> = words.copied().chain(PAIRS.iter().flat_map(|(a, b)| [*a, *b])).collect();
        for first in &words {
            for second in &words {
                for name in [
                    format!("{first}_{second}"),
                    format!("{first}{second}s"),
                    format!("{}-{second}2", first.to_uppercase()),
                    format!("{first}_de_{}{}", second[..1].to_uppercase(), &second[1..]),
                ] {
                    assert_eq!(telling(&name), spec::telling(&name), "{name}");
                }
            }
        }
    }
}
