//! Turns code into the text of a file.

use std::{
    env,
    io::Write,
    process::{Command, Stdio},
};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;
use syn::LitStr;

/// Returns the text of the file: formatted, if there is a `rustfmt`.
pub(super) fn formatted(contract: &str, code: &TokenStream) -> String {
    let mut plain = String::new();
    print(quiet(code.clone()), &mut plain);
    let (formatted, note) = match rustfmt(&plain) {
        Some(formatted) => (formatted, ""),
        None => (plain, " rustfmt, which would format it, was not found or failed."),
    };
    format!(
        "// The expansion of the contract in `{contract}`, which the next build writes again. ALIGNET_EXPAND asks for it.{note}\n\n\
         {formatted}"
    )
}

/// Allows every lint in each item. Lints leave the code of a macro alone, but not a file.
fn quiet(items: TokenStream) -> TokenStream {
    let mut quiet = TokenStream::new();
    let (mut starts, mut is_constant) = (true, false);
    for token in items {
        if starts {
            quiet.extend(quote!(#[allow(warnings)]));
            is_constant = false;
        }
        is_constant |= matches!(&token, TokenTree::Ident(word) if word == "const");
        starts = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !is_constant,
            TokenTree::Punct(sign) => sign.as_char() == ';',
            _ => false,
        };
        quiet.extend([token]);
    }
    quiet
}

/// Prints code with a line for each attribute, each line of documentation, each statement and each block.
fn print(code: TokenStream, text: &mut String) {
    let mut line = TokenStream::new();
    let mut tokens = code.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (&token, tokens.peek()) {
            (TokenTree::Punct(sign), Some(TokenTree::Group(attribute))) if sign.as_char() == '#' => {
                end(&mut line, text);
                *text += &documentation(attribute).unwrap_or_else(|| format!("#{attribute}"));
                text.push('\n');
                tokens.next();
            }
            (TokenTree::Group(group), _) if group.delimiter() == Delimiter::Brace => {
                *text += &format!("{} {{\n", std::mem::take(&mut line));
                print(group.stream(), text);
                text.push_str("}\n");
            }
            (TokenTree::Punct(sign), _) if sign.as_char() == ';' => {
                line.extend([token]);
                end(&mut line, text);
            }
            _ => line.extend([token]),
        }
    }
    end(&mut line, text);
}

/// Prints the rest of a line.
fn end(line: &mut TokenStream, text: &mut String) {
    if !line.is_empty() {
        *text += &format!("{}\n", std::mem::take(line));
    }
}

/// Returns the comment for the attribute `[doc = "text"]`, if there is one.
fn documentation(attribute: &Group) -> Option<String> {
    let attribute: Vec<TokenTree> = attribute.stream().into_iter().collect();
    let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(literal)] = &attribute[..] else {
        return None;
    };
    let text = syn::parse_str::<LitStr>(&literal.to_string()).ok()?.value();
    // A fourth slash makes it another comment.
    let comment = !text.starts_with('/') && !text.contains(['\n', '\r']);
    (name == "doc" && comment).then(|| format!("///{text}"))
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

    use super::{print, quiet};

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
        assert!(text.starts_with("/// Does it.\n///\n"), "{text}");
        let read: TokenStream = text.parse().unwrap_or_default();
        assert_eq!(read.to_string(), code.to_string());
        assert!(text.lines().count() > 10, "{text}");
    }
    #[test]
    fn each_item_is_without_lints() {
        let code = quote! {
            #[doc = " It."]
            pub struct It { part: u8 }
            pub const IT: It = It { part: [1; 2][0] };
            impl It { const ONE: u8 = 1; fn end(self) {} }
        };
        assert_eq!(quiet(code).to_string().matches("allow (warnings)").count(), 3);
    }
}
