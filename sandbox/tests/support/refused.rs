//! Checks of refusals.

use alignet_sandbox::Sandbox;
use alignet_spec::contract::Endpoint;

use super::Request;

/// The path of the status in the endpoint's replies.
pub(crate) fn status_path(endpoint: &Endpoint) -> Vec<&str> {
    endpoint.status.path.iter().map(String::as_str).collect()
}

/// Sends a request that must be refused with a message that names `name`, and returns the status.
pub(crate) async fn refused(sandbox: &Sandbox, endpoint: &Endpoint, request: &Request, name: &str) -> u16 {
    let reply = request.send(sandbox.addr()).await.unwrap();
    assert!((400..500).contains(&reply.status), "{}, `{name}`: {}", endpoint.name, reply.status);
    let problem = reply.problem(&status_path(endpoint));
    assert!(problem.contains(&format!("`{name}`")), "{}: `{name}` is not named: {problem}", endpoint.name);
    reply.status
}
