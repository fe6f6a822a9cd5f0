//! The headers of a call, and the fixed values that tell calls of one route apart.

use crate::contract::{Contract, Endpoint, EnvironmentValue, Field, Fill, Literal};

impl Contract {
    /// Returns the headers of every call that this endpoint has not replaced with its own.
    pub fn shared_headers<'c>(&'c self, endpoint: &'c Endpoint) -> impl Iterator<Item = &'c Field> {
        let replaced = |shared: &Field| endpoint.header.iter().any(|own| own.replaces(shared));
        self.api.header.iter().filter(move |shared| !replaced(shared))
    }

    /// Returns the headers of the calls of an endpoint: those of every call, and its own.
    pub fn headers<'c>(&'c self, endpoint: &'c Endpoint) -> impl Iterator<Item = &'c Field> {
        self.shared_headers(endpoint).chain(&endpoint.header)
    }

    /// Returns true if a service can tell the calls of these two endpoints apart, whose method and path are the same: they
    /// have a fixed header or a fixed field of the body in common, with different values in every environment.
    pub fn can_tell_apart(&self, one: &Endpoint, other: &Endpoint) -> bool {
        let differ = |one: &Field, other: &Field| {
            let (one, other) = (self.fixed_values(one), self.fixed_values(other));
            !one.is_empty() && !other.is_empty() && one.iter().all(|value| !other.contains(value))
        };
        let headers = self.headers(one).any(|header| {
            self.headers(other)
                .any(|rival| header.wire.eq_ignore_ascii_case(&rival.wire) && differ(header, rival))
        });
        let mut fields = one.body.iter().flatten();
        headers
            || fields.any(|field| {
                let mut rivals = other.body.iter().flatten();
                rivals.any(|rival| field.wire == rival.wire && differ(field, rival))
            })
    }

    /// Returns the values that a fixed field can have; none if they are not in the contract.
    fn fixed_values(&self, field: &Field) -> Vec<Literal> {
        match &field.fill {
            Fill::Const(value) => vec![value.clone()],
            Fill::Environment(index) => {
                let values =
                    self.environments.iter().filter_map(|environment| environment.values.get(*index));
                let texts = values.filter_map(EnvironmentValue::as_str);
                texts.map(|text| Literal::String(text.to_owned())).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl Field {
    /// Returns true if this header of an endpoint stands for the header of every call: only a fixed one does.
    fn replaces(&self, shared: &Field) -> bool {
        self.fill.is_fixed() && self.wire.eq_ignore_ascii_case(&shared.wire)
    }
}
