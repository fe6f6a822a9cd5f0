//! The two forms in which values are written.

/// The form in which values are written.
pub trait Mode {
    /// True if secrets are written. If not, they are left out.
    const SECRETS: bool;
}

/// The form of a request to the service, or of an object for a browser.
pub struct InRequest;

/// The form of `Serialize`: for storage and logs, which get no secret.
pub struct ToKeep;

impl Mode for InRequest {
    const SECRETS: bool = true;
}

impl Mode for ToKeep {
    const SECRETS: bool = false;
}
