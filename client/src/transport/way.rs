//! The transport of a client, built in or supplied.

use std::{pin::pin, sync::Arc};

use bytes::Bytes;

use super::{
    reqwest::Reqwest,
    seam::{Limits, Sending, Transport, TransportError},
};
use crate::wait::{self, Cut};

/// The transport of a client.
pub(crate) enum Way {
    /// The built-in one, which keeps the time itself and knows how far a late request got.
    BuiltIn(Reqwest),
    /// One that an application supplied.
    Custom(Arc<dyn Transport>),
}

/// Waits for a supplied transport as long as it may take.
pub(crate) async fn in_time(
    sending: Sending<'_>,
    limits: Limits,
) -> Result<http::Response<Bytes>, TransportError> {
    wait::until(limits.until, pin!(sending)).await.map_err(|cut| match cut {
        Cut::Late => TransportError::maybe_sent("no answer came in time").timed_out(),
        cut => TransportError::maybe_sent(cut.note()).permanent(),
    })?
}
