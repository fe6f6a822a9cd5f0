//! Which types requests hold and which replies hold, found by walking from the endpoints.

use crate::contract::{Contract, Field, Kind, Shape, Type};

/// Sets [`Type::in_request`] and [`Type::in_reply`].
pub(crate) fn mark(contract: &mut Contract) {
    let types = &mut contract.types;
    for endpoint in &contract.endpoints {
        for field in endpoint
            .path
            .iter()
            .chain(&endpoint.query)
            .chain(&endpoint.header)
            .chain(endpoint.body.iter().flatten())
        {
            mark_shape(types, &field.shape, |one| &mut one.in_request);
        }
        mark_type(types, endpoint.reply, |one| &mut one.in_reply);
    }
}

fn mark_type(types: &mut [Type], index: usize, flag: fn(&mut Type) -> &mut bool) {
    let Some(one) = types.get_mut(index) else { return };
    if std::mem::replace(flag(one), true) {
        return;
    }
    let shapes: Vec<Shape> = match &one.kind {
        Kind::Object(fields) => fields.iter().map(|Field { shape, .. }| shape.clone()).collect(),
        Kind::Enumeration(_) => Vec::new(),
        Kind::Union(union) => union.variants.iter().map(|variant| Shape::Named(variant.of)).collect(),
    };
    for shape in shapes {
        mark_shape(types, &shape, flag);
    }
}

fn mark_shape(types: &mut [Type], shape: &Shape, flag: fn(&mut Type) -> &mut bool) {
    match shape {
        Shape::Named(index) => mark_type(types, *index, flag),
        Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => mark_shape(types, inner, flag),
        _ => {}
    }
}
