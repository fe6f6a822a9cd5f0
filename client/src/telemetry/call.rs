//! The span of a call.

use tracing::{Span, field::Empty, instrument::Instrumented};

use super::error_type::{CANCELLED, ERROR};
use crate::{codegen::endpoint::Operation, error::Error};

/// The span of a call. A call that is dropped before it has ended fails as cancelled.
pub(crate) struct CallSpan {
    span: Span,
    ended: bool,
}

macro_rules! call_span {
    ($operation:expr $(, parent: $parent:expr)?) => {
        tracing::info_span!(
            target: "alignet",
            $(parent: $parent,)?
            "alignet",
            operation = $operation.name,
            otel.kind = "internal",
            otel.name = $operation.name,
            otel.status_code = Empty,
            error.type = Empty,
        )
    };
}

impl CallSpan {
    /// Begins the span of a call, inside the current span.
    pub(crate) fn begin(operation: &'static Operation) -> Self {
        Self { span: call_span!(operation), ended: false }
    }

    /// Begins the span of a call that serves other calls too, such as the token fetch. It has no parent, because a
    /// parent stays open until its last child ends, and the current call may be over long before. It is linked to
    /// the current span instead.
    pub(crate) fn begin_apart(operation: &'static Operation) -> Self {
        let span = call_span!(operation, parent: None);
        span.follows_from(Span::current());
        Self { span, ended: false }
    }

    /// Runs a future inside the span.
    pub(crate) fn around<F>(&self, future: F) -> Instrumented<F> {
        tracing::Instrument::instrument(future, self.span.clone())
    }

    /// Runs a function inside the span.
    pub(crate) fn scope<R>(&self, run: impl FnOnce() -> R) -> R {
        self.span.in_scope(run)
    }

    /// Returns the same span, to report a failure after the call.
    pub(crate) fn for_later(&self) -> Self {
        Self { span: self.span.clone(), ended: true }
    }

    /// Ends the call well.
    pub(crate) fn succeeded(mut self) {
        self.ended = true;
    }

    /// Ends the call with an error, and returns the error.
    pub(crate) fn failed(&mut self, error: Error) -> Error {
        self.ended = true;
        self.fail(error.kind().as_str());
        error
    }

    fn fail(&self, error_type: &'static str) {
        self.span.record("error.type", error_type).record("otel.status_code", ERROR);
    }
}

impl Drop for CallSpan {
    fn drop(&mut self) {
        if !self.ended {
            self.fail(CANCELLED);
        }
    }
}
