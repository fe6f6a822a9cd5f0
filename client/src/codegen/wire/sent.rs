//! Writes objects: one generic function, over the pairs of fields of an object.

use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{Optional, Plain, Special, Through, Wire};
use crate::types::nullable::Nullable;

/// One field, or pairs of several fields, to send.
pub trait WriteFields {
    /// The number of fields.
    const COUNT: usize;

    /// Writes the fields that are present.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serialiser.
    fn write<S: SerializeMap>(&self, names: &[&'static str], object: &mut S) -> Result<(), S::Error>;
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

    fn write<S: SerializeMap>(&self, names: &[&'static str], object: &mut S) -> Result<(), S::Error> {
        field(names, self.0, object)
    }
}

impl<T: Wire> WriteFields for Special<&T> {
    const COUNT: usize = 1;

    fn write<S: SerializeMap>(&self, names: &[&'static str], object: &mut S) -> Result<(), S::Error> {
        field(names, &Through(self.0), object)
    }
}

/// A field that may have nothing to send.
pub trait Absent {
    /// Returns true if there is nothing to send.
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

    fn write<S: SerializeMap>(&self, names: &[&'static str], object: &mut S) -> Result<(), S::Error> {
        if self.0.is_absent() { Ok(()) } else { self.0.write(names, object) }
    }
}

impl<L: WriteFields, R: WriteFields> WriteFields for (L, R) {
    const COUNT: usize = L::COUNT + R::COUNT;

    fn write<S: SerializeMap>(&self, names: &[&'static str], object: &mut S) -> Result<(), S::Error> {
        let (left, right) = names.split_at(L::COUNT.min(names.len()));
        self.0.write(left, object)?;
        self.1.write(right, object)
    }
}

/// An object without fields.
impl WriteFields for () {
    const COUNT: usize = 0;

    fn write<S: SerializeMap>(&self, _: &[&'static str], _: &mut S) -> Result<(), S::Error> {
        Ok(())
    }
}

/// An object to send.
pub trait Object {
    /// Passes its fields and their names to a writer.
    ///
    /// # Errors
    ///
    /// Returns the errors of the writer.
    fn fields<W: Writer>(&self, writer: W) -> Result<W::Ok, W::Error>;
}

/// A receiver of the fields of an object.
pub trait Writer {
    /// The result of writing.
    type Ok;

    /// The error of writing.
    type Error;

    /// Writes these fields.
    ///
    /// # Errors
    ///
    /// Errors if the fields can't be written.
    fn write(self, names: &'static [&'static str], fields: impl WriteFields)
    -> Result<Self::Ok, Self::Error>;
}

/// Writes an object of these fields alone.
pub(crate) struct Alone<S>(pub(crate) S);

impl<S: Serializer> Writer for Alone<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn write(self, names: &'static [&'static str], fields: impl WriteFields) -> Result<S::Ok, S::Error> {
        let mut object = self.0.serialize_map(None)?;
        fields.write(names, &mut object)?;
        object.end()
    }
}

/// Writes an object, with a tag beside its fields.
pub(super) struct Beside<S> {
    pub(super) serializer: S,
    pub(super) tag: &'static str,
    pub(super) value: &'static str,
}

impl<S: Serializer> Writer for Beside<S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn write(self, names: &'static [&'static str], fields: impl WriteFields) -> Result<S::Ok, S::Error> {
        let mut object = self.serializer.serialize_map(None)?;
        object.serialize_entry(self.tag, self.value)?;
        fields.write(names, &mut object)?;
        object.end()
    }
}

/// Writes an object.
///
/// # Errors
///
/// Returns the errors of the serialiser.
pub fn write<S: Serializer, T: Object>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    object.fields(Alone(serializer))
}
