//! Words of programming languages, OpenAPI and databases, and what a contract has in their place.

/// Foreign names of types, in lower case, by what a contract calls them.
const TYPES: [(&str, &[&str]); 8] = [
    (
        "integer",
        &[
            "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "i8",
            "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize", "long",
            "short", "bigint", "number",
        ],
    ),
    (
        "string",
        &["str", "text", "char", "varchar", "uuid", "guid", "url", "uri", "email", "time", "bytes", "base64"],
    ),
    ("date-time", &["datetime", "timestamp", "timestamptz", "instant"]),
    ("boolean", &["bool", "bit"]),
    ("amount", &["money"]),
    ("secret", &["password", "token"]),
    ("json", &["any", "unknown", "mixed", "value", "object", "jsonb"]),
    ("{json}", &["map", "dict", "dictionary", "record", "hashmap", "hash"]),
];

/// Foreign names of types, in lower case, that no single word stands for.
const NOTES: [(&[&str], &str); 4] = [
    (
        &["float", "float32", "float64", "double", "decimal", "f32", "f64", "real"],
        "an amount of money is an `amount`, in minor units; any other number with a fraction is a `decimal`",
    ),
    (&["array", "list", "vec", "slice", "set"], "a list is a type in brackets, such as `[string]`"),
    (&["option", "optional", "nullable"], "a field may be absent if its type ends with `?`, as in `string?`"),
    (
        &["enum", "struct", "class", "union"],
        "declare it as a table of its own, with `fields`, `values` or `variants`",
    ),
];

/// Names of types with parameters, in lower case, by the notation of a contract: `T` is the last parameter.
const GENERICS: [(&str, &[&str]); 4] = [
    ("T?", &["option", "optional", "maybe"]),
    ("T|null", &["nullable"]),
    ("[T]", &["vec", "list", "array", "slice", "set", "hashset", "sequence", "seq", "iterable"]),
    ("{T}", &["map", "hashmap", "btreemap", "dict", "dictionary", "record", "hash"]),
];

/// Foreign names of keys, in lower case, by what a contract calls them.
const KEYS: [(&str, &[&str]); 21] = [
    (
        "doc",
        &["description", "desc", "summary", "docs", "documentation", "comment", "help", "title", "about"],
    ),
    ("route", &["method", "verb", "url", "uri", "endpoint", "http"]),
    ("origin", &["host", "server", "base", "base_url", "service"]),
    ("scopes", &["auth", "authorization", "security", "permissions", "permission"]),
    ("repeat", &["retry", "retries", "retryable", "idempotent", "idempotency"]),
    ("query", &["params", "parameters", "args", "search"]),
    ("reply", &["response", "responses", "returns", "return", "result", "output", "answer"]),
    ("reply_header", &["response_header", "response_headers", "headers_out", "output_headers"]),
    ("cursor", &["pagination", "paging", "pages", "page", "next_page", "page_token"]),
    ("body", &["request", "payload", "input", "json", "data"]),
    ("fields", &["properties", "members", "attributes", "columns"]),
    ("values", &["enum", "members", "options", "choices", "variants"]),
    ("variants", &["one_of", "oneof", "any_of", "anyof", "cases", "mapping"]),
    ("tag", &["discriminator", "discriminant"]),
    ("type", &["kind", "ty", "format", "schema", "ref", "$ref"]),
    ("name", &["rename", "rust_name", "alias"]),
    ("const", &["fixed", "value", "constant", "literal"]),
    ("default", &["fallback", "default_value"]),
    ("secret", &["sensitive", "private", "confidential"]),
    ("lifetime", &["ttl", "expires", "expires_in"]),
    ("example", &["examples", "sample", "samples"]),
];

/// Foreign keys, in lower case, that a contract says with another notation.
const NOTATIONS: [(&[&str], &str); 1] = [(
    &["optional", "required", "nullable", "null", "mandatory"],
    "a field is required unless its type ends with `?`, as in `type = \"string?\"`; with `|null`, its value may be `null`",
)];

/// Returns the valid key that a foreign one stands for.
pub(crate) fn key(word: &str, valid: &[&'static str]) -> Option<&'static str> {
    let word = word.to_lowercase().replace('-', "_");
    let means =
        |ours: &&str| KEYS.iter().any(|(key, foreign)| key == ours && foreign.contains(&word.as_str()));
    valid.iter().copied().find(means)
}

/// Returns what a contract writes in place of a foreign key.
pub(crate) fn notation(word: &str, valid: &[&'static str]) -> Option<&'static str> {
    let word = word.to_lowercase();
    let found = NOTATIONS.iter().find(|(words, _)| words.contains(&word.as_str()) && valid.contains(&"type"));
    found.map(|(_, help)| *help)
}

/// Returns what a contract writes for a foreign type that no single word stands for.
pub(crate) fn type_note(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    NOTES.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, note)| *note)
}

/// Returns the type that a foreign name stands for. `known` tells if a name is a type of the contract.
pub(crate) fn type_word(word: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
    let lower = word.to_lowercase();
    if known(word) {
        return Some(word.to_owned());
    }
    let ours = TYPES.iter().find(|(_, foreign)| foreign.contains(&lower.as_str())).map(|(ours, _)| *ours);
    ours.or_else(|| known(&lower).then_some(lower.as_str())).map(str::to_owned)
}

/// Returns the type expression that a foreign one stands for: `string?` for `Option<String>`, `[integer]` for `int[]`.
pub(crate) fn type_expression(text: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
    translate(text, known, DEPTH)
}

/// The depth of types in types that is translated.
const DEPTH: usize = 8;

fn translate(text: &str, known: &dyn Fn(&str) -> bool, depth: usize) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    let text = text.trim();
    let inner = |text: &str| translate(text, known, depth);
    let between = |open, close| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    if let Some(inside) = between('[', ']') {
        return Some(format!("[{}]", item(inner(inside)?)));
    }
    if let Some(inside) = between('{', '}') {
        return Some(format!("{{{}}}", item(inner(inside)?)));
    }
    if let Some((notation, parameter)) = generic(text) {
        let parameter = inner(parameter)?;
        return Some(match notation {
            "T?" => format!("{}?", parameter.trim_end_matches('?')),
            "T|null" => format!("{parameter}|null"),
            notation => notation.replace('T', &item(parameter)),
        });
    }
    if let Some(inside) = text.strip_suffix('?').or_else(|| text.strip_prefix('?')) {
        return Some(format!("{}?", inner(inside)?));
    }
    if let Some(inside) = text.strip_suffix("[]") {
        return Some(format!("[{}]", item(inner(inside)?)));
    }
    if let Some((first, second)) = text.split_once('|') {
        let is_null =
            |word: &str| ["null", "none", "nil", "undefined"].contains(&word.trim().to_lowercase().as_str());
        let other = if is_null(second) { first } else { Some(second).filter(|_| is_null(first))? };
        return Some(format!("{}|null", inner(other)?));
    }
    type_word(text, known)
}

/// Returns the type of an item of a list or a map, which can be null, but not absent.
fn item(text: String) -> String {
    text.strip_suffix('?').map_or(text.clone(), |text| format!("{text}|null"))
}

/// Splits `Vec<T>`, `List[T]` or `Map<K, T>` into the notation of a contract and `T`.
fn generic(text: &str) -> Option<(&'static str, &str)> {
    let open = text.find(['<', '[', '('])?;
    let name = text[..open].trim().rsplit("::").next()?.to_lowercase();
    let parameters = text[open + 1..].strip_suffix(['>', ']', ')'])?;
    let (notation, _) = GENERICS.iter().find(|(_, names)| names.contains(&name.as_str()))?;
    let last = match (*notation, parameters.split_once(',')) {
        ("{T}", Some((_, value))) => value,
        _ => parameters,
    };
    Some((notation, last))
}
