//! Links: the calls that a reply has the values for, such as the query that settles it.

use alignet_spec::contract::{Endpoint, Field, Kind, Reply};

use super::export::Export;
use crate::json::Object;

impl Export<'_> {
    /// Returns the links from the reply of an endpoint, each with the name of the endpoint that it leads to.
    pub(super) fn links(&self, index: usize) -> Object {
        let endpoint = &self.contract.endpoints[index];
        let settle = endpoint.settle.as_ref().map(|settle| settle.endpoint);
        let others = self.contract.endpoints.iter().enumerate().filter(|(target, _)| *target != index);
        others
            .filter_map(|(target, to)| {
                Some((to.name.clone(), self.link(endpoint, to, settle == Some(target))?))
            })
            .chain(next_page(endpoint).map(|link| (endpoint.name.clone(), link)))
            .collect()
    }

    /// Returns the link to a call without a body, if the reply has the values of its path, and unless it settles the
    /// call, of every field that it requires.
    fn link(&self, from: &Endpoint, to: &Endpoint, settles: bool) -> Option<Object> {
        if to.body.is_some() {
            return None;
        }
        let mut parameters = Object::default();
        for (place, field) in
            to.path.iter().map(|field| ("path", field)).chain(to.query.iter().map(|field| ("query", field)))
        {
            let found = self.found(from, field);
            if let Some(expression) = found {
                parameters.set(format!("{place}.{}", field.wire), expression);
            } else if place == "path" || !(field.optional || settles) {
                return None;
            }
        }
        let described = if settles {
            format!("Settles the call: `{}` says what became of it.", to.name)
        } else {
            format!("The values that `{}` needs.", to.name)
        };
        (!parameters.is_empty()).then(|| {
            Object::default()
                .with("operationId", &to.name)
                .with("description", described)
                .with("parameters", parameters)
        })
    }

    /// Returns the expression for the value of a field of the same name and type: in the reply, or else in the request.
    fn found(&self, from: &Endpoint, field: &Field) -> Option<String> {
        let received = from.reply.named().and_then(|index| {
            let first = if matches!(from.reply, Reply::List(_)) { "/0" } else { "" };
            let pointer = self.within(self.contract.fields(index), field, &mut Vec::new())?;
            Some(format!("{first}{pointer}"))
        });
        let sent = || self.within(from.body.as_deref().unwrap_or_default(), field, &mut Vec::new());
        let of = |fields: &[Field]| fields.iter().any(|one| self.is_same(one, field));
        let beside = || match (of(&from.path), of(&from.query)) {
            (true, _) => Some(format!("$request.path.{}", field.wire)),
            (_, true) => Some(format!("$request.query.{}", field.wire)),
            _ => None,
        };
        let pointed = |place: &str, pointer: String| format!("${place}.body#{pointer}");
        received
            .map(|pointer| pointed("response", pointer))
            .or_else(beside)
            .or_else(|| sent().map(|pointer| pointed("request", pointer)))
    }

    /// Returns the JSON pointer to the first field of the same name and type, the nearest to the top. Of a list, it
    /// leads to the first item.
    fn within(&self, fields: &[Field], wanted: &Field, above: &mut Vec<usize>) -> Option<String> {
        if let Some(field) = fields.iter().find(|field| self.is_same(field, wanted)) {
            return Some(format!("/{}", escaped(&field.wire)));
        }
        fields.iter().find_map(|field| {
            let shape = field.shape.without_null();
            let (item, inside) = match shape {
                alignet_spec::contract::Shape::List(item) => ("/0", item.without_null()),
                other => ("", other),
            };
            let alignet_spec::contract::Shape::Named(index) = inside else { return None };
            let Kind::Object(inner) = &self.contract.types[*index].kind else { return None };
            if above.contains(index) {
                return None;
            }
            above.push(*index);
            let rest = self.within(inner, wanted, above);
            above.pop();
            Some(format!("/{}{item}{}", escaped(&field.wire), rest?))
        })
    }

    fn is_same(&self, one: &Field, other: &Field) -> bool {
        let scalar = self.scalar(&one.shape);
        one.wire == other.wire && scalar.is_some() && scalar == self.scalar(&other.shape)
    }
}

/// Returns the link to the next page of a list: the same call with the cursor of the reply. There is none for a call with
/// a body, whose other fields a link can't repeat.
fn next_page(endpoint: &Endpoint) -> Option<Object> {
    let cursor = endpoint.cursor.as_ref().filter(|_| endpoint.body.is_none())?;
    let next: String = cursor.next.iter().map(|step| format!("/{}", escaped(step))).collect();
    let sent = |place: &'static str, fields: &[Field]| -> Vec<(String, String)> {
        fields
            .iter()
            .map(|field| {
                let value = match place == "query" && field.wire == cursor.field {
                    true => format!("$response.body#{next}"),
                    false => format!("$request.{place}.{}", field.wire),
                };
                (format!("{place}.{}", field.wire), value)
            })
            .collect()
    };
    let parameters: Object =
        sent("path", &endpoint.path).into_iter().chain(sent("query", &endpoint.query)).collect();
    Some(
        Object::default()
            .with("operationId", &endpoint.name)
            .with("description", "The next page. The last page has no cursor.")
            .with("parameters", parameters),
    )
}

/// Escapes a step of a JSON pointer.
fn escaped(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}
