//! Checks the use that a contract of your own makes of the shipped one.

use crate::{
    contract::{Contract, Kind, Shape},
    diagnostic::{Diagnostic, Report},
    direction::{self, Sides},
    source::Span,
};

/// A shipped type is compiled only for the sides of a call on which the shipped contract uses it.
pub(super) fn types_keep_their_sides(contract: &Contract, report: &Report) {
    let inherited = contract.endpoints.iter().filter(|endpoint| endpoint.inherited);
    let told = contract.notifications.iter().filter(|one| one.inherited);
    let for_browsers = contract.for_browsers().filter(|index| contract.types[*index].inherited);
    let shipped = direction::sides(&contract.types, inherited, told, for_browsers);
    for (index, span, needed) in uses(contract) {
        let one = &contract.types[index];
        if !one.inherited {
            continue;
        }
        let (side, other) = match (needed, shipped[index]) {
            (Sides { request: true, .. }, Sides { request: false, .. }) => ("requests", "replies"),
            (Sides { reply: true, .. }, Sides { reply: false, .. }) => ("replies", "requests"),
            _ => continue,
        };
        report.push(
            Diagnostic::new(
                span,
                format!("`{}` of the shipped contract is part of {other} only, not of {side}", one.name),
            )
            .help("declare a type of your own with the fields you need"),
        );
    }
}

/// Returns every use of a type outside the shipped contract, and the sides that it needs.
fn uses(contract: &Contract) -> Vec<(usize, Span, Sides)> {
    let mut uses = Vec::new();
    let request = Sides { request: true, reply: false };
    for endpoint in contract.endpoints.iter().filter(|endpoint| !endpoint.inherited) {
        // Only an enumeration fits outside the body; another rule checks that.
        let plain = |index: &usize| matches!(contract.types[*index].kind, Kind::Enumeration(_));
        let beside = endpoint.path.iter().chain(&endpoint.query).chain(&endpoint.header);
        let beside = beside.filter_map(|field| Some((field.shape.named().filter(plain)?, field)));
        let inside = endpoint.body.iter().flatten().filter_map(|field| Some((field.shape.named()?, field)));
        uses.extend(beside.chain(inside).map(|(index, field)| (index, field.marks.shape, request)));
        let reply = Sides { request: false, reply: true };
        uses.extend(endpoint.errors.iter().map(|error| (error.of, error.span, reply)));
        uses.extend(endpoint.reply.named().map(|index| (index, endpoint.marks.reply, reply)));
    }
    for one in contract.types.iter().filter(|one| !one.inherited) {
        let sides = Sides { request: one.in_request, reply: one.in_reply };
        let shapes: Vec<(Shape, Span)> = match &one.kind {
            Kind::Object(fields) => fields.iter().map(|one| (one.shape.clone(), one.marks.shape)).collect(),
            Kind::Enumeration(_) => Vec::new(),
            Kind::Union(union) => {
                union.variants.iter().map(|one| (Shape::Named(one.of), one.of_span)).collect()
            }
        };
        uses.extend(shapes.into_iter().filter_map(|(shape, span)| Some((shape.named()?, span, sides))));
    }
    uses
}
