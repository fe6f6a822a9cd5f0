//! The fields of a request, at any depth.

use super::{Contract, Endpoint, Field, Kind, Primitive, Shape};

impl Contract {
    /// Returns every field that a request can hold, outermost first, including those in lists, maps and
    /// unions. The fields of a type that occurs several times are returned once.
    pub fn sent_fields<'c>(&'c self, endpoint: &'c Endpoint) -> Vec<&'c Field> {
        self.with_nested(endpoint.fields().collect())
    }

    /// Returns true if the value of a request's field stands in the path of a call: it is text, with the name of a path
    /// field. Such text can't be empty, `.` or `..`, because clients and proxies would make another path of it.
    pub fn stands_in_path(&self, field: &Field) -> bool {
        let is_text = |field: &Field| field.shape.without_null().is(Primitive::String);
        let mut places = self.endpoints.iter().flat_map(|endpoint| &endpoint.path);
        is_text(field) && places.any(|place| place.wire == field.wire && is_text(place))
    }

    /// Returns true if a field of a request has a single value, which callers need not set: an object without fields, or
    /// whose fields are fixed or have a single value in turn.
    pub fn has_one_value(&self, field: &Field) -> bool {
        let Shape::Named(index) = &field.shape else { return false };
        let Some(Kind::Object(fields)) = self.types.get(*index).map(|one| &one.kind) else { return false };
        let fixed = |field: &Field| field.fill.is_fixed() || self.has_one_value(field);
        !field.optional && fields.iter().all(fixed)
    }

    /// Returns these fields and every field inside of them.
    pub(super) fn with_nested<'c>(&'c self, mut fields: Vec<&'c Field>) -> Vec<&'c Field> {
        let (mut seen, mut next) = (Vec::new(), 0);
        while let Some(field) = fields.get(next) {
            let mut ahead: Vec<usize> = field.shape.named().into_iter().collect();
            while let Some(index) = ahead.pop() {
                if seen.contains(&index) {
                    continue;
                }
                seen.push(index);
                match self.types.get(index).map(|one| &one.kind) {
                    Some(Kind::Object(inner)) => fields.extend(inner),
                    Some(Kind::Union(union)) => ahead.extend(union.variants.iter().map(|variant| variant.of)),
                    _ => {}
                }
            }
            next += 1;
        }
        fields
    }
}

/// The way from the top of a request to one of its fields.
pub(crate) struct Trail<'c> {
    /// The wire names on the way, those of the contents of unions too.
    pub(crate) path: Vec<String>,
    /// The fields on the way. The last one is the field that it leads to.
    pub(crate) fields: Vec<&'c Field>,
}

impl Contract {
    /// Returns the places of a request that have a field of this wire name. Each is a path of wire names and
    /// the field. A field of the path, the query or the headers has a path of one name. A list or a map on
    /// the way stands for each of its items.
    pub fn sent_places<'c>(&'c self, endpoint: &'c Endpoint, wire: &str) -> Vec<(Vec<String>, &'c Field)> {
        let trails = self.sent_trails(endpoint, wire).into_iter();
        trails.filter_map(|trail| Some((trail.path, *trail.fields.last()?))).collect()
    }

    /// Returns the same as [`Contract::sent_places`], with every field on the way.
    pub(crate) fn sent_trails<'c>(&'c self, endpoint: &'c Endpoint, wire: &str) -> Vec<Trail<'c>> {
        let mut walk = Walk {
            contract: self,
            wire,
            path: Vec::new(),
            fields: Vec::new(),
            above: Vec::new(),
            found: Vec::new(),
        };
        endpoint.fields().for_each(|field| walk.field(field));
        walk.found
    }
}

/// A depth-first walk over the fields of a request: where it is, and what it found.
struct Walk<'c, 'w> {
    contract: &'c Contract,
    wire: &'w str,
    path: Vec<String>,
    fields: Vec<&'c Field>,
    /// The types that hold the current field.
    above: Vec<usize>,
    found: Vec<Trail<'c>>,
}

impl<'c> Walk<'c, '_> {
    fn field(&mut self, field: &'c Field) {
        self.path.push(field.wire.clone());
        self.fields.push(field);
        if field.wire == self.wire {
            self.found.push(Trail { path: self.path.clone(), fields: self.fields.clone() });
        }
        if let Some(index) = field.shape.named() {
            self.members(index);
        }
        self.fields.pop();
        self.path.pop();
    }

    fn members(&mut self, index: usize) {
        // A type that contains itself has the same fields again.
        if self.above.contains(&index) {
            return;
        }
        self.above.push(index);
        match self.contract.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => fields.iter().for_each(|field| self.field(field)),
            Some(Kind::Union(union)) => {
                self.path.extend(union.content.clone());
                for variant in &union.variants {
                    self.members(variant.of);
                }
                self.path.truncate(self.path.len() - usize::from(union.content.is_some()));
            }
            _ => {}
        }
        self.above.pop();
    }
}
