//! Marks the types that requests and replies use, by walking from the endpoints. Notifications count as
//! replies, because the service sends both, and objects for browsers as requests, because the merchant sends both.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{Contract, Endpoint, Kind, Notification, Origin, Reading, Type, reached};

/// The sides of a call that use a type.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sides {
    pub(crate) request: bool,
    pub(crate) reply: bool,
}

/// Sets [`Type::in_request`] and [`Type::in_reply`].
pub(crate) fn mark(contract: &mut Contract) {
    let (endpoints, told) = (contract.endpoints.iter(), contract.notifications.iter());
    let sides = sides(&contract.types, endpoints, told, contract.for_browsers());
    for (one, sides) in contract.types.iter_mut().zip(sides) {
        one.in_request = sides.request;
        one.in_reply = sides.reply;
    }
    read(contract);
}

/// Sets [`Field::reading`](crate::contract::Field::reading).
fn read(contract: &mut Contract) {
    let strict = [proving(contract), bound(contract)].concat();
    let status = leading_to_codes(contract);
    for one in &mut contract.types {
        let Kind::Object(fields) = &mut one.kind else { continue };
        // A header proves nothing, not even a secret one.
        if matches!(one.origin, Origin::ReplyHeader(_)) {
            continue;
        }
        // A type that requests use is read as declared.
        for field in fields.iter_mut().filter(|field| one.in_request || field.shape.is_secret()) {
            field.reading = Reading::Strict;
        }
    }
    set(contract, &status, Reading::Status);
    set(contract, &strict, Reading::Strict);
}

/// Returns the fields that prove something in a reply, a notification or a return: each as its type, and its index
/// there. Those that repeat a request are not among them.
pub(crate) fn proving(contract: &Contract) -> Vec<(usize, usize)> {
    let mut proving = Vec::new();
    let top = |name: &str| vec![name.to_owned()];
    for endpoint in &contract.endpoints {
        let Some(reply) = endpoint.reply.whole() else { continue };
        let mut insist = |path: &[String]| proving.extend(contract.places_on(reply, path));
        insist(&top(SUCCESS));
        // A list would end early at a cursor that was read as absent.
        endpoint.cursor.iter().for_each(|cursor| insist(&cursor.next));
        contract.outcome_paths(reply).iter().for_each(|(path, _)| insist(path));
        let lifetimes = contract.fields(reply).iter().filter_map(|field| field.lifetime.as_ref());
        lifetimes.for_each(|wire| insist(&top(wire)));
    }
    for one in &contract.notifications {
        let mut insist = |path: &[String]| proving.extend(contract.places_on(one.body, path));
        insist(&top(SUCCESS));
        one.identity.iter().for_each(|path| insist(path));
        contract.outcome_paths(one.body).iter().for_each(|(path, _)| insist(path));
        proving.push((one.body, one.merchant));
    }
    if let Some(bearer) = &contract.api.bearer {
        // The kind of a token decides how calls carry it.
        let reply = contract.endpoints.get(bearer.endpoint).and_then(|endpoint| endpoint.reply.whole());
        proving.extend(reply.map(|reply| (reply, bearer.kind)));
    }
    proving
}

/// Returns the fields that lead to the status code of a notification or a return, as [`proving`] does.
pub(crate) fn leading_to_codes(contract: &Contract) -> Vec<(usize, usize)> {
    let told = contract.notifications.iter();
    told.flat_map(|one| contract.places_on(one.body, &to_code(&one.status.path))).collect()
}

/// Returns the fields that repeat the request in every reply that holds them. Elsewhere a type is shared
/// with replies that such a field only informs, and a client looks for it in the replies that it binds.
fn bound(contract: &Contract) -> Vec<(usize, usize)> {
    let mut holders = vec![0; contract.types.len()];
    let mut binders = BTreeMap::new();
    let mut hold = |root| {
        reached(vec![root], |index| named(&contract.types, index))
            .into_iter()
            .for_each(|index| holders[index] += 1)
    };
    for endpoint in &contract.endpoints {
        endpoint.errors.iter().for_each(|error| hold(error.of));
        let Some(reply) = endpoint.reply.named() else { continue };
        hold(reply);
        let places = endpoint.echoes.iter().flat_map(|echo| contract.places_on(reply, &echo.path));
        for place in places.collect::<BTreeSet<_>>() {
            *binders.entry(place).or_insert(0) += 1;
        }
    }
    contract.notifications.iter().for_each(|notification| hold(notification.body));
    binders
        .into_iter()
        .filter(|((index, _), count)| *count == holders[*index])
        .map(|(place, _)| place)
        .collect()
}

/// The field of a reply that says whether the call succeeded.
const SUCCESS: &str = "success";

fn to_code(status: &[String]) -> Vec<String> {
    if status.is_empty() { Vec::new() } else { [status, &["code".to_owned()]].concat() }
}

fn set(contract: &mut Contract, places: &[(usize, usize)], reading: Reading) {
    for (object, field) in places {
        let one = contract.types.get_mut(*object).filter(|one| !one.in_request);
        let Some(Kind::Object(fields)) = one.map(|one| &mut one.kind) else { continue };
        if let Some(field) = fields.get_mut(*field) {
            field.reading = reading;
        }
    }
}

/// Returns the sides of each type, as far as these endpoints, notifications and objects for browsers use it.
pub(crate) fn sides<'c>(
    types: &[Type],
    endpoints: impl Iterator<Item = &'c Endpoint> + Clone,
    notifications: impl Iterator<Item = &'c Notification>,
    for_browsers: impl Iterator<Item = usize>,
) -> Vec<Sides> {
    let sent =
        endpoints.clone().flat_map(|endpoint| endpoint.fields()).filter_map(|field| field.shape.named());
    let sent = sent.chain(for_browsers);
    let received = endpoints.flat_map(|endpoint| {
        let reply = endpoint.reply.named().into_iter().chain(endpoint.reply_header);
        reply.chain(endpoint.errors.iter().map(|error| error.of))
    });
    let received = received.chain(notifications.map(|notification| notification.body));
    let sent = reached(sent.collect(), |index| named(types, index));
    let received = reached(received.collect(), |index| named(types, index));
    let sides = |index| Sides { request: sent.contains(&index), reply: received.contains(&index) };
    (0..types.len()).map(sides).collect()
}

/// Returns the types that a type of this index refers to.
fn named(types: &[Type], index: usize) -> Vec<usize> {
    types.get(index).map(Type::named).unwrap_or_default()
}
