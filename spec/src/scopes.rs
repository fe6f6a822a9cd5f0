//! Scopes: the permissions of an access token, in one string.

use crate::{
    contract::Documented,
    diagnostic::Diagnostic,
    source::{Sources, Span},
};

/// The rule that scopes follow, wherever they stand.
const DECLARED: &str = "scopes-are-declared";

/// Returns the first mistake in a string of scopes at `span`; `None` if all of them are declared.
pub(crate) fn mistake(
    scopes: &str,
    span: Span,
    declared: &[Documented],
    sources: &Sources,
) -> Option<Diagnostic> {
    let mut offset = 0;
    let mut seen = Vec::new();
    for scope in scopes.split(' ') {
        let at = sources.part(span, offset, scope.len());
        offset += scope.len() + 1;
        if scope.is_empty() {
            return Some(
                Diagnostic::new(span, "a scope is empty")
                    .of(DECLARED)
                    .help("separate scopes by one space each: `\"post:charges get:charges\"`"),
            );
        }
        if seen.contains(&scope) {
            return Some(
                Diagnostic::new(at, "a scope stands here twice").of(DECLARED).help("remove one of the two"),
            );
        }
        seen.push(scope);
        if !declared.iter().any(|one| one.name == scope) {
            let valid = declared.iter().map(|one| one.name.as_str());
            return Some(
                Diagnostic::new(at, format!("there is no scope `{scope}`"))
                    .of(DECLARED)
                    .suggest(scope, "declared", valid)
                    .help(
                        "scopes stand in one string, separated by spaces; the table `[scopes]` declares them",
                    ),
            );
        }
    }
    None
}

/// Returns true if a name has only characters of an OAuth 2.0 scope (RFC 6749, section 3.3).
pub(crate) fn is_scope(name: &str) -> bool {
    name.chars().all(|char| char.is_ascii_graphic() && char != '"' && char != '\\')
}
