//! Turns code into the text of a file.

use std::{
    env,
    io::Write,
    process::{Command, Stdio},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::LitStr;

/// Returns the text of the file: formatted, if there is a `rustfmt`.
pub(super) fn formatted(contract: &str, code: &TokenStream) -> String {
    let mut plain = String::new();
    print(code.clone(), &mut plain);
    let (formatted, note) = match rustfmt(&plain) {
        Some(formatted) => (formatted, ""),
        None => (plain, " rustfmt, which would format it, was not found or failed."),
    };
    format!(
        "// The expansion of the contract in `{contract}`, which the next build writes again. ALIGNET_EXPAND asks for it.{note}\n\n\
         {formatted}"
    )
}

/// Prints code with a line for each line of documentation, each statement and each block.
fn print(code: TokenStream, text: &mut String) {
    let mut line = TokenStream::new();
    let mut tokens = code.into_iter().peekable();
    let flush = |line: &mut TokenStream, text: &mut String| {
        *text += &std::mem::take(line).to_string();
    };
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Punct(sign) if sign.as_char() == '#' => {
                if let Some(doc) = tokens.peek().and_then(documentation) {
                    flush(&mut line, text);
                    *text += &format!("\n///{doc}\n");
                    tokens.next();
                    continue;
                }
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                flush(&mut line, text);
                *text += " {\n";
                print(group.stream(), text);
                *text += "}\n";
                continue;
            }
            _ => {}
        }
        let ends = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ';');
        line.extend([token]);
        if ends {
            flush(&mut line, text);
            text.push('\n');
        }
    }
    flush(&mut line, text);
}

/// Returns the text of `[doc = "text"]`, if it can be written as a comment.
fn documentation(token: &TokenTree) -> Option<String> {
    let TokenTree::Group(group) = token else { return None };
    let attribute: Vec<TokenTree> = group.stream().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(literal)] = &attribute[..] else {
        return None;
    };
    let text = syn::parse_str::<LitStr>(&literal.to_string()).ok()?.value();
    // A fourth slash makes it another comment.
    let comment = !text.starts_with('/') && !text.contains(['\n', '\r']);
    (name == "doc" && comment).then_some(text)
}

/// Runs the `rustfmt` of the toolchain. Returns nothing if there is none, or if it fails.
fn rustfmt(text: &str) -> Option<String> {
    let program = env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let mut command = Command::new(program);
    command.args(["--edition", "2024"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    // It reads everything before it writes, so neither side waits for the other. The input ends by the drop.
    let sent = child.stdin.take()?.write_all(text.as_bytes());
    let output = child.wait_with_output().ok()?;
    sent.ok().filter(|()| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::print;

    #[test]
    fn the_text_is_the_code() {
        let code = quote! {
            #[doc = " Does it."]
            #[doc = ""]
            #[doc = "/ not a comment"]
            #[doc = " two\n lines"]
            #[must_use = "it does nothing"]
            pub struct It<'a, T: 'a> { #[doc = " A part."] pub part: ::std::vec::Vec<&'a T> }
            impl<'a, T> It<'a, T> {
                const ODD: i64 = -1i64;
                fn end(self) -> impl Fn(u8) -> u8 + use<'a, T> { move |one| match one { 0..=9 => one + 1, _ => 0 } }
            }
        };
        let mut text = String::new();
        print(code.clone(), &mut text);
        assert!(text.contains("\n/// Does it.\n"), "{text}");
        let read: TokenStream = text.parse().unwrap_or_default();
        assert_eq!(read.to_string(), code.to_string());
        assert!(text.lines().count() > 10, "{text}");
    }
}
