//! The limits of calls, each with its reason. [`reliability`](crate::reliability) explains them to users.

use std::time::Duration;

/// The time that connecting may take, TLS included. Allows for two lost packets: the first is sent again
/// after 1 s, the second after 3 s.
pub const CONNECT: Duration = Duration::from_millis(3100);

/// The time that an unused connection is kept: less than the 20 to 60 s after which load balancers
/// close it, so that a request is rarely sent into a closed connection.
pub const IDLE: Duration = Duration::from_secs(15);

/// The most bytes of a reply: far more than the longest list of a day's refunds.
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
