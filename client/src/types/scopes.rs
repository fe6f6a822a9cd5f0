//! The permitted uses of a token or a nonce.

use std::{borrow::Cow, fmt};

use serde::{Serialize, Serializer};

/// Scopes, as the wire carries them: words separated by single spaces.
///
/// ```
/// use alignet::Scopes;
///
/// let scopes = Scopes::from("post:charges  get:charges");
/// assert_eq!(scopes.as_str(), "post:charges get:charges");
/// assert_eq!(Scopes::from_iter(["post:charges", "get:charges"]), scopes);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Scopes(Cow<'static, str>);

impl Scopes {
    /// Returns the scopes, separated by single spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Makes scopes of a text that has only single spaces. For generated code.
    #[doc(hidden)]
    pub const fn written(text: &'static str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// Returns each scope.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|scope| !scope.is_empty())
    }
}

impl From<&str> for Scopes {
    fn from(text: &str) -> Self {
        text.split_whitespace().collect()
    }
}

impl From<String> for Scopes {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl<S: AsRef<str>> FromIterator<S> for Scopes {
    fn from_iter<I: IntoIterator<Item = S>>(scopes: I) -> Self {
        let mut text = String::new();
        for scope in scopes {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(scope.as_ref());
        }
        Self(Cow::Owned(text))
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Scopes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Scopes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
