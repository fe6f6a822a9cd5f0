//! A call under way that must not be repeated.

use crate::{
    client::Inner,
    endpoint::{Operation, Repeat},
    outgoing::Outgoing,
    recall,
    redact::Secrets,
};

/// Says so when such a call is dropped once it may have left: nobody is there any more to whom an error
/// could say it.
pub(crate) struct Underway<'c> {
    watched: Option<(&'c Inner, &'static Operation, &'c Outgoing)>,
}

impl<'c> Underway<'c> {
    pub(crate) fn new(client: &'c Inner, operation: &'static Operation, sent: &'c Outgoing) -> Self {
        Self { watched: (operation.repeat == Repeat::Never).then_some((client, operation, sent)) }
    }

    pub(crate) fn ended(mut self) {
        self.watched = None;
    }
}

impl Drop for Underway<'_> {
    fn drop(&mut self) {
        let Some((client, operation, sent)) = self.watched else { return };
        let secrets = Secrets::new(client, None, operation, sent);
        tracing::warn!(
            operation = operation.name,
            reference = recall::reference(operation, sent, &secrets),
            settled_by = operation.settled_by.map(|by| by.endpoint),
            "dropped under way: it may have happened, so query before sending it again"
        );
    }
}
