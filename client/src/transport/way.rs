//! The transport of a client, built in or supplied.

use std::{pin::pin, sync::Arc};

use bytes::Bytes;

use super::{
    reqwest::Reqwest,
    seam::{Limits, Sending, Transport, TransportError},
};
use crate::deadline::{self, Cut};

/// The transport of a client.
pub(crate) enum Way {
    /// The built-in transport. It enforces the time limit itself and knows how far a late request got.
    BuiltIn(Reqwest),
    /// A transport that the application supplied.
    Custom(Arc<dyn Transport>),
}

/// Waits for a custom transport until the time limit.
pub(crate) async fn in_time(
    sending: Sending<'_>,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    deadline::until(limits.until, pin!(sending)).await.map_err(|cut| match cut {
        Cut::Late => TransportError::maybe_sent("no answer came in time").timed_out(),
        cut => TransportError::maybe_sent(cut.note()).permanent(),
    })?
}
