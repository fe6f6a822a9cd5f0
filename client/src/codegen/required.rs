//! How the compiler says which required field is missing.

/// A value that was set. What stands for a missing field is not one.
#[diagnostic::on_unimplemented(
    message = "the required field `{Self}` is not set",
    label = "a required field is missing here",
    note = "call the setter that has the name of the missing field first"
)]
pub trait Given<T> {
    /// The value.
    fn given(self) -> T;
}

impl<T> Given<T> for T {
    fn given(self) -> T {
        self
    }
}
