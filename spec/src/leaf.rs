//! Leaves: fields that hold a single value, at any depth. The sandbox stores the leaves of a call, and
//! identifies each by its wire name and its class.

use std::collections::{BTreeSet, VecDeque};

use crate::{
    contract::{
        Act, Callback, Contract, Endpoint, Field, Fill, Kind, Literal, Notification, RecordUse, Setting,
        Shape, Union,
    },
    validate::{self, Side},
};

/// A field that holds a single value.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'c> {
    /// The name on the wire.
    pub wire: &'c str,
    /// The type of the value, without `|null` around it.
    pub shape: &'c Shape,
    /// The class of the value.
    pub class: Class,
    /// The union that has this leaf as its tag, if any.
    pub tag_of: Option<&'c Union>,
}

impl<'c> Leaf<'c> {
    /// Returns true if the leaf can hold the value of a setting. The value is validated as in a request,
    /// except that an `unlisted` setting may be any string if the leaf has listed values.
    pub fn takes(&self, contract: &Contract, setting: &Setting) -> bool {
        let listed = self.values(contract);
        match (&setting.value.value, listed) {
            (_, None) if setting.unlisted => false,
            (Literal::String(text), Some(listed)) => {
                setting.unlisted || listed.iter().any(|value| value == text)
            }
            (value, _) => {
                validate::value(contract, self.shape, &validate::literal(value), Side::Request).is_empty()
            }
        }
    }

    /// Returns the values that the enumeration or the union of the leaf lists; `None` for other leaves.
    pub fn values(&self, contract: &'c Contract) -> Option<Vec<&'c str>> {
        if let Some(union) = self.tag_of {
            return Some(union.variants.iter().map(|variant| variant.wire.as_str()).collect());
        }
        let Class::Enumeration(index) = self.class else { return None };
        match &contract.types.get(index)?.kind {
            Kind::Enumeration(values) => Some(values.iter().map(|value| value.wire.as_str()).collect()),
            _ => None,
        }
    }
}

/// The class of a leaf's value. Leaves of equal name and class refer to the same value of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Text.
    Text,
    /// A number, as a number or in digits.
    Number,
    /// A currency, by its number.
    Currency,
    /// A truth value, as a boolean or in words.
    Truth,
    /// A value of an enumeration, an index into [`Contract::types`].
    Enumeration(usize),
    /// Text that must not be exposed by accident, and is therefore never stored.
    Secret,
}

/// Returns the class of a shape; `None` if it can hold several values or arbitrary JSON.
pub fn class(contract: &Contract, shape: &Shape) -> Option<Class> {
    match shape {
        Shape::String | Shape::Scopes => Some(Class::Text),
        Shape::Integer | Shape::Numeric | Shape::Amount | Shape::Seconds => Some(Class::Number),
        Shape::Currency => Some(Class::Currency),
        Shape::Boolean | Shape::Flag => Some(Class::Truth),
        Shape::Secret => Some(Class::Secret),
        Shape::Nullable(inner) => class(contract, inner),
        Shape::Named(index) => match &contract.types.get(*index)?.kind {
            Kind::Enumeration(_) => Some(Class::Enumeration(*index)),
            _ => None,
        },
        Shape::Json | Shape::List(_) | Shape::Map(_) => None,
    }
}

/// Returns the class of a union's tag: the first enumeration that lists the same values, so that a tag in
/// a request and a field in a reply refer to the same value. Without such an enumeration the tag is text.
pub fn tag_class(contract: &Contract, union: &Union) -> Class {
    let tags: BTreeSet<&str> = union.variants.iter().map(|variant| variant.wire.as_str()).collect();
    let same = |kind: &Kind| match kind {
        Kind::Enumeration(values) => {
            values.iter().map(|value| value.wire.as_str()).collect::<BTreeSet<_>>() == tags
        }
        _ => false,
    };
    contract.types.iter().position(|one| same(&one.kind)).map_or(Class::Text, Class::Enumeration)
}

/// Returns true if the caller sets the value of a request field. Other values are the same in every call,
/// so they are no part of a record.
pub fn is_said(field: &Field) -> bool {
    matches!(field.fill, Fill::Caller | Fill::Default(_))
}

/// Returns every endpoint that uses records, with its use.
pub fn uses(contract: &Contract) -> impl Iterator<Item = (&Endpoint, &RecordUse)> {
    contract.endpoints.iter().filter_map(|endpoint| Some((endpoint, endpoint.record.as_ref()?)))
}

/// Returns the leaves of the requests that create a record.
pub fn asked(contract: &Contract, record: usize) -> Vec<Leaf<'_>> {
    let creating = uses(contract).filter(|(_, one)| one.record == record && one.act == Act::Creates);
    creating.flat_map(|(endpoint, _)| of_request(contract, endpoint)).collect()
}

/// Returns the leaves of every reply and notification about a record.
pub fn answered(contract: &Contract, record: usize) -> Vec<Leaf<'_>> {
    let about = uses(contract).filter(|(_, one)| one.record == record);
    let replies = about.flat_map(|(endpoint, _)| of_reply(contract, endpoint));
    let told = notifications(contract, record);
    replies.chain(told.flat_map(|(one, _)| of_fields(contract, contract.fields(one.body)))).collect()
}

/// Returns the notifications about a record.
pub fn notifications(contract: &Contract, record: usize) -> impl Iterator<Item = (&Notification, &Callback)> {
    let sent = contract.notifications.iter().filter_map(|one| Some((one, one.callback.as_ref()?)));
    sent.filter(move |(_, callback)| callback.record == record)
}

/// Returns the leaves of a request's path, query and body, outermost first. Lists are skipped, except for
/// the list whose elements are records.
pub fn of_request<'c>(contract: &'c Contract, endpoint: &'c Endpoint) -> Vec<Leaf<'c>> {
    let fields = endpoint.path.iter().chain(&endpoint.query).chain(endpoint.body.iter().flatten());
    let each = endpoint.record.as_ref().and_then(|record| record.each.as_ref());
    let mut walk = Walk::new(contract, Side::Request);
    for field in fields.filter(|field| is_said(field)) {
        match elements(contract, field).filter(|_| each.is_some_and(|each| each.value == field.wire)) {
            Some(element) => walk.ahead.push_back((&field.wire, element)),
            None => walk.ahead.push_back((&field.wire, &field.shape)),
        }
    }
    walk.leaves()
}

/// Returns the leaves of a reply, outermost first, including the leaves in lists. Tags of unions are
/// skipped, because they decide which fields stand beside them.
pub fn of_reply<'c>(contract: &'c Contract, endpoint: &'c Endpoint) -> Vec<Leaf<'c>> {
    of_fields(contract, contract.fields(endpoint.reply))
}

/// Returns the leaves of an object as part of a reply; see [`of_reply`].
pub fn of_fields<'c>(contract: &'c Contract, fields: &'c [Field]) -> Vec<Leaf<'c>> {
    let mut walk = Walk::new(contract, Side::Reply);
    walk.ahead.extend(fields.iter().map(|field| (field.wire.as_str(), &field.shape)));
    walk.leaves()
}

/// Returns the shape of a list's elements if they are objects.
pub fn elements<'c>(contract: &Contract, field: &'c Field) -> Option<&'c Shape> {
    let mut shape = &field.shape;
    while let Shape::Nullable(inner) = shape {
        shape = inner;
    }
    let Shape::List(item) = shape else { return None };
    let index = item.named()?;
    matches!(contract.types.get(index)?.kind, Kind::Object(_)).then_some(item)
}

/// A breadth-first walk over fields: the shapes still to visit, and the types already visited.
struct Walk<'c> {
    contract: &'c Contract,
    side: Side,
    ahead: VecDeque<(&'c str, &'c Shape)>,
    seen: BTreeSet<usize>,
}

impl<'c> Walk<'c> {
    fn new(contract: &'c Contract, side: Side) -> Self {
        Self { contract, side, ahead: VecDeque::new(), seen: BTreeSet::new() }
    }

    fn leaves(mut self) -> Vec<Leaf<'c>> {
        let mut leaves = Vec::new();
        while let Some((wire, shape)) = self.ahead.pop_front() {
            if let Some(class) = class(self.contract, shape) {
                leaves.push(Leaf { wire, shape: plain(shape), class, tag_of: None });
                continue;
            }
            match shape {
                Shape::Nullable(inner) => self.ahead.push_back((wire, inner)),
                // A list of plain values is skipped, because a record has one value per field.
                Shape::List(item) if self.side == Side::Reply && class(self.contract, item).is_none() => {
                    self.ahead.push_back((wire, item));
                }
                Shape::Named(index) => self.named(*index, &mut leaves),
                _ => {}
            }
        }
        leaves
    }

    fn named(&mut self, index: usize, leaves: &mut Vec<Leaf<'c>>) {
        if !self.seen.insert(index) {
            return;
        }
        match self.contract.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => {
                self.ahead.extend(fields.iter().map(|field| (field.wire.as_str(), &field.shape)));
            }
            Some(Kind::Union(union)) => {
                if self.side == Side::Request {
                    let (shape, class) = (&Shape::String, tag_class(self.contract, union));
                    leaves.push(Leaf { wire: &union.tag, shape, class, tag_of: Some(union) });
                }
                for variant in &union.variants {
                    let fields = self.contract.fields(variant.of).iter();
                    self.ahead.extend(fields.map(|field| (field.wire.as_str(), &field.shape)));
                }
            }
            _ => {}
        }
    }
}

/// Removes `|null` around a shape.
fn plain(shape: &Shape) -> &Shape {
    match shape {
        Shape::Nullable(inner) => plain(inner),
        other => other,
    }
}
