//! The endpoints that share a path.

use alignet_spec::contract::Contract;
use http::{HeaderValue, Method, StatusCode, header};

use crate::reply::refusal::Refusal;

/// The endpoints that share a path; empty for paths without an endpoint.
#[derive(Debug, Default)]
pub(crate) struct Resource {
    /// Indices into the contract's endpoints.
    pub(super) endpoints: Vec<usize>,
}

impl Resource {
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
