//! The part of a list that a caller asks for: the entries that changed after a number, the first or the latest of them.

/// The number of entries of a page.
pub(super) const PAGE: usize = 1_000;

/// The query of a list.
pub(super) struct Window {
    /// The number after which an entry changed.
    pub(super) after: u64,
    /// The number of latest entries that are asked for; `None` for a page of the first.
    pub(super) latest: Option<usize>,
}

impl Window {
    pub(super) fn parse(query: &str) -> Result<Self, String> {
        let mut window = Self { after: 0, latest: None };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "after" => {
                    let after = value.parse();
                    window.after = after.map_err(|_| "`after` must be a number, the `next` of a reply")?;
                }
                "latest" => {
                    let latest: usize = value.parse().map_err(|_| "`latest` must be a number of entries")?;
                    window.latest = Some(latest.min(PAGE));
                }
                _ => return Err("the query has the fields `after` and `latest` only".to_owned()),
            }
        }
        Ok(window)
    }

    /// Selects entries, each with the number of its last change. Returns them in the order of these changes, and the number
    /// to ask after next. `current` is the number of changes so far.
    pub(super) fn select<T>(&self, entries: impl Iterator<Item = (u64, T)>, current: u64) -> (Vec<T>, u64) {
        let mut changed: Vec<(u64, T)> = entries.filter(|(revision, _)| *revision > self.after).collect();
        changed.sort_by_key(|(revision, _)| *revision);
        match self.latest {
            Some(latest) => drop(changed.drain(..changed.len().saturating_sub(latest))),
            None => changed.truncate(PAGE),
        }
        let next = match (changed.last(), self.latest) {
            (Some((revision, _)), None) => *revision,
            _ => current,
        };
        (changed.into_iter().map(|(_, entry)| entry).collect(), next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select(query: &str) -> (Vec<u64>, u64) {
        let entries = [3, 1, 4, 2].map(|revision| (revision, revision * 10));
        Window::parse(query).map(|window| window.select(entries.into_iter(), 4)).unwrap_or_default()
    }

    #[test]
    fn entries_come_in_the_order_of_their_changes() {
        assert_eq!(select(""), (vec![10, 20, 30, 40], 4));
        assert_eq!(select("after=2"), (vec![30, 40], 4));
        assert_eq!(select("latest=1"), (vec![40], 4));
        assert_eq!(select("after=3&latest=9"), (vec![40], 4));
        assert_eq!(select("latest=0"), (vec![], 4));
        assert_eq!(select("after=9"), (vec![], 4), "the number of another sandbox");
    }

    #[test]
    fn a_page_ends_where_the_next_begins() {
        let entries = || (1..=PAGE as u64 + 5).map(|revision| (revision, revision));
        let all = PAGE as u64 + 5;
        let first = Window { after: 0, latest: None }.select(entries(), all);
        assert_eq!((first.0.len(), first.1), (PAGE, PAGE as u64));
        assert_eq!(Window { after: first.1, latest: None }.select(entries(), all).0.len(), 5);
    }
}
