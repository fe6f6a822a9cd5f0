//! Scalars: fields that hold a single value, at any depth. A record stores the scalars of a call, and
//! identifies each by its wire name and its class.

use std::collections::{BTreeSet, VecDeque};

use alignet_spec::{
    contract::{Contract, Endpoint, Field, Fill, Kind, Primitive, Shape, Union},
    literal::Literal,
    validate::{self, Side},
};

use super::{
    model::{Act, Behaviour},
    setting::Setting,
};

/// The type of a tag.
const TEXT: Shape = Shape::Primitive(Primitive::String);

/// The value that stands for the time at which a record expires.
pub(crate) const EXPIRY: &str = "{expiry}";

/// The value that stands for the time of a change.
pub(crate) const NOW: &str = "{now}";

/// A field that holds a single value.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scalar<'c> {
    /// The name on the wire.
    pub(crate) wire: &'c str,
    /// The field that holds the object of this one, if it is inside of another.
    pub(crate) inside: Option<&'c str>,
    /// The type of the value, without `|null` around it.
    pub(crate) shape: &'c Shape,
    /// The class of the value.
    pub(crate) class: Class,
    /// The union that has this scalar as its tag, if any.
    pub(crate) tag_of: Option<&'c Union>,
}

impl<'c> Scalar<'c> {
    /// Returns true if the contract of the sandbox may call it so: `code`, or `result_message.code`. The objects around that one
    /// may come first, as in `method_details.phone.subscriber`.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        match name.rsplit_once('.') {
            None => self.wire == name,
            Some((outer, inner)) => self.wire == inner && self.inside == outer.rsplit('.').next(),
        }
    }

    /// Returns true if the scalar can hold the value of a setting. The value is validated as in a request,
    /// except that an `unlisted` setting may be any string if the scalar has listed values.
    pub(crate) fn takes(&self, contract: &Contract, setting: &Setting) -> bool {
        let listed = self.values(contract);
        match (&setting.value.value, listed) {
            (_, None) if setting.unlisted => false,
            (Literal::String(text), None) if [EXPIRY, NOW].contains(&text.as_str()) => {
                matches!(self.class, Class::Text | Class::Number)
            }
            (Literal::String(text), Some(listed)) => {
                setting.unlisted || listed.iter().any(|value| value == text)
            }
            (value, _) => {
                let json = validate::filled(self.shape, value);
                validate::value(contract, self.shape, &json, Side::Request).is_empty()
            }
        }
    }

    /// Returns the values that the enumeration or the union of the scalar lists; `None` for other scalars.
    pub(crate) fn values(&self, contract: &'c Contract) -> Option<Vec<&'c str>> {
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

/// The class of a scalar's value. Scalars of equal name and class refer to the same value of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
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
    /// JSON of any form, as text.
    Json,
    /// The mark of a field whose value a record has lost: replies show it as null. No field is of this class.
    Gone,
    /// The values that a field had, with their times. The name is that of the list. No field is of this class.
    Past,
    /// Text that must not be exposed by accident, and is therefore never stored.
    Secret,
}

/// Returns the class of a shape; `None` if it can hold several values.
pub(crate) fn class(contract: &Contract, shape: &Shape) -> Option<Class> {
    match shape {
        Shape::Primitive(primitive) => match primitive {
            Primitive::String | Primitive::Scopes => Some(Class::Text),
            Primitive::Date | Primitive::DateTime => Some(Class::Text),
            Primitive::Integer | Primitive::Numeric => Some(Class::Number),
            Primitive::Amount | Primitive::Decimal | Primitive::Seconds => Some(Class::Number),
            Primitive::Currency => Some(Class::Currency),
            Primitive::Boolean | Primitive::Flag => Some(Class::Truth),
            Primitive::Secret => Some(Class::Secret),
            Primitive::Json => Some(Class::Json),
        },
        Shape::Nullable(inner) => class(contract, inner),
        Shape::Named(index) => match &contract.types.get(*index)?.kind {
            Kind::Enumeration(_) => Some(Class::Enumeration(*index)),
            _ => None,
        },
        Shape::Map(item) if item.is(Primitive::Json) => Some(Class::Json),
        Shape::List(_) | Shape::Map(_) => None,
    }
}

/// Returns the class of a union's tag: the first enumeration that lists the same values, so that a tag in
/// a request and a field in a reply refer to the same value. Without such an enumeration the tag is text.
pub(crate) fn tag_class(contract: &Contract, union: &Union) -> Class {
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
pub(crate) fn is_set_by_caller(field: &Field) -> bool {
    matches!(field.fill, Fill::Caller | Fill::Default(_))
}

/// Returns the scalars of the requests that create a record.
pub(crate) fn asked<'c>(contract: &'c Contract, behaviour: &Behaviour, record: usize) -> Vec<Scalar<'c>> {
    let creating = behaviour.uses_of(record).filter(|one| one.act == Act::Creates);
    creating.flat_map(|one| of_request(contract, &contract.endpoints[one.endpoint], one.list())).collect()
}

/// Returns the scalars of every reply, notification and return about a record.
pub(crate) fn answered<'c>(contract: &'c Contract, behaviour: &Behaviour, record: usize) -> Vec<Scalar<'c>> {
    let endpoints = behaviour.uses_of(record).map(|one| &contract.endpoints[one.endpoint]);
    let replies =
        endpoints.flat_map(|endpoint| endpoint.reply.named().into_iter().chain(endpoint.reply_header));
    let notifications = behaviour.callbacks_of(record).map(|one| one.notification);
    let returns = behaviour.returns.iter().filter(|one| one.record == record).map(|one| one.notification);
    let notifications = notifications.chain(returns).map(|index| contract.notifications[index].body);
    replies.chain(notifications).flat_map(|object| of_reply(contract, object)).collect()
}

/// Returns the scalars of a request's path, query and body, outermost first. Lists are skipped, except for
/// `each`, whose elements are records.
pub(crate) fn of_request<'c>(
    contract: &'c Contract,
    endpoint: &'c Endpoint,
    each: Option<&str>,
) -> Vec<Scalar<'c>> {
    let fields = endpoint.path.iter().chain(&endpoint.query).chain(endpoint.body.iter().flatten());
    let mut walk = Walk::new(contract, Side::Request);
    for field in fields.filter(|field| is_set_by_caller(field)) {
        match elements(contract, field).filter(|_| each == Some(&field.wire)) {
            Some(element) => walk.ahead.push_back((None, &field.wire, element)),
            None => walk.ahead.push_back((None, &field.wire, &field.shape)),
        }
    }
    walk.scalars()
}

/// Returns the scalars of a reply or a notification, outermost first, including those in lists. Tags of
/// unions are skipped, because they decide which fields stand beside them.
fn of_reply(contract: &Contract, object: usize) -> Vec<Scalar<'_>> {
    let (mut walk, mut scalars) = (Walk::new(contract, Side::Reply), Vec::new());
    walk.named("", object, &mut scalars);
    walk.scalars()
}

/// Returns the shape of a list's elements if they are objects.
pub(crate) fn elements<'c>(contract: &Contract, field: &'c Field) -> Option<&'c Shape> {
    let Shape::List(item) = field.shape.without_null() else { return None };
    let index = item.named()?;
    matches!(contract.types.get(index)?.kind, Kind::Object(_)).then_some(item)
}

/// Returns the names and shapes of the fields whose values differ from one object to the next, with the field that holds
/// the object.
fn not_fixed<'c>(
    inside: &'c str,
    fields: &'c [Field],
) -> impl Iterator<Item = (Option<&'c str>, &'c str, &'c Shape)> {
    let fields = fields.iter().filter(|field| is_set_by_caller(field));
    fields.map(move |field| (Some(inside), field.wire.as_str(), &field.shape))
}

/// A breadth-first walk over fields: the shapes still to visit, each with the fields that hold it and its object, and the
/// types already visited.
struct Walk<'c> {
    contract: &'c Contract,
    side: Side,
    ahead: VecDeque<(Option<&'c str>, &'c str, &'c Shape)>,
    seen: BTreeSet<usize>,
}

impl<'c> Walk<'c> {
    fn new(contract: &'c Contract, side: Side) -> Self {
        Self { contract, side, ahead: VecDeque::new(), seen: BTreeSet::new() }
    }

    fn scalars(mut self) -> Vec<Scalar<'c>> {
        let mut scalars = Vec::new();
        while let Some((inside, wire, shape)) = self.ahead.pop_front() {
            if let Some(class) = class(self.contract, shape) {
                scalars.push(Scalar { wire, inside, shape: shape.without_null(), class, tag_of: None });
                continue;
            }
            match shape {
                Shape::Nullable(inner) => self.ahead.push_back((inside, wire, inner)),
                // A list of plain values is skipped, because a record has one value per field.
                Shape::List(item) if self.side == Side::Reply && class(self.contract, item).is_none() => {
                    self.ahead.push_back((inside, wire, item));
                }
                Shape::Named(index) => self.named(wire, *index, &mut scalars),
                _ => {}
            }
        }
        scalars
    }

    fn named(&mut self, wire: &'c str, index: usize, scalars: &mut Vec<Scalar<'c>>) {
        if !self.seen.insert(index) {
            return;
        }
        match self.contract.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => {
                self.ahead.extend(not_fixed(wire, fields));
            }
            Some(Kind::Union(union)) => {
                if self.side == Side::Request {
                    let (shape, class) = (&TEXT, tag_class(self.contract, union));
                    scalars.push(Scalar {
                        wire: &union.tag,
                        inside: Some(wire),
                        shape,
                        class,
                        tag_of: Some(union),
                    });
                }
                for variant in &union.variants {
                    self.ahead.extend(not_fixed(wire, self.contract.fields(variant.of)));
                }
            }
            _ => {}
        }
    }
}
