//! Which types requests hold and which replies hold, found by walking from the endpoints. A notification
//! comes from the service, as a reply does.

use crate::contract::{Contract, Endpoint, Notification, Type};

/// On which sides of a call a type is found.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sides {
    pub(crate) request: bool,
    pub(crate) reply: bool,
}

/// Sets [`Type::in_request`] and [`Type::in_reply`].
pub(crate) fn mark(contract: &mut Contract) {
    let sides = sides(&contract.types, contract.endpoints.iter(), contract.notifications.iter());
    for (one, sides) in contract.types.iter_mut().zip(sides) {
        one.in_request = sides.request;
        one.in_reply = sides.reply;
    }
}

/// The sides of each type, as far as these endpoints and notifications use it.
pub(crate) fn sides<'c>(
    types: &[Type],
    endpoints: impl Iterator<Item = &'c Endpoint>,
    notifications: impl Iterator<Item = &'c Notification>,
) -> Vec<Sides> {
    let mut sides = vec![Sides::default(); types.len()];
    for endpoint in endpoints {
        let sent = endpoint.fields().filter_map(|field| field.shape.named()).collect();
        mark_from(types, &mut sides, sent, |sides| &mut sides.request);
        mark_from(types, &mut sides, vec![endpoint.reply], |sides| &mut sides.reply);
    }
    let bodies = notifications.map(|notification| notification.body).collect();
    mark_from(types, &mut sides, bodies, |sides| &mut sides.reply);
    sides
}

/// Marks one side of some types and of every type that they hold.
fn mark_from(types: &[Type], sides: &mut [Sides], mut ahead: Vec<usize>, side: fn(&mut Sides) -> &mut bool) {
    while let Some(index) = ahead.pop() {
        let (Some(one), Some(marked)) = (types.get(index), sides.get_mut(index)) else { continue };
        if !std::mem::replace(side(marked), true) {
            ahead.extend(one.named());
        }
    }
}
