//! The parameters of a call: fields of its path, its query and its headers.

use alignet_spec::contract::{Endpoint, Field, Shape, Style};

use super::{
    export::{Export, Role},
    field::described,
    scalar::Place,
};
use crate::json::Object;

impl Export<'_> {
    /// Returns the parameters of an endpoint, those that all endpoints share by reference.
    pub(super) fn parameters(&self, endpoint: &Endpoint) -> Vec<Object> {
        let shared = self
            .contract
            .shared_headers(endpoint)
            .map(|field| Object::default().with("$ref", format!("#/components/parameters/{}", field.wire)));
        let of = |place, fields: &[Field]| -> Vec<Object> {
            fields.iter().map(|field| self.parameter(field, place, endpoint.key.as_deref())).collect()
        };
        shared
            .chain(of(Place::Path, &endpoint.path))
            .chain(of(Place::Query, &endpoint.query))
            .chain(of(Place::Header, &endpoint.header))
            .collect()
    }

    /// Returns the parameters that all endpoints share.
    pub(super) fn shared_parameters(&self) -> Object {
        let fields = self.contract.api.header.iter();
        fields.map(|field| (field.wire.clone(), self.parameter(field, Place::Header, None))).collect()
    }

    /// Returns a parameter. The header with the key of a call is required: without it nothing is carried out.
    fn parameter(&self, field: &Field, place: Place, key: Option<&str>) -> Object {
        let within = match place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Body | Place::Header => "header",
        };
        let is_key = place == Place::Header && key == Some(field.wire.as_str());
        let schema = self.value(field, Role::Input, place);
        let schema = if is_key { schema.with("minLength", 1) } else { schema };
        // An empty list can't be told from a list with an empty item.
        let schema = if field.style.is_some() { schema.with("minItems", 1) } else { schema };
        let schema = match field.style {
            Some(style) if serialised(style).is_none() => Object::default().with("type", "string"),
            _ => schema,
        };
        let default = Object::default().maybe("default", self.default_of(field));
        let schema = self.shown(self.version.annotated(schema, default), field);
        Object::default()
            .with("name", &field.wire)
            .with("in", within)
            .maybe("required", (is_key || !field.optional).then_some(true))
            .and(described(field))
            .and(field.style.and_then(serialised).unwrap_or_default())
            .with("schema", schema)
            .and(self.keys(field))
            .maybe("x-alignet-type", unserialised(self, field))
    }
}

/// Returns OpenAPI's words for a list in a query; `None` if it has none.
fn serialised(style: Style) -> Option<Object> {
    let (style, explode) = match style {
        Style::Repeated => ("form", true),
        Style::Separated(',') => ("form", false),
        Style::Separated('|') => ("pipeDelimited", false),
        Style::Separated(_) => return None,
    };
    Some(Object::default().with("style", style).with("explode", explode))
}

/// Returns the type of a list that OpenAPI can only call a string.
fn unserialised(export: &Export<'_>, field: &Field) -> Option<String> {
    field.style.filter(|style| serialised(*style).is_none())?;
    let Shape::List(item) = &field.shape else { return None };
    Some(format!("[{}]", export.spelled(item)))
}
