//! The merchants whose messages a verifier accepts.

use std::{collections::BTreeSet, fmt};

use crate::error::{Error, ErrorKind};

/// A set of merchant codes, at least one. Codes are compared byte for byte.
pub(super) struct Merchants(BTreeSet<String>);

impl Merchants {
    pub(super) fn new(codes: impl IntoIterator<Item = impl Into<String>>) -> Result<Self, Error> {
        let codes: BTreeSet<String> = codes.into_iter().map(Into::into).collect();
        let wrong = |note| Err(Error::noted(ErrorKind::Config, note));
        if codes.is_empty() {
            return wrong(
                "there is no merchant code, so no notification could be accepted: give at least one",
            );
        }
        if codes.contains("") {
            return wrong(
                "the merchant code is empty, and without one the notifications to other merchants would be \
                 taken for this one's",
            );
        }
        if codes.iter().any(|code| code.trim() != code) {
            return wrong("the merchant code begins or ends with white space: remove it");
        }
        Ok(Self(codes))
    }

    pub(super) fn contains(&self, code: &str) -> bool {
        self.0.contains(code)
    }
}

impl fmt::Debug for Merchants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
