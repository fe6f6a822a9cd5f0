//! Collects the values at a few paths of a JSON text, in one pass that builds no tree.
//!
//! A text that is cut or broken still yields the values before the break, so that even a part of a refusal
//! explains it.

use std::{borrow::Cow, fmt};

use serde::{
    Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// A path of keys from the top of the text.
#[derive(Debug, Clone)]
pub(crate) struct Target<'p> {
    pub(crate) path: Vec<&'p str>,
    /// True if the path continues in each item of a list on the way. Otherwise a list is a value of the
    /// wrong type.
    pub(crate) lists: bool,
}

impl<'p> Target<'p> {
    /// Makes a target of a path with dots between its keys, which continues in lists.
    pub(crate) fn through_lists(path: &'p str) -> Self {
        Self { path: path.split('.').collect(), lists: true }
    }
}

/// A value at the end of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found {
    Null,
    Boolean(bool),
    Text(String),
    /// An integer, as digits.
    Integer(String),
    /// A fraction, a list, an object, or anything but an object on the way to the end.
    Other,
}

/// A value at the end of the path of a target.
#[derive(Debug)]
pub(crate) struct Hit {
    /// The index of the target.
    pub(crate) target: usize,
    /// The index in each list on the way, outermost first.
    pub(crate) items: Vec<usize>,
    pub(crate) value: Found,
}

/// The values at the ends of some paths.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    /// The values, in the order of the text.
    pub(crate) found: Vec<Hit>,
    /// The targets whose path, or a part of it, occurs twice in the text.
    pub(crate) twice: Vec<usize>,
}

impl Scan {
    /// Returns the values of one target.
    pub(crate) fn of(&self, target: usize) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(move |hit| hit.target == target).map(|hit| &hit.value)
    }
}

/// Collects the values of the targets. The result is an error if the text is not JSON to its end.
pub(crate) fn scan(text: &[u8], targets: &[Target<'_>]) -> (Scan, serde_json::Result<()>) {
    let mut scan = Scan::default();
    let ahead = (0..targets.len()).map(|index| (index, 0)).collect();
    let mut json = serde_json::Deserializer::from_slice(text);
    let level = Level { targets, ahead, items: Vec::new(), into: &mut scan };
    let outcome = level.deserialize(&mut json).and_then(|()| json.end());
    (scan, outcome)
}

/// One value on the way to some targets.
struct Level<'p, 's> {
    targets: &'p [Target<'p>],
    /// The targets at or below this value, each with the number of steps of its path that lead here.
    ahead: Vec<(usize, usize)>,
    /// The index in each list that leads here.
    items: Vec<usize>,
    into: &'s mut Scan,
}

impl Level<'_, '_> {
    /// Records a value that has nothing below it.
    fn ends(self, value: &Found) {
        for (target, steps) in self.ahead {
            let reached = steps == self.targets[target].path.len();
            // Null on the way to a value counts as absent.
            let value = match (reached, value) {
                (true, value) => value.clone(),
                (false, Found::Null) => continue,
                (false, _) => Found::Other,
            };
            self.into.found.push(Hit { target, items: self.items.clone(), value });
        }
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Level { targets, ahead, items, into } = self;
        for (target, steps) in &ahead {
            if *steps == targets[*target].path.len() {
                into.found.push(Hit { target: *target, items: items.clone(), value: Found::Other });
            }
        }
        let mut seen: Vec<usize> = Vec::new();
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            let leads = |(index, steps): &&(usize, usize)| {
                targets[*index].path.get(*steps).is_some_and(|step| **step == *key)
            };
            let below: Vec<_> =
                ahead.iter().filter(leads).map(|(index, steps)| (*index, steps + 1)).collect();
            if below.is_empty() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            for (index, _) in &below {
                if seen.contains(index) {
                    into.twice.push(*index);
                } else {
                    seen.push(*index);
                }
            }
            map.next_value_seed(Level { targets, ahead: below, items: items.clone(), into })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Level { targets, ahead, items, into } = self;
        let (through, ends): (Vec<_>, Vec<_>) =
            ahead.into_iter().partition(|(index, _)| targets[*index].lists);
        Level { targets, ahead: ends, items: items.clone(), into }.ends(&Found::Other);
        let below = |index| [items.as_slice(), &[index]].concat();
        let mut index = 0;
        while seq
            .next_element_seed(Level { targets, ahead: through.clone(), items: below(index), into })?
            .is_some()
        {
            index += 1;
        }
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.ends(&Found::Boolean(value));
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.ends(&Found::Integer(value.to_string()));
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.ends(&Found::Integer(value.to_string()));
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.ends(&Found::Other);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.ends(&Found::Text(value.to_owned()));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.ends(&Found::Null);
        Ok(())
    }
}
