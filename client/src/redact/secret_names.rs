//! Recognises the names of fields that hold a secret, without the contract.

use std::iter;

/// Words in the name of a secret field, in the singular.
///
/// `authorization` is not among them: `create_token` keeps its status object below that name, and
/// `authorization_code` is public in the contract. `token_type`, `masked_pan` and `last_pan` are public as well,
/// but the crate does not know that at run time, so they are hidden for their words.
const WORDS: [&str; 26] = [
    "bearer",
    "cavv",
    "clave",
    "contrasena",
    "contraseña",
    "credential",
    "cryptogram",
    "csc",
    "cvc",
    "cvv",
    "firma",
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
    "token",
];

/// Pairs of words in the name of a secret field, also written as one word.
const PAIRS: [(&str, &str); 6] = [
    ("access", "key"),
    ("api", "key"),
    ("card", "number"),
    ("private", "key"),
    ("secret", "key"),
    ("security", "code"),
];

/// Words that also count at the end of a longer word, as in `accesstoken`.
const ENDINGS: [&str; 4] = ["passwd", "password", "secret", "token"];

/// Returns true if a field of this name sounds like one that holds a secret: `access_token`, `accessToken`, `CVV2`.
pub(crate) fn is_telling(name: &str) -> bool {
    // The end of a run of capitals is ambiguous: `PINCode` has two words, and `PINs` has one.
    [false, true].into_iter().any(|acronyms| tells(&words(name, acronyms)))
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

fn tells(words: &[String]) -> bool {
    words.iter().any(|word| forms(word).any(tells_alone))
        || words.windows(2).any(|pair| match pair {
            [first, second] => forms(second).any(|second| PAIRS.contains(&(first, second))),
            _ => false,
        })
}

fn tells_alone(word: &str) -> bool {
    let is_pair =
        |(first, second): &(&str, &str)| word.strip_suffix(second).is_some_and(|rest| rest.ends_with(first));
    WORDS.contains(&word) || ENDINGS.iter().any(|ending| word.ends_with(ending)) || PAIRS.iter().any(is_pair)
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
