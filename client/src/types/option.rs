//! Values that a setter of an optional field takes.

/// A value for an optional field: the value itself, or an `Option` of one.
///
/// Every setter of an optional field takes one. A value is anything that converts into the type `T` of the field by
/// [`Into`]; `Some` sets the field to it, and `None` leaves the field as if it was not set: absent, or at its default.
/// The last call of a setter counts.
///
/// ```
/// use alignet::api::RedirectDetails;
///
/// /// What a shop knows of a checkout.
/// struct Checkout {
///     back: String,
///     callback: Option<String>,
/// }
///
/// fn details(checkout: &Checkout) -> RedirectDetails {
///     RedirectDetails::builder()
///         .redirect_url(&checkout.back)
///         .callback_url(checkout.callback.as_deref()) // `"…"`, a `String` and `Some("…")` would do as well
///         .build()
/// }
///
/// let checkout = Checkout { back: "https://shop.example.com/back".into(), callback: None };
/// assert_eq!(details(&checkout).callback_url, None);
/// ```
///
/// The compiler infers `By`, which tells a value from an `Option`. A literal `None` has no type of its own: leave the
/// setter out, or write `None::<&str>`.
///
/// There is one setter for both, not a second one as `maybe_callback_url`: a reader has half as many names to know,
/// and a call reads the same if its value becomes optional one day.
#[diagnostic::on_unimplemented(
    message = "an optional field of the type `{T}` can't be set to a value of the type `{Self}`",
    label = "neither converts into `{T}` nor is an `Option` of what does"
)]
pub trait IntoOption<T, By> {
    /// Returns the value of the field; `None` if it is not set.
    fn into_option(self) -> Option<T>;
}

/// Tells the compiler that a value was given by itself. For generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByValue;

/// Tells the compiler that an `Option` was given. For generated code.
#[doc(hidden)]
#[derive(Debug)]
pub struct ByOption;

#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> IntoOption<T, ByValue> for V {
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl<T, V: Into<T>> IntoOption<T, ByOption> for Option<V> {
    fn into_option(self) -> Option<T> {
        self.map(Into::into)
    }
}
