//! Checks the reply fields that repeat the request: both sides must have them, in the same notation.

use std::collections::HashSet;

use crate::{
    contract::{Contract, Echo, Endpoint, Field, Notation, Reply, Shape, Trail},
    diagnostic::{Diagnostic, Report},
};

fn echoes(contract: &Contract) -> impl Iterator<Item = (&Endpoint, &Echo)> {
    contract.endpoints.iter().flat_map(|endpoint| endpoint.echoes.iter().map(move |echo| (endpoint, echo)))
}

pub(super) fn echoes_are_received(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let reply = endpoint.reply.named();
        let places = reply.map(|reply| contract.places_on(reply, &echo.path)).unwrap_or_default();
        let lost = |(object, field): &(usize, usize)| contract.fields(*object)[*field].lost;
        let below =
            places.last().map_or(reply, |(object, field)| contract.fields(*object)[*field].shape.named());
        if places.iter().any(lost) || below.is_some_and(|index| contract.types[index].lost) {
            continue;
        }
        let Some(missing) = echo.path.get(places.len()) else { continue };
        let offset: usize = echo.path[..places.len()].iter().map(|step| step.len() + 1).sum();
        let span = contract.sources.part(echo.span, offset, missing.len());
        let valid = below.map(|index| contract.fields(index)).unwrap_or_default();
        report.push(
            Diagnostic::new(span, format!("the reply of `{}` has no field `{missing}` there", endpoint.name))
                .suggest(missing, "fields there", valid.iter().map(|field| field.wire.as_str())),
        );
    }
}

pub(super) fn echoes_are_sent(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let Some((wire, received)) = known(contract, endpoint, echo) else { continue };
        let sent = contract.sent_places(endpoint, wire);
        // Another rule reports values that can't be compared.
        if notation(received).is_none() || contract.sent_fields(endpoint).iter().any(|field| field.lost) {
            continue;
        }
        let message = match &sent[..] {
            [] => format!("`{}` sends no `{wire}` that its reply could repeat", endpoint.name),
            [(_, field)] if notation(field) == notation(received) => continue,
            [_] => format!("`{wire}` is of another type in the request of `{}`", endpoint.name),
            _ => format!("`{}` sends `{wire}` in {} places", endpoint.name, sent.len()),
        };
        report.push(Diagnostic::new(echo.span, message).help(
            "name a field of the reply that the request has once under the same name, and of the same type",
        ));
    }
}

pub(super) fn echoes_are_plain(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let Some((wire, received)) = known(contract, endpoint, echo) else { continue };
        if received.shape.is_secret() || notation(received).is_none() {
            report.push(
                Diagnostic::new(echo.span, format!("`{wire}` can't be compared with what was sent"))
                    .help("name a `string`, a number, an `amount` or a `currency`, by the fields that lead there, with dots between"),
            );
        }
    }
}

pub(super) fn echoes_are_distinct(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let mut seen = HashSet::new();
        for echo in endpoint.echoes.iter().filter(|echo| !seen.insert(&echo.path)) {
            report.push(
                Diagnostic::new(echo.span, format!("`{}` is bound twice", echo.path.join(".")))
                    .help("keep one: `echoes` where every value must be the sent one, or `finds` where one of a list must"),
            );
        }
    }
}

/// A client compares no value of a map, on either side.
pub(super) fn echoes_lead_through_no_map(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let received = contract.echoed(endpoint, echo);
        if let Some(step) = received.iter().position(|field| holds_map(&field.shape)) {
            let offset = echo.path[..step].iter().map(|step| step.len() + 1).sum();
            let span = contract.sources.part(echo.span, offset, echo.path[step].len());
            report.push(
                Diagnostic::new(
                    span,
                    format!("`{}` of the reply is a map, so its values are never compared", echo.path[step]),
                )
                .help("lead through objects and lists, with dots between, to a value that is no map"),
            );
        }
        let Some(trail) = only_trail(contract, endpoint, echo) else { continue };
        if let Some(map) = trail.fields.iter().find(|field| holds_map(&field.shape)) {
            report.push(
                Diagnostic::new(
                    echo.span,
                    format!(
                        "`{}` of the request of `{}` is a map, so its values are never compared",
                        map.wire, endpoint.name
                    ),
                )
                .help("name a field of the reply that the request has outside of maps"),
            );
        }
    }
}

/// A value that every request has says nothing about which request a reply is about.
pub(super) fn echoes_are_set_by_callers(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let Some(trail) = only_trail(contract, endpoint, echo) else { continue };
        let Some(fixed) = trail.fields.last().filter(|field| field.fill.is_fixed()) else { continue };
        report.push(
            Diagnostic::new(
                echo.span,
                format!(
                    "the contract fixes `{}` in the request of `{}`, so it tells no request from another",
                    fixed.wire, endpoint.name
                ),
            )
            .help("name a field that callers set: it differs from one request to the next"),
        );
    }
}

/// A client compares a value of the query with a single one.
pub(super) fn echoes_are_no_lists_of_queries(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let Some(trail) = only_trail(contract, endpoint, echo) else { continue };
        let Some(list) = trail.fields.last().filter(|field| field.style.is_some()) else { continue };
        report.push(
            Diagnostic::new(
                echo.span,
                format!("`{}` is a list in the query, so its values are never compared", list.wire),
            )
            .help("name a field that has one value in the request"),
        );
    }
}

/// A client splits the path to a sent value at its dots.
pub(super) fn sent_names_have_no_dots(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let Some(trail) = only_trail(contract, endpoint, echo) else { continue };
        let Some(dotted) = trail.path.iter().find(|name| name.contains('.')) else { continue };
        let Some(wire) = echo.path.last() else { continue };
        report.push(
            Diagnostic::new(
                echo.span,
                format!("`{dotted}`, which leads to `{wire}` in the request of `{}`, has a dot in its name", endpoint.name),
            )
            .help("a path is split at its dots, so the value is never compared: name a field that is reached by names without dots"),
        );
    }
}

pub(super) fn items_are_found_in_lists(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract).filter(|(_, echo)| echo.any) {
        let fields = contract.echoed(endpoint, echo);
        let whole = fields.len() == echo.path.len() && fields.iter().all(|field| !field.lost);
        let listed = matches!(endpoint.reply, Reply::List(_));
        if whole && !listed && !fields.iter().any(|field| is_list(&field.shape)) {
            report.push(
                Diagnostic::new(echo.span, format!("no list leads to `{}`", echo.path.join(".")))
                    .help("`finds` looks for one item of a list: write the path in `echoes`"),
            );
        }
    }
}

/// Returns the last name of a path that leads to a readable field, and that field.
fn known<'c>(contract: &'c Contract, endpoint: &Endpoint, echo: &'c Echo) -> Option<(&'c str, &'c Field)> {
    let fields = contract.echoed(endpoint, echo);
    let whole = fields.len() == echo.path.len() && fields.iter().all(|field| !field.lost);
    Some((echo.path.last()?.as_str(), fields.last().copied().filter(|_| whole)?))
}

/// Returns the way to the sent value that an echo is compared with; `None` where another rule reports that there
/// is none, or that there are several.
fn only_trail<'c>(contract: &'c Contract, endpoint: &'c Endpoint, echo: &'c Echo) -> Option<Trail<'c>> {
    let (wire, _) = known(contract, endpoint, echo)?;
    let mut trails = contract.sent_trails(endpoint, wire);
    trails.pop().filter(|_| trails.is_empty())
}

fn holds_map(shape: &Shape) -> bool {
    match shape {
        Shape::Map(_) => true,
        Shape::List(inner) | Shape::Nullable(inner) => holds_map(inner),
        _ => false,
    }
}

fn is_list(shape: &Shape) -> bool {
    match shape {
        Shape::List(_) => true,
        Shape::Nullable(inner) => is_list(inner),
        _ => false,
    }
}

fn notation(field: &Field) -> Option<Notation> {
    field.shape.innermost().primitive()?.notation()
}
