//! Reads a file: its encoding, its notation, and the version of OpenAPI.

use super::Json;

/// The largest document that is read, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

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
    let root = match text.trim_start().starts_with(['{', '[']) {
        true => Json::parse(text).map_err(|error| format!("the document is not JSON: {error}"))?,
        false => yaml_serde::from_str(text).map_err(|error| {
            format!("the document is neither JSON nor YAML: {}", one_line(&error.to_string()))
        })?,
    };
    version(&root)?;
    Ok(root)
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
