//! Summaries of documentation.

/// Returns the first sentence, without its full stop. A sentence ends with a full stop, a space and a capital letter; but
/// not in `e.g. Lima` or `J. Ejemplo`.
pub(super) fn summary(doc: &str) -> &str {
    let is_letter = |part: &str| {
        let mut chars = part.trim_start_matches('(').chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    let mut ends = doc.match_indices(". ").filter(|(at, _)| {
        let word = doc[..*at].rsplit(char::is_whitespace).next().unwrap_or_default();
        doc[at + 2..].starts_with(char::is_uppercase) && !word.split('.').all(is_letter)
    });
    let first = ends.next().map_or(doc, |(at, _)| &doc[..at]);
    first.trim_end().trim_end_matches('.')
}
