//! Removes the types that nothing names: those of operations that are left out.

use super::{Draft, Endpoint, Field, Kind, Reply, Shape};

impl Draft {
    /// Keeps the types that the endpoints, the notifications and the objects for browsers lead to.
    pub(crate) fn drop_unused_types(&mut self) {
        let mut used = vec![false; self.types.len()];
        let mut left = Vec::new();
        for endpoint in &self.endpoints {
            left.extend(endpoint.fields().flat_map(|field| named(&field.shape)));
            left.extend(endpoint.errors.iter().map(|(_, of)| *of));
            if let Reply::Named(index) | Reply::List(index) = endpoint.reply {
                left.push(index);
            }
        }
        left.extend(
            self.notifications.iter().flat_map(|one| &one.body).flat_map(|field| named(&field.shape)),
        );
        let for_browsers = self.types.iter().enumerate();
        let for_browsers =
            for_browsers.filter(|(_, one)| one.entries.iter().any(|entry| entry.key == "browser"));
        left.extend(for_browsers.map(|(index, _)| index));
        while let Some(index) = left.pop() {
            if let Some(seen) = used.get_mut(index).filter(|seen| !**seen) {
                *seen = true;
                left.extend(self.types[index].named());
            }
        }
        let mut next = 0;
        let moved: Vec<usize> = used
            .iter()
            .map(|used| {
                next += usize::from(*used);
                next - usize::from(*used)
            })
            .collect();
        let mut keep = used.into_iter();
        self.types.retain(|_| keep.next().unwrap_or_default());
        self.renumber(&moved);
    }

    fn renumber(&mut self, moved: &[usize]) {
        for endpoint in &mut self.endpoints {
            endpoint.fields_mut().for_each(|field| field.shape.renumber(moved));
            endpoint.errors.iter_mut().for_each(|(_, of)| *of = moved[*of]);
            if let Reply::Named(index) | Reply::List(index) = &mut endpoint.reply {
                *index = moved[*index];
            }
        }
        let bodies = self.notifications.iter_mut().flat_map(|one| &mut one.body);
        bodies.for_each(|field| field.shape.renumber(moved));
        for one in &mut self.types {
            match &mut one.kind {
                Kind::Object(fields) => fields.iter_mut().for_each(|field| field.shape.renumber(moved)),
                Kind::Enumeration(members) | Kind::Union(members) => {
                    members
                        .iter_mut()
                        .filter_map(|member| member.of.as_mut())
                        .for_each(|of| *of = moved[*of]);
                }
            }
        }
    }
}

impl super::Type {
    /// Returns the types that this one names.
    fn named(&self) -> Vec<usize> {
        match &self.kind {
            Kind::Object(fields) => fields.iter().flat_map(|field| named(&field.shape)).collect(),
            Kind::Enumeration(members) | Kind::Union(members) => {
                members.iter().filter_map(|one| one.of).collect()
            }
        }
    }
}

/// Returns the declared type in a shape.
fn named(shape: &Shape) -> Option<usize> {
    match shape {
        Shape::Named(index) => Some(*index),
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => named(inner),
        Shape::Word(_) | Shape::Question => None,
    }
}

impl Shape {
    fn renumber(&mut self, moved: &[usize]) {
        match self {
            Self::Named(index) => *index = moved[*index],
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.renumber(moved),
            Self::Word(_) | Self::Question => {}
        }
    }
}

impl Draft {
    /// Returns the comments about what could not be translated.
    pub(crate) fn comments(&self) -> impl Iterator<Item = &str> {
        let calls = self.endpoints.iter().flat_map(Endpoint::fields);
        let told = self.notifications.iter().flat_map(|one| &one.body);
        let types = self.types.iter().flat_map(|one| match &one.kind {
            Kind::Object(fields) => fields.as_slice(),
            Kind::Enumeration(_) | Kind::Union(_) => &[],
        });
        let fields = calls.chain(told).chain(types).flat_map(|field| &field.comments);
        let own = self.endpoints.iter().flat_map(|one| &one.comments);
        self.head.iter().chain(own).chain(fields).map(String::as_str)
    }
}

impl Endpoint {
    /// Returns the fields of the request and, if it has a table of its own, of the reply.
    fn fields(&self) -> impl Iterator<Item = &Field> {
        let reply = if let Reply::Fields(fields) = &self.reply { fields.as_slice() } else { &[] };
        self.sent().chain(reply).chain(&self.reply_header)
    }

    fn fields_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        let reply = if let Reply::Fields(fields) = &mut self.reply { fields.as_mut_slice() } else { &mut [] };
        let beside = self.path.iter_mut().chain(&mut self.query).chain(&mut self.header);
        beside.chain(self.body.iter_mut().flatten()).chain(reply).chain(&mut self.reply_header)
    }

    /// Returns the fields of the request.
    pub(crate) fn sent(&self) -> impl Iterator<Item = &Field> {
        self.path.iter().chain(&self.query).chain(&self.header).chain(self.body.iter().flatten())
    }
}
