//! What every part of a document needs: the contract, the version, and the names of the schemas.

use std::collections::BTreeMap;

use alignet_spec::{
    Contract,
    contract::{Endpoint, Kind, Origin, Reply},
    name,
    validate::Side,
};

use super::version::Version;
use crate::json::Object;

/// The use of a type, each of which has a schema of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Of a reply, a notification or a return: further fields, values and tags are valid.
    Output,
    /// Of the whole reply to a call that succeeded.
    Success,
    /// Of a request: nothing else is valid.
    Input,
}

impl Role {
    pub(super) fn side(self) -> Side {
        match self {
            Self::Input => Side::Request,
            Self::Output | Self::Success => Side::Reply,
        }
    }

    /// Returns the use of the types inside of one.
    pub(super) fn inner(self) -> Self {
        match self {
            Self::Success => Self::Output,
            other => other,
        }
    }
}

/// An export of one contract.
pub(super) struct Export<'c> {
    pub(super) contract: &'c Contract,
    pub(super) version: Version,
    /// The names of the schemas of types, in the order of the contract.
    pub(super) types: BTreeMap<(usize, Role), String>,
    /// The names of the schemas of bodies and of failures, for each endpoint.
    pub(super) requests: Vec<String>,
    pub(super) failures: Vec<String>,
}

impl<'c> Export<'c> {
    pub(super) fn new(contract: &'c Contract, version: Version) -> Self {
        let mut export =
            Self { contract, version, types: BTreeMap::new(), requests: Vec::new(), failures: Vec::new() };
        let mut taken: Vec<String> = contract.types.iter().map(|one| one.name.clone()).collect();
        for place in export.used() {
            let name = &contract.types[place.0].name;
            let name = match place.1 {
                Role::Input if export.is_received(place.0) => distinct(&mut taken, format!("{name}Input")),
                Role::Success if contract.types[place.0].in_request || export.is_nested(place.0) => {
                    distinct(&mut taken, format!("{name}Success"))
                }
                _ => name.clone(),
            };
            export.types.insert(place, name);
        }
        for endpoint in &contract.endpoints {
            let name = name::camel(&endpoint.name);
            export.requests.push(distinct(&mut taken, format!("{name}Request")));
            export.failures.push(distinct(&mut taken, format!("{name}Failure")));
        }
        export
    }

    /// Returns every type with each of its uses.
    fn used(&self) -> Vec<(usize, Role)> {
        // Headers stand in their response, and a reply without a body has no schema.
        let nowhere = |origin| match origin {
            Origin::Reply(index) => matches!(self.contract.endpoints[index].reply, Reply::Nothing(_)),
            Origin::ReplyHeader(_) => true,
            Origin::Table | Origin::Body(_) => false,
        };
        let types = self.contract.types.iter().enumerate();
        types
            .filter(|(_, one)| !nowhere(one.origin))
            .flat_map(|(index, one)| {
                let success = self.replies().any(|reply| reply == index);
                // A declared type that is nowhere used is of an extended contract: others may use it.
                let output = self.is_nested(index) || (!success && (one.in_reply || !one.in_request));
                [(output, Role::Output), (success, Role::Success), (one.in_request, Role::Input)]
                    .into_iter()
                    .filter_map(move |(is, role)| is.then_some((index, role)))
            })
            .collect()
    }

    /// Returns the types of whole replies that have a body.
    fn replies(&self) -> impl Iterator<Item = usize> {
        self.contract.endpoints.iter().filter_map(|endpoint| match endpoint.reply {
            Reply::Object(index) => Some(index),
            Reply::List(_) | Reply::Document(_) | Reply::Nothing(_) => None,
        })
    }

    fn is_received(&self, index: usize) -> bool {
        self.contract.types[index].in_reply
    }

    /// Returns true if a type is received as something else than a whole reply.
    fn is_nested(&self, index: usize) -> bool {
        let contract = self.contract;
        let inside = contract.types.iter().any(|one| one.in_reply && one.named().contains(&index));
        let refused = contract.endpoints.iter().flat_map(|one| &one.errors).any(|error| error.of == index);
        let listed = contract.endpoints.iter().any(|one| one.reply == Reply::List(index));
        inside || refused || listed || contract.notifications.iter().any(|one| one.body == index)
    }

    /// Returns a reference to the schema of a type.
    pub(super) fn reference(&self, index: usize, role: Role) -> Object {
        let found = [role, Role::Output, Role::Success, Role::Input];
        let name = found.iter().find_map(|role| self.types.get(&(index, *role)));
        reference(name.map_or("", String::as_str))
    }

    /// Returns the fields of the status object, if the reply declares it: its type.
    pub(super) fn status_type(&self, endpoint: &Endpoint) -> Option<usize> {
        let mut index = endpoint.reply.whole()?;
        for step in &endpoint.status.path {
            let field = self.contract.fields(index).iter().find(|field| field.wire == *step)?;
            index = field.shape.named()?;
        }
        matches!(self.contract.types.get(index)?.kind, Kind::Object(_)).then_some(index)
    }
}

/// Returns a reference to a schema of the document.
pub(super) fn reference(name: &str) -> Object {
    Object::default().with("$ref", format!("#/components/schemas/{name}"))
}

/// Returns a name that nothing else has.
fn distinct(taken: &mut Vec<String>, mut name: String) -> String {
    while taken.contains(&name) {
        name.push('_');
    }
    taken.push(name.clone());
    name
}
