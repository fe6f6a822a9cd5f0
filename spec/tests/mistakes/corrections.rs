//! Whoever follows a message ends with a sound contract.

use alignet_spec::{Contract, Sources};

use crate::base::base;

const PAYOUT: &str = r#"[get_payout]
doc    = "Reads a payout."
route  = "GET /payouts/{payout}"
origin = "api"
scopes = "get:charges"
status = "meta.status"
path   = { payout = "string" }

[get_payout.reply]
success = "boolean"
amount  = "amount"
parts   = { type = "[Part]", doc = "What it consists of." }
meta    = "Meta"

[Part]
doc    = "A part."
fields = { number = "string" }
"#;

fn mistakes(text: &str) -> Option<String> {
    let sources = Sources::from_texts("texts", &[("payout.toml", text)]).extending(base());
    Contract::load(sources).err().map(|mistakes| mistakes.to_string())
}

/// A line of the contract, the mistake in its place, and what its message says to write there.
const MISTAKES: &[(&str, &str, &str)] = &[
    (r#"doc    = "Reads a payout.""#, "doc    = “Reads a payout.”", r#"doc    = "Reads a payout.""#),
    (
        r#"doc    = "Reads a payout.""#,
        r#"doc = “Fetches a "payout", at once.”"#,
        r#"doc = 'Fetches a "payout", at once.'"#,
    ),
    (
        r#"doc    = "Reads a payout.""#,
        r#"doc = “Fetches one's "payout".”"#,
        r#"doc = "Fetches one's \"payout\".""#,
    ),
    (r#"doc    = "Reads a payout.""#, r#"doc: "Reads a payout.""#, r#"doc = "Reads a payout.""#),
    (r#"doc    = "Reads a payout.""#, r#"doc "Reads a payout.""#, r#"doc = "Reads a payout.""#),
    (r#"doc    = "Reads a payout.""#, r#"doc => "Reads a payout.""#, r#"doc = "Reads a payout.""#),
    (r#"doc    = "Reads a payout.""#, r#"doc = "Reads a "payout".""#, r#"doc = 'Reads a "payout".'"#),
    (r#"doc    = "Reads a payout.""#, r#"doc = 'Reads one's payout.'"#, r#"doc = "Reads one's payout.""#),
    (r#"doc    = "Reads a payout.""#, r#"doc = "Reads C:\payout.""#, r#"doc = "Reads C:\\payout.""#),
    (
        r#"doc    = "Reads a payout.""#,
        r#"doc = "Reads a payout, or a part of it."#,
        r#"doc = "Reads a payout, or a part of it.""#,
    ),
    (
        r#"route  = "GET /payouts/{payout}""#,
        "route = GET /payouts/{payout}",
        r#"route = "GET /payouts/{payout}""#,
    ),
    (
        r#"route  = "GET /payouts/{payout}""#,
        "route = GET /payouts/{payout} # one",
        r#"route = "GET /payouts/{payout}" # one"#,
    ),
    (
        r#"route  = "GET /payouts/{payout}""#,
        r#"route = "GET /payouts/{payout}"#,
        r#"route = "GET /payouts/{payout}""#,
    ),
    (
        r#"route  = "GET /payouts/{payout}""#,
        r#"route = GET /payouts/{payout}""#,
        r#"route = "GET /payouts/{payout}""#,
    ),
    (
        r#"route  = "GET /payouts/{payout}""#,
        r#"route = "GET /payouts/{payout}";"#,
        r#"route = "GET /payouts/{payout}""#,
    ),
    (
        r#"route  = "GET /payouts/{payout}""#,
        r#"route = "GET /payouts/{payout}" // one"#,
        r#"route = "GET /payouts/{payout}" # one"#,
    ),
    (r#"path   = { payout = "string" }"#, "path = { payout = string }", r#"path = { payout = "string" }"#),
    (
        r#"path   = { payout = "string" }"#,
        r#"path = { payout: "string" }"#,
        r#"path = { payout = "string" }"#,
    ),
    (
        r#"path   = { payout = "string" }"#,
        r#"path = { "payout": "string" }"#,
        r#"path = { "payout" = "string" }"#,
    ),
    (r#"path   = { payout = "string" }"#, r#"path = { payout = "string""#, r#"path = { payout = "string" }"#),
    (
        r#"path   = { payout = "string" }"#,
        r#"path = { payout = { type = "string, doc = "Its id." } }"#,
        r#"path = { payout = { type = "string", doc = "Its id." } }"#,
    ),
    (
        r#"path   = { payout = "string" }"#,
        r#"path = { payout = { type = "string", doc = "Its id. } }"#,
        r#"path = { payout = { type = "string", doc = "Its id." } }"#,
    ),
    ("[get_payout.reply]", "[get_payout.reply", "[get_payout.reply]"),
    ("[get_payout.reply]", "[get payout.reply]", "[get_payout.reply]"),
    (r#"amount  = "amount""#, r#"el año = "amount""#, r#""el año" = "amount""#),
    (r#"amount  = "amount""#, "parts_of = [Part]?", r#"parts_of = "[Part]?""#),
    (r#"amount  = "amount""#, "parts_of = {json}", r#"parts_of = "{json}""#),
    (
        r#"scopes = "get:charges""#,
        r#"scopes = ["get:charges", "post:charges"]"#,
        r#"scopes = "get:charges post:charges""#,
    ),
    (r#"scopes = "get:charges""#, "scopes = get:charges", r#"scopes = "get:charges""#),
    (
        r#"path   = { payout = "string" }"#,
        "path = { payout = \"string\" }\nquery = { all = { type = \"boolean\", default = False } }",
        r#"query = { all = { type = "boolean", default = false } }"#,
    ),
];

#[test]
fn the_line_that_a_message_shows_is_sound() {
    assert_eq!(mistakes(PAYOUT), None);
    for (line, mistake, shown) in MISTAKES {
        let wrong = PAYOUT.replacen(line, mistake, 1);
        let message = mistakes(&wrong).unwrap_or_else(|| panic!("is accepted: {mistake}"));
        assert_eq!(message.matches("error: ").count(), 1, "{mistake}: {message}");
        assert!(message.contains(&format!("`{shown}`")), "{mistake}: {message}");
        let last = mistake.lines().last().unwrap();
        assert_eq!(mistakes(&wrong.replacen(last, shown, 1)), None, "{mistake}: {message}");
    }
}

/// A part of the contract, the mistake in its place, and the part of it to replace by what its message shows.
const PARTS: &[(&str, &str, &str, &str)] = &[
    ("\"amount\"", "\"int\"", "\"int\"", "\"integer\""),
    ("\"amount\"", "\"bool\"", "\"bool\"", "\"boolean\""),
    ("\"amount\"", "\"u64\"", "\"u64\"", "\"integer\""),
    ("\"amount\"", "\"Option<string>\"", "\"Option<string>\"", "\"string?\""),
    ("\"amount\"", "\"string[]\"", "\"string[]\"", "\"[string]\""),
    ("\"amount\"", "\"Vec<Option<u8>>\"", "\"Vec<Option<u8>>\"", "\"[integer|null]\""),
    ("\"amount\"", "\"Map<string, Part>\"", "\"Map<string, Part>\"", "\"{Part}\""),
    (
        "\"amount\"",
        "\"std::collections::HashMap<String, i64>\"",
        "\"std::collections::HashMap<String, i64>\"",
        "\"{integer}\"",
    ),
    ("\"amount\"", "\"Optional[str]\"", "\"Optional[str]\"", "\"string?\""),
    ("\"amount\"", "\"null | Part\"", "\"null | Part\"", "\"Part|null\""),
    ("\"amount\"", "\"Nullable<Part>\"", "\"Nullable<Part>\"", "\"Part|null\""),
    ("\"amount\"", "[\"string\"]", "amount  = [\"string\"]", "amount = \"[string]\""),
    ("{payout}", ":payout", ":payout", "{payout}"),
    ("{payout}", "<payout>", "<payout>", "{payout}"),
    ("{payout}", "${payout}", "${payout}", "{payout}"),
    ("\nroute ", "\ndescription = \"Reads.\"\nroute ", "description = \"Reads.\"\n", ""),
    ("doc    = \"Reads", "description = \"Reads", "description", "doc"),
    ("scopes =", "auth =", "auth", "scopes"),
    ("[get_payout.reply]", "[get_payout.response]", "response", "reply"),
    (
        "status =",
        "query = { least = { type = \"amount\", default = 150.00 } }\nstatus =",
        "default = 150.00",
        "default = \"15000\"",
    ),
    ("status =", "query = { least = { default = 2.5 } }\nstatus =", "default = 2.5", "default = \"2.5\""),
    (
        "fields = { number = \"string\" }",
        "fields = { fee = { type = \"amount\", default = 150.00 } }",
        "fee = { type = \"amount\", default = 150.00 }",
        "fee = \"amount?\"",
    ),
    ("scopes =", "scop =", "scop", "scopes"),
    ("status =", "echo = \"amount\"\nquery = { amount = \"amount\" }\nstatus =", "echo", "echoes"),
    ("status =", "ecos = \"amount\"\nquery = { amount = \"amount\" }\nstatus =", "ecos", "echoes"),
    ("fields = { number = \"string\" }", "fields = { next = \"Part?\" }", "\"Part?\"", "\"json?\""),
    ("amount  = \"amount\"", "cvc = \"string?\"", "cvc = \"string?\"", "cvc = \"secret?\""),
    (
        "amount  = \"amount\"",
        "cvc = \"string?\"",
        "cvc = \"string?\"",
        "cvc = { type = \"string?\", secret = false }",
    ),
    ("[get_payout]", "[[get_payout]]", "[[get_payout]]", "[get_payout]"),
];

#[test]
fn what_a_message_says_to_write_is_sound() {
    for (part, mistake, wrong, right) in PARTS {
        let text = PAYOUT.replacen(part, mistake, 1);
        let message = mistakes(&text).unwrap_or_else(|| panic!("is accepted: {mistake}"));
        assert_eq!(message.matches("error: ").count(), 1, "{mistake}: {message}");
        // A name alone stands in back quotes.
        let name = right.trim_matches('"');
        assert!(message.contains(right) || message.contains(&format!("`{name}`")), "{mistake}: {message}");
        assert_eq!(mistakes(&text.replacen(wrong, right, 1)), None, "{mistake}: {message}");
    }
}

#[test]
fn keys_that_a_message_moves_up_are_sound_there() {
    let (lines, rest) = PAYOUT.split_at(PAYOUT.find("[get_payout.reply]").unwrap());
    let (first, keys) = lines.split_at(lines.find("route").unwrap());
    let (reply, part) = rest.split_at(rest.find("\n[Part]").unwrap());
    for wrong in
        [format!("{first}{reply}{keys}{part}"), format!("{first}{rest}\n[get_payout.example]\n{keys}")]
    {
        let message = mistakes(&wrong).unwrap();
        assert_eq!(message.matches("error: ").count(), 1, "{message}");
        assert!(message.contains("`route` of endpoint `get_payout` stands below its table"), "{message}");
        let way = "move `route`, `origin`, `scopes`, `status`, `path` to right below `[get_payout]`";
        assert!(message.contains(way), "{message}");
        assert!(message.contains(" | [get_payout]\n"), "{message}");
    }
}

#[test]
fn a_key_that_was_moved_up_is_sound_without_its_old_line() {
    let (line, below) = ("scopes = \"get:charges\"\n", "[get_payout.reply]\n");
    let wrong = PAYOUT.replace(below, &format!("{below}{line}"));
    let message = mistakes(&wrong).unwrap();
    assert_eq!(message.matches("error: ").count(), 1, "{message}");
    assert!(message.contains("remove the line further down"), "{message}");
    let (above, rest) = wrong.rsplit_once(line).unwrap();
    assert_eq!(mistakes(&format!("{above}{rest}")), None);
}

#[test]
fn every_line_with_a_mistake_is_named() {
    let wrong = PAYOUT.replace(" = ", ": ").replace("  :", ":");
    let message = mistakes(&wrong).unwrap();
    assert_eq!(message.matches("error: ").count(), PAYOUT.matches('\n').count() - 5, "{message}");
}

#[test]
fn a_long_file_with_many_mistakes_is_explained_fast() {
    let line = "doc: “Reads, \"or\" not, a payout.\n";
    let text = format!("[get_payout]\n{}", line.repeat(20_000));
    let begun = std::time::Instant::now();
    assert!(mistakes(&text).is_some());
    let twice = format!("[get_payout]\n{}", "doc = \"Reads.\"\n".repeat(20_000));
    assert_eq!(mistakes(&twice).unwrap().matches("is declared twice").count(), 19_999);
    let long = format!("[get_payout]\ndoc = {}\n", "\"a\", ".repeat(20_000));
    assert!(mistakes(&long).is_some());
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}
