//! Decides about a reply or a notification: it succeeded, it was refused, or neither is certain.
//!
//! [`decide`] decides about every reply and every notification, from its [`Evidence`] and its HTTP status.
//! [`reliability`](crate::reliability#verdicts) has the table.

use crate::{
    codegen::endpoint::Operation,
    reply::{
        outcome::{Outcome, of_state},
        scan::{Found, Scan, Target, scan},
        status::Answered,
    },
};

/// The field of every reply that says whether it succeeded.
pub(crate) const SUCCESS: &str = "success";
/// The field of a status object that holds its code.
pub(crate) const CODE: &str = "code";
/// The code of a status object for a processed request.
pub(crate) const PROCESSED: &str = "00";

/// The decision about a reply or a notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Verdict {
    /// The request was carried out, and all evidence agrees.
    Success,
    /// The request was not carried out, and all evidence agrees.
    Failure,
    /// Parts of the evidence contradict each other, or a part occurs twice.
    Contradiction,
    /// The evidence is missing, or leaves the result open.
    Undecided,
}

/// The value of `success`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Success {
    True,
    False,
    Absent,
    /// Any other value than `true`, `false`, `"true"` and `"false"`.
    Other,
    Twice,
}

/// The meaning of the code of the status object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Code {
    /// `00`.
    Processed,
    /// The code of a request that may have been carried out in part.
    Partial,
    /// A code that leaves the result open.
    Open,
    /// Any other code.
    Failure,
    /// No valid code: empty, of another type, or in a status object of another type.
    Other,
    Absent,
    Twice,
}

/// The strongest claim of the states about money. The variants go from the weakest to the strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Funds {
    /// There is no state.
    Unsaid,
    /// Every state is a decline.
    Declined,
    /// A state that proves nothing, or that the contract does not list.
    Unknown,
    /// A state that may still become an authorisation.
    Pending,
    /// An authorisation, even if it was cleared or reversed since.
    Authorised,
}

/// The parts of a reply or a notification that decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Evidence {
    pub(crate) success: Success,
    pub(crate) code: Code,
    pub(crate) funds: Funds,
}

/// Decides, for any evidence. `code_optional` is true if the contract lets the status object be absent.
pub(crate) fn decide(answered: Answered, evidence: Evidence, code_optional: bool) -> Verdict {
    let Evidence { success, code, funds } = evidence;
    let nothing_moved = funds <= Funds::Declined;
    match (answered, success, code) {
        (Answered::Otherwise, _, _) => Verdict::Undecided,
        (Answered::Declared, Success::Absent, Code::Absent) if funds == Funds::Unsaid => Verdict::Success,
        (Answered::Declared, _, _) => Verdict::Undecided,
        (_, Success::Twice, _) | (_, _, Code::Twice) => Verdict::Contradiction,
        (Answered::Refused, Success::True, _) | (Answered::Refused, _, Code::Processed) => {
            Verdict::Contradiction
        }
        (Answered::Refused, _, Code::Partial | Code::Open | Code::Other) => Verdict::Undecided,
        (Answered::Refused, _, _) if nothing_moved => Verdict::Failure,
        (Answered::Refused, _, _) => Verdict::Contradiction,
        (Answered::Well, Success::True, Code::Processed | Code::Partial) => Verdict::Success,
        (Answered::Well, Success::True, Code::Absent) if code_optional => Verdict::Success,
        (Answered::Well, Success::True, Code::Absent) => Verdict::Undecided,
        (Answered::Well, Success::True, Code::Open | Code::Failure | Code::Other) => Verdict::Contradiction,
        (Answered::Well, Success::False, Code::Processed) => Verdict::Contradiction,
        (Answered::Well, Success::False, Code::Failure) if nothing_moved => Verdict::Failure,
        (Answered::Well, Success::False, Code::Failure) => Verdict::Contradiction,
        (Answered::Well, Success::False, _) => Verdict::Undecided,
        (Answered::Well, Success::Absent | Success::Other, _) => Verdict::Undecided,
    }
}

impl Evidence {
    /// The evidence of a body that proves nothing: none, a list, or a document.
    pub(crate) const NONE: Self = Self { success: Success::Absent, code: Code::Absent, funds: Funds::Unsaid };

    /// Reads the evidence of a reply. The result is an error if the body is not JSON to its end.
    pub(crate) fn read(operation: &Operation, body: &[u8]) -> (Self, serde_json::Result<()>) {
        let code = operation.status.iter().copied().chain([CODE]).collect();
        let mut targets =
            vec![Target { path: vec![SUCCESS], lists: false }, Target { path: code, lists: false }];
        targets.extend(operation.outcomes.iter().map(|(path, _)| Target::through_lists(path)));
        let listed = targets.len();
        if operation.outcomes.is_empty() && operation.repeat.is_costly() {
            targets.extend(operation.echoes.iter().map(|echo| Target::through_lists(echo.path)));
        }
        let (scan, outcome) = scan(body, &targets);
        let twice = !scan.twice.is_empty();
        let evidence = Self {
            success: if twice { Success::Twice } else { Success::seen(&scan, 0) },
            code: Code::seen(&scan, 1, operation),
            funds: Funds::seen(&scan, 2, operation).max(Funds::listed(&scan, listed)),
        };
        (evidence, outcome)
    }
}

impl Success {
    fn seen(scan: &Scan, target: usize) -> Self {
        match scan.of(target).next() {
            None | Some(Found::Null) => Self::Absent,
            Some(Found::Boolean(true)) => Self::True,
            Some(Found::Boolean(false)) => Self::False,
            Some(Found::Text(text)) if text == "true" => Self::True,
            Some(Found::Text(text)) if text == "false" => Self::False,
            Some(_) => Self::Other,
        }
    }
}

impl Code {
    fn seen(scan: &Scan, target: usize, operation: &Operation) -> Self {
        if scan.twice.contains(&target) {
            return Self::Twice;
        }
        match scan.of(target).next() {
            None | Some(Found::Null) => Self::Absent,
            Some(Found::Text(code)) => Self::of(code, operation.partial, operation.open),
            Some(_) => Self::Other,
        }
    }

    /// Classifies a code, given the contract's code for a part and its codes for an open result.
    pub(crate) fn of(code: &str, partial: Option<&str>, open: &[&str]) -> Self {
        match code {
            PROCESSED => Self::Processed,
            code if Some(code) == partial => Self::Partial,
            code if open.contains(&code) => Self::Open,
            code if matches!(code.trim(), "" | PROCESSED) => Self::Other,
            _ => Self::Failure,
        }
    }
}

impl Funds {
    /// Returns the claim of an outcome.
    pub(crate) fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Authorised | Outcome::Cleared | Outcome::Reversed { .. } => Self::Authorised,
            Outcome::Pending => Self::Pending,
            Outcome::Unknown { .. } => Self::Unknown,
            Outcome::Declined { .. } => Self::Declined,
        }
    }

    /// Returns the claim of a reply without states. Items of a list suggest that the service made something
    /// for this request.
    fn listed(scan: &Scan, first: usize) -> Self {
        let mut items = scan.found.iter().filter(|hit| hit.target >= first && !hit.items.is_empty());
        if items.any(|hit| hit.value != Found::Null) { Self::Unknown } else { Self::Unsaid }
    }

    fn seen(scan: &Scan, first: usize, operation: &Operation) -> Self {
        let states = operation.outcomes.iter().enumerate().flat_map(|(index, (_, states))| {
            scan.of(first + index).map(move |found| match found {
                Found::Null => Self::Unsaid,
                // An enumeration may be of integers.
                Found::Text(text) | Found::Integer(text) => Self::of(&of_state(text, states)),
                _ => Self::Unknown,
            })
        });
        states.max().unwrap_or(Self::Unsaid)
    }
}

/// Returns the outcome that a signed notification proves: that of its states, if `success` and the code
/// agree with it. For generated code.
///
/// `success` is `None` if the contract declares no such field.
#[doc(hidden)]
pub fn told(success: Option<bool>, code: Option<&str>, code_optional: bool, outcome: Outcome) -> Outcome {
    let evidence = Evidence {
        success: if success == Some(false) { Success::False } else { Success::True },
        code: code.map_or(Code::Absent, |code| Code::of(code, None, &[])),
        funds: Funds::of(&outcome),
    };
    match decide(Answered::Well, evidence, code_optional) {
        // A failure moved nothing: it is declined, or says nothing.
        Verdict::Success | Verdict::Failure => outcome,
        _ => Outcome::Unknown { state: outcome.into_state() },
    }
}
