//! Records, the use that endpoints make of them, and scenarios. Data only.

use alignet_spec::{literal::Literal, source::Spanned};

use super::deployed::Deployed;

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
    /// The events of a record outside of every call, in file order.
    pub(crate) events: Vec<Event>,
}

/// A change of a record outside of every call, such as a payment by the buyer.
#[derive(Debug)]
pub(crate) struct Event {
    /// The name, as in `approve`.
    pub(crate) name: Spanned<String>,
    /// The documentation, one sentence.
    pub(crate) doc: String,
    /// The values that a record must have for it.
    pub(crate) from: Vec<Setting>,
    /// The values that a record gets.
    pub(crate) set: Vec<Setting>,
    /// The optional fields that replies about the record lack from now on.
    pub(crate) lacking: Vec<Spanned<String>>,
    /// The seconds after the last change of a record at which it happens by itself.
    pub(crate) after: Option<u64>,
    /// True if the buyer decides it, on a page of the bank.
    pub(crate) by_buyer: bool,
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
    /// The values that the record, and so the reply, has.
    pub(crate) set: Vec<Setting>,
    /// The values that the record has from the next read on.
    pub(crate) then: Vec<Setting>,
    /// The values that the record must have for it.
    pub(crate) from: Vec<Setting>,
    /// The optional fields that replies about the record lack from now on.
    pub(crate) lacking: Vec<Spanned<String>>,
    /// True if the call succeeds. Otherwise the reply is a failure with HTTP 200, and no record changes.
    pub(crate) success: bool,
}

/// The value of a field, at any depth.
#[derive(Debug)]
pub(crate) struct Setting {
    /// The field's name on the wire.
    pub(crate) wire: Spanned<String>,
    pub(crate) value: Spanned<Literal>,
    /// True if the value is deliberately not listed by the field's enumeration.
    pub(crate) unlisted: bool,
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
