//! Lets emitted code use the deprecated fields and values of its own types, so that only callers are warned.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// Puts an attribute before each of these items. An item ends with braces.
pub(super) fn allowed(items: TokenStream) -> TokenStream {
    let mut allowed = TokenStream::new();
    let mut starts = true;
    for token in items {
        if starts {
            allowed.extend(quote!(#[allow(deprecated)]));
        }
        starts = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        token.to_tokens(&mut allowed);
    }
    allowed
}
