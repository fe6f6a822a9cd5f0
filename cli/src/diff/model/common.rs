//! The types, endpoints and notifications that two contracts have in common.

use alignet_spec::contract::{Contract, Endpoint, Kind, Notification, Origin, Segment, Type};

use super::pairs::Pairs;

/// The declarations that two contracts have in common.
#[derive(Debug)]
pub(crate) struct Common {
    pub(crate) types: Pairs,
    pub(crate) endpoints: Pairs,
    pub(crate) notifications: Pairs,
    /// The name of each type of the old contract in the new one, if it is still there; else its own.
    pub(crate) names: Vec<String>,
}

impl Common {
    pub(crate) fn of(old: &Contract, new: &Contract) -> Self {
        let mut endpoints = Pairs::by(&old.endpoints, &new.endpoints, |one| one.name.clone());
        endpoints.further(|left, right| route(&old.endpoints[left]) == route(&new.endpoints[right]));
        let key = |one: &Notification| (one.kind(), one.name.clone());
        let notifications = Pairs::by(&old.notifications, &new.notifications, key);
        let mut types = Pairs::by(&old.types, &new.types, |one| one.name.clone());
        types.further(|left, right| match (old.types[left].origin, new.types[right].origin) {
            (Origin::Reply(left), Origin::Reply(right))
            | (Origin::ReplyHeader(left), Origin::ReplyHeader(right)) => endpoints.are(left, right),
            (Origin::Body(left), Origin::Body(right)) => notifications.are(left, right),
            _ => false,
        });
        // A type that is renamed beside another needs the other first.
        loop {
            let before = types.kept.len();
            let names = names(old, new, &types);
            let own: Vec<String> = new.types.iter().map(|one| one.name.clone()).collect();
            let old_structure: Vec<_> = old.types.iter().map(|one| structure(one, &names)).collect();
            let new_structure: Vec<_> = new.types.iter().map(|one| structure(one, &own)).collect();
            types.further(|left, right| {
                !old_structure[left].1.is_empty() && old_structure[left] == new_structure[right]
            });
            if types.kept.len() == before {
                break;
            }
        }
        let names = names(old, new, &types);
        Self { types, endpoints, notifications, names }
    }
}

fn names(old: &Contract, new: &Contract, types: &Pairs) -> Vec<String> {
    let name = |(index, one): (usize, &Type)| {
        types.new_of(index).map_or_else(|| one.name.clone(), |index| new.types[index].name.clone())
    };
    old.types.iter().enumerate().map(name).collect()
}

/// Returns the method and the path, without the names of the fields in it, which the wire does not show.
pub(crate) fn route(endpoint: &Endpoint) -> (&'static str, Vec<Option<&str>>) {
    let segments = endpoint.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => Some(text.as_str()),
        Segment::Field(_) => None,
    });
    (endpoint.method.as_str(), segments.collect())
}

/// Returns what is left of a type without its name: its kind, and what it holds.
fn structure(one: &Type, names: &[String]) -> (&'static str, Vec<String>) {
    let held = match &one.kind {
        Kind::Object(fields) => fields
            .iter()
            .map(|field| {
                format!("{}: {}{}", field.wire, super::words::shape(&field.shape, names), field.optional)
            })
            .collect(),
        Kind::Enumeration(values) => values.iter().map(|value| value.wire.clone()).collect(),
        Kind::Union(union) => {
            let variant = |of: usize| names.get(of).cloned().unwrap_or_default();
            union.variants.iter().map(|one| format!("{}: {}", one.wire, variant(one.of))).collect()
        }
    };
    (super::words::kind(&one.kind), held)
}
