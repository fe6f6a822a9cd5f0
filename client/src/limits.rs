//! The limits of calls, each with its reason. [`reliability`](crate::reliability) explains them to users.

use std::time::Duration;

/// The time that connecting may take, TLS included. Allows for two lost packets: the first is sent again
/// after 1 s, the second after 3 s.
pub const CONNECT: Duration = Duration::from_millis(3100);

/// The time that an unused connection is kept, for calls that may be repeated: a minute, and a margin for the
/// call itself. Load balancers close connections after 20 to 60 s. A request that meets a closed connection
/// is sent again on another.
pub const IDLE: Duration = Duration::from_secs(65);

/// The number of connections that are kept open ahead at an origin, for calls that must not be repeated, unless
/// [`ClientBuilder::spare_connections`](crate::ClientBuilder::spare_connections) says otherwise. Opening one takes as
/// long as two calls without processing, so with two of them calls in a row don't wait.
pub const SPARES: usize = 2;

/// The most connections that are open ahead at an origin while more calls come at once than there are spare connections.
pub const MOST_SPARES: usize = 16;

/// The age up to which a spare connection is used: 15 s after the last call, and a fifth of it, for which a
/// spare connection is not replaced. Servers give a client 20 s or more for the first byte of a request; a second is left
/// for the way there.
pub const SPARE_LIFE: Duration = Duration::from_secs(19);

/// The time for which a service that closed a spare connection early gets only younger ones: up to half the
/// age of the one that it closed.
pub const SPARE_MEMORY: Duration = Duration::from_secs(600);

/// The most bytes of a reply: far more than the longest list of a day's refunds. A document may have more if
/// [`ClientBuilder::largest_document`](crate::ClientBuilder::largest_document) says so.
pub const REPLY: usize = 1024 * 1024;

/// The most bytes of a reply to a call that is harmless to repeat: tokens and nonces are small.
pub const REPLY_HARMLESS: usize = 64 * 1024;

/// The most bytes that are read of the explanation of a refusal.
pub const EXPLANATION: usize = 16 * 1024;

/// The time that the explanation of a refusal may take. It usually comes with the status, and a lost
/// packet is sent again after 1 s. A caller who can act on the status should not wait longer.
pub const EXPLANATION_TIME: Duration = Duration::from_secs(2);

/// The longest `Retry-After` that a call waits out. A longer wait is left to the caller.
pub const LONGEST_WAIT: Duration = Duration::from_secs(10);
