//! Writes objects and unions, in the form of a request or of `Serialize`.

use std::marker::PhantomData;

use serde::{Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap};
use serde_json::Value as Json;

use super::{Given, Mode, ToKeep, WriteFields, Written};
use crate::types::secret::Sent;

/// An object or a union of the contract.
pub trait Object: Serialize + DeserializeOwned {
    /// The names of its fields on the wire; a union has none of its own.
    const NAMES: &'static [&'static str] = &[];

    /// The values that the contract fixes, and for which the type has no fields.
    const FIXED: &'static [Given] = &[];

    /// The defaults of fields.
    const DEFAULTS: &'static [Given] = &[];

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
