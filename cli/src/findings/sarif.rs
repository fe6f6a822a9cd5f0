//! Mistakes as SARIF 2.1.0, the format of code-review tools.

use alignet_spec::diagnostic;
use serde_json::{Value as Json, json};

use super::{Finding, Place, uri::uri};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Returns mistakes as a SARIF log with one run. Columns count characters.
pub fn sarif(findings: &[Finding]) -> Json {
    let rules: Vec<(&str, &str)> = diagnostic::rules().collect();
    let results = findings.iter().map(|finding| result(finding, &rules));
    let results: Vec<Json> = results.collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "alignet-spec",
                "informationUri": "https://docs.rs/alignet-cli",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|(id, says)| rule(id, says)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(id: &str, says: &str) -> Json {
    json!({
        "id": id,
        "shortDescription": { "text": says },
        "help": { "text": says },
        "defaultConfiguration": { "level": "error" },
    })
}

fn result(finding: &Finding, rules: &[(&str, &str)]) -> Json {
    let text = std::iter::once(&finding.message).chain(&finding.help).map(String::as_str);
    let mut result = json!({
        "ruleId": finding.rule,
        "level": "error",
        "message": { "text": text.collect::<Vec<_>>().join("\n") },
        "locations": [location(&finding.place)],
    });
    if let Some(index) = rules.iter().position(|(id, _)| *id == finding.rule) {
        result["ruleIndex"] = json!(index);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|(place, remark)| {
            let mut location = location(place);
            location["message"] = json!({ "text": remark });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some((place, text)) = &finding.fix {
        result["fixes"] = json!([{
            "description": { "text": format!("Write `{text}`.") },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(&place.file) },
                "replacements": [{ "deletedRegion": region(place), "insertedContent": { "text": text } }],
            }],
        }]);
    }
    result
}

fn location(place: &Place) -> Json {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&place.file) } });
    if place.range.is_some() {
        physical["region"] = region(place);
    }
    json!({ "physicalLocation": physical })
}

fn region(place: &Place) -> Json {
    place.range.map_or(Json::Null, |(start, end)| {
        json!({
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        })
    })
}
