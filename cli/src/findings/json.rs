//! Mistakes as JSON.

use alignet_spec::source::Position;
use serde_json::{Value as Json, json};

use super::{Finding, Place};

/// The version of the JSON. A new member leaves it as it is; another meaning of a member, or one less, does not.
const VERSION: u64 = 1;

/// Returns mistakes as a JSON document, which the README describes.
pub fn json(findings: &[Finding]) -> Json {
    json!({ "version": VERSION, "mistakes": findings.iter().map(mistake).collect::<Vec<_>>() })
}

fn mistake(finding: &Finding) -> Json {
    let related = finding.related.iter().map(|(place, remark)| with(place, "message", remark));
    json!({
        "rule": finding.rule,
        "file": finding.place.file,
        "range": range(&finding.place),
        "message": finding.message,
        "help": finding.help,
        "related": related.collect::<Vec<_>>(),
        "fix": finding.fix.as_ref().map(|(place, text)| with(place, "text", text)),
    })
}

/// Returns a place with a text.
fn with(place: &Place, key: &str, text: &str) -> Json {
    json!({ "file": place.file, "range": range(place), key: text })
}

fn range(place: &Place) -> Json {
    let position = |at: Position| json!({ "line": at.line, "column": at.column });
    place.range.map_or(Json::Null, |(start, end)| json!({ "start": position(start), "end": position(end) }))
}
