//! `oneOf` and `anyOf`: objects that a tag tells apart.

use super::{Types, UNDESCRIBED, answers, is_name};
use crate::import::{
    document::{Document, Place, Schema},
    draft::{Entry, Kind, Member, Shape, inner_name, name_members, sentence},
};

/// A branch of a union.
struct Branch<'d> {
    tags: Vec<String>,
    schema: Schema<'d>,
}

impl<'d> Types<'d> {
    /// Returns the type of a value that has one of several schemas.
    pub(crate) fn alternatives(
        &mut self,
        schema: &Schema<'d>,
        suggested: &str,
        wire: &str,
    ) -> (Shape, Vec<String>) {
        let mut places = match schema.branches.is_empty() {
            true => self.extensions_of(schema),
            false => schema.branches.clone(),
        };
        if let Some(tag) = self.ours.then(|| schema.place.text("x-alignet-tag")).flatten() {
            // The last branch of a reply is anything that is not listed.
            places.retain(|place| {
                place.step("properties").and_then(|all| all.step(tag)?.step("not")).is_none()
            });
        }
        let mut branches = Vec::new();
        for place in &places {
            match self.document.schema(place) {
                Ok(branch) => branches.push(branch),
                Err(problem) => self.notes.push(problem.into()),
            }
        }
        if branches.len() < places.len() {
            return self.any_json(&schema.place, "an alternative can't be read");
        }
        if let Some(shape) = self.listed(schema, &branches, suggested) {
            return (shape, Vec::new());
        }
        match branches.as_slice() {
            [only] if schema.discriminator.is_none() && schema.place.text("x-alignet-tag").is_none() => {
                return self.shape(only, suggested, wire);
            }
            [] if schema.is_object() => return (Shape::Named(self.object(schema, suggested)), Vec::new()),
            [] => return self.any_json(&schema.place, "the alternatives are not listed"),
            _ => {}
        }
        if !schema.properties.is_empty() && !schema.branches.is_empty() {
            return self.any_json(&schema.place, "alternatives stand beside fields of their own");
        }
        if !branches.iter().all(Schema::is_object) {
            return self.any_json(&schema.place, "the alternatives are not all objects");
        }
        match tagged(self.document, schema, branches) {
            Some((tag, branches)) => self.union(schema, &tag, branches, suggested),
            None => self.any_json(&schema.place, "no field tells the alternatives apart"),
        }
    }

    /// Returns the schemas that extend the one with a discriminator by `allOf`.
    fn extensions_of(&self, schema: &Schema<'d>) -> Vec<Place<'d>> {
        self.extensions.get(&schema.place.pointer).cloned().unwrap_or_default()
    }

    fn union(
        &mut self,
        schema: &Schema<'d>,
        tag: &str,
        branches: Vec<Branch<'d>>,
        suggested: &str,
    ) -> (Shape, Vec<String>) {
        let doc = schema.doc.and_then(sentence);
        let (index, new) =
            self.declare(schema.place.pointer.clone(), schema, suggested, doc, Kind::Union(Vec::new()));
        if !new {
            return (Shape::Named(index), Vec::new());
        }
        let owner = self.list[index].name.clone();
        let stated = schema.place.text("x-alignet-content");
        let stated = stated.map(|text| (text.trim_end_matches('?').to_owned(), text.ends_with('?')));
        let content = if self.ours { stated } else { self.content(tag, &branches) };
        let mut members: Vec<Member> = Vec::new();
        for branch in &branches {
            let title =
                branch.schema.place.text("title").filter(|title| !branch.tags.iter().any(|tag| tag == title));
            let doc = branch.schema.doc.or(title).and_then(sentence);
            let suggested = inner_name(&owner, branch.tags.first().map_or("", String::as_str));
            let of = match &content {
                Some((name, _)) => self.inside(&branch.schema, name, &suggested),
                None => Some(self.variant_of(&branch.schema, &suggested, Some(tag))),
            };
            for wire in &branch.tags {
                let mut one =
                    Member { wire: wire.clone(), name: None, doc: doc.clone(), of, keys: Vec::new() };
                let stated = answers::of_variant(&mut one, &branch.schema).filter(|_| self.ours);
                one.of = stated.and_then(|name| self.by_name(name)).or(of);
                members.push(one);
            }
        }
        // A variant with more than its type needs a documentation.
        name_members(&mut members);
        for member in members
            .iter_mut()
            .filter(|member| (member.name.is_some() || !member.keys.is_empty()) && member.doc.is_none())
        {
            member.doc = Some(UNDESCRIBED.to_owned());
        }
        let one = &mut self.list[index];
        one.entries.push(Entry::text("tag", tag));
        if let Some((name, optional)) = content {
            one.entries.push(Entry::text("content", format!("{name}{}", if optional { "?" } else { "" })));
        }
        one.kind = Kind::Union(members);
        (Shape::Named(index), Vec::new())
    }

    /// Returns the only field beside the tag, if each branch has it and it holds an object; true if it may be absent.
    fn content(&self, tag: &str, branches: &[Branch<'d>]) -> Option<(String, bool)> {
        let mut name = None;
        let mut optional = false;
        for branch in branches {
            let mut beside = branch.schema.properties.iter().filter(|(wire, _)| **wire != tag);
            let (Some((wire, place)), None) = (beside.next(), beside.next()) else { return None };
            let held = self.document.schema(place).ok().filter(Schema::is_object)?;
            optional |= held.nullable || !branch.schema.required.contains(wire);
            if *name.get_or_insert(*wire) != *wire || !is_name(wire) {
                return None;
            }
        }
        Some((name?.to_owned(), optional))
    }

    /// Returns the type of the content of a branch.
    fn inside(&mut self, branch: &Schema<'d>, content: &str, suggested: &str) -> Option<usize> {
        let held = self.document.schema(branch.properties.get(content)?).ok()?;
        Some(self.object(&held, suggested))
    }
}

/// Finds the field that tells objects apart: the discriminator, or a field with one value in each.
fn tagged<'d>(
    document: Document<'d>,
    schema: &Schema<'d>,
    branches: Vec<Schema<'d>>,
) -> Option<(String, Vec<Branch<'d>>)> {
    let named = schema.discriminator.as_ref().and_then(|place| place.text("propertyName"));
    let common = branches.first()?.properties.keys().copied();
    let tag = named.into_iter().chain(common).filter(|tag| is_name(tag)).find(|tag| {
        let all: Vec<String> =
            branches.iter().flat_map(|branch| tags(document, schema, branch, tag)).collect();
        let mut distinct = all.clone();
        distinct.sort();
        distinct.dedup();
        let each = branches.iter().all(|branch| !tags(document, schema, branch, tag).is_empty());
        each && distinct.len() == all.len()
    })?;
    let branch = |branch: Schema<'d>| Branch { tags: tags(document, schema, &branch, tag), schema: branch };
    Some((tag.to_owned(), branches.into_iter().map(branch).collect()))
}

/// Returns the values of the tag in a branch: as its schema lists them, or as the discriminator maps them.
fn tags<'d>(document: Document<'d>, schema: &Schema<'d>, branch: &Schema<'d>, tag: &str) -> Vec<String> {
    let property = branch.properties.get(tag).and_then(|place| document.schema(place).ok());
    let values = property.and_then(|property| property.values).unwrap_or_default();
    let mut tags: Vec<String> = values.iter().filter_map(|value| value.text()).map(str::to_owned).collect();
    let discriminator = schema.discriminator.as_ref().filter(|place| place.text("propertyName") == Some(tag));
    if let (true, Some(discriminator)) = (tags.is_empty(), discriminator) {
        let component = branch.component.as_deref();
        let mapped = discriminator.entries("mapping").into_iter().filter(|(_, target)| {
            let target = target.json.text().unwrap_or_default();
            target == branch.place.pointer || Some(target) == component
        });
        tags.extend(mapped.map(|(value, _)| value.to_owned()));
        if tags.is_empty() {
            tags.extend(component.map(str::to_owned));
        }
    }
    tags.retain(|tag| is_name(tag));
    tags
}
