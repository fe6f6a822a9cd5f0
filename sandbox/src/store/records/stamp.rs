//! The time and the number that a change writes into a record.

use crate::{
    behaviour::scalar::Class,
    clock,
    store::values::{Name, Values},
};

/// The field of the records of a kind whose values are kept, and the list that shows them.
pub(crate) struct Tracked {
    /// The list, in replies.
    pub(crate) list: String,
    pub(crate) of: Vec<Name>,
}

impl Tracked {
    /// The value of the field.
    pub(super) fn value<'v>(&self, values: &'v Values) -> Option<&'v String> {
        self.of.iter().find_map(|name| values.get(name))
    }
}

/// The time of a change, and the serial number of the record.
pub(crate) struct Stamp<'r> {
    /// The seconds since 1970, by the sandbox's clock.
    pub(super) seconds: u64,
    /// The number of the record.
    pub(super) serial: u64,
    pub(super) tracked: Option<&'r Tracked>,
}

impl Stamp<'_> {
    /// Fills in the value of a setting: `{now}`, `{now PATTERN}` and `{serial}`.
    pub(super) fn fill(&self, text: &str, class: Class) -> String {
        if text == "{now}" {
            return if class == Class::Number { self.seconds.to_string() } else { clock::utc(self.seconds) };
        }
        let text = text.replace("{serial}", &format!("{:06}", self.serial));
        let Some((before, rest)) = text.split_once("{now ") else { return text };
        let Some((pattern, after)) = rest.split_once('}') else { return text };
        format!("{before}{}{after}", clock::in_peru(self.seconds, pattern))
    }

    /// Notes the value of the field whose values are kept, if it is another than before.
    pub(super) fn note(&self, before: Option<String>, values: &mut Values) {
        let Some(tracked) = self.tracked else { return };
        let Some(now) = tracked.value(values).filter(|now| before.as_ref() != Some(now)).cloned() else {
            return;
        };
        let past = values.entry((tracked.list.clone(), Class::Past)).or_default();
        past.push_str(&format!("{} {now}\n", self.seconds));
    }
}

/// The values that a field had, each with the seconds since 1970.
pub(in crate::store) fn past<'v>(
    values: &'v Values,
    list: &str,
) -> Option<impl Iterator<Item = (u64, &'v str)>> {
    let past = values.get(&(list.to_owned(), Class::Past))?;
    Some(past.lines().filter_map(|line| {
        let (seconds, value) = line.split_once(' ')?;
        Some((seconds.parse().ok()?, value))
    }))
}
