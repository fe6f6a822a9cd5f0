//! The limits of calls, each with its reason. [`reliability`](crate::reliability) shows them to users.

use std::time::Duration;

/// How long connecting may take, TLS included: one lost packet is sent again after 1 s, two after
/// 3 s.
pub const CONNECT: Duration = Duration::from_millis(3100);

/// How long an unused connection is kept: less than the 20 to 60 s after which load balancers close
/// it, so that a request is rarely sent into a closed one.
pub const IDLE: Duration = Duration::from_secs(15);

/// The most bytes of a reply: far more than the longest list of refunds that a day brings.
pub const REPLY: usize = 1024 * 1024;

/// The most bytes of a reply to a call that is harmless to repeat: tokens and nonces are small.
pub const REPLY_HARMLESS: usize = 64 * 1024;

/// The most bytes that are read of the explanation that comes with a refusal.
pub const EXPLANATION: usize = 16 * 1024;

/// How long the explanation may take that comes with a refusal: usually it is there with the status, one lost
/// packet is sent again after 1 s, and a caller who could act on the status should not wait longer.
pub const EXPLANATION_TIME: Duration = Duration::from_secs(2);

/// The longest `Retry-After` that a call waits out; a longer one is the caller's to plan with.
pub const LONGEST_WAIT: Duration = Duration::from_secs(10);
