//! Checks the objects that scripts in pages of the merchant read.

use crate::{
    contract::{Contract, Field, Kind, Primitive, Type, reached},
    diagnostic::{Diagnostic, Report},
    source::Span,
};

fn for_browsers(contract: &Contract) -> impl Iterator<Item = &Type> {
    contract.for_browsers().map(|index| &contract.types[index]).filter(|one| !one.lost)
}

/// A browser shows a page to whoever uses it, so only a secret that is worthless after its use may be there.
pub(super) fn browsers_get_one_secret(contract: &Contract, report: &Report) {
    for one in for_browsers(contract) {
        let fields = one.fields();
        let mut once = fields.iter().filter(|field| field.single_use);
        match (once.next(), once.next()) {
            (Some(_), Some(second)) => report.push(
                Diagnostic::new(
                    second.marks.single_use,
                    format!("`{}` is the second secret that `{}` uses once", second.wire, one.name),
                )
                .help("a script gets one secret, for whose lifetime it can be used: leave the others on the server"),
            ),
            (Some(secret), None) if secret.lost => {}
            (Some(secret), None) if !secret.shape.is(Primitive::Secret) || secret.optional => report.push(
                Diagnostic::new(
                    secret.marks.shape,
                    format!("`{}` is used once, so it is a `secret` that is always there", secret.wire),
                )
                .help("write `type = \"secret\"`"),
            ),
            (Some(_), None) => {}
            // The secret may be among what could not be read.
            (None, _) if fields.iter().any(|field| field.lost) => {}
            (None, _) => report.push(
                Diagnostic::new(one.span, format!("nothing in `{}` is a secret that is used once", one.name)).help(
                    "declare the secret that the script uses: `nonce = { type = \"secret\", single_use = true }`; an object without a secret needs no `browser`: `Serialize` writes it",
                ),
            ),
        }
        let inside = reached(one.named(), |index| contract.types[index].named()).into_iter();
        let inside = inside.flat_map(|index| contract.fields(index));
        for field in fields.iter().chain(inside).filter(|field| is_kept(field)) {
            report.push(
                Diagnostic::new(
                    field.marks.shape,
                    format!("a browser would show the secret `{}` to whoever uses it", field.wire),
                )
                .help("leave it on the server; only the secret that the script itself uses belongs in a page, at the top of the object and with `single_use = true`"),
            );
        }
    }
}

/// Returns true for a secret that is worth something after its use.
fn is_kept(field: &Field) -> bool {
    field.shape.is_secret() && !field.single_use && !field.lost
}

/// A call would send the secret of an object for browsers without its browser, and a second object would use it twice.
pub(super) fn browsers_get_whole_objects(contract: &Contract, report: &Report) {
    for index in contract.for_browsers() {
        let name = &contract.types[index].name;
        for (span, place) in uses(contract, index) {
            report
                .push(Diagnostic::new(span, format!("`{name}` is for a browser, and {place} holds it")).help(
                "a script reads it whole, and nothing else does: declare another type, or remove `browser`",
            ));
        }
    }
}

/// Returns the places that name a type.
fn uses(contract: &Contract, index: usize) -> Vec<(Span, String)> {
    let mut uses = Vec::new();
    let of = |fields: &[Field], place: String| {
        let fields = fields.iter().filter(|field| field.shape.named() == Some(index));
        fields.map(|field| (field.marks.shape, place.clone())).collect::<Vec<_>>()
    };
    for endpoint in &contract.endpoints {
        let place = format!("`{}`", endpoint.name);
        uses.extend(endpoint.fields().flat_map(|field| of(std::slice::from_ref(field), place.clone())));
        let reply = endpoint.reply.named().filter(|reply| *reply == index);
        // The types of reply tables have no name that could be written elsewhere.
        uses.extend(reply.map(|_| (endpoint.marks.reply, place.clone())));
        let errors = endpoint.errors.iter().filter(|error| error.of == index);
        uses.extend(errors.map(|error| (error.span, place.clone())));
    }
    for one in &contract.types {
        uses.extend(of(one.fields(), format!("`{}`", one.name)));
        if let Kind::Union(union) = &one.kind {
            let variants = union.variants.iter().filter(|variant| variant.of == index);
            uses.extend(variants.map(|variant| (variant.of_span, format!("`{}`", one.name))));
        }
    }
    uses
}
