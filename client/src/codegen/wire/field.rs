//! The fields of an object, as the functions that read and write objects know them.
//!
//! What serde derives is a visitor, an enumeration and a page of code per object, which the compiler has
//! to check for each. Here an object says just which fields it has, as pairs of pairs, and costs little
//! more than they do: `((a, b), (c, d))` rather than a list, so that types stay shallow however many
//! fields there are.

/// A field that serde reads and writes as its type says.
#[derive(Default)]
pub struct Plain<T>(pub T);

/// A field that [`Wire`](super::Wire) reads and writes.
#[derive(Default)]
pub struct Special<T>(pub T);

/// A field that may be absent.
pub struct Optional<V>(pub V);

/// A field of a reply that informs: where it is absent, null or of another type, it is read as absent.
pub struct Lenient<V>(pub V);

/// A list of a reply that proves something, item by item.
#[derive(Default)]
pub struct List<T>(pub T);

/// A list of a reply that informs: an item of another type is left out, and where there is no list, it is
/// read as empty.
pub struct Items<T>(pub T);
