//! `[notification.NAME]`, `[return.NAME]`, and the tables below them.

use crate::{
    document::{
        FieldEntry, ProofEntry,
        field::{fields, is_type},
        meanings,
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
    pub(crate) carrier: CarrierEntry,
    /// `None` if the whole table is missing or unreadable.
    pub(crate) body: Option<Vec<FieldEntry>>,
    pub(crate) proof: ProofEntry,
    pub(crate) example: Option<Spanned<String>>,
}

/// The part of an HTTP request that carries the signed JSON, and what follows from it.
#[derive(Debug)]
pub(crate) enum CarrierEntry {
    /// The body of a request, which may come again.
    Body { identity: Option<Vec<Spanned<String>>> },
    /// A field of a form, which must be about an order.
    Form { field: Option<Spanned<String>>, order: Option<OrderEntry> },
}

/// The fields of the JSON that say which order it is about.
#[derive(Debug)]
pub(crate) struct OrderEntry {
    pub(crate) number: Option<Spanned<String>>,
    pub(crate) amount: Option<Spanned<String>>,
    pub(crate) currency: Option<Spanned<String>>,
}

pub(super) fn notification(name: Spanned<String>, mut table: Table<'_, '_>) -> NotificationEntry {
    table.called(format!("notification `{}`", name.value));
    let doc = table.required_text("doc", "what the service tells, in a sentence");
    let signature = table.required_text("signature", "the header that carries the signature of the body");
    signed(name, doc, signature, table, |table| {
        table.require(
            "identity",
            "the fields that tell one notification from another, such as `[\"merchant_operation_number\", \"transaction.state\"]`",
        );
        CarrierEntry::Body { identity: table.word_or_words("identity") }
    })
}

pub(super) fn signed_return(name: Spanned<String>, mut table: Table<'_, '_>) -> NotificationEntry {
    table.called(format!("return `{}`", name.value));
    let doc = table.required_text("doc", "what the buyer's browser brings, in a sentence");
    let field = table.required_text("form", "the field of the form that carries the body, in Base64");
    let signature = table.required_text("signature", "the field of the form that carries the signature");
    signed(name, doc, signature, table, |table| {
        let order = table.required_table(
            "order",
            "which order it is about: `{ number = \"merchant_operation_number\", amount = \"transaction.amount\", currency = \"transaction.currency\" }`",
        );
        CarrierEntry::Form { field, order: order.map(self::order) }
    })
}

/// Reads the keys that notifications and returns share.
fn signed(
    name: Spanned<String>,
    doc: Option<Spanned<String>>,
    signature: Option<Spanned<String>>,
    mut table: Table<'_, '_>,
    carrier: impl FnOnce(&mut Table<'_, '_>) -> CarrierEntry,
) -> NotificationEntry {
    let keys = table.required_text(
        "keys",
        "which keys of an environment verify it, such as `\"environment.notification_keys\"`",
    );
    let merchant = table.required_text("merchant", "the field of the body that names the merchant");
    table.explained(meanings::NOTIFICATION);
    let proof = proof(&mut table);
    let carrier = carrier(&mut table);
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
        carrier,
        body,
        proof,
        example,
    }
}

fn order(mut table: Table<'_, '_>) -> OrderEntry {
    table.called("the order".to_owned());
    let number = table.required_text("number", "the path to the operation number, a `string`");
    let amount = table.required_text("amount", "the path to its `amount`");
    let currency = table.required_text("currency", "the path to its `currency`");
    table.finish();
    OrderEntry { number, amount, currency }
}

fn example(mut table: Table<'_, '_>) -> Option<Spanned<String>> {
    table.called("the example".to_owned());
    let body = table.text("body");
    table.finish();
    body
}
