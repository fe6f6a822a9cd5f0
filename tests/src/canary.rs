//! Checks that no secret leaks: canaries to plant, a capture of everything that is logged, and a scanner
//! that knows the encodings in which a secret can reach a log.

mod capture;
mod spellings;

pub use capture::Capture;
use spellings::joined;
pub use spellings::spellings;

use std::{
    error::Error,
    fmt::{self, Debug, Write as _},
    io,
};

use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The number of characters, at the start or the end of a secret, that count as a leak.
const FRAGMENT: usize = 12;

/// A planted secret that must not appear in any output.
#[derive(Clone)]
pub struct Canary {
    name: String,
    needles: Vec<(&'static str, String)>,
    /// True if it is a number, which can stand in groups.
    grouped: bool,
}

/// A canary that appeared in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// The name of the canary.
    pub canary: String,
    /// The encoding it appeared in, such as `base64`.
    pub form: &'static str,
    /// The text around it.
    pub excerpt: String,
}

impl Canary {
    /// A canary with this value. The name is used in messages.
    ///
    /// # Panics
    ///
    /// If the value is not ASCII, or too short to be told from other text.
    pub fn new(name: &str, value: &str) -> Self {
        assert!(value.is_ascii() && value.len() >= FRAGMENT, "{name}: {FRAGMENT} characters or more");
        let fragments = [&value[..FRAGMENT], &value[value.len() - FRAGMENT..]];
        let needles = fragments.into_iter().flat_map(forms);
        Self {
            name: name.to_owned(),
            needles: needles.map(|(form, text)| (form, text.to_lowercase())).collect(),
            grouped: value.bytes().all(|byte| byte.is_ascii_digit()),
        }
    }

    /// Finds this canary, or its start or end, in a text, in any encoding and case.
    pub fn leak(&self, text: &str) -> Option<Leak> {
        let text = text.to_lowercase();
        // Pretty-printed lists of bytes have one byte a line.
        let in_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Only digits are grouped.
        let joined = if self.grouped { joined(&text) } else { String::new() };
        self.needles.iter().find_map(|(form, needle)| {
            let texts = [(*form, &text), (*form, &in_line), ("grouped", &joined)];
            let (form, text, at) =
                texts.into_iter().find_map(|(form, text)| Some((form, text, text.find(needle)?)))?;
            let excerpt = excerpt(text, at, needle.len());
            Some(Leak { canary: self.name.clone(), form, excerpt })
        })
    }
}

/// Panics if a text contains one of the canaries. `what` names the text.
///
/// # Panics
///
/// If a canary appears.
#[track_caller]
pub fn assert_clean(canaries: &[Canary], what: &str, text: &str) {
    if let Some(leak) = canaries.iter().find_map(|canary| canary.leak(text)) {
        panic!("{what}: {leak}");
    }
}

/// Everything that printing an error can show: the error and each of its causes, in each style.
pub fn printed(error: &(dyn Error + 'static)) -> String {
    let mut out = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let _ = writeln!(out, "{error}\n{error:#}\n{error:?}\n{error:#?}");
        // An `io::Error` does not return the error that it wraps from `source`.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source());
    }
    out
}

/// Everything that an error of the client can show: see [`printed`], and all that it quotes of the request and of
/// the service.
pub fn seen(error: &alignet::Error) -> String {
    let of_reply = (error.code(), error.messages(), error.path(), error.request_id(), error.reply());
    printed(error) + &debugged(&of_reply) + &debugged(&error.reference())
}

/// Both styles of `Debug`.
pub fn debugged(value: &dyn Debug) -> String {
    format!("{value:?}\n{value:#?}")
}

/// The encodings of a value, by name. The search ignores case.
fn forms(value: &str) -> Vec<(&'static str, String)> {
    let bytes = value.as_bytes();
    let each = |separator: &str, show: &dyn Fn(&u8) -> String| {
        bytes.iter().map(show).collect::<Vec<_>>().join(separator)
    };
    let mut forms = vec![
        ("raw", value.to_owned()),
        ("escaped", value.escape_debug().to_string()),
        ("percent-encoded", utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()),
        ("percent-encoded", each("", &|byte| format!("%{byte:02x}"))),
        ("bytes", each(", ", &|byte| byte.to_string())),
        ("hex", each("", &|byte| format!("{byte:02x}"))),
        ("hex", each(" ", &|byte| format!("{byte:02x}"))),
        ("hex", each(":", &|byte| format!("{byte:02x}"))),
        ("hex", each(", ", &|byte| format!("{byte:x}"))),
        ("hex", each(", ", &|byte| format!("0x{byte:02x}"))),
    ];
    for (form, engine) in [("base64", &BASE64_STANDARD), ("base64url", &BASE64_URL_SAFE)] {
        // Base64 encodes groups of three bytes, so the value can start at each of three offsets.
        for before in 0..3 {
            let text = engine.encode([&[0_u8; 2][..before], bytes].concat());
            // Keeps only the characters that the neighbouring bytes do not change.
            let own = [0, 2, 3][before]..(before + bytes.len()) * 8 / 6;
            forms.push((form, text[own].to_owned()));
        }
    }
    forms
}

fn excerpt(text: &str, at: usize, length: usize) -> String {
    const AROUND: usize = 60;
    let before: Vec<char> = text[..at].chars().rev().take(AROUND).collect();
    let after = text[at..].chars().take(length + AROUND);
    before.into_iter().rev().chain(after).collect()
}

/// Hides the value: a canary in the message of a failed test would count as a leak.
impl Debug for Canary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Canary({})", self.name)
    }
}

impl fmt::Display for Leak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` shows ({}): …{}…", self.canary, self.form, self.excerpt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: &str = "Se/cr+et=\"canary\"&0123456789";

    fn form(text: &str) -> Option<&'static str> {
        Canary::new("secret", VALUE).leak(text).map(|leak| leak.form)
    }

    #[test]
    fn every_form_is_found_wherever_it_stands() {
        for (name, text) in forms(VALUE) {
            for text in [text.clone(), text.to_uppercase(), format!("before{text}after\n")] {
                assert!(form(&text).is_some(), "{name}: {text}");
            }
        }
        for before in 0..7 {
            let inside = [&b"abcdefg"[..before], VALUE.as_bytes(), b"xyz"].concat();
            assert!(form(&BASE64_STANDARD.encode(&inside)).is_some(), "after {before} bytes");
            assert!(form(&BASE64_URL_SAFE.encode(&inside)).is_some(), "after {before} bytes");
        }
        assert_eq!(form(&debugged(&VALUE)), Some("escaped"));
        assert_eq!(form(&format!("{:?}", VALUE.as_bytes())), Some("bytes"));
        assert_eq!(form(&format!("{:#?}", VALUE.as_bytes())), Some("bytes"));
        assert_eq!(form(&format!("{:#x?}", VALUE.as_bytes())), Some("hex"));
    }

    #[test]
    fn every_spelling_is_found() {
        for value in [VALUE, "4111111111111111"] {
            for (name, text) in spellings(value) {
                let leak = Canary::new("secret", value).leak(&format!("<{text}>"));
                assert!(leak.is_some(), "{name}: {text}");
            }
        }
        assert!(Canary::new("number", "4111111111111111").leak("4111 1111 1112 1111 to 1111 1").is_none());
    }

    #[test]
    fn fragments_are_found_and_other_text_is_not() {
        assert_eq!(form(&VALUE[..FRAGMENT]), Some("raw"));
        assert_eq!(form(&VALUE[VALUE.len() - FRAGMENT..]), Some("raw"));
        assert_eq!(form("Se/cr+et 0123456789 NjU0MzIx %53%65 53652f [83, 101]"), None);
    }

    /// An error whose text does not contain its cause.
    struct Discreet(&'static str);

    impl Debug for Discreet {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Discreet")
        }
    }

    impl fmt::Display for Discreet {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("discreet")
        }
    }

    impl Error for Discreet {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            static CAUSE: Cause = Cause;
            (self.0 == "caused").then_some(&CAUSE)
        }
    }

    #[derive(Debug)]
    struct Cause;

    impl fmt::Display for Cause {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("canary beneath it all")
        }
    }

    impl Error for Cause {}

    #[test]
    fn an_error_is_printed_with_all_its_causes() {
        let canary = Canary::new("cause", "canary beneath it all");
        assert!(canary.leak(&printed(&Discreet("caused"))).is_some());
        assert!(canary.leak(&printed(&io::Error::other(Discreet("caused")))).is_some());
        assert_eq!(canary.leak(&printed(&Discreet("uncaused"))), None);
    }
}
