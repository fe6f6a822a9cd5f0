//! Bytes of a media type, such as a PDF.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};

/// A document that a call returned, such as a receipt as PDF: its bytes, as they came, and their media type.
///
/// It may hold personal data, so `Debug` shows the media type and the number of bytes alone.
///
/// The client checks that the service sent the media type that the contract declares, and that the document arrived
/// whole. It does not look into the document. The document is held in memory;
/// [`ClientBuilder::largest_document`](crate::ClientBuilder::largest_document) limits its size.
///
/// ```
/// use alignet::Document;
///
/// /// Saves a receipt under a name of its own, and returns the number of its bytes.
/// fn save(receipt: &Document, folder: &std::path::Path) -> std::io::Result<usize> {
///     std::fs::write(folder.join("receipt.pdf"), receipt)?;
///     Ok(receipt.bytes().len())
/// }
///
/// let receipt = Document::new("application/pdf", *b"%PDF-1.7 ...");
/// assert_eq!(receipt.media_type(), "application/pdf");
/// assert_eq!(save(&receipt, &std::env::temp_dir())?, 12);
/// assert_eq!(format!("{receipt:?}"), r#"Document { media_type: "application/pdf", bytes: 12 }"#);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Document {
    content_type: String,
    bytes: Bytes,
}

impl Document {
    /// Makes a document, for tests of the code that handles it. A call returns one with the `Content-Type` that the
    /// service sent.
    pub fn new(content_type: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { content_type: content_type.into(), bytes: Bytes::from(bytes.into()) }
    }

    /// Makes a document of a response, whose content type was compared with that of the contract.
    pub(crate) fn received(headers: &HeaderMap, bytes: Bytes) -> Self {
        let content_type = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
        Self { content_type: String::from_utf8_lossy(content_type).into_owned(), bytes }
    }

    /// The bytes, as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the bytes without a copy, if this is the only clone of the document.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into()
    }

    /// The media type without its parameters, such as `application/pdf`.
    pub fn media_type(&self) -> &str {
        self.content_type.split(';').next().unwrap_or_default().trim()
    }

    /// The whole `Content-Type`, such as `text/csv; charset=iso-8859-1`. Its parameters are the service's: the contract
    /// declares none.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }
}

impl AsRef<[u8]> for Document {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("media_type", &self.media_type())
            .field("bytes", &self.bytes.len())
            .finish()
    }
}
