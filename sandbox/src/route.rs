//! Maps the contract's paths to axum routes and endpoints.

use std::{collections::BTreeMap, io, sync::Arc};

use alignet_spec::contract::{Contract, Endpoint, Segment};
use axum::{
    Router,
    extract::Request,
    routing::{MethodRouter, any},
};
use http::{HeaderValue, Method, StatusCode, header};

use crate::{call, refusal::Refusal, state::State};

/// The endpoints that share a path; empty for paths without an endpoint.
#[derive(Debug, Default)]
pub(crate) struct Place {
    /// Indices into the contract's endpoints.
    endpoints: Vec<usize>,
}

impl Place {
    pub(crate) fn endpoint(&self, contract: &Contract, method: &Method) -> Option<usize> {
        self.endpoints
            .iter()
            .copied()
            .find(|index| contract.endpoints[*index].method.as_str() == method.as_str())
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
            let text = format!("no endpoint has this path; paths: {}", alignet_spec::name::list(&routes));
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

/// Routes every path of the contract, of all origins.
pub(crate) fn router(state: &Arc<State>) -> io::Result<Router> {
    let mut router = Router::new();
    for (path, place) in places(state.contract())? {
        router = router.route(&path, serving(Arc::clone(state), place));
    }
    Ok(router.fallback_service(serving(Arc::clone(state), Place::default())))
}

/// Routes all methods, so that a method without an endpoint is refused with the vendor's envelope.
fn serving(state: Arc<State>, place: Place) -> MethodRouter {
    let place = Arc::new(place);
    any(move |request: Request| call::answer(Arc::clone(&state), Arc::clone(&place), request))
}

/// Groups the endpoints by path. All origins share one address here, so endpoints of different origins may
/// clash.
fn places(contract: &Contract) -> io::Result<BTreeMap<String, Place>> {
    let mut places: BTreeMap<String, Place> = BTreeMap::new();
    for (index, endpoint) in contract.endpoints.iter().enumerate() {
        let place = places.entry(pattern(endpoint)).or_default();
        let rival = place.endpoints.iter().map(|index| &contract.endpoints[*index]);
        if let Some(rival) = rival.into_iter().find(|rival| rival.method == endpoint.method) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, clash(contract, rival, endpoint)));
        }
        place.endpoints.push(index);
    }
    Ok(places)
}

fn clash(contract: &Contract, one: &Endpoint, other: &Endpoint) -> String {
    let describe = |endpoint: &Endpoint| {
        format!("`{}` (origin `{}`)", endpoint.name, contract.api.origins[endpoint.origin].name)
    };
    format!(
        "{} and {} have the same method and path, {} {}: the sandbox serves every origin at one address, so \
         it can't tell them apart; serve them from contracts of their own",
        describe(one),
        describe(other),
        other.method.as_str(),
        other.route,
    )
}

/// The path with placeholders named by position, so that endpoints that name them differently share a
/// path.
fn pattern(endpoint: &Endpoint) -> String {
    let mut pattern = String::new();
    for (position, segment) in endpoint.segments.iter().enumerate() {
        match segment {
            Segment::Literal(literal) => pattern.push_str(&format!("/{literal}")),
            Segment::Field(_) => pattern.push_str(&format!("/{{{position}}}")),
        }
    }
    pattern
}
