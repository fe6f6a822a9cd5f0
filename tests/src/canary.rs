//! Whether a secret shows where it must not: canaries to plant, a capture of everything that is
//! logged, and a scanner that knows the forms a secret can take on its way into a log.

mod capture;

pub use capture::Capture;

use std::{
    error::Error,
    fmt::{self, Debug, Write as _},
    io,
};

use base64::{Engine as _, prelude::BASE64_STANDARD, prelude::BASE64_URL_SAFE};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// How much of a secret, at its start or its end, is as bad as the whole of it.
const FRAGMENT: usize = 12;

/// A secret that must not show anywhere.
#[derive(Clone)]
pub struct Canary {
    name: String,
    needles: Vec<(&'static str, String)>,
}

/// Where a canary showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// Which canary.
    pub canary: String,
    /// In which form, such as `base64`.
    pub form: &'static str,
    /// What stands around it.
    pub excerpt: String,
}

impl Canary {
    /// A canary with this value; the name is for messages.
    ///
    /// # Panics
    ///
    /// When the value is not ASCII, or too short to be told from other text.
    pub fn new(name: &str, value: &str) -> Self {
        assert!(value.is_ascii() && value.len() >= FRAGMENT, "{name}: {FRAGMENT} characters or more");
        let fragments = [&value[..FRAGMENT], &value[value.len() - FRAGMENT..]];
        let needles = fragments.into_iter().flat_map(forms);
        Self {
            name: name.to_owned(),
            needles: needles.map(|(form, text)| (form, text.to_lowercase())).collect(),
        }
    }

    /// Where the text shows this canary, or a fragment of it, in whatever form and case.
    pub fn leak(&self, text: &str) -> Option<Leak> {
        let text = text.to_lowercase();
        // Pretty-printed lists of bytes stand on a line each.
        let in_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.needles.iter().find_map(|(form, needle)| {
            let (text, at) =
                [&text, &in_line].into_iter().find_map(|text| Some((text, text.find(needle)?)))?;
            let excerpt = excerpt(text, at, needle.len());
            Some(Leak { canary: self.name.clone(), form, excerpt })
        })
    }
}

/// Fails when one of the canaries shows in the text; `what` says what the text is.
///
/// # Panics
///
/// When a canary shows.
#[track_caller]
pub fn assert_clean(canaries: &[Canary], what: &str, text: &str) {
    if let Some(leak) = canaries.iter().find_map(|canary| canary.leak(text)) {
        panic!("{what}: {leak}");
    }
}

/// Everything that printing an error can show: itself and every cause of it, in each style.
pub fn printed(error: &(dyn Error + 'static)) -> String {
    let mut out = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        let _ = writeln!(out, "{error}\n{error:#}\n{error:?}\n{error:#?}");
        // An `io::Error` hides what it wraps from `source`.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = wrapped.map(|wrapped| wrapped as &(dyn Error + 'static)).or_else(|| error.source());
    }
    out
}

/// Both styles of `Debug`.
pub fn debugged(value: &dyn Debug) -> String {
    format!("{value:?}\n{value:#?}")
}

/// The forms in which a value can show, by name. Upper and lower case count as the same.
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
        // Inside a longer text, a value can start at each of three places of a group.
        for before in 0..3 {
            let text = engine.encode([&[0_u8; 2][..before], bytes].concat());
            // The characters that neighbours have no share in.
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

/// Hides the value: a canary in a message of a failed test is not a leak.
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
    fn fragments_are_found_and_other_text_is_not() {
        assert_eq!(form(&VALUE[..FRAGMENT]), Some("raw"));
        assert_eq!(form(&VALUE[VALUE.len() - FRAGMENT..]), Some("raw"));
        assert_eq!(form("Se/cr+et 0123456789 NjU0MzIx %53%65 53652f [83, 101]"), None);
    }

    /// Says nothing of its cause.
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
