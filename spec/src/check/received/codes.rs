//! Checks the failure codes of an endpoint.

use crate::{
    contract::Contract,
    diagnostic::{Diagnostic, Report},
};

/// The code of a status object for a processed request.
pub(super) const PROCESSED: &str = "00";

/// A code has one meaning. Only a call that is never repeated may have an open code.
pub(super) fn codes_are_told_apart(contract: &Contract, report: &Report) {
    for endpoint in &contract.endpoints {
        let partial = endpoint.partial.as_ref().map(|code| code.value.as_str());
        for code in &endpoint.codes {
            let wire = &code.wire;
            if wire == PROCESSED || Some(wire.as_str()) == partial {
                report.push(
                    Diagnostic::new(code.span, format!("`{wire}` has a meaning already"))
                        .help("`codes` explains failures: `00` says that the request was processed, and `partial` names the code of a part"),
                );
            }
            if code.open && !endpoint.repeat.is_costly() {
                report.push(
                    Diagnostic::new(
                        code.span,
                        format!(
                            "a call of `{}` may be repeated, so `{wire}` leaves nothing open",
                            endpoint.name
                        ),
                    )
                    .help("remove `open`, or say `repeat = \"never\"`"),
                );
            }
        }
    }
}
