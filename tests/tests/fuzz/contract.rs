//! Fuzzes the reader of contracts.

use alignet_spec::{Contract, Sources};

/// Loads a contract: a complete one if it has a table `[api]`, and an extension of the shipped one otherwise.
///
/// # Panics
///
/// If its mistakes can't be displayed.
pub(crate) fn contract(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let sources = Sources::from_texts("fuzz", &[("fuzz.toml", &*text)]).extending_shipped();
    let Err(mistakes) = Contract::load(sources) else { return };
    assert!(!mistakes.diagnostics.is_empty(), "refused for nothing");
    for (diagnostic, rendered) in mistakes.diagnostics.iter().zip(mistakes.rendered()) {
        let position = mistakes.sources.position(diagnostic.span);
        let source = mistakes.sources.source(diagnostic.span).map_or("", |source| &source.text);
        assert!(position.line <= source.lines().count() + 1, "beyond the end: {rendered}");
        let mut marks = rendered.lines().filter_map(|line| line.trim_start().strip_prefix("| "));
        assert!(marks.any(|mark| mark.trim_start().starts_with('^')), "no mark: {rendered}");
        assert!(!rendered.contains(|char: char| char.is_control() && !"\n\t".contains(char)), "{rendered:?}");
    }
}
