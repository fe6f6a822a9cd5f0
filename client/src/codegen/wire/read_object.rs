//! Reads objects: one generic function, over the pairs of fields of an object.

use std::marker::PhantomData;

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess},
};

use serde_json::{de::StrRead, value::RawValue};

use super::{Lenient, Optional, Plain, Special, Wire, leniency, text};

/// A field that can be read.
pub trait ReadField<'de>: Sized {
    /// Reads the value of the field.
    ///
    /// # Errors
    ///
    /// Errors if the value is not of the field's type.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Reads the value that comes next.
    ///
    /// # Errors
    ///
    /// Errors if the value is not of the field's type.
    fn next<A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        map.next_value_seed(Of(PhantomData))
    }

    /// Returns the value of a field that the object lacks; `None` if the field is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Returns true if the field informs, so that a second value is ignored.
    fn informs() -> bool {
        false
    }
}

/// Reads a value as a field does.
struct Of<V>(PhantomData<V>);

impl<'de, V: ReadField<'de>> DeserializeSeed<'de> for Of<V> {
    type Value = V;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V, D::Error> {
        V::read(deserializer)
    }
}

impl<'de, T: Deserialize<'de>> ReadField<'de> for Plain<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: Wire> ReadField<'de> for Special<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<'de, V: ReadField<'de> + Default> ReadField<'de> for Optional<V> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        V::read(deserializer).map(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self(V::default()))
    }
}

/// Takes the text of the value out first, so that a mistake in it leaves the rest readable.
impl<'de, V: for<'a> ReadField<'a> + Default> ReadField<'de> for Lenient<V> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if leniency::at_its_word() {
            return V::read(deserializer).map(Self);
        }
        let text = text::take(deserializer)?;
        Ok(Self(lenient(&text, |json| V::read(json)).unwrap_or_default()))
    }

    fn absent() -> Option<Self> {
        Some(Self(V::default()))
    }

    fn informs() -> bool {
        true
    }
}

/// Reads a value on its own, and notes its path if it can't be read. Null counts as absent.
pub(super) fn lenient<T>(
    text: &RawValue,
    read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'_>>) -> serde_json::Result<T>,
) -> Option<T> {
    let value = read(&mut serde_json::Deserializer::from_str(text.get())).ok();
    if value.is_none() && text.get() != "null" {
        leniency::note_unread();
    }
    value
}

/// One field, or pairs of several fields, to read.
pub trait ReadFields<'de>: Sized {
    /// The number of fields.
    const COUNT: usize;

    /// The storage of the values until the object ends.
    type Slots: Default;

    /// Reads the field of this index. Returns false if the field occurs twice and must not.
    ///
    /// # Errors
    ///
    /// Errors if the value is not of the field's type.
    fn next<A: MapAccess<'de>>(slots: &mut Self::Slots, index: usize, map: &mut A) -> Result<bool, A::Error>;

    /// Returns all fields, at the end of the object.
    ///
    /// # Errors
    ///
    /// Errors if a required field is missing.
    fn end<E: de::Error>(slots: Self::Slots, names: &[&'static str]) -> Result<Self, E>;
}

impl<'de, V: ReadField<'de>> ReadFields<'de> for V {
    const COUNT: usize = 1;
    type Slots = Option<V>;

    fn next<A: MapAccess<'de>>(slot: &mut Option<V>, _: usize, map: &mut A) -> Result<bool, A::Error> {
        if slot.is_some() && V::informs() && !leniency::at_its_word() {
            map.next_value::<IgnoredAny>()?;
            leniency::note_unread();
            return Ok(true);
        }
        if slot.is_some() {
            return Ok(false);
        }
        *slot = Some(V::next(map)?);
        Ok(true)
    }

    fn end<E: de::Error>(slot: Option<V>, names: &[&'static str]) -> Result<Self, E> {
        slot.or_else(V::absent).ok_or_else(|| E::missing_field(names.first().copied().unwrap_or_default()))
    }
}

impl<'de, L: ReadFields<'de>, R: ReadFields<'de>> ReadFields<'de> for (L, R) {
    const COUNT: usize = L::COUNT + R::COUNT;
    type Slots = (L::Slots, R::Slots);

    fn next<A: MapAccess<'de>>(slots: &mut Self::Slots, index: usize, map: &mut A) -> Result<bool, A::Error> {
        match index.checked_sub(L::COUNT) {
            None => L::next(&mut slots.0, index, map),
            Some(index) => R::next(&mut slots.1, index, map),
        }
    }

    fn end<E: de::Error>(slots: Self::Slots, names: &[&'static str]) -> Result<Self, E> {
        let (left, right) = names.split_at(L::COUNT.min(names.len()));
        Ok((L::end(slots.0, left)?, R::end(slots.1, right)?))
    }
}

/// An object without fields.
impl<'de> ReadFields<'de> for () {
    const COUNT: usize = 0;
    type Slots = ();

    fn next<A: MapAccess<'de>>((): &mut (), _: usize, map: &mut A) -> Result<bool, A::Error> {
        map.next_value::<IgnoredAny>().map(|_| true)
    }

    fn end<E: de::Error>((): (), _: &[&'static str]) -> Result<Self, E> {
        Ok(())
    }
}
