//! Examples: real JSON that fits the fields around it.

use serde_json::Value as Json;

use crate::{
    contract::{Contract, Field},
    diagnostic::{Diagnostic, Report},
    source::Spanned,
    validate::{self, Side},
};

pub(super) fn examples_fit(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        if let Some(request) = &endpoint.example.request {
            let fields = endpoint.body.as_deref().unwrap_or_default();
            fits(contract, request, fields, Side::Request, report);
        }
        if let Some(reply) = &endpoint.example.reply {
            fits(contract, reply, contract.fields(endpoint.reply), Side::Reply, report);
        }
    }
}

fn fits(contract: &Contract, example: &Spanned<String>, fields: &[Field], side: Side, report: &Report) {
    let json: Json = match serde_json::from_str(&example.value) {
        Ok(json) => json,
        Err(error) => {
            return report.push(
                Diagnostic::new(example.span, format!("this example is not JSON: {error}"))
                    .help("line and column count from the start of the example"),
            );
        }
    };
    for mismatch in validate::object(contract, fields, &json, side) {
        let at = if mismatch.path.is_empty() {
            "the example".to_owned()
        } else {
            format!("`{}` in the example", mismatch.path)
        };
        report.push(Diagnostic::new(example.span, format!("{at} {}", mismatch.message)));
    }
}
