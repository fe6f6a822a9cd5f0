//! Lets the compiler name a required field that is missing.

/// A builder in which a required field is set: the type `F` of the field is the type `T` of its value. The type of a
/// missing field is another.
///
/// The builder implements this trait, rather than the field, so that a missing field is one error of the compiler:
/// without it, the builder has no method that ends it.
#[diagnostic::on_unimplemented(
    message = "the required field `{F}` is not set",
    label = "a required field is missing here",
    note = "call the setter that has the name of the missing field first"
)]
pub trait IsSet<F, T> {
    /// Returns the value of the field.
    fn value(field: F) -> T;
}

impl<B, T> IsSet<T, T> for B {
    fn value(field: T) -> T {
        field
    }
}
