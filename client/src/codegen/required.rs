//! Lets the compiler name a required field that is missing.

/// A builder in which a required field is set: the type `F` of the field is the type `T` of its value. A missing
/// field has another type.
///
/// The builder implements this trait, not the field. So the compiler reports a missing field as one error, about the
/// method that ends the builder.
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
