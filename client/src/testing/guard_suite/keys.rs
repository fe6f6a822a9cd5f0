//! Keys that differ in little.

use tokio::task::JoinSet;

use super::{Check, check, entry::Store};

pub(super) fn spawn(checks: &mut JoinSet<Result<(), String>>, store: &Store) {
    // A guard that compares a part of the key, text up to a zero, or text in which no byte above 127 is valid.
    for (name, of) in [("random", None), ("zero", Some(0)), ("high", Some(0xf0))] {
        check(checks, store, move |store| apart(store, name, of));
    }
}

async fn apart(store: Store, name: &'static str, of: Option<u8>) -> Check {
    let mut base: [u8; 32] = std::array::from_fn(|_| of.unwrap_or_else(|| fastrand::u8(..)));
    // Random all the same, for a store that has seen the suite.
    for byte in &mut base[12..20] {
        *byte = fastrand::u8(..);
    }
    let handled = store.entry_of(base);
    let held = handled.is_new("a notification that never came").await?;
    handled.done(held).await?;
    for index in 0..base.len() {
        let mut other = base;
        other[index] ^= 1;
        let when = format!("a {name} key that differs from a handled one in byte {index}");
        let entry = store.entry_of(other);
        let held = entry.is_new(&when).await?;
        entry.forget(held).await?;
    }
    handled.is_repeated("a handled notification, after claims of similar keys").await
}
