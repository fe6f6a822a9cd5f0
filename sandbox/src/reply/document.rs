//! Documents, which are replies that are not JSON.

use alignet_spec::contract::{Endpoint, Reply};
use bytes::Bytes;
use http::HeaderValue;

/// The document that an endpoint replies with.
#[derive(Clone)]
pub(crate) struct Document {
    pub(crate) media: HeaderValue,
    pub(crate) bytes: Bytes,
}

/// Returns the document of an endpoint: the text of the contract's example, or a placeholder; `None` if the endpoint
/// replies with JSON.
pub(crate) fn document(endpoint: &Endpoint) -> Option<Document> {
    let Reply::Document(media) = &endpoint.reply else { return None };
    let bytes = match &endpoint.example.reply {
        Some(example) => Bytes::from(example.value.clone()),
        None => placeholder(media),
    };
    Some(Document { media: HeaderValue::from_str(media).ok()?, bytes })
}

/// Returns a small document: a page, a pixel, or a line of text.
fn placeholder(media: &str) -> Bytes {
    match media {
        "application/pdf" => Bytes::from(page()),
        "image/png" => Bytes::from_static(PIXEL),
        _ => Bytes::from_static(b"A placeholder of the sandbox.\n"),
    }
}

/// Writes an empty page as PDF 1.4. Its cross-reference table holds the position of each object.
fn page() -> String {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>",
    ];
    let (mut page, mut table) = ("%PDF-1.4\n".to_owned(), "0000000000 65535 f \n".to_owned());
    for (index, object) in objects.into_iter().enumerate() {
        table += &format!("{:010} 00000 n \n", page.len());
        page += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = page.len();
    page + &format!("xref\n0 4\n{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
}

/// A white pixel as PNG.
const PIXEL: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\
    \x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\
    \x00\x00\x00\x0aIDATx\xdac\xf8\x0f\x00\x01\x01\x01\x00\x1c\xb0\x8c\x99\
    \x00\x00\x00\x00IEND\xaeB`\x82";
