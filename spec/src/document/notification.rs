//! `[notification.NAME]` and the tables below it.

use crate::{
    document::{
        FieldEntry, ProofEntry,
        field::{fields, is_type},
        outcome::proof,
    },
    source::Spanned,
    table::Table,
};

#[derive(Debug)]
pub(crate) struct NotificationEntry {
    pub(crate) name: Spanned<String>,
    pub(crate) doc: String,
    pub(crate) signature: Option<Spanned<String>>,
    pub(crate) keys: Option<Spanned<String>>,
    pub(crate) merchant: Option<Spanned<String>>,
    pub(crate) identity: Option<Vec<Spanned<String>>>,
    /// `None` if the whole table is missing or unreadable.
    pub(crate) body: Option<Vec<FieldEntry>>,
    pub(crate) proof: ProofEntry,
    pub(crate) example: Option<Spanned<String>>,
}

pub(super) fn notification(name: Spanned<String>, mut table: Table<'_, '_>) -> NotificationEntry {
    table.called(format!("notification `{}`", name.value));
    let doc = table.required_text("doc", "what the service tells, in a sentence");
    let signature = table.required_text("signature", "the header that carries the signature of the body");
    let keys = table.required_text(
        "keys",
        "which keys of an environment verify it, such as `\"environment.notification_keys\"`",
    );
    let merchant = table.required_text("merchant", "the field of the body that names the merchant");
    table.require(
        "identity",
        "the fields that tell one notification from another, such as `[\"merchant_operation_number\", \"transaction.state\"]`",
    );
    let identity = table.word_or_words("identity");
    let proof = proof(&mut table);
    table.claim_strays(&["body", "example"], is_type);
    let body = table.required_table("body", "the fields of the body");
    let body = body.map(fields);
    let example = table.table("example").and_then(example);
    table.finish();
    NotificationEntry {
        doc: doc.map(|doc| doc.value).unwrap_or_default(),
        name,
        signature,
        keys,
        merchant,
        identity,
        body,
        proof,
        example,
    }
}

fn example(mut table: Table<'_, '_>) -> Option<Spanned<String>> {
    table.called("the example".to_owned());
    let body = table.text("body");
    table.finish();
    body
}
