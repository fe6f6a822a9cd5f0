//! The schemas of fields, and what the contract says about them besides.

use alignet_spec::{
    contract::{EnvironmentValue, Field, Fill, Kind, Primitive, Reading, Shape, Style},
    name,
    validate::{self, Side},
};

use super::{
    export::{Export, Role},
    scalar::{self, Place},
};
use crate::json::{Json, Object};

impl Export<'_> {
    /// Returns the schema of a field of JSON.
    pub(super) fn field(&self, field: &Field, role: Role) -> Object {
        let schema = self.value(field, role, Place::Body);
        let absent = field.optional && role.side() == Side::Reply;
        let schema = match field.shape {
            Shape::Nullable(_) => schema,
            _ if absent => self.version.nullable(schema),
            _ => schema,
        };
        let strict = role != Role::Input && field.reading == Reading::Strict;
        // The default of a reply is what a client assumes, and not what the service does.
        let default = if role == Role::Input { "default" } else { "x-alignet-default" };
        let keys = described(field)
            .maybe(default, self.default_of(field))
            .and(self.keys(field))
            .maybe(
                "x-alignet-nullable",
                (absent && matches!(field.shape, Shape::Nullable(_))).then_some(true),
            )
            .maybe("x-alignet-strict", strict.then_some(true));
        self.version.annotated(self.shown(schema, field), keys)
    }

    /// Returns the schema of the values that a field may have.
    pub(super) fn value(&self, field: &Field, role: Role, place: Place) -> Object {
        let place = match place {
            Place::Body | Place::Query if role == Role::Input && self.contract.stands_in_path(field) => {
                Place::Path
            }
            other => other,
        };
        let schema = self.shape(&field.shape, role, place);
        match &field.fill {
            Fill::Const(literal) => {
                let value = Json::from(&validate::filled(&field.shape, literal));
                self.version.constant(self.base(&field.shape, schema), value)
            }
            Fill::Environment(key) => {
                let mut values: Vec<&str> = Vec::new();
                for environment in &self.contract.environments {
                    let value = environment.values.get(*key).and_then(EnvironmentValue::as_str);
                    values.extend(value.filter(|value| !values.contains(value)));
                }
                if values.is_empty() { schema } else { schema.with("enum", values) }
            }
            _ => schema,
        }
    }

    /// Returns the schema that a constant restricts: without the other values of an enumeration.
    fn base(&self, shape: &Shape, schema: Object) -> Object {
        let Shape::Named(index) = shape else { return schema };
        let one = &self.contract.types[*index];
        let kind = if one.integer { "integer" } else { "string" };
        Object::default().with("type", kind).with("x-alignet-type", &one.name)
    }

    /// Returns the default of a field.
    pub(super) fn default_of(&self, field: &Field) -> Option<Json> {
        match &field.fill {
            Fill::Default(literal) => Some(Json::from(&validate::filled(&field.shape, literal))),
            _ => None,
        }
    }

    /// Adds the field's own example to its schema.
    pub(super) fn shown(&self, schema: Object, field: &Field) -> Object {
        match &field.example {
            Some(example) => {
                let value = Json::from(&validate::filled(&field.shape, example));
                self.version.annotated(schema, self.version.example(Object::default(), value))
            }
            None => schema,
        }
    }

    /// Returns what only this project's tools read of a field.
    pub(super) fn keys(&self, field: &Field) -> Object {
        let from = match field.fill {
            Fill::Environment(key) => {
                self.contract.api.environment.get(key).map(|key| format!("environment.{}", key.name))
            }
            Fill::ClientId => Some("credentials.client_id".to_owned()),
            Fill::ClientSecret => Some("credentials.client_secret".to_owned()),
            Fill::Caller | Fill::Default(_) | Fill::Const(_) => None,
        };
        let style = field.style.map(|style| match style {
            Style::Repeated => "repeated".to_owned(),
            Style::Separated(sign) => sign.to_string(),
        });
        Object::default()
            .maybe("x-alignet-deprecated", field.deprecated.as_ref())
            .maybe("x-alignet-name", (field.name != name::snake(&field.wire)).then_some(&field.name))
            .maybe("x-alignet-from", from)
            .maybe("x-alignet-lifetime", field.lifetime.as_ref())
            .maybe("x-alignet-single-use", field.single_use.then_some(true))
            .maybe("x-alignet-style", style)
            .maybe("x-alignet-secret", field.public.then_some(false))
    }

    /// Returns the schema of a type expression.
    pub(super) fn shape(&self, shape: &Shape, role: Role, place: Place) -> Object {
        let of = |kind: &'static str| Object::default().with("type", kind);
        match shape {
            Shape::Primitive(primitive) => scalar::schema(self.contract, *primitive, role.side(), place),
            Shape::Named(index) => self.reference(*index, role.inner()),
            Shape::List(item) => of("array").with("items", self.shape(item, role, place)),
            Shape::Map(item) => of("object").with("additionalProperties", self.shape(item, role, place)),
            Shape::Nullable(inner) => self.version.nullable(self.shape(inner, role, place)),
        }
    }

    /// Returns a type expression as a contract spells it.
    pub(super) fn spelled(&self, shape: &Shape) -> String {
        match shape {
            Shape::Primitive(primitive) => primitive.as_str().to_owned(),
            Shape::Named(index) => self.contract.types[*index].name.clone(),
            Shape::List(item) => format!("[{}]", self.spelled(item)),
            Shape::Map(item) => format!("{{{}}}", self.spelled(item)),
            Shape::Nullable(inner) => format!("{}|null", self.spelled(inner)),
        }
    }

    /// Returns the scalar in a field of a reply that a client compares or follows: not a list, a map or a secret.
    pub(super) fn scalar(&self, shape: &Shape) -> Option<Primitive> {
        match shape.without_null() {
            Shape::Primitive(Primitive::Secret | Primitive::Json) => None,
            Shape::Primitive(primitive) => Some(*primitive),
            Shape::Named(index) => {
                let enumeration = matches!(self.contract.types[*index].kind, Kind::Enumeration(_));
                enumeration.then_some(Primitive::String)
            }
            Shape::List(_) | Shape::Map(_) | Shape::Nullable(_) => None,
        }
    }
}

/// Returns the documentation of a field, and if it is deprecated.
pub(super) fn described(field: &Field) -> Object {
    Object::default()
        .maybe("description", Some(&field.doc).filter(|doc| !doc.is_empty()))
        .maybe("deprecated", field.deprecated.is_some().then_some(true))
}
