//! Environments: the origins that calls go to, and other values.

use std::{borrow::Cow, collections::BTreeMap, env, fmt};

use serde_json::Value as Json;

use crate::error::{Error, ErrorKind};

/// The environment variable that `Environment::from_env` reads.
pub const ENVIRONMENT_VARIABLE: &str = "ALIGNET_ENVIRONMENT";

/// An environment: its origins and every other value that differs between environments.
///
/// Values of two environments can't be mixed. Built-in environments come from the contract, and a
/// custom environment sets every value.
///
/// ```
/// use alignet::Environment;
///
/// assert_eq!(Environment::PREPROD.audience(), "https://api.preprod.alignet.io/");
///
/// let custom = Environment::custom()
///     .auth("https://auth.example.com")
///     .api("https://api.example.com")
///     .audience("https://api.example.com/")
///     .api_version("1709847567")
///     .flex_script("https://flex.example.com/form.js")
///     .flex_style("https://flex.example.com/form.css")
///     .notification_keys(Environment::PREPROD.notification_keys())
///     .build();
/// assert_eq!(custom.name(), "custom");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Environment {
    name: &'static str,
    origins: Cow<'static, [Cow<'static, str>]>,
    values: Cow<'static, [Value]>,
}

impl Environment {
    /// The name, in capitals; `custom` for an environment that is not built in.
    pub fn name(&self) -> &str {
        self.name
    }

    /// For generated code.
    #[doc(hidden)]
    pub const fn built_in(
        name: &'static str,
        origins: &'static [Cow<'static, str>],
        values: &'static [Value],
    ) -> Self {
        Self { name, origins: Cow::Borrowed(origins), values: Cow::Borrowed(values) }
    }

    /// For generated code.
    #[doc(hidden)]
    pub fn assembled<const O: usize, const V: usize>(origins: [String; O], values: [Value; V]) -> Self {
        Self {
            name: "custom",
            origins: origins.into_iter().map(Cow::Owned).collect(),
            values: values.into_iter().collect(),
        }
    }

    /// The value with this index. For generated code.
    #[doc(hidden)]
    pub fn value(&self, index: usize) -> &str {
        self.values.get(index).and_then(Value::text).unwrap_or_default()
    }

    /// The keys with this index. For generated code.
    #[doc(hidden)]
    pub fn keys(&self, index: usize) -> impl Iterator<Item = &str> {
        let keys: &[_] = match self.values.get(index) {
            Some(Value::Keys(keys)) => keys,
            _ => &[],
        };
        keys.iter().map(AsRef::as_ref)
    }

    /// Returns the environment of `all` that `ALIGNET_ENVIRONMENT` names, or the one that it holds as JSON. The names are
    /// those of the origins and of the values, in order. For generated code.
    #[doc(hidden)]
    pub fn find_from_env(all: &[Self], origins: &[&str], values: &[&str]) -> Result<Self, Error> {
        let text = env::var(ENVIRONMENT_VARIABLE).unwrap_or_default();
        if text.trim().is_empty() {
            return Err(Error::noted(
                ErrorKind::Config,
                format!("the variable `{ENVIRONMENT_VARIABLE}` is not set, or is empty"),
            ));
        }
        if text.trim_start().starts_with('{') {
            let prefix = format!("the variable `{ENVIRONMENT_VARIABLE}` holds no environment: ");
            let parsed = from_json(&text, origins, values);
            let (origins, values) =
                parsed.map_err(|problem| Error::noted(ErrorKind::Config, format!("{prefix}{problem}")))?;
            return Ok(Self { name: "custom", origins: origins.into(), values: values.into() });
        }
        Self::pick(all, &text, &format!("the variable `{ENVIRONMENT_VARIABLE}` names no environment"))
    }

    /// Returns the environment of `all` with this name, in upper or lower case. For generated code.
    #[doc(hidden)]
    pub fn find(all: &[Self], name: &str) -> Result<Self, Error> {
        Self::pick(all, name, "there is no such environment")
    }

    fn pick(all: &[Self], name: &str, otherwise: &str) -> Result<Self, Error> {
        let found = all.iter().find(|one| one.name.eq_ignore_ascii_case(name.trim()));
        found.cloned().ok_or_else(|| {
            let names: Vec<&str> = all.iter().map(|one| one.name).collect();
            Error::noted(ErrorKind::Config, format!("{otherwise}; there are {}", names.join(", ")))
        })
    }

    /// Returns the name that the journal has for the environment: that of [`name`](Self::name), followed by the hosts of its
    /// origins if it is a custom one, because all custom environments have one name.
    ///
    /// ```
    /// use alignet::{Environment, journal::Filter};
    ///
    /// let charges = Filter::new().environment(Environment::PREPROD.journal_name()).reference("400100");
    /// ```
    #[cfg(feature = "journal")]
    pub fn journal_name(&self) -> String {
        if self.name != "custom" {
            return self.name.to_owned();
        }
        // An origin with a password is refused before any call.
        let hosts = self.origins.iter().map(|origin| origin.rsplit('@').next().unwrap_or_default());
        format!("custom {}", hosts.collect::<Vec<_>>().join(" "))
    }

    pub(crate) fn origins(&self) -> &[Cow<'static, str>] {
        &self.origins
    }

    pub(crate) fn values(&self) -> &[Value] {
        &self.values
    }
}

type Text = Cow<'static, str>;

/// Reads an object that has each of these origins and values, and nothing else: strings, or lists of strings for keys.
/// An error names the member, and shows no value.
fn from_json(text: &str, origins: &[&str], values: &[&str]) -> Result<(Vec<Text>, Vec<Value>), String> {
    let mut members: BTreeMap<String, Json> = serde_json::from_str(text).map_err(|error| {
        format!("it is no JSON object, at line {}, column {}", error.line(), error.column())
    })?;
    let mut take = |name: &str| members.remove(name).ok_or_else(|| format!("`{name}` is missing"));
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    for name in origins {
        texts.push(string(take(name)?).ok_or_else(|| format!("`{name}` must be a string"))?);
    }
    for name in values {
        others.push(match take(name)? {
            Json::String(text) => Value::Text(Cow::Owned(text)),
            Json::Array(keys) => {
                let keys: Option<Vec<Text>> = keys.into_iter().map(string).collect();
                Value::Keys(keys.ok_or_else(|| format!("`{name}` must be a list of strings"))?.into())
            }
            _ => return Err(format!("`{name}` must be a string, or a list of strings")),
        });
    }
    match members.into_keys().next() {
        Some(name) => Err(format!("`{name}` is no value of an environment")),
        None => Ok((texts, others)),
    }
}

fn string(value: Json) -> Option<Text> {
    match value {
        Json::String(text) => Some(Cow::Owned(text)),
        _ => None,
    }
}

/// A value that differs between environments and is not an origin. For generated code.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A string.
    Text(Cow<'static, str>),
    /// Public keys that verify notifications.
    Keys(Cow<'static, [Cow<'static, str>]>),
}

impl Value {
    /// Returns the string, or `None` for keys.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Keys(_) => None,
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Keys> for Value {
    fn from(keys: Keys) -> Self {
        Self::Keys(keys.0.into_iter().map(Cow::Owned).collect())
    }
}

/// The public keys of a custom environment, from an array, a `Vec` or anything else that yields
/// strings. For generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct Keys(Vec<String>);

impl<I> From<I> for Keys
where
    I: IntoIterator,
    I::Item: Into<String>,
{
    fn from(keys: I) -> Self {
        Self(keys.into_iter().map(Into::into).collect())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The part before an `@` may be a password. A client refuses such an origin, but only later.
        let host = |origin: &Cow<'static, str>| origin.rsplit('@').next().unwrap_or_default().to_owned();
        let hosts: Vec<String> = self.origins.iter().map(host).collect();
        f.debug_struct("Environment")
            .field("name", &self.name)
            .field("origins", &hosts)
            .finish_non_exhaustive()
    }
}
