//! The contract that test contracts with plausible names extend.

use alignet_spec::Sources;

/// The part of the shipped contract that any other needs: an endpoint or a type that comes to the rest of
/// it neither clashes with a test's, nor changes the lists of names in messages.
pub(crate) fn base() -> Sources {
    let mut shipped = Sources::shipped();
    shipped.0.retain(|source| {
        ["/api.toml", "/nonce.toml", "/token.toml"].iter().any(|name| source.path.ends_with(name))
    });
    shipped
}
