//! Builds the reply to a valid request: the contract's example, with the values of the request, the
//! values of the records it is about, and freshly generated secrets.

pub(crate) mod built;
pub(crate) mod document;
pub(crate) mod example;
pub(crate) mod headers;
pub(crate) mod refusal;

use std::time::Duration;

use alignet_spec::{
    contract::{self, Contract, Endpoint, Field, Kind, Primitive, Shape},
    echo,
};
use serde_json::{Map, Value as Json};

use self::{built::Reply, refusal::Refusal};
use crate::{
    behaviour::RecordUse,
    random,
    request::{Accepted, Mistake},
    state::State,
    store::{
        call::{self, Done},
        paging,
    },
    vault::{self, Issued, Purpose, Scopes},
};

/// The lifetime of a secret for which neither the example nor the builder gives a lifetime.
const LIFETIME: Duration = Duration::from_secs(3600);

/// Builds the reply of endpoint `index` and stores its secrets in the vault.
pub(crate) fn reply(state: &State, index: usize, accepted: &Accepted) -> Result<Reply, Refusal> {
    let (contract, endpoint) = (state.contract(), state.endpoint(index));
    let declared = headers::fields(contract, endpoint);
    let mut headers = headers::values(contract, declared);
    let (body, mistakes) = body(state, index, accepted, &mut headers)?;
    let headers = headers::written(declared, &headers).map_err(|_| refusal::no_randomness())?;
    Ok(Reply { headers, body, mistakes })
}

/// Builds the body of the reply, and puts the values of a record into the values of the headers. Returns
/// the parts of the request that were not done, too.
fn body(
    state: &State,
    index: usize,
    accepted: &Accepted,
    headers: &mut Map<String, Json>,
) -> Result<(Json, Vec<Mistake>), Refusal> {
    let endpoint = state.endpoint(index);
    let mut whole = state.settings.replies[index].clone();
    repeat_in(state.contract(), endpoint, accepted, &mut whole);
    let records = state.settings.behaviour.use_by(index);
    if !records.is_some_and(RecordUse::lists) {
        paging::refuse_any(endpoint, accepted)?;
    }
    let Done { next, mistakes } = match records {
        Some(one) => call::execute(state, one, accepted, &mut whole, headers)?,
        None => Done::default(),
    };
    if let (Some(cursor), Json::Object(reply)) = (&endpoint.cursor, &mut whole) {
        let fields = state.contract().reply_fields(endpoint);
        paging::write(state.contract(), fields, &cursor.next, next.as_deref(), reply);
    }
    echo::repeat(state.contract(), endpoint, &sent(accepted), &mut whole);
    if let contract::Reply::List(item) = endpoint.reply {
        let list = Shape::List(Box::new(Shape::Named(item)));
        fresh(state.contract(), &list, &mut whole).map_err(|_| refusal::no_randomness())?;
    }
    let fields = state.contract().reply_fields(endpoint);
    let Json::Object(mut reply) = whole else { return Ok((whole, mistakes)) };
    for (position, field) in fields.iter().enumerate() {
        if !reply.contains_key(&field.wire) {
            continue;
        }
        let lifetime = lifetime(state, index, field, &mut reply);
        let Some(value) = reply.get_mut(&field.wire) else { continue };
        fresh(state.contract(), &field.shape, value).map_err(|_| refusal::no_randomness())?;
        let purpose = purpose(state, index, position, accepted);
        let secret = value.as_str().filter(|_| field.shape.is(Primitive::Secret));
        if let (Some(purpose), Some(secret)) = (purpose, secret) {
            let now = state.clock.now();
            let issued = Issued::new(index, now.saturating_add(lifetime), purpose);
            state.vault().store(secret.to_owned(), issued, now);
        }
    }
    Ok((Json::Object(reply), mistakes))
}

/// Every field of the request, by name.
fn sent(accepted: &Accepted) -> Map<String, Json> {
    let places = [&accepted.path, &accepted.query, &accepted.body];
    places.into_iter().flatten().map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Copies plain strings of the request into a reply, or into each item of a list.
fn repeat_in(contract: &Contract, endpoint: &Endpoint, accepted: &Accepted, reply: &mut Json) {
    let Some(fields) = endpoint.reply.named().map(|index| contract.fields(index)) else { return };
    match reply {
        Json::Object(reply) => repeat_strings(endpoint, fields, accepted, reply),
        Json::Array(items) => {
            items.iter_mut().for_each(|item| repeat_in(contract, endpoint, accepted, item));
        }
        _ => {}
    }
}

/// Copies the request's plain strings into the reply's plain strings of the same name.
fn repeat_strings(endpoint: &Endpoint, fields: &[Field], accepted: &Accepted, reply: &mut Map<String, Json>) {
    let places = [
        (endpoint.body.as_deref().unwrap_or_default(), &accepted.body),
        (&endpoint.path, &accepted.path),
        (&endpoint.query, &accepted.query),
    ];
    for field in fields.iter().filter(|field| is_plain(field)) {
        let sent = places.iter().find_map(|(sent, values)| {
            sent.iter().find(|sent| sent.wire == field.wire && is_plain(sent))?;
            values.get(&field.wire).filter(|value| value.is_string())
        });
        if let Some(sent) = sent {
            reply.insert(field.wire.clone(), sent.clone());
        }
    }
}

fn is_plain(field: &Field) -> bool {
    matches!(field.shape, Shape::Primitive(Primitive::String | Primitive::Scopes))
}

/// Returns the lifetime of the secret in `field`. Writes it into the reply if the builder has set it.
fn lifetime(state: &State, index: usize, field: &Field, reply: &mut Map<String, Json>) -> Duration {
    let Some(wire) = &field.lifetime else { return LIFETIME };
    let declared = reply.get(wire);
    let textual = declared.is_some_and(Json::is_string);
    if let Some(lifetime) = state.settings.lifetimes[index] {
        let seconds = lifetime.as_secs();
        let value = if textual { Json::from(seconds.to_string()) } else { Json::from(seconds) };
        reply.insert(wire.clone(), value);
        return lifetime;
    }
    let text = |value: &Json| value.as_str().and_then(|text| text.parse().ok());
    let seconds = declared.and_then(|value| value.as_u64().or_else(|| text(value)));
    seconds.map_or(LIFETIME, Duration::from_secs)
}

/// The purpose of the secret in the reply's field number `position`; `None` if nothing checks that secret.
fn purpose(state: &State, index: usize, position: usize, accepted: &Accepted) -> Option<Purpose> {
    let endpoint = state.endpoint(index);
    let bearer = state.contract().api.bearer.as_ref();
    if let Some(bearer) = bearer.filter(|bearer| bearer.endpoint == index && bearer.token == position) {
        let asked = endpoint.body.as_ref()?.get(bearer.scope)?;
        let asked = accepted.body.get(&asked.wire).and_then(Json::as_str).map(vault::scopes);
        let scopes: Scopes = asked.unwrap_or_else(|| state.settings.granted_scopes.clone());
        return Some(Purpose::Bearer { scopes, revoked: false });
    }
    let once = state.contract().reply_fields(endpoint).get(position)?.single_use;
    let asked = || endpoint.body.iter().flatten().find(|field| field.shape.is(Primitive::Scopes));
    let scopes = || Some(vault::scopes(accepted.body.get(&asked()?.wire)?.as_str()?));
    once.then(|| Purpose::Once { scopes: scopes().unwrap_or_default(), used: false })
}

/// Replaces every secret inside `value` by a new secret.
fn fresh(contract: &Contract, shape: &Shape, value: &mut Json) -> Result<(), getrandom::Error> {
    match (shape, value) {
        (Shape::Primitive(Primitive::Secret), Json::String(secret)) => *secret = random::secret()?,
        (Shape::Nullable(inner), value) => fresh(contract, inner, value)?,
        (Shape::List(item), Json::Array(items)) => {
            items.iter_mut().try_for_each(|value| fresh(contract, item, value))?;
        }
        (Shape::Map(item), Json::Object(values)) => {
            values.values_mut().try_for_each(|value| fresh(contract, item, value))?;
        }
        (Shape::Named(index), Json::Object(values)) => fresh_named(contract, *index, values)?,
        _ => {}
    }
    Ok(())
}

fn fresh_named(
    contract: &Contract,
    index: usize,
    values: &mut Map<String, Json>,
) -> Result<(), getrandom::Error> {
    match contract.types.get(index).map(|one| &one.kind) {
        Some(Kind::Object(fields)) => {
            for field in fields {
                if let Some(value) = values.get_mut(&field.wire) {
                    fresh(contract, &field.shape, value)?;
                }
            }
        }
        Some(Kind::Union(union)) => {
            let Some(of) = union.variant_of(values).map(|variant| variant.of) else { return Ok(()) };
            match &union.content {
                None => fresh_named(contract, of, values)?,
                Some(content) => {
                    if let Some(value) = values.get_mut(content) {
                        fresh(contract, &Shape::Named(of), value)?;
                    }
                }
            }
        }
        _ => {}
    }
    Ok(())
}
