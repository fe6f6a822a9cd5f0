//! Shows the values that one call sent, by field, without secrets and card data.

use alignet_spec::{
    contract::{Endpoint, Field, Segment, Shape, Style},
    exact,
};
use http::header;
use serde_json::{Map, Value as Json, json};

use crate::{
    fault::OPEN_FORM,
    journal::{
        LoggedCall,
        redact::{REDACTED, Redactor},
    },
    state::State,
};

/// The path, the query, the headers and the body of a call. Those of no endpoint are not declared, so they are empty.
pub(super) fn sent(state: &State, call: &LoggedCall) -> Json {
    let contract = state.contract();
    if call.operation() == Some(OPEN_FORM) {
        // Kept without its nonce.
        let body = exact::parse(call.expose_body()).unwrap_or_default();
        return json!({ "path": {}, "query": {}, "headers": {}, "body": body });
    }
    let bearer = call.expose_header("authorization").unwrap_or_default();
    let bearer = bearer.split_once(' ').map_or(bearer, |(_, token)| token).trim().to_owned();
    let mut redactor = Redactor::new(contract, [bearer, state.settings.client_secret.clone()]);
    let endpoint = contract.endpoints.iter().find(|one| Some(one.name.as_str()) == call.operation());
    let Some(endpoint) = endpoint else {
        return json!({ "path": {}, "query": {}, "headers": {}, "body": null });
    };
    let body = match (&endpoint.body, exact::parse(call.expose_body())) {
        (Some(fields), Ok(Json::Object(values))) => redactor.fields(fields, &values),
        (_, Ok(_)) => Json::from(REDACTED),
        (_, Err(_)) if call.expose_body().is_empty() => Json::Null,
        (_, Err(_)) => Json::from(REDACTED),
    };
    let sent = json!({
        "path": redactor.fields(&endpoint.path, &path(endpoint, call.expose_path())),
        "query": redactor.fields(&endpoint.query, &query(&endpoint.query, call.expose_query().unwrap_or_default())),
        "headers": headers(state, endpoint, call, &mut redactor),
        "body": body,
    });
    redactor.mask(sent)
}

/// The values of the path's placeholders.
fn path(endpoint: &Endpoint, path: &str) -> Map<String, Json> {
    let sent = path.trim_start_matches('/').split('/');
    let value = |(segment, sent): (&Segment, &str)| match segment {
        Segment::Field(index) => Some((endpoint.path.get(*index)?.wire.clone(), decoded(sent).into())),
        Segment::Literal(_) => None,
    };
    endpoint.segments.iter().zip(sent).filter_map(value).collect()
}

/// Decodes a segment of a path, in which `+` stands for itself.
fn decoded(segment: &str) -> String {
    let query = format!("={}", segment.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(query.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}

/// The values of a query. A declared list is a list, as are values of a name that is given several times.
fn query(fields: &[Field], query: &str) -> Map<String, Json> {
    let mut values: Map<String, Json> = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let field = fields.iter().find(|field| field.wire == name);
        let list = field.filter(|field| matches!(field.shape.without_null(), Shape::List(_)));
        let more: Vec<&str> = match list.and_then(|field| field.style) {
            Some(Style::Separated(sign)) => value.split(sign).collect(),
            _ => vec![&value],
        };
        let more = more.into_iter().map(Json::from);
        match values.get_mut(name.as_ref()) {
            Some(Json::Array(known)) => known.extend(more),
            Some(one) => *one = std::iter::once(one.take()).chain(more).collect(),
            None if list.is_some() => drop(values.insert(name.into_owned(), more.collect())),
            None => values.extend(more.map(|value| (name.clone().into_owned(), value))),
        }
    }
    values
}

/// The headers that the contract declares, and those that say who calls and what the body is.
fn headers(state: &State, endpoint: &Endpoint, call: &LoggedCall, redactor: &mut Redactor<'_>) -> Json {
    let value = |name: &str| Some((name.to_owned(), Json::from(call.expose_header(name)?)));
    let fields: Vec<Field> = state.contract().headers(endpoint).cloned().collect();
    let declared = redactor.fields(&fields, &fields.iter().filter_map(|field| value(&field.wire)).collect());
    let key = endpoint.key.as_deref().and_then(value);
    let bearer = call.expose_headers().contains_key(header::AUTHORIZATION);
    let bearer = bearer.then(|| ("Authorization".to_owned(), Json::from(REDACTED)));
    let beside = key.into_iter().chain(bearer).chain(value("Content-Type"));
    Json::Object(declared.as_object().cloned().unwrap_or_default().into_iter().chain(beside).collect())
}
