//! Checks scenarios: their conditions, and the values that they give to a record.

use alignet_spec::{
    contract::Endpoint,
    diagnostic::Diagnostic,
    literal::Literal,
    validate::{self, Side},
};

use super::{Check, records::names};
use crate::behaviour::{
    Act, RecordUse, Scenario, Setting,
    scalar::{self, Scalar},
};

impl<'c> Check<'c> {
    pub(super) fn scenarios(&self) -> impl Iterator<Item = (&'c Endpoint, &'c RecordUse, &'c Scenario)> {
        self.uses()
            .flat_map(|(endpoint, one)| one.scenarios.iter().map(move |scenario| (endpoint, one, scenario)))
    }

    pub(super) fn scenarios_choose_something(&self) {
        for (endpoint, one, scenario) in self.scenarios() {
            let name = &scenario.name.value;
            let acts = one.act != Act::Reads;
            let sets = !(scenario.set.is_empty() && scenario.then.is_empty());
            let changes = sets || scenario.duplicate;
            let diagnostic = if !acts {
                Diagnostic::new(scenario.name.span, format!("`{}` neither creates nor changes a record", endpoint.name))
                .help("a scenario chooses what becomes of a record: write it below an endpoint that says `creates` or `changes`")
            } else if !scenario.is_conditional() {
                Diagnostic::new(scenario.name.span, format!("nothing calls for scenario `{name}`"))
                    .help("say which values of the request do: `when = { amount = \"10051\" }`")
            } else if scenario.success && !changes {
                Diagnostic::new(scenario.name.span, format!("scenario `{name}` changes nothing"))
                    .help("say what the record holds, in `set` or `then`; or write `success = false`")
            } else if !scenario.success && sets {
                Diagnostic::new(
                    scenario.name.span,
                    format!("scenario `{name}` fails, so there is nothing to set"),
                )
                .help("remove `success = false`, or `set` and `then`: a call that fails touches no record")
            } else {
                continue;
            };
            self.report.push(diagnostic);
        }
    }

    /// Conditions name request fields and valid values. Secrets are allowed, because comparing stores nothing.
    pub(super) fn conditions_fit(&self) {
        for (endpoint, one, scenario) in self.scenarios() {
            let scalars = scalar::of_request(self.contract, endpoint, one.list());
            let is_known = |wire: &str| scalars.iter().any(|scalar| scalar.is_called(wire));
            let wires = scenario.when.iter().map(|setting| &setting.wire).chain(&scenario.has);
            for wire in wires.filter(|wire| !is_known(&wire.value)) {
                let text = format!("the request of `{}` has no field `{}`", endpoint.name, wire.value);
                let unknown = Diagnostic::new(wire.span, text);
                self.report.push(unknown.suggest(&wire.value, "fields of one value there", names(&scalars)));
            }
            for setting in scenario.when.iter().filter(|setting| is_known(&setting.wire.value)) {
                let wire = &setting.wire;
                if setting.unlisted {
                    self.report.push(
                        Diagnostic::new(wire.span, "a request holds listed values only")
                            .help("`unlisted` belongs into `set` or `then`: write the value alone"),
                    );
                } else {
                    self.fits(&scalars, setting, false);
                }
            }
        }
    }

    /// Values that records get must fit the fields of the reply.
    pub(super) fn settings_fit(&self) {
        for (endpoint, one) in self.uses() {
            if let Some(first) = one.set.first().filter(|_| one.act == Act::Reads) {
                self.report.push(
                    Diagnostic::new(
                        first.wire.span,
                        format!("`{}` reads, so it sets nothing", endpoint.name),
                    )
                    .help("remove `set`, or write `changes` where it says `reads`"),
                );
            }
            let scenarios =
                one.scenarios.iter().flat_map(|one| one.from.iter().chain(&one.set).chain(&one.then));
            self.values_fit(one.record, one.set.iter().chain(scenarios));
        }
        for (index, record) in self.behaviour.records.iter().enumerate() {
            let events = record.events.iter();
            self.values_fit(index, events.flat_map(|event| event.from.iter().chain(&event.set)));
        }
    }

    /// Values of a record must fit fields of the replies about it.
    pub(super) fn values_fit<'s>(&self, record: usize, settings: impl Iterator<Item = &'s Setting>) {
        let scalars = scalar::answered(self.contract, self.behaviour, record);
        let owner = format!("the reply about a `{}`", self.behaviour.records[record].name.value);
        for setting in settings {
            if self.classes(&scalars, &setting.wire, &owner).is_none() {
                continue;
            }
            if setting.unlisted {
                self.is_unlisted(&scalars, setting);
            } else {
                self.fits(&scalars, setting, true);
            }
        }
    }

    /// Reports a value that fits no scalar of that name. The help for an `open` setting mentions values that are
    /// not listed.
    pub(super) fn fits(&self, scalars: &[Scalar<'_>], setting: &Setting, open: bool) {
        let mut named = scalars.iter().filter(|scalar| scalar.is_called(&setting.wire.value));
        let Some(first) = named.clone().next() else { return };
        let value = &setting.value;
        if named.any(|scalar| scalar.takes(self.contract, setting)) {
            return;
        }
        let wire = &setting.wire.value;
        let diagnostic = Diagnostic::new(value.span, format!("the value of `{wire}` doesn't fit its type"));
        let listed = scalars
            .iter()
            .filter(|scalar| scalar.is_called(wire))
            .find_map(|scalar| scalar.values(self.contract));
        self.report.push(match (&value.value, listed) {
        (Literal::String(text), Some(listed)) => {
            let diagnostic = diagnostic.suggest(text, "values", listed);
            let unlisted = format!(
                "for a value that the service may add one day, write `{wire} = {{ unlisted = \"{text}\" }}`"
            );
            if open { diagnostic.help(unlisted) } else { diagnostic }
        }
        _ => {
            let json = validate::literal(&value.value);
            let mismatches = validate::value(self.contract, first.shape, &json, Side::Request);
            mismatches.into_iter().fold(diagnostic, |all, one| all.help(format!("it {}", one.message)))
        }
    });
    }

    /// Reports an `unlisted` value that is listed, or whose field lists no values.
    fn is_unlisted(&self, scalars: &[Scalar<'_>], setting: &Setting) {
        let wire = &setting.wire.value;
        let listed = scalars
            .iter()
            .filter(|scalar| scalar.is_called(wire))
            .find_map(|scalar| scalar.values(self.contract));
        let Literal::String(text) = &setting.value.value else { return };
        match listed {
            None => self.report.push(
                Diagnostic::new(setting.value.span, format!("`{wire}` lists no values, so none is unlisted"))
                    .help(format!("write the value alone: `{wire} = \"{text}\"`")),
            ),
            Some(listed) if listed.contains(&text.as_str()) => self.report.push(
                Diagnostic::new(
                    setting.value.span,
                    format!("`{text}` is listed among the values of `{wire}`"),
                )
                .help(format!("write `{wire} = \"{text}\"`, or a value that the contract doesn't know")),
            ),
            Some(_) => {}
        }
    }
}
