//! The schemas of declared types.

use alignet_spec::{
    contract::{Field, Kind, Type, Union, Value, Variant},
    name,
};

use super::{
    export::{Export, Role},
    scalar,
    version::Version,
};
use crate::json::{Json, Object};

/// The field of a reply that says if the call succeeded.
pub(super) const SUCCESS: &str = "success";

impl Export<'_> {
    /// Returns the schemas of all types.
    pub(super) fn declared(&self) -> Object {
        self.types
            .iter()
            .map(|((index, role), key)| {
                let one = &self.contract.types[*index];
                let name = (*key != one.name).then_some(&one.name);
                let described = Object::default().with("description", &one.doc);
                let schema = match &one.kind {
                    Kind::Object(fields) => described.and(self.object(fields, *role)).and(self.uses(one)),
                    Kind::Enumeration(values) => described.and(self.enumeration(one, values, *role)),
                    Kind::Union(union) => described.and(self.union(union, *role)),
                };
                let schema = schema
                    .maybe("x-alignet-name", name)
                    .maybe("x-alignet-inherited", one.inherited.then_some(true));
                (key.clone(), schema)
            })
            .collect()
    }

    /// Returns the schema of an object with these fields.
    pub(super) fn object(&self, fields: &[Field], role: Role) -> Object {
        let declared: Vec<&str> =
            fields.iter().filter(|field| !field.optional).map(|field| field.wire.as_str()).collect();
        // A failure lacks the fields that only a success has. 3.1 has a schema of its own for it.
        let merged = role == Role::Success && self.version == Version::V3_0;
        let required = match merged {
            true => declared.iter().copied().filter(|wire| *wire == SUCCESS).collect(),
            false => declared.clone(),
        };
        let properties: Object = fields
            .iter()
            .map(|field| {
                let schema = match field.wire == SUCCESS && role == Role::Success && !merged {
                    true => self.success(field),
                    false => self.field(field, role),
                };
                (field.wire.clone(), schema)
            })
            .collect();
        let lacking = merged && required.len() < declared.len();
        Object::default()
            .with("type", "object")
            .maybe("required", (!required.is_empty()).then_some(required))
            .maybe("properties", (!properties.is_empty()).then_some(properties))
            .maybe("additionalProperties", (role == Role::Input).then_some(false))
            .maybe("x-alignet-required", lacking.then_some(declared))
    }

    /// Returns the schema of the truth of a success.
    fn success(&self, field: &Field) -> Object {
        let verdict = scalar::verdict(self.version, field.shape.primitive(), true);
        let keys = Object::default()
            .maybe("description", Some(&field.doc).filter(|doc| !doc.is_empty()))
            .and(self.keys(field))
            .with("x-alignet-strict", true);
        self.version.annotated(verdict, keys)
    }

    fn enumeration(&self, one: &Type, values: &[Value], role: Role) -> Object {
        let kind = if one.integer { "integer" } else { "string" };
        let of = || Object::default().with("type", kind);
        let open = || if one.integer { scalar::integer() } else { of() };
        let wires: Vec<Json> = values.iter().map(|value| Json::from(&one.json(&value.wire))).collect();
        let docs: Object = values.iter().map(|value| (value.wire.clone(), &value.doc)).collect();
        let docs = Object::default().with("x-enumDescriptions", docs);
        let schema = match (role, self.version) {
            (Role::Input, _) => of().with("enum", wires).and(docs),
            // A service adds values: the listed ones are for people and for examples.
            (_, Version::V3_1) => {
                Object::default().with("anyOf", [of().with("enum", wires).and(docs), open()])
            }
            (_, Version::V3_0) => open().with("x-extensible-enum", wires).and(docs),
        };
        let known: Object = values
            .iter()
            .map(|value| {
                let keys = Object::default()
                    .maybe("name", (value.name != name::camel(&value.wire)).then_some(&value.name))
                    .maybe("outcome", value.outcome.map(|outcome| outcome.as_str()))
                    .maybe("declined", value.declined.then_some(true))
                    .maybe("deprecated", value.deprecated.as_ref());
                (value.wire.clone(), keys)
            })
            .filter(|(_, keys)| !keys.is_empty())
            .collect();
        schema.maybe("x-alignet-values", (!known.is_empty()).then_some(known))
    }

    fn union(&self, union: &Union, role: Role) -> Object {
        let mut branches: Vec<Object> =
            union.variants.iter().map(|variant| self.branch(union, variant, role)).collect();
        if role != Role::Input {
            let known: Vec<&str> = union.variants.iter().map(|variant| variant.wire.as_str()).collect();
            let none = Object::default().with("enum", known);
            let tag = Object::default().with("type", "string").with("not", none);
            branches.push(
                Object::default()
                    .with("title", "Unlisted")
                    .with("description", "Something that is not listed: it keeps its JSON.")
                    .with("type", "object")
                    .with("required", [union.tag.as_str()])
                    .with("properties", Object::default().with(union.tag.clone(), tag)),
            );
        }
        let content = union.content.as_ref();
        let content = content.map(|wire| format!("{wire}{}", if union.content_optional { "?" } else { "" }));
        Object::default()
            .with("oneOf", branches)
            .with("x-alignet-tag", &union.tag)
            .maybe("x-alignet-content", content)
    }

    /// Returns the schema of a variant: its tag, and its fields beside it or in the content.
    fn branch(&self, union: &Union, variant: &Variant, role: Role) -> Object {
        let of = &self.contract.types[variant.of];
        let text = Object::default().with("type", "string");
        let tag = self.version.constant(text, Json::from(variant.wire.as_str()));
        let keys = Object::default()
            .maybe("name", (variant.name != name::camel(&variant.wire)).then_some(&variant.name))
            .maybe("deprecated", variant.deprecated.as_ref())
            .maybe("type", union.content.is_none().then_some(&of.name));
        let described = Object::default()
            .with("title", &variant.wire)
            .maybe("description", Some(&variant.doc).filter(|doc| !doc.is_empty()))
            .maybe("deprecated", variant.deprecated.is_some().then_some(true));
        let mut required = vec![union.tag.as_str()];
        let mut properties = Object::default().with(union.tag.clone(), tag);
        match &union.content {
            Some(content) => {
                required.extend((!union.content_optional).then_some(content.as_str()));
                let null = union.content_optional && role != Role::Input;
                let held = self.reference(variant.of, role.inner());
                properties.set(content.clone(), if null { self.version.nullable(held) } else { held });
            }
            None => {
                let fields = of.fields();
                required
                    .extend(fields.iter().filter(|field| !field.optional).map(|field| field.wire.as_str()));
                fields
                    .iter()
                    .for_each(|field| properties.set(field.wire.clone(), self.field(field, role.inner())));
            }
        }
        described
            .with("type", "object")
            .with("required", required)
            .with("properties", properties)
            .maybe("additionalProperties", (role == Role::Input).then_some(false))
            .maybe("x-alignet-variant", (!keys.is_empty()).then_some(keys))
    }

    /// Returns what only this project's tools read of an object: the fields that an outcome follows from, the type that it is
    /// made from, and its use by a browser.
    fn uses(&self, one: &Type) -> Object {
        let wire = |index: &usize| one.fields().get(*index).map(|field| field.wire.as_str());
        let fields: Option<Vec<&str>> =
            one.outcome.as_ref().map(|proof| proof.fields.iter().filter_map(wire).collect());
        let reason = one.outcome.as_ref().and_then(|proof| proof.reason.as_ref().and_then(wire));
        let from = one.from.and_then(|from| self.contract.types.get(from.of)).map(|from| &from.name);
        Object::default()
            .maybe("x-alignet-outcome", fields)
            .maybe("x-alignet-reason", reason)
            .maybe("x-alignet-from", from)
            .maybe("x-alignet-browser", one.browser.then_some(true))
    }
}
