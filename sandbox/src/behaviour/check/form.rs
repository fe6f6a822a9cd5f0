//! Checks the charges of the Flex form.

use alignet_spec::diagnostic::Diagnostic;

use super::Check;
use crate::behaviour::{Act, scalar};

impl Check<'_> {
    /// The call of the form creates a record, whose states say what was paid.
    pub(super) fn form_charges(&self) {
        let Some(form) = &self.behaviour.form else { return };
        let one = self.behaviour.use_by(form.charges.value).filter(|one| one.act == Act::Creates);
        match one.filter(|one| one.each.is_none()) {
            Some(one) => {
                let scalars = scalar::answered(self.contract, self.behaviour, one.record);
                let owner = format!("the reply about a `{}`", self.behaviour.records[one.record].name.value);
                for paid in &form.paid {
                    if self.classes(&scalars, &paid.wire, &owner).is_some() {
                        self.fits(&scalars, paid, false);
                    }
                }
            }
            None => {
                let name = &self.contract.endpoints[form.charges.value].name;
                let text = format!("`{name}` does not create one record, so a form can't charge by it");
                let help = "name a call whose table says `creates`, without `each`";
                self.report.push(Diagnostic::new(form.charges.span, text).help(help));
            }
        }
    }
}
