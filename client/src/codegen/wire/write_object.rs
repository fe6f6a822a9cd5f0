//! Writes the fields of an object: one generic function, over the pairs of fields.

use serde::{Serialize, ser::SerializeMap};

use super::{Mode, Optional, Plain, Special, Wire, Written};
use crate::types::nullable::Nullable;

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
