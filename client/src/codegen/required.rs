//! Lets the compiler name a required field that is missing.

/// A required value that was set. The placeholder of a missing field does not implement this trait.
#[diagnostic::on_unimplemented(
    message = "the required field `{Self}` is not set",
    label = "a required field is missing here",
    note = "call the setter that has the name of the missing field first"
)]
pub trait Given<T> {
    /// Returns the value.
    fn given(self) -> T;
}

impl<T> Given<T> for T {
    fn given(self) -> T {
        self
    }
}
