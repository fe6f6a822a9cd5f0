//! The steps of a token's renewal, one by one: takeovers, late tokens, signs of life, and the bounds of a token.

use std::{sync::Arc, task::Waker};

use tokio::time::Instant;

use crate::{
    auth::{
        renewal::{AtHand, Slot},
        token::Token,
    },
    error::{Error, ErrorKind},
};

#[test]
fn a_token_is_1_to_8192_visible_ascii_characters() {
    let longest = "t".repeat(8192);
    for token in ["t", "!~", &longest] {
        assert_eq!(Token::fixed(token).unwrap().value(), token);
    }
    for token in ["", "a b", "a\tb", "a\u{7f}", "ñ", &format!("{longest}t")] {
        assert!(Token::fixed(token).is_err(), "{token:?}");
    }
}

/// Returns the value of the token that a call finds, if there is one.
fn held(slot: &mut Slot) -> Option<String> {
    match slot.look(Instant::now()).0 {
        AtHand::Token(token) => Some(token.value().to_owned()),
        AtHand::Failure(_) | AtHand::Wait(..) => None,
    }
}

#[test]
fn a_late_token_counts_only_if_there_is_no_other() {
    for (newer, kept) in [(true, "newer"), (false, "late")] {
        let (mut slot, now) = (Slot::default(), Instant::now());
        let (AtHand::Wait(_, mut watch), first) = slot.look(now) else { panic!("there is no token") };
        let begun: Vec<Option<u64>> = (0..3).map(|_| slot.tick(&mut watch, now).start).collect();
        assert_eq!((first.start, begun), (Some(1), vec![None, None, Some(2)]), "the third look takes over");
        let granted = |value: &str| Ok(Arc::new(Token::fixed(value).unwrap()));
        let failed = Err(Error::of_kind(ErrorKind::Server));
        drop(slot.land(2, &if newer { granted("newer") } else { failed.clone() }, now));
        drop(slot.land(1, &failed, now));
        assert_eq!(held(&mut slot).as_deref(), newer.then_some("newer"));
        drop(slot.land(1, &granted("late"), now));
        assert_eq!(held(&mut slot).as_deref(), Some(kept));
    }
}

#[test]
fn a_flight_is_asked_once_for_a_sign_of_life() {
    let (mut slot, now) = (Slot::default(), Instant::now());
    let (AtHand::Wait(_, mut watch), _) = slot.look(now) else { panic!("there is no token") };
    for _ in 0..5 {
        drop(slot.sign(1, Waker::noop().clone()));
        let woken: Vec<usize> = (0..2).map(|_| slot.tick(&mut watch, now).wake.len()).collect();
        assert_eq!(woken, [1, 0]);
    }
}
