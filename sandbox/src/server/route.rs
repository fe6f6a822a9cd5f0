//! Maps the contract's paths to axum routes and endpoints.

use std::{collections::BTreeMap, io, sync::Arc};

use alignet_spec::contract::{Contract, Endpoint, Segment};
use axum::{
    Router,
    extract::Request,
    routing::{MethodRouter, any, get},
};

use crate::{
    control, flex,
    server::{call, resource::Resource},
    state::State,
};

/// The path that answers as long as the sandbox serves, for whoever starts it and waits. It is no call, and not logged.
const HEALTH: &str = "/_sandbox/health";

/// Routes every path of the contract, of all origins, and the sandbox's own, if only this machine reaches them.
pub(crate) fn router(state: &Arc<State>, loopback: bool) -> io::Result<Router> {
    let mut router = Router::new();
    for (path, resource) in resources(state.contract())? {
        router = router.route(&path, serving(Arc::clone(state), resource));
    }
    router = router.route(HEALTH, get(|| async { "ok\n" }));
    if loopback {
        router = router.merge(control::router(state, serving(Arc::clone(state), Resource::default())));
    }
    Ok(router.fallback_service(serving(Arc::clone(state), Resource::default())))
}

/// Routes all methods, so that a method without an endpoint is refused with the vendor's envelope.
fn serving(state: Arc<State>, resource: Resource) -> MethodRouter {
    let resource = Arc::new(resource);
    any(move |request: Request| call::answer(Arc::clone(&state), Arc::clone(&resource), request))
}

/// Groups the endpoints by path. All origins share one address here, so endpoints of different origins may
/// clash.
fn resources(contract: &Contract) -> io::Result<BTreeMap<String, Resource>> {
    let mut resources: BTreeMap<String, Resource> = BTreeMap::new();
    for (index, endpoint) in contract.endpoints.iter().enumerate() {
        if endpoint.segments.first() == Some(&Segment::Literal("_sandbox".to_owned()))
            || flex::FILES.contains(&endpoint.route.as_str())
        {
            let text = format!("the path {} of `{}` is the sandbox's own", endpoint.route, endpoint.name);
            return Err(io::Error::new(io::ErrorKind::InvalidInput, text));
        }
        let resource = resources.entry(pattern(endpoint)).or_default();
        let mut rivals = resource.endpoints.iter().map(|index| &contract.endpoints[*index]);
        let alike =
            |rival: &&Endpoint| rival.method == endpoint.method && !contract.can_tell_apart(rival, endpoint);
        if let Some(rival) = rivals.find(alike) {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, clash(contract, rival, endpoint)));
        }
        resource.endpoints.push(index);
    }
    Ok(resources)
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
