//! The kinds of fields that the functions for objects read and write.
//!
//! serde derives a visitor, an enumeration and a page of code per object, which the compiler checks for
//! each object. Here an object only lists its fields, and compiling it costs little more than its fields
//! cost. The list is pairs of pairs, `((a, b), (c, d))`, so that types stay shallow with any number of
//! fields.

/// A field that serde reads and writes as its type says.
#[derive(Default)]
pub struct Plain<T>(pub T);

/// A field that [`Wire`](super::Wire) reads and writes.
#[derive(Default)]
pub struct Special<T>(pub T);

/// A field that may be absent.
pub struct Optional<V>(pub V);

/// A field of a reply that informs. If it is absent, null or of another type, it reads as absent.
pub struct Lenient<V>(pub V);

/// A list of a reply that proves something, item by item.
#[derive(Default)]
pub struct List<T>(pub T);

/// A list of a reply that informs. An item of another type is left out, and any value but a list reads as
/// empty.
pub struct Items<T>(pub T);
