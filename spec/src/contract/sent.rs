//! The fields of a request, at any depth.

use super::{Contract, Endpoint, Field, Kind};

impl Contract {
    /// Returns every field that a request can hold, outermost first, including those in lists, maps and
    /// unions. The fields of a type that occurs several times are returned once.
    pub fn sent_fields<'c>(&'c self, endpoint: &'c Endpoint) -> Vec<&'c Field> {
        self.with_nested(endpoint.fields().collect())
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

impl Contract {
    /// Returns the places of a request that have a field of this wire name. Each is a path of wire names and
    /// the field. A field of the path, the query or the headers has a path of one name. A list or a map on
    /// the way stands for each of its items.
    pub fn sent_places<'c>(&'c self, endpoint: &'c Endpoint, wire: &str) -> Vec<(Vec<String>, &'c Field)> {
        let mut found = Vec::new();
        for field in endpoint.fields() {
            self.places_below(field, wire, &mut Vec::new(), &mut Vec::new(), &mut found);
        }
        found
    }

    fn places_below<'c>(
        &'c self,
        field: &'c Field,
        wire: &str,
        path: &mut Vec<String>,
        above: &mut Vec<usize>,
        found: &mut Vec<(Vec<String>, &'c Field)>,
    ) {
        path.push(field.wire.clone());
        if field.wire == wire {
            found.push((path.clone(), field));
        }
        if let Some(index) = field.shape.named() {
            self.members_below(index, wire, path, above, found);
        }
        path.pop();
    }

    fn members_below<'c>(
        &'c self,
        index: usize,
        wire: &str,
        path: &mut Vec<String>,
        above: &mut Vec<usize>,
        found: &mut Vec<(Vec<String>, &'c Field)>,
    ) {
        // A type that contains itself has the same fields again.
        if above.contains(&index) {
            return;
        }
        above.push(index);
        match self.types.get(index).map(|one| &one.kind) {
            Some(Kind::Object(fields)) => {
                for field in fields {
                    self.places_below(field, wire, path, above, found);
                }
            }
            Some(Kind::Union(union)) => {
                path.extend(union.content.clone());
                for variant in &union.variants {
                    self.members_below(variant.of, wire, path, above, found);
                }
                path.truncate(path.len() - usize::from(union.content.is_some()));
            }
            _ => {}
        }
        above.pop();
    }
}
