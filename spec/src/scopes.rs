//! Scopes: the permissions of an access token, in one string.

/// Returns the mistake in a string of scopes, and the help for it; `None` if the scopes are valid.
///
/// The valid characters are those of an OAuth 2.0 scope (RFC 6749, section 3.3).
pub(crate) fn mistake(scopes: &str) -> Option<(&'static str, &'static str)> {
    let words: Vec<&str> = scopes.split(' ').collect();
    let allowed = |char: char| char.is_ascii_graphic() && char != '"' && char != '\\';
    let twice = || words.iter().enumerate().any(|(index, word)| words[..index].contains(word));
    if words.contains(&"") {
        Some(("a scope is empty", "separate scopes by one space each: `\"create:token get:charges\"`"))
    } else if !words.iter().all(|word| word.chars().all(allowed)) {
        Some((
            "a scope holds a character that scopes can't have",
            "write letters, digits and signs of ASCII: `\"create:token get:charges\"`",
        ))
    } else if twice() {
        Some(("a scope stands here twice", "remove one of the two"))
    } else {
        None
    }
}
