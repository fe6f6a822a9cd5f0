//! The endpoints that share a path.

use std::iter;

use alignet_spec::{
    contract::{Contract, Endpoint, Field, Fill, Literal},
    exact,
};
use http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use serde_json::Value as Json;

use crate::{reply::refusal::Refusal, state::State};

/// The endpoints that share a path; empty for paths without an endpoint.
#[derive(Debug, Default)]
pub(crate) struct Resource {
    /// Indices into the contract's endpoints.
    pub(super) endpoints: Vec<usize>,
}

impl Resource {
    /// The endpoint that a call is meant for. If several have its method, their fixed headers and fields tell, and the
    /// first of them takes a call that fits none.
    pub(crate) fn endpoint(&self, state: &State, head: &Parts, body: Option<&[u8]>) -> Option<usize> {
        let of_method = |index: &usize| state.endpoint(*index).method.as_str() == head.method.as_str();
        let mut candidates = self.endpoints.iter().copied().filter(of_method);
        let first = candidates.next()?;
        let rest: Vec<usize> = candidates.collect();
        if rest.is_empty() {
            return Some(first);
        }
        let body = body.and_then(|bytes| exact::parse(bytes).ok()).unwrap_or_default();
        let meant = |index: &usize| is_meant(state, state.endpoint(*index), &head.headers, &body);
        Some(iter::once(first).chain(rest).find(meant).unwrap_or(first))
    }

    /// The path as the contract writes it: of the endpoint that was found, or else of any at this path.
    pub(crate) fn route<'c>(&self, contract: &'c Contract, found: Option<usize>) -> Option<&'c str> {
        let index = found.or_else(|| self.endpoints.first().copied())?;
        Some(&contract.endpoints[index].route)
    }

    /// The refusal of a call that no endpoint takes: 404 or 405.
    pub(crate) fn refuse(&self, contract: &Contract) -> Refusal {
        if self.endpoints.is_empty() {
            let mut routes: Vec<&str> = contract.endpoints.iter().map(|one| one.route.as_str()).collect();
            routes.dedup();
            let text =
                format!("no endpoint has this path; paths: {}", alignet_spec::suggestion::list(&routes));
            return Refusal::new(StatusCode::NOT_FOUND, &text);
        }
        let methods = self.endpoints.iter().map(|index| contract.endpoints[*index].method.as_str());
        let allow = methods.collect::<Vec<_>>().join(", ");
        let text = format!("this path does not take this method; it takes {allow}");
        let refusal = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, &text);
        match HeaderValue::try_from(allow) {
            Ok(allow) => refusal.with(header::ALLOW, allow),
            Err(_) => refusal,
        }
    }
}

/// Returns true if a call has every fixed header and every fixed field of an endpoint.
fn is_meant(state: &State, endpoint: &Endpoint, headers: &HeaderMap, body: &Json) -> bool {
    let header = |field: &Field| {
        let sent = headers.get(&field.wire).map_or(&[][..], |value| value.as_bytes());
        fixed_text(state, field).is_none_or(|text| text.as_bytes() == sent)
    };
    let field = |field: &Field| {
        fixed_text(state, field).is_none_or(|text| match &body[&field.wire] {
            Json::String(sent) => text == *sent,
            Json::Null => false,
            sent => *text == *sent.to_string(),
        })
    };
    state.contract().headers(endpoint).all(header) && endpoint.body.iter().flatten().all(field)
}

/// The value of a fixed field here, as text; `None` if callers choose it, or if it is a credential.
fn fixed_text(state: &State, field: &Field) -> Option<String> {
    match &field.fill {
        Fill::Const(Literal::String(text)) => Some(text.clone()),
        Fill::Const(Literal::Integer(integer)) => Some(integer.to_string()),
        Fill::Const(Literal::Boolean(boolean)) => Some(boolean.to_string()),
        Fill::Environment(key) => Some(state.settings.environment[*key].clone()),
        _ => None,
    }
}
