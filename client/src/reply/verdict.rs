//! The one decision about a reply or a notification: it succeeded, it was refused, or neither is
//! certain.
//!
//! Every reply and every notification is decided by [`decide`], from its [`Evidence`] and the status that
//! it came with. [`reliability`](crate::reliability#verdicts) has the table.

use http::StatusCode;

use crate::{
    codegen::endpoint::{Operation, Repeat},
    reply::{
        outcome::{Outcome, of_state},
        scan::{Found, Scan, Target, scan},
    },
};

/// The field of every reply that says whether it succeeded.
pub(crate) const SUCCESS: &str = "success";
/// The field of a status object that holds its code.
pub(crate) const CODE: &str = "code";
/// The code of a status object that says that the request was processed.
pub(crate) const PROCESSED: &str = "00";

/// The decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Verdict {
    /// It was done, and everything that says so agrees.
    Success,
    /// It was not done, and everything that says so agrees.
    Failure,
    /// The parts contradict each other, or one stands there twice.
    Contradiction,
    /// The parts that would decide are missing, or leave it open.
    Undecided,
}

/// The HTTP status, by what it says about the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Answered {
    /// A 2xx; also a notification, whose signature stands for it.
    Well,
    /// A status with which a service says that it did nothing.
    Refused,
    /// Any other status.
    Otherwise,
}

/// What `success` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Success {
    True,
    False,
    Absent,
    /// Neither `true` nor `false`, nor one of them as text.
    Other,
    Twice,
}

/// What the code of the status object says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Code {
    /// `00`.
    Processed,
    /// The code with which a part may have been done.
    Partial,
    /// A code that leaves open what was done.
    Open,
    /// Another code.
    Failure,
    /// No code of any kind: empty, of another type, or in a status object of another type.
    Other,
    Absent,
    Twice,
}

/// The strongest claim about money that a state makes, weakest first.
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
    /// An authorisation, be it cleared or reversed since.
    Authorised,
}

/// Everything that decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Evidence {
    pub(crate) success: Success,
    pub(crate) code: Code,
    pub(crate) funds: Funds,
}

/// Decides, for every evidence there can be. `code_optional` is whether the contract lets the status
/// object be absent.
pub(crate) fn decide(answered: Answered, evidence: Evidence, code_optional: bool) -> Verdict {
    let Evidence { success, code, funds } = evidence;
    let nothing_moved = funds <= Funds::Declined;
    match (answered, success, code) {
        (Answered::Otherwise, _, _) => Verdict::Undecided,
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

impl Answered {
    /// The statuses that count as a refusal are listed one by one: a 408, a 425 or a 499 says that
    /// something was late or broke off, and others are not defined.
    pub(crate) fn of(status: StatusCode) -> Self {
        match status.as_u16() {
            200..=299 => Self::Well,
            400 | 401 | 403..=406 | 409..=411 | 413..=415 | 422 | 429 | 431 | 451 => Self::Refused,
            _ => Self::Otherwise,
        }
    }
}

impl Evidence {
    /// Reads the evidence of a reply; says besides whether the body is JSON to its end.
    pub(crate) fn read(operation: &Operation, body: &[u8]) -> (Self, serde_json::Result<()>) {
        let code = operation.status.iter().copied().chain([CODE]).collect();
        let mut targets =
            vec![Target { path: vec![SUCCESS], lists: false }, Target { path: code, lists: false }];
        targets.extend(operation.outcomes.iter().map(|(path, _)| Target::through_lists(path)));
        let listed = targets.len();
        if operation.outcomes.is_empty() && operation.repeat == Repeat::Never {
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

    /// The meaning of a code, where one may stand for a part and others leave something open.
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
    /// The claim that an outcome makes.
    pub(crate) fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Authorised | Outcome::Cleared | Outcome::Reversed { .. } => Self::Authorised,
            Outcome::Pending => Self::Pending,
            Outcome::Unknown { .. } => Self::Unknown,
            Outcome::Declined { .. } => Self::Declined,
        }
    }

    /// The claim of a reply without states: items of a list, which the service made for this request, may
    /// well be there.
    fn listed(scan: &Scan, first: usize) -> Self {
        let mut items = scan.found.iter().filter(|hit| hit.target >= first && !hit.items.is_empty());
        if items.any(|hit| hit.value != Found::Null) { Self::Unknown } else { Self::Unsaid }
    }

    fn seen(scan: &Scan, first: usize, operation: &Operation) -> Self {
        let states = operation.outcomes.iter().enumerate().flat_map(|(index, (_, states))| {
            scan.of(first + index).map(move |found| match found {
                Found::Null => Self::Unsaid,
                Found::Text(text) => Self::of(&of_state(text, states)),
                _ => Self::Unknown,
            })
        });
        states.max().unwrap_or(Self::Unsaid)
    }
}

/// What a signed notification proves: its states, as far as `success` and the code agree with them. For
/// generated code.
///
/// `success` is `None` where the contract declares none.
#[doc(hidden)]
pub fn told(success: Option<bool>, code: Option<&str>, code_optional: bool, outcome: Outcome) -> Outcome {
    let evidence = Evidence {
        success: if success == Some(false) { Success::False } else { Success::True },
        code: code.map_or(Code::Absent, |code| Code::of(code, None, &[])),
        funds: Funds::of(&outcome),
    };
    match decide(Answered::Well, evidence, code_optional) {
        Verdict::Success => outcome,
        Verdict::Failure if evidence.funds == Funds::Declined => outcome,
        _ => Outcome::Unknown { state: outcome.into_state() },
    }
}
