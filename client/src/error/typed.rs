//! Reads the JSON of an error as a type of the contract.

use std::any::TypeId;

use super::{Error, ReplyType};
use crate::codegen::wire::{Object, read_reply};

impl Error {
    /// The [`reply`](Self::reply) as the type that the contract declares, in the `errors` of the endpoint, for the HTTP status of
    /// this error.
    ///
    /// `None` if the contract declares another type or none, if the JSON is no such object, or if the error has no
    /// `reply`. As there, secrets are replaced and long texts are cut. A field of another type reads as absent.
    /// An error of [`testing::error`](crate::testing::error) is read as any type.
    ///
    /// The shipped contract declares no such body. This example reads a type of it that an own contract might name:
    ///
    /// ```
    /// use alignet::{ErrorKind, api::Status, testing};
    ///
    /// let reply = serde_json::json!({ "code": "09", "message_ilgn": [] });
    /// let error = testing::error(ErrorKind::Conflict).reply(reply).build();
    /// let status: Option<Status> = error.reply_as();
    /// assert_eq!(status.and_then(|status| status.code).as_deref(), Some("09"));
    /// ```
    pub fn reply_as<T: Object + 'static>(&self) -> Option<T> {
        let fits = match self.0.reply_type {
            ReplyType::Undeclared => false,
            ReplyType::Declared(of) => of() == TypeId::of::<T>(),
            ReplyType::Any => true,
        };
        let text = self.0.reply.as_ref().filter(|_| fits)?.to_string();
        read_reply(text.as_bytes()).ok().map(|(reply, _)| reply)
    }
}
