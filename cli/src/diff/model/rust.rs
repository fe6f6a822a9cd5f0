//! The Rust that the macro generates from a contract, as far as callers see it: the types of fields, setters, and the
//! traits of declared types. `macros/src/expand/rust_type.rs` and `macros/src/expand/builder` decide it; a test below
//! compares this model with the golden files of the macro.

use alignet_spec::contract::{Contract, Field, Fill, Kind, Primitive, Reading, Shape, Type};

use crate::diff::verdict::Effect;

/// The holder of a field, which decides how callers see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holder {
    /// A call, whose fields are set and not read.
    Call,
    /// A type that requests use: its fields are set, and public.
    Sent,
    /// A type that only replies use: its fields are public.
    Received,
}

impl Holder {
    pub(crate) fn of(one: &Type) -> Self {
        if one.in_request { Self::Sent } else { Self::Received }
    }
}

/// A field as callers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Face {
    /// The type of the public field; `None` if there is none.
    pub(crate) held: Option<String>,
    pub(crate) setter: Setter,
}

/// The setter of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Setter {
    None,
    /// Must be called; takes what converts into this type.
    Required(String),
    /// May be called; takes this type, and an `Option`.
    Optional(String),
    /// May be called; takes JSON.
    Json,
}

impl Face {
    /// Returns a field as callers see it, given the names of the declared types.
    pub(crate) fn of(contract: &Contract, field: &Field, holder: Holder, names: &[String]) -> Self {
        let held = match holder {
            Holder::Call => None,
            Holder::Sent => (!field.fill.is_fixed()).then(|| whole(field, names)),
            Holder::Received => Some(received(field, names)),
        };
        let setter = match holder {
            Holder::Received => Setter::None,
            Holder::Call | Holder::Sent => Setter::of(contract, field, names),
        };
        Self { held, setter }
    }

    /// The face of a field that is not there.
    pub(crate) const ABSENT: Self = Self { held: None, setter: Setter::None };

    /// Returns the effect on callers if a field with this face gets another one.
    pub(crate) fn effect(&self, new: &Self) -> Effect {
        let held = match (&self.held, &new.held) {
            (Some(old), Some(new)) if old == new => Effect::None,
            (None, None) => Effect::None,
            // The structs are `non_exhaustive`.
            (None, Some(_)) => Effect::Compatible,
            (Some(_), _) => Effect::Breaking,
        };
        held.max(self.setter.effect(&new.setter))
    }
}

impl Setter {
    fn of(contract: &Contract, field: &Field, names: &[String]) -> Self {
        match (&field.fill, &field.shape) {
            (Fill::Const(_) | Fill::Environment(_) | Fill::ClientId | Fill::ClientSecret, _) => Self::None,
            (Fill::Default(_), _) => Self::Optional(whole(field, names)),
            (Fill::Caller, _) if contract.has_one_value(field) => Self::Optional(whole(field, names)),
            (Fill::Caller, _) if !field.optional => Self::Required(whole(field, names)),
            (Fill::Caller, Shape::Nullable(_)) => Self::Optional(whole(field, names)),
            (Fill::Caller, Shape::Primitive(Primitive::Json)) => Self::Json,
            (Fill::Caller, shape) => Self::Optional(value(shape, names)),
        }
    }

    fn effect(&self, new: &Self) -> Effect {
        match (self, new) {
            (old, new) if old == new => Effect::None,
            (Self::None, Self::Required(_)) => Effect::Breaking,
            (Self::None, _) => Effect::Compatible,
            // The setter of an optional field takes what that of a required one does.
            (Self::Required(old), Self::Optional(new)) if old == new => Effect::Compatible,
            _ => Effect::Breaking,
        }
    }
}

/// Returns the type of a field that is only received.
fn received(field: &Field, names: &[String]) -> String {
    let whole = whole(field, names);
    let many = matches!(field.shape, Shape::List(_) | Shape::Map(_) | Shape::Nullable(_));
    let unread = field.reading != Reading::Strict && !field.optional && !many;
    if unread { format!("Option<{whole}>") } else { whole }
}

/// Returns the type of a whole field, including absent and null.
fn whole(field: &Field, names: &[String]) -> String {
    let inner = match &field.shape {
        _ if field.single_use => "SingleUseSecret".to_owned(),
        _ if field.lifetime.is_some() => "ExpiringSecret".to_owned(),
        Shape::Nullable(inner) if field.optional => return format!("Nullable<{}>", value(inner, names)),
        shape => value(shape, names),
    };
    if field.optional { format!("Option<{inner}>") } else { inner }
}

/// Returns the type of a value that is present.
fn value(shape: &Shape, names: &[String]) -> String {
    match shape {
        Shape::Primitive(primitive) => primitive_type(*primitive).to_owned(),
        Shape::Named(index) => names.get(*index).cloned().unwrap_or_default(),
        Shape::List(item) => format!("Vec<{}>", value(item, names)),
        Shape::Map(item) => format!("BTreeMap<String, {}>", value(item, names)),
        Shape::Nullable(inner) => format!("Option<{}>", value(inner, names)),
    }
}

fn primitive_type(primitive: Primitive) -> &'static str {
    match primitive {
        Primitive::String => "String",
        Primitive::Secret => "Secret",
        Primitive::Scopes => "Scopes",
        Primitive::Integer | Primitive::Numeric => "i64",
        Primitive::Amount => "Amount",
        Primitive::Decimal => "Decimal",
        Primitive::Currency => "Currency",
        Primitive::Date => "Date",
        Primitive::DateTime => "DateTime",
        Primitive::Seconds => "Duration",
        Primitive::Boolean | Primitive::Flag => "bool",
        Primitive::Json => "Json",
    }
}

/// Returns the traits of Rust that a declared type has, of those that depend on the contract.
pub(crate) fn traits(contract: &Contract, one: &Type) -> Vec<&'static str> {
    let mut sight = Sight { secret: false, single_use: false, seen: Vec::new() };
    sight.see_type(contract, one);
    let object = matches!(one.kind, Kind::Object(_));
    let clone = !(object && sight.single_use);
    let compare = matches!(one.kind, Kind::Enumeration(_)) || !sight.secret;
    [("Clone", clone), ("PartialEq", compare)]
        .into_iter()
        .filter(|(_, has)| *has)
        .map(|(name, _)| name)
        .collect()
}

/// The contents of a type.
struct Sight {
    secret: bool,
    single_use: bool,
    seen: Vec<usize>,
}

impl Sight {
    fn see_type(&mut self, contract: &Contract, one: &Type) {
        match &one.kind {
            Kind::Object(fields) => {
                self.single_use |= fields.iter().any(|field| field.single_use);
                fields.iter().for_each(|field| self.see_shape(contract, &field.shape));
            }
            Kind::Enumeration(_) => {}
            Kind::Union(union) => {
                union.variants.iter().for_each(|variant| self.see_index(contract, variant.of))
            }
        }
    }

    fn see_shape(&mut self, contract: &Contract, shape: &Shape) {
        self.secret |= shape.is_secret();
        shape.named().into_iter().for_each(|index| self.see_index(contract, index));
    }

    fn see_index(&mut self, contract: &Contract, index: usize) {
        let Some(one) = contract.types.get(index).filter(|_| !self.seen.contains(&index)) else { return };
        self.seen.push(index);
        self.see_type(contract, one);
    }
}

#[cfg(test)]
#[path = "golden.rs"]
mod golden;
