//! The decision over every combination of evidence, checked against the properties that always hold.

use http::StatusCode;

use crate::reply::{
    status::Answered,
    verdict::{Code, Evidence, Funds, Success, Verdict, decide},
};

/// The statuses that say that the service did nothing, from the list of promises.
pub(super) const REFUSALS: [u16; 16] =
    [400, 401, 403, 404, 405, 406, 409, 410, 411, 413, 414, 415, 422, 429, 431, 451];

#[test]
fn every_status_is_well_a_refusal_or_otherwise() {
    for status in 100..1000 {
        let expected = match status {
            200..=299 => Answered::Well,
            status if REFUSALS.contains(&status) => Answered::Refused,
            _ => Answered::Otherwise,
        };
        assert_eq!(Answered::of(StatusCode::from_u16(status).unwrap()), expected, "{status}");
    }
}

#[test]
fn the_decision_is_as_promised_for_all_evidence() {
    let mut tried = 0;
    for answered in [Answered::Well, Answered::Declared, Answered::Refused, Answered::Otherwise] {
        for success in [Success::True, Success::False, Success::Absent, Success::Other, Success::Twice] {
            for code in [
                Code::Processed,
                Code::Partial,
                Code::Open,
                Code::Failure,
                Code::Other,
                Code::Absent,
                Code::Twice,
            ] {
                for funds in
                    [Funds::Unsaid, Funds::Declined, Funds::Unknown, Funds::Pending, Funds::Authorised]
                {
                    for optional in [false, true] {
                        let evidence = Evidence { success, code, funds };
                        let verdict = decide(answered, evidence, optional);
                        tried += 1;
                        assert_promises(answered, evidence, optional, verdict);
                    }
                }
            }
        }
    }
    println!("{tried} combinations of status, success, code, states and contract");
    assert_eq!(tried, 4 * 5 * 7 * 5 * 2);
}

fn assert_promises(answered: Answered, evidence: Evidence, optional: bool, verdict: Verdict) {
    let Evidence { success, code, funds } = evidence;
    let told = format!("{answered:?}, {evidence:?}, optional {optional}");
    let twice = success == Success::Twice || code == Code::Twice;
    if answered == Answered::Declared {
        let expected = if evidence == Evidence::NONE { Verdict::Success } else { Verdict::Undecided };
        return assert_eq!(verdict, expected, "{told}");
    }
    match verdict {
        Verdict::Success => {
            assert!(answered == Answered::Well && success == Success::True, "{told}");
            let coded = matches!(code, Code::Processed | Code::Partial);
            assert!(coded || optional && code == Code::Absent, "{told}");
        }
        Verdict::Failure => {
            assert!(!twice && matches!(funds, Funds::Unsaid | Funds::Declined), "{told}");
            let coded = answered == Answered::Well && code == Code::Failure && success == Success::False;
            assert!(coded || answered == Answered::Refused, "{told}");
            assert!(success != Success::True && code != Code::Processed, "{told}");
        }
        Verdict::Contradiction | Verdict::Undecided => {}
    }
    // Clear cases must be decided: a refusal without contrary evidence, and a name that occurs twice.
    let silent = success != Success::True
        && !twice
        && funds <= Funds::Declined
        && matches!(code, Code::Failure | Code::Absent);
    if answered == Answered::Refused && silent {
        assert_eq!(verdict, Verdict::Failure, "{told}");
    }
    if answered != Answered::Otherwise && twice {
        assert_eq!(verdict, Verdict::Contradiction, "{told}");
    }
}
