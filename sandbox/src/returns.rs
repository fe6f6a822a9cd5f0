//! The returns of the buyer's browser.

use std::io;

use serde_json::Value as Json;

use crate::{
    Sandbox,
    notifications::{build::InvalidNotification, deliver, returned::SignedReturn},
    store::returned,
};

impl Sandbox {
    /// Builds and signs the form that the buyer's browser posts when it returns to the merchant, such as `charge`. It
    /// is about the latest record with the values of `of`, as that record stands now; `()` makes it the contract's example.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use alignet_sandbox::{Sandbox, SigningKey};
    /// use serde_json::json;
    ///
    /// let sandbox = Sandbox::start().await?;
    /// // After a charge with this number: `json!({ "merchant_operation_number": "400100" })`.
    /// let returned = sandbox.redirect_return("charge", ())?;
    /// let form = returned.form(); // for the code under test
    /// let mut forged = returned.clone();
    /// forged.signature = SigningKey::generate()?.sign(&forged.text);
    /// assert_ne!(forged.form(), form);
    /// assert!(sandbox.redirect_return("charge", json!({ "merchant_operation_number": "7" })).is_err());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// To return with a body that the service would not send, sign its Base64 with [`Sandbox::signing_key`].
    ///
    /// # Errors
    ///
    /// If there is no such return, or no such record.
    pub fn redirect_return(
        &self,
        name: &str,
        of: impl Into<Json>,
    ) -> Result<SignedReturn, InvalidNotification> {
        returned::redirect_return(&self.state, name, &of.into())
    }

    /// Posts a return to the code under test, as the buyer's browser would, and returns the status of the answer.
    ///
    /// # Errors
    ///
    /// As [`deliver`](Self::deliver).
    pub async fn deliver_return(&self, url: &str, returned: &SignedReturn) -> io::Result<u16> {
        deliver::deliver(url, &returned.into()).await
    }
}
