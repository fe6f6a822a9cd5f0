//! Paths of files as URIs (RFC 3986).

use std::{fmt::Write as _, path::Path};

/// Returns the URI of a file: a relative reference for a relative path.
pub(super) fn uri(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    let root = match (Path::new(&path).is_absolute(), path.starts_with('/')) {
        (true, true) => "file://",
        // A drive stands behind the third slash.
        (true, false) => "file:///",
        (false, _) => "",
    };
    let mut uri = root.to_owned();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn a_path_is_encoded_byte_by_byte() {
        assert_eq!(uri("my contract/año.toml"), "my%20contract/a%C3%B1o.toml");
        assert_eq!(uri("a:b/100%.toml"), "a%3Ab/100%25.toml");
        assert_eq!(uri("../up/one.toml"), "../up/one.toml");
        #[cfg(unix)]
        assert_eq!(uri("/srv/a#b/one.toml"), "file:///srv/a%23b/one.toml");
    }
}
