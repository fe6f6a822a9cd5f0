//! Paths to the fields that clients look for in a reply or a notification.

use super::{Contract, Echo, Endpoint, Field, Kind};

impl Contract {
    /// Returns every field that a reply or the body of a notification can hold, outermost first, including
    /// those in lists, maps and unions. The fields of a type that occurs several times are returned once.
    pub fn received_fields(&self, object: usize) -> Vec<&Field> {
        self.with_nested(self.fields(object).iter().collect())
    }

    /// Returns the fields on a path of wire names, from an object type down. A list on the way stands for
    /// each of its items. The result ends before the first name that is no field.
    pub fn fields_on<'c>(&'c self, object: usize, path: &[String]) -> Vec<&'c Field> {
        self.places_on(object, path)
            .into_iter()
            .filter_map(|(object, field)| self.fields(object).get(field))
            .collect()
    }

    /// Returns the fields on the path of an echo. In a reply that is a list, the path begins in each item.
    pub fn echoed(&self, endpoint: &Endpoint, echo: &Echo) -> Vec<&Field> {
        endpoint.reply.named().map(|reply| self.fields_on(reply, &echo.path)).unwrap_or_default()
    }

    /// Returns the same as [`Contract::fields_on`] as indices: of the type, and of the field in it.
    pub(crate) fn places_on(&self, object: usize, path: &[String]) -> Vec<(usize, usize)> {
        let (mut found, mut current) = (Vec::new(), Some(object));
        for wire in path {
            let Some(object) = current else { break };
            let Some(field) = self.fields(object).iter().position(|field| field.wire == *wire) else { break };
            found.push((object, field));
            current = self.fields(object).get(field).and_then(|field| field.shape.named());
        }
        found
    }

    /// Returns the paths from an object type to the enumerations that determine its outcome, each with the
    /// index of the enumeration; empty if the object has no outcome.
    pub fn outcome_paths(&self, object: usize) -> Vec<(Vec<String>, usize)> {
        self.outcomes_below(object, &mut Vec::new())
    }

    /// Returns the same as [`Contract::outcome_paths`] of a whole reply; empty for a list or a document.
    pub fn reply_outcomes(&self, endpoint: &Endpoint) -> Vec<(Vec<String>, usize)> {
        endpoint.reply.whole().map(|reply| self.outcome_paths(reply)).unwrap_or_default()
    }

    /// Returns the path to the state of each part of a call, such as one refund of several, and the index of its enumeration:
    /// a field beside the echo of the reference, with a value that is [`declined`](super::Value::declined).
    pub fn part_states(&self, endpoint: &Endpoint) -> Option<(Vec<String>, usize)> {
        let reference = &endpoint.settle.as_ref()?.reference;
        let is_of_parts = |echo: &&Echo| !echo.any && echo.path.last() == Some(reference);
        let (_, above) = endpoint.echoes.iter().find(is_of_parts)?.path.split_last()?;
        let part = self.fields_on(endpoint.reply.named()?, above).last()?.shape.named()?;
        self.fields(part).iter().find_map(|field| {
            let index = field.shape.named()?;
            let path = || [above, std::slice::from_ref(&field.wire)].concat();
            self.has_declined(index).then(|| (path(), index))
        })
    }

    /// Returns true if a type has a value that is declined.
    pub(crate) fn has_declined(&self, index: usize) -> bool {
        match self.types.get(index).map(|one| &one.kind) {
            Some(Kind::Enumeration(values)) => values.iter().any(|value| value.declined),
            _ => false,
        }
    }

    fn outcomes_below(&self, object: usize, above: &mut Vec<usize>) -> Vec<(Vec<String>, usize)> {
        let proof = self.types.get(object).and_then(|one| one.outcome.as_ref());
        // `check` reports an outcome that leads back to its own type.
        let Some(proof) = proof.filter(|_| !above.contains(&object)) else { return Vec::new() };
        above.push(object);
        let fields = proof.fields.iter().filter_map(|field| self.fields(object).get(*field));
        let mut paths = Vec::new();
        for field in fields {
            let Some(index) = field.shape.named() else { continue };
            let below = match self.types.get(index).map(|one| &one.kind) {
                Some(Kind::Enumeration(_)) => vec![(Vec::new(), index)],
                _ => self.outcomes_below(index, above),
            };
            let path = |rest: Vec<String>| [vec![field.wire.clone()], rest].concat();
            paths.extend(below.into_iter().map(|(rest, enumeration)| (path(rest), enumeration)));
        }
        above.pop();
        paths
    }
}
