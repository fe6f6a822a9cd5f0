//! Strings that nobody can guess.

/// What a JSON Web Token starts with, so that a minted secret looks like the real ones.
const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9";

/// How long the two random parts are: 6 bits a character, so 288 bits and 258 bits.
const PARTS: [usize; 2] = [48, 43];

/// How long an id is: 120 bits.
const ID: usize = 20;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A new secret, which looks like a JSON Web Token but means nothing.
pub(crate) fn secret() -> Result<String, getrandom::Error> {
    Ok(format!("{HEADER}.{}.{}", random(PARTS[0])?, random(PARTS[1])?))
}

/// A new name for something, which nothing else has.
pub(crate) fn id() -> Result<String, getrandom::Error> {
    random(ID)
}

/// Random letters, digits, `-` and `_`, 6 bits each.
pub(crate) fn random(length: usize) -> Result<String, getrandom::Error> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    // 256 is a multiple of 64, so every character is equally likely.
    Ok(bytes.into_iter().map(|byte| char::from(ALPHABET[usize::from(byte % 64)])).collect())
}
