//! Checks the size of pages.

use alignet_spec::{
    contract::{Endpoint, Reply},
    diagnostic::Diagnostic,
    source::Span,
    suggestion,
};

use super::Check;
use crate::behaviour::{
    Act, RecordUse,
    scalar::{self, Class},
};

impl Check<'_> {
    pub(super) fn pages_are_of_lists(&self) {
        for (endpoint, one) in self.uses() {
            for (key, span) in keys(one) {
                let help = match (&one.each, &endpoint.cursor) {
                    _ if one.act == Act::Creates => {
                        "only a call that reads a list has pages: remove the line"
                    }
                    (Some(_), Some(_)) => continue,
                    (None, _) if matches!(endpoint.reply, Reply::List(_)) => {
                        "a list at the top of a reply is one page: remove the line"
                    }
                    (None, _) => "name the list of the reply: `each = \"charges\"`",
                    (Some(_), None) => {
                        "declare the cursor in the contract, as in `cursor = { after = \"next\" }`, or remove the line"
                    }
                };
                let message = format!("`{}` has no pages, so `{key}` means nothing", endpoint.name);
                self.report.push(Diagnostic::new(span, message).help(help));
            }
        }
    }

    pub(super) fn pages_hold_records(&self) {
        for (_, one) in self.uses() {
            let Some(page) = one.page.as_ref().filter(|page| page.value < 1) else { continue };
            self.report.push(
                Diagnostic::new(page.span, "a page holds one record or more")
                    .help("write the most records of a page, such as `page = 20`"),
            );
        }
    }

    pub(super) fn limits_are_numbers(&self) {
        for (endpoint, one) in self.uses() {
            let Some(limit) = &one.limit else { continue };
            let numbers = self.numbers(endpoint);
            if !numbers.contains(&limit.value.as_str()) {
                self.report.push(
                    Diagnostic::new(
                        limit.span,
                        format!(
                            "`{}` has no number `{}` in its query or its body",
                            endpoint.name, limit.value
                        ),
                    )
                    .help(suggestion::suggest(&limit.value, "numbers there", numbers)),
                );
            }
        }
    }

    /// Returns the fields of a request, beside its path, that hold a number.
    fn numbers<'e>(&self, endpoint: &'e Endpoint) -> Vec<&'e str> {
        let fields = endpoint.query.iter().chain(endpoint.body.iter().flatten());
        let number = |shape| scalar::class(self.contract, shape) == Some(Class::Number);
        let numbers = fields.filter(|field| scalar::is_set_by_caller(field) && number(&field.shape));
        numbers.map(|field| field.wire.as_str()).collect()
    }
}

/// Returns the keys about pages, with their positions.
fn keys(one: &RecordUse) -> impl Iterator<Item = (&'static str, Span)> {
    let page = one.page.as_ref().map(|page| ("page", page.span));
    page.into_iter().chain(one.limit.as_ref().map(|limit| ("limit", limit.span)))
}
