//! Reads a file: its encoding, its notation, and the version of OpenAPI.

use super::Json;

/// The largest document that is read, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// The deepest nesting of brackets that is handed to a parser. A reader of YAML takes the square of it in time.
const DEEPEST: usize = 4096;

/// Reads an OpenAPI document, in JSON or in YAML.
///
/// # Errors
///
/// Says what is wrong, in one line, if it is neither, or of another version than 3.0 and 3.1.
pub(crate) fn read(bytes: &[u8]) -> Result<Json, String> {
    if bytes.len() > LARGEST {
        return Err(format!("the document has {} bytes, and {LARGEST} are read at most", bytes.len()));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let line = 1 + bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
            return Err(format!("line {line} is not UTF-8: save the document in that encoding"));
        }
    };
    if nesting(text) > DEEPEST {
        return Err(format!("the document nests deeper than {DEEPEST} levels"));
    }
    let root = match text.trim_start().starts_with(['{', '[']) {
        true => Json::parse(text).map_err(|error| format!("the document is not JSON: {error}"))?,
        false => yaml_serde::from_str(text).map_err(|error| {
            format!("the document is neither JSON nor YAML: {}", one_line(&error.to_string()))
        })?,
    };
    version(&root)?;
    Ok(root)
}

/// Returns the deepest nesting of brackets; those in strings count, too.
fn nesting(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Accepts OpenAPI 3.0 and 3.1.
fn version(root: &Json) -> Result<(), String> {
    let number = |key| match root.get(key) {
        Some(Json::Number(number)) => number.clone(),
        Some(Json::String(text)) => text.clone(),
        _ => String::new(),
    };
    let (openapi, swagger) = (number("openapi"), number("swagger"));
    let is = |version: &str| openapi == version || openapi.starts_with(&format!("{version}."));
    if is("3.0") || is("3.1") {
        return Ok(());
    }
    Err(if !swagger.is_empty() {
        "the document is Swagger 2.0: convert it to OpenAPI 3 first, as with `swagger2openapi`".to_owned()
    } else if openapi.is_empty() {
        "the document is not OpenAPI: it has no `openapi: 3.1.0` at its top".to_owned()
    } else {
        let shown: String = openapi.chars().take(20).filter(|char| !char.is_control()).collect();
        format!("the document is OpenAPI {shown}: only 3.0 and 3.1 are read")
    })
}
