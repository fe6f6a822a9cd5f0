//! Reads the table `[form]`: the charges that the stand-in for the Flex form makes.

use alignet_spec::{Contract, diagnostic::Report, literal::Literal, source::Spanned, table::Table};

use super::{model::Form, setting::Setting};

/// The field of a record with the state of an attempt.
const STATE: &str = "state";

/// Reads the table; `None` if it can't be read.
pub(super) fn read(contract: &Contract, mut table: Table<'_, '_>, report: &Report) -> Option<Form> {
    table.called("table `form`".to_owned());
    let charges =
        table.required_text("charges", "the call by which it charges, such as `\"authorize_charge\"`");
    table.require(
        "paid",
        "the states of an attempt after which it takes no other, such as `[\"AUTORIZADO\"]`",
    );
    let paid = table.words("paid").unwrap_or_default();
    table.finish();
    let charges = charges?;
    let endpoints = contract.endpoints.iter().map(|one| one.name.as_str());
    let index = report.index_of(&charges, "endpoint", endpoints)?;
    let setting = |word: Spanned<String>| Setting {
        wire: word.with(STATE.to_owned()),
        value: word.with(Literal::String(word.value.clone())),
        unlisted: false,
    };
    Some(Form { charges: charges.with(index), paid: paid.into_iter().map(setting).collect() })
}
