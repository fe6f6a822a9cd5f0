//! Generates random, unguessable strings.

/// The header of a JSON Web Token, so that a generated secret looks like a real one.
const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9";

/// The lengths of the two random parts: 6 bits a character, so 288 bits and 258 bits.
const PARTS: [usize; 2] = [48, 43];

/// The length of an id: 120 bits.
const ID: usize = 20;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Generates a secret, which looks like a JSON Web Token but carries no claims.
pub(crate) fn secret() -> Result<String, getrandom::Error> {
    Ok(format!("{HEADER}.{}.{}", text(PARTS[0])?, text(PARTS[1])?))
}

/// Generates a unique id.
pub(crate) fn id() -> Result<String, getrandom::Error> {
    text(ID)
}

/// Generates random letters, digits, `-` and `_`, 6 bits each.
pub(crate) fn text(length: usize) -> Result<String, getrandom::Error> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    // 256 is a multiple of 64, so every character is equally likely.
    Ok(bytes.into_iter().map(|byte| char::from(ALPHABET[usize::from(byte % 64)])).collect())
}
