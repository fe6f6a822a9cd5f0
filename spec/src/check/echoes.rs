//! Checks the reply fields that repeat the request: both sides must have them, in the same notation.

use crate::{
    contract::{Contract, Echo, Endpoint, Field, Shape},
    diagnostic::{Diagnostic, Report},
    name,
};

fn echoes(contract: &Contract) -> impl Iterator<Item = (&Endpoint, &Echo)> {
    contract.endpoints.iter().flat_map(|endpoint| endpoint.echoes.iter().map(move |echo| (endpoint, echo)))
}

pub(super) fn echoes_are_received(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let places = contract.places_on(endpoint.reply, &echo.path);
        let lost = |(object, field): &(usize, usize)| contract.fields(*object)[*field].lost;
        let below = places
            .last()
            .map_or(Some(endpoint.reply), |(object, field)| contract.fields(*object)[*field].shape.named());
        if places.iter().any(lost) || below.is_some_and(|index| contract.types[index].lost) {
            continue;
        }
        let Some(missing) = echo.path.get(places.len()) else { continue };
        let offset: usize = echo.path[..places.len()].iter().map(|step| step.len() + 1).sum();
        let span = contract.sources.part(echo.span, offset, missing.len());
        let valid = below.map(|index| contract.fields(index)).unwrap_or_default();
        report.push(
            Diagnostic::new(span, format!("the reply of `{}` has no field `{missing}` there", endpoint.name))
                .help(name::suggest(missing, "fields there", valid.iter().map(|field| field.wire.as_str()))),
        );
    }
}

pub(super) fn echoes_are_sent(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract) {
        let Some((wire, received)) = known(contract, endpoint, echo) else { continue };
        let sent = contract.sent_places(endpoint, wire);
        // Another rule reports values that can't be compared.
        if spelling(received).is_none() || contract.sent_fields(endpoint).iter().any(|field| field.lost) {
            continue;
        }
        let message = match &sent[..] {
            [] => format!("`{}` sends no `{wire}` that its reply could repeat", endpoint.name),
            [(_, field)] if spelling(field) == spelling(received) => continue,
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
        if received.shape.is_secret() || spelling(received).is_none() {
            report.push(
                Diagnostic::new(echo.span, format!("`{wire}` can't be compared with what was sent"))
                    .help("name a `string`, a number, an `amount` or a `currency`, by the fields that lead there, with dots between"),
            );
        }
    }
}

pub(super) fn items_are_found_in_lists(contract: &Contract, report: &Report) {
    for (endpoint, echo) in echoes(contract).filter(|(_, echo)| echo.any) {
        let fields = contract.fields_on(endpoint.reply, &echo.path);
        let whole = fields.len() == echo.path.len() && fields.iter().all(|field| !field.lost);
        if whole && !fields.iter().any(|field| is_list(&field.shape)) {
            report.push(
                Diagnostic::new(echo.span, format!("no list leads to `{}`", echo.path.join(".")))
                    .help("`finds` looks for one item of a list: write the path in `echoes`"),
            );
        }
    }
}

/// Returns the last name of a path that leads to a readable field, and that field.
fn known<'c>(contract: &'c Contract, endpoint: &Endpoint, echo: &'c Echo) -> Option<(&'c str, &'c Field)> {
    let fields = contract.fields_on(endpoint.reply, &echo.path);
    let whole = fields.len() == echo.path.len() && fields.iter().all(|field| !field.lost);
    Some((echo.path.last()?.as_str(), fields.last().copied().filter(|_| whole)?))
}

fn is_list(shape: &Shape) -> bool {
    match shape {
        Shape::List(_) => true,
        Shape::Nullable(inner) => is_list(inner),
        _ => false,
    }
}

/// The notation in which a value is compared. Values of other types can't be compared.
#[derive(PartialEq, Eq)]
enum Spelling {
    Text,
    Number,
}

fn spelling(field: &Field) -> Option<Spelling> {
    match field.shape.innermost() {
        Shape::String | Shape::Currency => Some(Spelling::Text),
        Shape::Integer | Shape::Numeric | Shape::Amount => Some(Spelling::Number),
        _ => None,
    }
}
