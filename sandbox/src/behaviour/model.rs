//! Records, the use that endpoints make of them, and scenarios. Data only.

use alignet_spec::source::Spanned;

use super::{
    attempts::Attempts,
    deployed::Deployed,
    derive::Derived,
    digits::Digits,
    events::Event,
    past::Past,
    setting::{Alternatives, Setting},
};

/// The behaviour that the sandbox adds to a contract.
#[derive(Debug, Default)]
pub(crate) struct Behaviour {
    /// The records, in file order.
    pub(crate) records: Vec<Record>,
    /// The uses of records, at most one for each endpoint.
    pub(crate) uses: Vec<RecordUse>,
    /// The notifications that the sandbox sends by itself.
    pub(crate) callbacks: Vec<Callback>,
    /// The departures from the contract that are accepted on demand.
    pub(crate) deployed: Deployed,
    /// The returns that are about records.
    pub(crate) returns: Vec<Returned>,
    /// The charges of the stand-in for the Flex form; `None` if it can't charge.
    pub(crate) form: Option<Form>,
}

impl Behaviour {
    /// Returns the use that an endpoint makes of records.
    pub(crate) fn use_by(&self, endpoint: usize) -> Option<&RecordUse> {
        self.uses.iter().find(|one| one.endpoint == endpoint)
    }

    /// Returns the uses of a record.
    pub(crate) fn uses_of(&self, record: usize) -> impl Iterator<Item = &RecordUse> {
        self.uses.iter().filter(move |one| one.record == record)
    }

    /// Returns the rule of a return, by its index in the contract's notifications.
    pub(crate) fn return_of(&self, index: usize) -> Option<&Returned> {
        self.returns.iter().find(|one| one.notification == index)
    }

    /// Returns the notifications about a record.
    pub(crate) fn callbacks_of(&self, record: usize) -> impl Iterator<Item = &Callback> {
        self.callbacks.iter().filter(move |one| one.record == record)
    }
}

/// A kind of record, which calls create, read and change.
#[derive(Debug)]
pub(crate) struct Record {
    /// The name, as in `charge`.
    pub(crate) name: Spanned<String>,
    /// The wire names of the fields that identify a record. Creating a second record with the same values is
    /// a conflict.
    pub(crate) key: Vec<Spanned<String>>,
    /// The wire names of the reply fields that get a new value for each record.
    pub(crate) generated: Vec<Spanned<String>>,
    /// The record that each belongs to, if any.
    pub(crate) owner: Option<Owner>,
    /// The objects of replies that hold values of the record alone, and none of an example.
    pub(crate) own: Vec<Spanned<String>>,
    /// The rules for records of one key; `None` if each stands for itself.
    pub(crate) attempts: Option<Attempts>,
    /// The list of the values that a field of a record had, if there is one.
    pub(crate) past: Option<Past>,
    /// The events of a record outside of every call, in file order.
    pub(crate) events: Vec<Event>,
}

/// The record that each record of a kind belongs to, as a refund to a charge.
#[derive(Debug)]
pub(crate) struct Owner {
    /// The name of its kind.
    pub(crate) name: Spanned<String>,
    /// Its kind, an index into [`Behaviour::records`].
    pub(crate) record: usize,
    /// The fields, of the same names in both, by which it is found. A request may lack some.
    pub(crate) by: Vec<Spanned<String>>,
    /// Fields that get a value of it, as pairs: first the name in the new record, then the name in its owner.
    pub(crate) copies: Vec<(Spanned<String>, Spanned<String>)>,
    /// The values of the records that `exceeds` does not count.
    pub(crate) uncounted: Vec<Setting>,
    /// The code of the reply if there is no such record.
    pub(crate) code: Option<String>,
}

/// The use that a call of an endpoint makes of records.
#[derive(Debug)]
pub(crate) struct RecordUse {
    /// The endpoint, an index into the contract's endpoints.
    pub(crate) endpoint: usize,
    pub(crate) act: Act,
    /// The record, an index into [`Behaviour::records`].
    pub(crate) record: usize,
    /// The list whose elements are records, in the reply and in the body of a call that creates them;
    /// `None` if a call is about one record.
    pub(crate) each: Option<Spanned<String>>,
    /// The reply field with the number of records in that list.
    pub(crate) count: Option<Spanned<String>>,
    /// The most records of a page, if the list comes in pages.
    pub(crate) page: Option<Spanned<i64>>,
    /// The request field that asks for smaller pages.
    pub(crate) limit: Option<Spanned<String>>,
    /// Request fields that match a field of the record with another name, as pairs: first the name in the
    /// request, then the name in the record.
    pub(crate) matching: Vec<(Spanned<String>, Spanned<String>)>,
    /// The request fields that are digits, and how many.
    pub(crate) digits: Vec<Digits>,
    /// The values that follow from what the request sends.
    pub(crate) derived: Vec<Derived>,
    /// The values that a record has after the call.
    pub(crate) set: Vec<Setting>,
    /// Other courses of the call, in file order.
    pub(crate) scenarios: Vec<Scenario>,
}

impl RecordUse {
    /// Returns the name of the list whose elements are records.
    pub(crate) fn list(&self) -> Option<&str> {
        self.each.as_ref().map(|each| each.value.as_str())
    }

    /// Returns true if the call finds a list of records, which comes in pages if the contract has a cursor for it.
    pub(crate) fn lists(&self) -> bool {
        self.act != Act::Creates && self.each.is_some()
    }
}

/// The three things that a call can do to records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// The call creates records.
    Creates,
    /// The call finds records.
    Reads,
    /// The call finds records and sets some of their fields.
    Changes,
}

/// A different behaviour of a call for requests with certain values.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// The name, as in `declined`.
    pub(crate) name: Spanned<String>,
    /// The documentation.
    pub(crate) doc: String,
    /// The request fields, at any depth, and the values that select the scenario.
    pub(crate) when: Vec<Setting>,
    /// The request fields, at any depth, that must be there, whatever their values.
    pub(crate) has: Vec<Spanned<String>>,
    /// The values that the record, and so the reply, has.
    pub(crate) set: Vec<Setting>,
    /// The values that the record has from the next read on.
    pub(crate) then: Vec<Setting>,
    /// The values that the record must have for it.
    pub(crate) from: Vec<Setting>,
    /// The fields that the record loses the values of, before it gets others.
    pub(crate) clear: Vec<Spanned<String>>,
    /// The conditions on the record that a new one belongs to.
    pub(crate) owner: OwnerConditions,
    /// The code of the reply, if it is another than that of its example.
    pub(crate) code: Option<String>,
    /// True if the record is created although there is one of the same key.
    pub(crate) duplicate: bool,
    /// True if the call succeeds. Otherwise the reply is a failure with HTTP 200, and no record changes.
    pub(crate) success: bool,
}

impl Scenario {
    /// Returns true if it is selected by something.
    pub(crate) fn is_conditional(&self) -> bool {
        !(self.when.is_empty() && self.has.is_empty() && self.from.is_empty() && self.owner.is_empty())
    }
}

/// The conditions of a scenario on the record that a new one belongs to. A pair is of a field of the request and one of that
/// record.
#[derive(Debug, Default)]
pub(crate) struct OwnerConditions {
    /// For each field of that record, the values that it does not have.
    pub(crate) unless: Alternatives,
    /// The fields that are not the same.
    pub(crate) differs: Vec<(Spanned<String>, Spanned<String>)>,
    /// The numbers of the request that are more than that record's, together with those of the records that belong to it.
    pub(crate) exceeds: Vec<(Spanned<String>, Spanned<String>)>,
}

impl OwnerConditions {
    pub(crate) fn is_empty(&self) -> bool {
        self.unless.is_empty() && self.differs.is_empty() && self.exceeds.is_empty()
    }

    /// The keys in use, each with its first field.
    pub(crate) fn keys(&self) -> impl Iterator<Item = (&'static str, &Spanned<String>)> {
        let unless = self.unless.first().map(|(wire, _)| ("unless", wire));
        let differs = self.differs.first().map(|(wire, _)| ("differs", wire));
        let exceeds = self.exceeds.first().map(|(wire, _)| ("exceeds", wire));
        unless.into_iter().chain(differs).chain(exceeds)
    }
}

/// The rule by which the sandbox sends a notification: whenever such a record is created or changed, to
/// the URL in the request that created it.
#[derive(Debug)]
pub(crate) struct Callback {
    /// The notification, an index into the contract's notifications.
    pub(crate) notification: usize,
    /// The record, an index into [`Behaviour::records`].
    pub(crate) record: usize,
    /// The field of the request, at any depth, that holds the URL.
    pub(crate) field: Spanned<String>,
    /// The values of the records that it is sent about, one of each list; about all if there is none.
    pub(crate) only: Alternatives,
}

/// The rule by which a return is about a record.
#[derive(Debug)]
pub(crate) struct Returned {
    /// The return, an index into the contract's notifications.
    pub(crate) notification: usize,
    /// The record, an index into [`Behaviour::records`].
    pub(crate) record: usize,
    /// The field of the request, at any depth, that holds the URL to which the buyer returns.
    pub(crate) redirect: Option<Spanned<String>>,
}

/// The charges of the Flex form.
#[derive(Debug)]
pub(crate) struct Form {
    /// The call that charges, an index into the contract's endpoints.
    pub(crate) charges: Spanned<usize>,
    /// The values of an attempt after which a form takes no other.
    pub(crate) paid: Vec<Setting>,
}
