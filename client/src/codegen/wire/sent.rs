//! Writes objects and unions: one generic function, over the pairs of fields of an object.

use std::marker::PhantomData;

use serde::{Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap};
use serde_json::Value as Json;

use super::{Optional, Plain, Special, Wire, Written};
use crate::types::{nullable::Nullable, secret::Sent};

/// One field, or pairs of several fields, to write.
pub trait WriteFields {
    /// The number of fields.
    const COUNT: usize;

    /// Writes the fields that are present, and belong into this form.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serialiser.
    fn write<M: Mode, S: SerializeMap>(&self, names: &[&'static str], object: &mut S)
    -> Result<(), S::Error>;
}

fn field<S: SerializeMap>(
    names: &[&'static str],
    value: &impl Serialize,
    object: &mut S,
) -> Result<(), S::Error> {
    object.serialize_entry(names.first().copied().unwrap_or_default(), value)
}

impl<T: Serialize> WriteFields for Plain<&T> {
    const COUNT: usize = 1;

    fn write<M: Mode, S: SerializeMap>(
        &self,
        names: &[&'static str],
        object: &mut S,
    ) -> Result<(), S::Error> {
        field(names, self.0, object)
    }
}

impl<T: Wire> WriteFields for Special<&T> {
    const COUNT: usize = 1;

    fn write<M: Mode, S: SerializeMap>(
        &self,
        names: &[&'static str],
        object: &mut S,
    ) -> Result<(), S::Error> {
        if !M::SECRETS && self.0.is_secret() {
            return Ok(());
        }
        field(names, &Written::<M, T>::new(self.0), object)
    }
}

/// A field that may have nothing to write.
pub trait Absent {
    /// Returns true if there is nothing to write.
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Nullable<T> {
    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}

impl<T: Absent> Absent for Plain<&T> {
    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}

impl<T: Absent> Absent for Special<&T> {
    fn is_absent(&self) -> bool {
        self.0.is_absent()
    }
}

impl<V: WriteFields + Absent> WriteFields for Optional<V> {
    const COUNT: usize = 1;

    fn write<M: Mode, S: SerializeMap>(
        &self,
        names: &[&'static str],
        object: &mut S,
    ) -> Result<(), S::Error> {
        if self.0.is_absent() { Ok(()) } else { self.0.write::<M, S>(names, object) }
    }
}

impl<L: WriteFields, R: WriteFields> WriteFields for (L, R) {
    const COUNT: usize = L::COUNT + R::COUNT;

    fn write<M: Mode, S: SerializeMap>(
        &self,
        names: &[&'static str],
        object: &mut S,
    ) -> Result<(), S::Error> {
        let (left, right) = names.split_at(L::COUNT.min(names.len()));
        self.0.write::<M, S>(left, object)?;
        self.1.write::<M, S>(right, object)
    }
}

/// An object without fields.
impl WriteFields for () {
    const COUNT: usize = 0;

    fn write<M: Mode, S: SerializeMap>(&self, _: &[&'static str], _: &mut S) -> Result<(), S::Error> {
        Ok(())
    }
}

/// An object or a union of the contract.
pub trait Object: Serialize + DeserializeOwned {
    /// The names of its fields on the wire; a union has none of its own.
    const NAMES: &'static [&'static str] = &[];

    /// Passes its fields to a writer.
    fn fields<W: Writer>(&self, writer: W) -> W::Done;

    /// Starts the lifetimes of its secrets.
    fn bind(&mut self, _sent: Sent) {}
}

/// A receiver of an object or of a variant of a union.
pub trait Writer: Sized {
    /// The result of writing.
    type Done;

    /// Writes these fields.
    fn write(self, names: &'static [&'static str], fields: impl WriteFields) -> Self::Done;

    /// Writes a listed variant of a union: the tag, and the object beside it or below `content`.
    fn variant<T: Object>(
        self,
        tag: &'static str,
        value: &'static str,
        content: Option<&'static str>,
        held: Option<&T>,
    ) -> Self::Done;

    /// Writes an unlisted variant as it came.
    fn unlisted(self, json: &Json) -> Self::Done;

    /// Writes an unlisted variant of a union that holds secrets. It may hold secrets too, so only requests
    /// carry more of it than its tag.
    fn unlisted_tag(self, tag: &'static str, json: &Json) -> Self::Done;
}

/// The form in which values are written.
pub trait Mode {
    /// True if secrets are written. If not, they are left out.
    const SECRETS: bool;
}

/// The form of a request to the service.
pub struct InRequest;

/// The form of `Serialize`: for storage, logs and pages, which get no secret.
pub struct ToKeep;

impl Mode for InRequest {
    const SECRETS: bool = true;
}

impl Mode for ToKeep {
    const SECRETS: bool = false;
}

/// Writes an object, with the tag of its union if that stands beside the fields.
pub(crate) struct Fields<M, S> {
    serializer: S,
    tag: Option<(&'static str, &'static str)>,
    mode: PhantomData<M>,
}

impl<M, S> Fields<M, S> {
    pub(crate) fn of(serializer: S) -> Self {
        Self { serializer, tag: None, mode: PhantomData }
    }
}

impl<M: Mode, S: Serializer> Writer for Fields<M, S> {
    type Done = Result<S::Ok, S::Error>;

    fn write(self, names: &'static [&'static str], fields: impl WriteFields) -> Self::Done {
        let mut object = self.serializer.serialize_map(None)?;
        if let Some((tag, value)) = self.tag {
            object.serialize_entry(tag, value)?;
        }
        fields.write::<M, _>(names, &mut object)?;
        object.end()
    }

    fn variant<T: Object>(
        self,
        tag: &'static str,
        value: &'static str,
        content: Option<&'static str>,
        held: Option<&T>,
    ) -> Self::Done {
        let Some(content) = content else {
            let beside = Self { tag: Some((tag, value)), ..self };
            return match held {
                Some(held) => held.fields(beside),
                None => beside.write(&[], ()),
            };
        };
        let mut object = self.serializer.serialize_map(None)?;
        object.serialize_entry(tag, value)?;
        if let Some(held) = held {
            object.serialize_entry(content, &Written::<M, T>::new(held))?;
        }
        object.end()
    }

    fn unlisted(self, json: &Json) -> Self::Done {
        json.serialize(self.serializer)
    }

    fn unlisted_tag(self, tag: &'static str, json: &Json) -> Self::Done {
        if M::SECRETS {
            return self.unlisted(json);
        }
        let mut object = self.serializer.serialize_map(None)?;
        if let Some(value) = json.get(tag) {
            object.serialize_entry(tag, value)?;
        }
        object.end()
    }
}

/// Writes an object or a union without its secrets.
///
/// # Errors
///
/// Returns the errors of the serialiser.
pub fn write<S: Serializer, T: Object>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    object.fields(Fields::<ToKeep, S>::of(serializer))
}
