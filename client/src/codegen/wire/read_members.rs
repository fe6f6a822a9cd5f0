//! Finds the members of an object by their keys, and reads them.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer,
    de::{self, DeserializeSeed, IgnoredAny, MapAccess, Visitor},
};

use super::{
    Given, Members, ReadFields, leniency,
    members::{self, Absent},
};

/// Reads an object with fields of these names, and ignores other fields.
///
/// # Errors
///
/// Errors if it is not an object, if a field is missing, occurs twice or is of another type, or if a fixed field has
/// another value.
pub fn read<'de, F: ReadFields<'de>, D: Deserializer<'de>>(
    deserializer: D,
    members: impl Into<Members>,
) -> Result<F, D::Error> {
    deserializer.deserialize_map(Fields { members: members.into(), closed: false, fields: PhantomData })
}

/// Reads an object that only requests hold. Its JSON is an application's own, so a field of another name is a mistake,
/// such as a misspelt one that is optional.
///
/// # Errors
///
/// As [`read`], and if there is a field of another name; the error names it.
pub fn read_part<'de, F: ReadFields<'de>, D: Deserializer<'de>>(
    deserializer: D,
    members: impl Into<Members>,
) -> Result<F, D::Error> {
    deserializer.deserialize_map(Fields { members: members.into(), closed: true, fields: PhantomData })
}

struct Fields<F> {
    members: Members,
    /// True if the object has no other fields.
    closed: bool,
    fields: PhantomData<F>,
}

impl<'de, F: ReadFields<'de>> Visitor<'de> for Fields<F> {
    type Value = F;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<F, A::Error> {
        let Members { names, defaults, .. } = self.members;
        let mut slots = F::Slots::default();
        let mut expected = 0;
        while let Some(member) =
            map.next_key_seed(Key { members: &self.members, closed: self.closed, expected })?
        {
            let index = match member {
                Member::Field(index) => index,
                Member::Fixed(fixed) => {
                    members::read_fixed(fixed, &mut map)?;
                    continue;
                }
                Member::Other => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            let name = names.get(index).copied().unwrap_or_default();
            if !leniency::below(|| name.to_owned(), || F::next(&mut slots, index, &mut map))? {
                return Err(de::Error::duplicate_field(name));
            }
            expected = index + 1;
        }
        for (name, default) in defaults {
            let Some(index) = names.iter().position(|one| one == name) else { continue };
            // A second value is refused, so this one is taken only if there is none.
            if F::next(&mut slots, index, &mut Absent::new(*default))? {
                members::note_absent(name)?;
            }
        }
        F::end(slots, names)
    }
}

/// A member of an object, by its key.
enum Member {
    /// A field of the type, by its index.
    Field(usize),
    /// A field with a fixed value.
    Fixed(&'static Given),
    /// Neither.
    Other,
}

/// Finds the member that a key names.
#[derive(Clone, Copy)]
struct Key<'m> {
    members: &'m Members,
    /// True if a key that names none is an error.
    closed: bool,
    /// The index if the fields come in the order of the contract, as they mostly do.
    expected: usize,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Member;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Member, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Member;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<Member, E> {
        let names = self.members.names;
        if names.get(self.expected) == Some(&key) {
            return Ok(Member::Field(self.expected));
        }
        if let Some(index) = names.iter().position(|name| *name == key) {
            return Ok(Member::Field(index));
        }
        match self.members.fixed(key) {
            Some(fixed) => Ok(Member::Fixed(fixed)),
            None if self.closed => Err(E::unknown_field(key, names)),
            None => Ok(Member::Other),
        }
    }
}
