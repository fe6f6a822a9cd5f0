//! Finds what a repeated key repeats. The parser says only where a key stands again.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// Returns the first place of each repeated key; `None` below a table that is itself repeated. `repeated` are the
/// ranges of the keys, in the order of the text.
pub(super) fn firsts(text: &str, repeated: &[Range<usize>]) -> Vec<Option<Range<usize>>> {
    // Under a name of its own, each repeated key stands in the same table as the first one.
    let renamed = Renamed::new(text, repeated);
    let (root, _) = DeTable::parse_recoverable(&renamed.text);
    let mut firsts = vec![None; repeated.len()];
    renamed.find(root.get_ref(), &|index| text.get(repeated[index].clone()).unwrap_or(""), &mut firsts);
    firsts
}

/// A text whose repeated keys have names of their own.
struct Renamed {
    text: String,
    /// The beginning of every new name, which is unique in the text.
    mark: String,
    /// The end of each new name, and that of the name it replaces.
    ends: Vec<(usize, usize)>,
}

impl Renamed {
    fn new(original: &str, repeated: &[Range<usize>]) -> Self {
        let mut mark = "repeated".to_owned();
        while original.contains(&mark) {
            mark.push('_');
        }
        let (mut text, mut ends, mut end) = (String::new(), Vec::new(), 0);
        for (index, range) in repeated.iter().enumerate() {
            text += original.get(end..range.start).unwrap_or("");
            text += &format!("{mark}{index}");
            end = range.end;
            ends.push((text.len(), end));
        }
        text += original.get(end..).unwrap_or("");
        Self { text, mark, ends }
    }

    /// Looks for the new names in a table and the tables below it, and for the first key beside each.
    fn find<'n>(
        &self,
        table: &DeTable<'_>,
        name: &dyn Fn(usize) -> &'n str,
        firsts: &mut [Option<Range<usize>>],
    ) {
        for (key, value) in table {
            let index = key.get_ref().strip_prefix(self.mark.as_str()).and_then(|index| index.parse().ok());
            if let Some(index) = index.filter(|index| *index < firsts.len()) {
                let first = table.get_key_value(name(index).trim_matches(['"', '\'']));
                firsts[index] = first.map(|(first, _)| self.original(first.span()));
            }
            match value.get_ref() {
                DeValue::Table(table) => self.find(table, name, firsts),
                DeValue::Array(items) => items.iter().for_each(|item| {
                    item.get_ref().as_table().into_iter().for_each(|table| self.find(table, name, firsts));
                }),
                _ => {}
            }
        }
    }

    /// Returns the place that a range has in the original text.
    fn original(&self, range: Range<usize>) -> Range<usize> {
        let before = self.ends.partition_point(|(new, _)| *new <= range.start);
        let (new, old) = before.checked_sub(1).map_or((0, 0), |index| self.ends[index]);
        range.start - new + old..range.end - new + old
    }
}
