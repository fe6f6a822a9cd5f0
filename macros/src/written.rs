//! Writes the expansion of a contract to a file, so that messages of the compiler and jumps of an editor lead into it.
//!
//! It happens if the environment variable `ALIGNET_EXPAND` asks for it. `rustfmt` formats the file in a process of its own,
//! because a crate that formats would be compiled by every user.

mod folder;
mod text;

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicUsize, Ordering},
    time::SystemTime,
};

use proc_macro2::TokenStream;
use quote::quote;

/// The variable: `1` for a folder below `target`, or the absolute path of a folder.
const VARIABLE: &str = "ALIGNET_EXPAND";

/// Returns the expansion; or, if the variable is set, what includes the file that the expansion is written to.
///
/// `contract` is the folder of the contract as the caller wrote it, or `shipped`.
pub(crate) fn expansion(contract: &str, code: TokenStream) -> TokenStream {
    // Makes cargo rebuild the calling crate when the variable changes.
    let tracked = quote!(
        const _: ::core::option::Option<&str> = ::core::option_env!("ALIGNET_EXPAND");
    );
    let asked = env::var_os(VARIABLE).filter(|asked| !asked.is_empty() && asked != "0");
    let Some(asked) = asked else { return quote!(#code #tracked) };
    match folder::of_package(&asked).and_then(|folder| write(&folder, contract, &code)) {
        Ok(path) => quote!(::core::include!(#path); #tracked),
        Err(why) => {
            let message =
                format!("{VARIABLE} is set, but the expansion of `{contract}` can't be written: {why}");
            // With the code itself, there is no other error.
            quote!(::core::compile_error!(#message); #code #tracked)
        }
    }
}

/// Writes the code, and returns the path of the file.
fn write(folder: &Path, contract: &str, code: &TokenStream) -> Result<String, String> {
    let path = folder.join(file_name(contract));
    let text = text::formatted(contract, code);
    replace(&path, &text).map_err(|error| format!("{}: {error}", path.display()))?;
    let shown = path.to_str().map(str::to_owned);
    shown.ok_or_else(|| format!("the path is not UTF-8: {}", path.display()))
}

/// Returns the name of the file for a contract, such as `my+contract.rs`. Two contracts of a package have two names.
fn file_name(contract: &str) -> String {
    let mut name = String::new();
    for byte in contract.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => name.push(char::from(byte)),
            b'/' => name.push('+'),
            _ => name += &format!("%{byte:02x}"),
        }
    }
    name + ".rs"
}

/// Gives a file this text, in one step: a compiler that runs at the same time reads the old text or the new. Leaves a file
/// that has the text alone, because cargo rebuilds what includes a newer file.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    static WRITTEN: AtomicUsize = AtomicUsize::new(0);
    if fs::read(path).is_ok_and(|present| present == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)?;
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let unfinished = folder.join(format!(".{}-{number}", process::id()));
    let done = write_old(&unfinished, text).and_then(|()| fs::rename(&unfinished, path));
    done.inspect_err(|_| drop(fs::remove_file(&unfinished)))
}

/// Writes a file as old as the manifest of the calling crate. Cargo rebuilds a crate that includes a file which is newer than
/// the start of its build.
fn write_old(path: &Path, text: &str) -> io::Result<()> {
    fs::write(path, text)?;
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("Cargo.toml");
    let modified = fs::metadata(manifest).and_then(|manifest| manifest.modified());
    fs::File::options().write(true).open(path)?.set_modified(modified.unwrap_or(SystemTime::UNIX_EPOCH))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn two_contracts_have_two_files() {
        let names =
            ["contract", "a/b", "a-b", "a+b", "a%2bb", "../a", "./a", "a b", "aȋ", "a%20b"].map(file_name);
        assert_eq!(names[..4], ["contract.rs", "a+b.rs", "a-b.rs", "a%2bb.rs"]);
        let distinct: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }
}
