//! How objects are read: one generic function, over the pairs of fields that an object has.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};

use super::{Optional, Plain, Special, Through, Wire};

/// How one field is read.
pub trait ReadField<'de>: Sized {
    /// Reads the value that comes next.
    ///
    /// # Errors
    ///
    /// When it is not what the field holds.
    fn next<A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error>;

    /// What the field is when the object lacks it, if it may.
    fn absent() -> Option<Self> {
        None
    }
}

impl<'de, T: Deserialize<'de>> ReadField<'de> for Plain<T> {
    fn next<A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        map.next_value().map(Self)
    }
}

impl<'de, T: Wire> ReadField<'de> for Special<T> {
    fn next<A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        map.next_value().map(|Through(value)| Self(value))
    }
}

impl<'de, V: ReadField<'de> + Default> ReadField<'de> for Optional<V> {
    fn next<A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        V::next(map).map(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self(V::default()))
    }
}

/// One field, or the pairs of several, as they are read.
pub trait ReadFields<'de>: Sized {
    /// How many fields.
    const COUNT: usize;

    /// Where they are kept until the object ends.
    type Slots: Default;

    /// Reads the field of this index, and says whether it is the first of its name.
    ///
    /// # Errors
    ///
    /// When it is not what the field holds.
    fn next<A: MapAccess<'de>>(slots: &mut Self::Slots, index: usize, map: &mut A) -> Result<bool, A::Error>;

    /// All of them, at the end of the object.
    ///
    /// # Errors
    ///
    /// When one is missing.
    fn end<E: de::Error>(slots: Self::Slots, names: &[&'static str]) -> Result<Self, E>;
}

impl<'de, V: ReadField<'de>> ReadFields<'de> for V {
    const COUNT: usize = 1;
    type Slots = Option<V>;

    fn next<A: MapAccess<'de>>(slot: &mut Option<V>, _: usize, map: &mut A) -> Result<bool, A::Error> {
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

/// Reads an object with fields of these names. What it has besides is passed over.
///
/// # Errors
///
/// When it is no object, or lacks a field, has one twice or another type in one.
pub fn read<'de, F: ReadFields<'de>, D: Deserializer<'de>>(
    deserializer: D,
    names: &'static [&'static str],
) -> Result<F, D::Error> {
    deserializer.deserialize_map(Fields { names, fields: PhantomData })
}

struct Fields<F> {
    names: &'static [&'static str],
    fields: PhantomData<F>,
}

impl<'de, F: ReadFields<'de>> Visitor<'de> for Fields<F> {
    type Value = F;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<F, A::Error> {
        let mut slots = F::Slots::default();
        let mut expected = 0;
        while let Some(index) = map.next_key_seed(Key { names: self.names, expected })? {
            let Some(name) = self.names.get(index) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            if !F::next(&mut slots, index, &mut map)? {
                return Err(de::Error::duplicate_field(name));
            }
            expected = index + 1;
        }
        F::end(slots, self.names)
    }
}

/// Finds which field a key is; the number of fields when it is none.
#[derive(Clone, Copy)]
struct Key {
    names: &'static [&'static str],
    /// Which it is if they come in the order of the contract, as they mostly do.
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        if self.names.get(self.expected) == Some(&key) {
            return Ok(self.expected);
        }
        Ok(self.names.iter().position(|name| *name == key).unwrap_or(self.names.len()))
    }
}
