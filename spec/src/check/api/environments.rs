//! Checks environments: their names, and the hosts that receive credentials.

use crate::{
    contract::Contract,
    diagnostic::{Diagnostic, Report},
};

pub(super) fn environments_are_constants(contract: &Contract, report: &Report) {
    let allowed = |char: char| char.is_ascii_uppercase() || char.is_ascii_digit() || char == '_';
    let starts = |char: char| char.is_ascii_uppercase();
    for environment in &contract.environments {
        let name = &environment.name;
        if !name.chars().all(allowed) || !name.starts_with(starts) || name == "ALL" {
            report.push(
                Diagnostic::new(environment.span, format!("`{name}` can't name an environment"))
                    .help("it becomes a constant: write it in capitals, such as `PREPROD`, but not `ALL`, which lists them"),
            );
        }
    }
}

pub(super) fn origins_are_safe(contract: &Contract, report: &Report) {
    for environment in &contract.environments {
        let origins = contract.api.origins.iter().zip(&environment.origins).zip(&environment.origin_spans);
        // An empty URL was reported as missing already.
        for ((origin, url), span) in origins.filter(|((_, url), _)| !url.is_empty() && !is_origin(url)) {
            let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let suggestion = format!("https://{host}");
            let suggestion = if is_origin(&suggestion) { &suggestion } else { "https://api.example.com" };
            report.push(
                Diagnostic::new(*span, format!("origin `{}` is not a host under https", origin.name))
                    .help(format!("write scheme and host alone, without a slash at the end: `{suggestion}`")),
            );
        }
    }
}

/// Returns true for `https://`, a host and an optional port.
fn is_origin(url: &str) -> bool {
    let Some(authority) = url.strip_prefix("https://") else { return false };
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|char| char.is_ascii_alphanumeric() || char == '-')
    };
    host.split('.').all(label) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}
