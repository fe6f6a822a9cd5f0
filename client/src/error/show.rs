//! Formats an error as one line without secrets.

use std::{error::Error as _, fmt};

use super::{Delivery, Error, ErrorKind, bounded};

impl Error {
    /// Writes the endpoint to query, and the reference to ask about.
    fn show_how_to_settle(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(endpoint) = self.settled_by() {
            write!(f, ", by `{endpoint}`")?;
        }
        if let Some(reference) = self.reference() {
            write!(f, " of {reference}")?;
        }
        Ok(())
    }

    /// The innermost cause of the failure.
    fn cause(&self) -> Option<String> {
        let mut cause = self.source()?;
        while let Some(deeper) = cause.source() {
            cause = deeper;
        }
        Some(cause.to_string())
    }
}

impl ErrorKind {
    /// True if the failure concerns a request that was sent or was to be sent.
    fn is_of_a_request(self) -> bool {
        !matches!(self, Self::Config | Self::Request | Self::Expired | Self::Value)
    }

    fn describe(self) -> &'static str {
        match self {
            Self::Config => "the client is not configured for this",
            Self::Request => "the request can't be sent as given",
            Self::Connect => "no connection could be made",
            Self::Transport => "the connection failed",
            Self::Timeout => "time ran out",
            Self::Protocol => "the answer is not one this client accepts",
            Self::TooLarge => "the answer is too large",
            Self::Decode => "the reply is not what the contract describes",
            Self::Api => "the service says that it did not do it",
            Self::Contradictory => "the reply contradicts itself",
            Self::Rejected => "the service refused the request",
            Self::Unauthorized => "the credentials or the access token were refused",
            Self::Forbidden => "the access token lacks a scope",
            Self::NotFound => "there is no such thing",
            Self::Conflict => "it contradicts what is already there",
            Self::RateLimited => "too many requests",
            Self::Server => "the service failed",
            Self::Journal => "the journal does not allow it",
            Self::Expired => "the secret's life has ended: ask for another",
            Self::Value => "invalid value",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        if let Some(operation) = inner.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(inner.kind.describe())?;
        if let Some(path) = &inner.path {
            write!(f, " at `{path}`")?;
        }
        if let Some(note) = &inner.note {
            write!(f, ": {note}")?;
        }
        if inner.kind.is_of_a_request() {
            write!(f, " ({})", inner.delivery)?;
        }
        if let Some(code) = &inner.code {
            write!(f, " (code {code})")?;
        }
        if let Some(message) = inner.messages.first() {
            write!(f, ": {}", message.value)?;
        }
        if let Some(id) = &inner.request_id {
            write!(f, " (request id {id})")?;
        }
        if let Some(cause) = self.cause() {
            write!(f, ": {}", bounded(&cause))?;
        }
        match inner.retry_after {
            _ if inner.indeterminate => {
                f.write_str("; it may have happened: query before sending it again")?;
                self.show_how_to_settle(f)
            }
            Some(wait) => write!(f, "; ask again in {} s", wait.as_secs()),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind).field("delivery", &inner.delivery);
        if let Some(operation) = inner.operation {
            out.field("operation", &operation);
        }
        if let Some(code) = &inner.code {
            out.field("code", code);
        }
        if let Some(path) = &inner.path {
            out.field("path", path);
        }
        if let Some(id) = &inner.request_id {
            out.field("request_id", id);
        }
        if let Some(reference) = &inner.reference {
            out.field("reference", reference);
        }
        out.field("message", &self.to_string());
        if let Some(source) = &inner.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl fmt::Display for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent => f.write_str("not sent"),
            Self::MaybeSent => f.write_str("maybe sent"),
            Self::Answered(status) => write!(f, "HTTP {}", status.as_u16()),
        }
    }
}
