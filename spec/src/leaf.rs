//! Leaves: the fields that hold one value and no others, however deep they stand. What the sandbox
//! remembers of a call are leaves, told apart by their name on the wire and by what they hold.

use std::collections::{BTreeSet, VecDeque};

use crate::{
    contract::{
        Act, Callback, Contract, Endpoint, Field, Fill, Kind, Literal, Notification, RecordUse, Setting,
        Shape, Union,
    },
    validate::{self, Side},
};

/// A field that holds one value and no others.
#[derive(Debug, Clone, Copy)]
pub struct Leaf<'c> {
    /// Its name on the wire.
    pub wire: &'c str,
    /// What it holds, without `|null` around it.
    pub shape: &'c Shape,
    /// The class of what it holds.
    pub class: Class,
    /// The union whose tag it is, if it is one.
    pub tag_of: Option<&'c Union>,
}

impl<'c> Leaf<'c> {
    /// Whether the leaf can hold a value: as strictly as a request is judged, unless the value is
    /// deliberately none of those listed.
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

    /// The values that are listed for it, if any are.
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

/// What leaves hold: those of one name and one class speak of the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Text.
    Text,
    /// A number, as a number or in digits.
    Number,
    /// A currency, by its number.
    Currency,
    /// Yes or no, as a boolean or in words.
    Truth,
    /// A value of an enumeration, an index into [`Contract::types`].
    Enumeration(usize),
    /// Text that nobody may read by accident, and so nothing remembers.
    Secret,
}

/// The class of a shape; `None` when it holds more than one value, or anything.
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

/// The class of a union's tag: that of the first enumeration that lists the same values, so that what
/// one request says in a tag and a reply in a field of its own is the same thing; text without one.
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

/// Whether it is for the caller to say what a field of a request holds: what every call says tells
/// nothing about this one.
pub fn is_said(field: &Field) -> bool {
    matches!(field.fill, Fill::Caller | Fill::Default(_))
}

/// Every endpoint that does something to records, and what.
pub fn uses(contract: &Contract) -> impl Iterator<Item = (&Endpoint, &RecordUse)> {
    contract.endpoints.iter().filter_map(|endpoint| Some((endpoint, endpoint.record.as_ref()?)))
}

/// The leaves of the requests that create a record.
pub fn asked(contract: &Contract, record: usize) -> Vec<Leaf<'_>> {
    let creating = uses(contract).filter(|(_, one)| one.record == record && one.act == Act::Creates);
    creating.flat_map(|(endpoint, _)| of_request(contract, endpoint)).collect()
}

/// The leaves of every reply and notification about a record.
pub fn answered(contract: &Contract, record: usize) -> Vec<Leaf<'_>> {
    let about = uses(contract).filter(|(_, one)| one.record == record);
    let replies = about.flat_map(|(endpoint, _)| of_reply(contract, endpoint));
    let told = notifications(contract, record);
    replies.chain(told.flat_map(|(one, _)| of_fields(contract, contract.fields(one.body)))).collect()
}

/// The notifications about a record.
pub fn notifications(contract: &Contract, record: usize) -> impl Iterator<Item = (&Notification, &Callback)> {
    let sent = contract.notifications.iter().filter_map(|one| Some((one, one.callback.as_ref()?)));
    sent.filter(move |(_, callback)| callback.record == record)
}

/// The leaves of a request, outermost first: those of its path, query and body, but none in a list,
/// except for the list whose elements are records.
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

/// The leaves of a reply, outermost first: those in lists included, and no tags, which decide what
/// stands beside them.
pub fn of_reply<'c>(contract: &'c Contract, endpoint: &'c Endpoint) -> Vec<Leaf<'c>> {
    of_fields(contract, contract.fields(endpoint.reply))
}

/// The leaves of an object as part of a reply; see [`of_reply`].
pub fn of_fields<'c>(contract: &'c Contract, fields: &'c [Field]) -> Vec<Leaf<'c>> {
    let mut walk = Walk::new(contract, Side::Reply);
    walk.ahead.extend(fields.iter().map(|field| (field.wire.as_str(), &field.shape)));
    walk.leaves()
}

/// The shape of a list's elements, when they are objects.
pub fn elements<'c>(contract: &Contract, field: &'c Field) -> Option<&'c Shape> {
    let mut shape = &field.shape;
    while let Shape::Nullable(inner) = shape {
        shape = inner;
    }
    let Shape::List(item) = shape else { return None };
    let index = item.named()?;
    matches!(contract.types.get(index)?.kind, Kind::Object(_)).then_some(item)
}

/// What there is to see, and what was.
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
                // A list of plain values holds many, and so none that a record could have.
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

/// A shape without `|null` around it.
fn plain(shape: &Shape) -> &Shape {
    match shape {
        Shape::Nullable(inner) => plain(inner),
        other => other,
    }
}
