//! What a call that failed recalls of its request: what the caller knows it by, and what nobody may
//! see. Read from the request as it went out, and only then, so that a call that succeeds pays nothing.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use zeroize::Zeroizing;

use crate::{
    endpoint::{Operation, Repeat},
    error::{Error, ErrorKind, bounded},
    outgoing::Outgoing,
    redact::Secrets,
    retry::is_unsettled,
};

/// What the failure means for a call that must not be repeated: when it may have happened, the error says
/// so, and how to find out whether it did.
pub(crate) fn settled(error: Error, operation: &Operation, sent: &Outgoing, secrets: &Secrets<'_>) -> Error {
    let unsettled = operation.repeat == Repeat::Never && is_unsettled(&error);
    // A conflict is an answer; but what is there already, perhaps from an attempt before, is worth asking.
    if !unsettled && error.kind() != ErrorKind::Conflict {
        return error;
    }
    let error = if unsettled { error.indeterminate() } else { error };
    match operation.settled_by {
        Some(by) => error.settled_by_is(by.endpoint, reference(operation, sent, secrets)),
        None => error,
    }
}

/// What the caller knows a call by: one value, or several with commas between; none of them secret.
pub(crate) fn reference(operation: &Operation, sent: &Outgoing, secrets: &Secrets<'_>) -> Option<String> {
    // What is below such a name, rather than at it, is the caller's own and may be anything.
    let mut values = values(operation, sent, operation.settled_by?.reference, false);
    values.dedup();
    let (mut shown, mut length) = (Vec::new(), 0);
    for value in &values {
        length += value.chars().count() + 2;
        if length > LONGEST_REFERENCE && !shown.is_empty() {
            // A value that is cut would look like another.
            shown.push("…");
            break;
        }
        shown.push(value.as_str());
    }
    (!shown.is_empty()).then(|| bounded(&secrets.hide(shown.join(", "))))
}

/// The most characters of several values that are shown.
const LONGEST_REFERENCE: usize = 400;

/// The values of a request that nobody may see.
pub(crate) fn secrets(operation: &Operation, sent: &Outgoing) -> Vec<Zeroizing<String>> {
    if operation.secrets.is_empty() { Vec::new() } else { values(operation, sent, operation.secrets, true) }
}

/// The values of all fields with these names, one a line: of the path, the query, the headers and the
/// body, in this order; `below` also of what stands below such a name, however deep.
fn values(operation: &Operation, sent: &Outgoing, names: &str, below: bool) -> Vec<Zeroizing<String>> {
    let is_meant = |name: &str| names.split('\n').any(|one| one == name);
    let decoded = |text: &str| Zeroizing::new(percent_decode_str(text).decode_utf8_lossy().into_owned());
    let mut found = Vec::new();
    for (part, value) in operation.route.split('/').zip(sent.uri.path().split('/')) {
        let field = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if field.is_some_and(is_meant) {
            found.push(decoded(value));
        }
    }
    for (name, value) in
        sent.uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='))
    {
        if is_meant(&decoded(name)) {
            found.push(decoded(value));
        }
    }
    for (name, value) in sent.headers.iter().filter(|(name, _)| is_meant(name.as_str())) {
        debug_assert!(value.is_sensitive(), "{name}");
        found.push(Zeroizing::new(String::from_utf8_lossy(value.as_bytes()).into_owned()));
    }
    // The body is what this client wrote; where there is none, there is nothing to find.
    let mut body = serde_json::Deserializer::from_slice(&sent.body);
    let _ = Gather { is_meant: &is_meant, meant: false, below, found: &mut found }.deserialize(&mut body);
    found
}

/// Takes strings and numbers out of JSON, those below a name that is meant.
struct Gather<'g> {
    is_meant: &'g dyn Fn(&str) -> bool,
    /// Whether such a name leads here.
    meant: bool,
    /// Whether what is below is meant as well.
    below: bool,
    found: &'g mut Vec<Zeroizing<String>>,
}

impl Gather<'_> {
    fn take(self, value: impl Into<String>) {
        if self.meant {
            self.found.push(Zeroizing::new(value.into()));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Gather<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Gather<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let meant = self.meant && self.below || (self.is_meant)(&key);
            let inner = Gather { is_meant: self.is_meant, meant, below: self.below, found: self.found };
            map.next_value_seed(inner)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Gather { is_meant, below, .. } = self;
        let meant = self.meant && below;
        while seq.next_element_seed(Gather { is_meant, meant, below, found: self.found })?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.take(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.take(value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.take(value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.take(value.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
