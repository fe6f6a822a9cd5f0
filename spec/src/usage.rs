//! Which types requests hold and which replies hold, found by walking from the endpoints.

use crate::contract::{Contract, Endpoint, Kind, Shape, Type};

/// On which sides of a call a type is found.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sides {
    pub(crate) request: bool,
    pub(crate) reply: bool,
}

/// Sets [`Type::in_request`] and [`Type::in_reply`].
pub(crate) fn mark(contract: &mut Contract) {
    let sides = sides(&contract.types, contract.endpoints.iter());
    for (one, sides) in contract.types.iter_mut().zip(sides) {
        one.in_request = sides.request;
        one.in_reply = sides.reply;
    }
}

/// The sides of each type, as far as these endpoints use it.
pub(crate) fn sides<'c>(types: &[Type], endpoints: impl Iterator<Item = &'c Endpoint>) -> Vec<Sides> {
    let mut sides = vec![Sides::default(); types.len()];
    for endpoint in endpoints {
        for field in endpoint.fields() {
            mark_shape(types, &mut sides, &field.shape, |sides| &mut sides.request);
        }
        let reply = Shape::Named(endpoint.reply);
        mark_shape(types, &mut sides, &reply, |sides| &mut sides.reply);
    }
    sides
}

fn mark_shape(types: &[Type], sides: &mut [Sides], shape: &Shape, side: fn(&mut Sides) -> &mut bool) {
    let Some(index) = shape.named() else { return };
    let (Some(one), Some(marked)) = (types.get(index), sides.get_mut(index)) else { return };
    if std::mem::replace(side(marked), true) {
        return;
    }
    match &one.kind {
        Kind::Object(fields) => {
            fields.iter().for_each(|field| mark_shape(types, sides, &field.shape, side));
        }
        Kind::Enumeration(_) => {}
        Kind::Union(union) => {
            union.variants.iter().for_each(|one| mark_shape(types, sides, &Shape::Named(one.of), side));
        }
    }
}
