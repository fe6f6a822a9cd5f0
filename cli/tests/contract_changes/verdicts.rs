//! Changes of the shipped contract, and the verdicts that a maintainer would give.

use alignet_cli::diff::{Behaviour, Difference, Effect, Level};
use alignet_spec::{Contract, Sources};

/// A change: what it is, the texts that are replaced in all files, and the worst verdict of each audience.
struct Row {
    title: &'static str,
    edits: &'static [(&'static str, &'static str)],
    rust: Effect,
    requests: Effect,
    replies: Effect,
    behaviour: Behaviour,
    level: Level,
}

macro_rules! rows {
    ($($title:literal: [$(($old:literal, $new:literal)),* $(,)?] => $rust:ident, $requests:ident, $replies:ident, $behaviour:ident, $level:ident;)*) => {
        &[$(Row {
            title: $title,
            edits: &[$(($old, $new)),*],
            rust: Effect::$rust,
            requests: Effect::$requests,
            replies: Effect::$replies,
            behaviour: Behaviour::$behaviour,
            level: Level::$level,
        }),*]
    };
}

/// The first seventeen change what the client does, and neither Rust nor JSON: no other tool sees them.
const ROWS: &[Row] = rows! {
    "cancelling may be repeated": [
        ("repeat    = \"never\"                     # the vendor does not promise that it is harmless\nsettle    = \"get_charge\"\nreference = \"merchant_operation_number\"\n", "repeat    = \"harmless\"\n"),
    ] => None, None, None, Laxer, Major;
    "a nonce may not be minted again": [("repeat = \"harmless\"                     # another nonce costs nothing", "repeat = \"never\"")]
        => None, None, None, Stricter, Minor;
    "a charge under review counts as paid": [("REVIEW     = { doc = \"Under review by a person.\", outcome = \"pending\" }", "REVIEW     = { doc = \"Under review by a person.\", outcome = \"authorised\" }")]
        => None, None, None, Laxer, Major;
    "an expired charge may still be paid": [("or not at all.\", outcome = \"declined\" }", "or not at all.\", outcome = \"pending\" }")]
        => None, None, None, Stricter, Minor;
    "a cancelled charge was paid before": [("Cancelled before it was authorised.\", outcome = \"declined\"", "Cancelled before it was authorised.\", outcome = \"reversed\"")]
        => None, None, None, Changed, Major;
    "a list of refunds may be about another transaction": [("echoes = [\"merchant_code\", \"operations.merchant_operation_number\", \"operations.transaction_id\"]", "echoes = [\"merchant_code\", \"operations.merchant_operation_number\"]")]
        => None, None, None, Laxer, Major;
    "every transaction of a charge must be the one": [("echoes = [\"merchant_code\", \"operation.merchant_operation_number\"]\nfinds  = \"operation.transactions.transaction_id\"", "echoes = [\"merchant_code\", \"operation.merchant_operation_number\", \"operation.transactions.transaction_id\"]")]
        => None, None, None, Stricter, Minor;
    "nothing settles a refund": [("settle    = \"list_refunds\"\nreference = \"merchant_operation_number\"\n", "")]
        => None, None, None, Changed, Major;
    "another query settles a refund": [("settle    = \"list_refunds\"", "settle    = \"get_refund\"")]
        => None, None, None, Changed, Major;
    "a failed refund is definite": [("\"03\" = { doc = \"The request failed; the service does not give the reason.\", open = true }", "\"03\" = \"The request failed; the service does not give the reason.\"")]
        => None, None, None, Laxer, Major;
    "an unknown charge leaves a refund open": [("\"05\" = \"There is no such charge.\"", "\"05\" = { doc = \"There is no such charge.\", open = true }")]
        => None, None, None, Stricter, Minor;
    "no code says that some refunds were registered": [("partial   = \"01\"                        # of several refunds, some may have been registered\n", "")]
        => None, None, None, Stricter, Minor;
    "the transactions of a charge need not prove it": [("[Charge]\ndoc     = \"A charge and all of its transactions.\"\noutcome = [\"state\", \"transactions\"]", "[Charge]\ndoc     = \"A charge and all of its transactions.\"\noutcome = \"state\"")]
        => None, None, None, Laxer, Major;
    "the reason of a decline is nowhere": [("[Transaction]\ndoc     = \"One attempt to move the money of a charge.\"\noutcome = \"state\"\nreason  = \"state_reason\"", "[Transaction]\ndoc     = \"One attempt to move the money of a charge.\"\noutcome = \"state\"")]
        => None, None, None, Changed, Major;
    "a nonce without a stated lifetime lives longer": [("type = \"seconds?\", default = 30", "type = \"seconds?\", default = 300")]
        => None, None, None, Laxer, Major;
    "a notification is known by its parts in another order": [("[\"merchant_operation_number\", \"transaction.transaction_id\", \"transaction.state\"]", "[\"transaction.state\", \"merchant_operation_number\", \"transaction.transaction_id\"]")]
        => None, None, None, Changed, Major;
    "the page loads another script": [("https://flex.alignet.io/flex-payment-forms.min.js", "https://flex.alignet.io/2/flex-payment-forms.min.js")]
        => None, None, None, Changed, Major;

    "the number of a card is no secret": [("pan                   = { type = \"secret\",", "pan                   = { type = \"string\", secret = false,")]
        => Breaking, None, None, Laxer, Major;
    "a query by transaction is deprecated": [("transaction_id            = { type = \"string?\", doc = \"Only refunds of the transaction with this id.\" }", "transaction_id            = { type = \"string?\", deprecated = \"Ask by date.\" }")]
        => Compatible, None, None, None, Minor;
    "production has another host": [("api = \"https://api.alignet.io\" }", "api = \"https://api2.alignet.io\" }")]
        => None, Breaking, None, Changed, Major;
    "tokens are for another audience": [("audience    = \"https://api.alignet.io/\"", "audience    = \"https://api.alignet.io/v2/\"")]
        => None, Breaking, None, Changed, Major;
    "charges come from another channel": [("channel                   = { const = \"ecommerce\"", "channel                   = { const = \"web\""), ("\"action\": \"authorize\",\n  \"channel\": \"ecommerce\"", "\"action\": \"authorize\",\n  \"channel\": \"web\"")]
        => None, Breaking, None, Changed, Major;
    "a nonce may read charges by default": [("default = \"post:charges\"", "default = \"post:charges get:charges\"")]
        => None, Compatible, None, Changed, Major;
    "a token needs another scope to query": [("finds  = \"operation.transactions.transaction_id\"  # the other attempts may be there too\nreply  = \"ChargeReply\"", "finds  = \"operation.transactions.transaction_id\"\nreply  = \"ChargeReply\""), ("scopes = \"get:charges\"\nstatus = \"meta.status?\"\nechoes = [\"merchant_code\", \"operation.merchant_operation_number\"]", "scopes = \"get:charges post:charges\"\nstatus = \"meta.status?\"\nechoes = [\"merchant_code\", \"operation.merchant_operation_number\"]")]
        => None, Breaking, None, Laxer, Major;
    "refunds are elsewhere": [("route  = \"GET /refund\"", "route  = \"GET /refunds\"")]
        => None, Breaking, None, None, Major;
    "a payment needs an order": [("[PaymentDetails.fields]\n", "[PaymentDetails.fields]\norder_id = \"string\"\n"), ("\"product_details\": [{ \"name\"", "\"order_id\": \"1\", \"product_details\": [{ \"name\"")]
        => Breaking, Breaking, None, None, Major;
    "a payment may have an order": [("[PaymentDetails.fields]\n", "[PaymentDetails.fields]\norder_id = \"string?\"\n")]
        => Compatible, Compatible, None, None, Minor;
    "a query may be by state no more": [("refund_state              = { type = \"RefundState?\", doc = \"Only refunds in this state.\" }\n", "")]
        => Breaking, Breaking, None, None, Major;
    "a charge may say what was refunded": [("[Charge.fields]\n", "[Charge.fields]\nrefunded = \"amount?\"\n")]
        => Compatible, None, Compatible, None, Minor;
    "the issuer of a card is no longer told": [("issuer       = { type = \"string?\", doc = \"The issuer of the card.\" }\n", "")]
        => Breaking, None, Compatible, None, Major;
    "the success of a charge may be text": [("[ChargeReply.fields]\nsuccess                   = { type = \"boolean\"", "[ChargeReply.fields]\nsuccess                   = { type = \"flag\"")]
        => None, None, Compatible, None, Minor;
    "a buyer may have no telephone": [("phone      = { type = \"Phone\"", "phone      = { type = \"Phone?\"")]
        => Breaking, Compatible, None, None, Major;
    "a charge may have another state": [("[ChargeState.values]\n", "[ChargeState.values]\nABONADO = { doc = \"Paid out.\", outcome = \"cleared\" }\n")]
        => Compatible, None, Compatible, Extended, Minor;
    "a refund is never rejected": [("REJECTED   = { doc = \"Rejected.\", declined = true }\n", "")]
        => Breaking, Breaking, Compatible, Changed, Major;
    "a rejected refund is not told from others": [(", declined = true }", " }")]
        => None, None, None, Laxer, Major;
    "a type has another name": [("\"Location\"", "\"Address\""), ("[Location]", "[Address]"), ("[Location.fields]", "[Address.fields]")]
        => Breaking, None, None, None, Major;
    "a cancellation may be of another merchant": [("echoes    = [\"merchant_code\", \"merchant_operation_number\", \"operation.merchant_operation_number\"]", "echoes    = [\"merchant_operation_number\", \"operation.merchant_operation_number\"]")]
        => Breaking, None, None, Laxer, Major;
    "the signature is in another header": [("merchant  = \"merchant_code\"             # every merchant", "merchant  = \"merchant_code\" # every merchant"), ("signature = \"signature\"\nkeys      = \"environment.notification_keys\"\nmerchant  = \"merchant_code\" #", "signature = \"x-signature\"\nkeys      = \"environment.notification_keys\"\nmerchant  = \"merchant_code\" #")]
        => None, None, Breaking, Changed, Major;
    "an amount of a reply is text": [("amount                = { type = \"amount\", doc = \"The amount of the transaction", "amount                = { type = \"string\", doc = \"The amount of the transaction"), ("\"merchant_operation_number\", \"transaction.amount\", \"transaction.currency\"]", "\"merchant_operation_number\", \"transaction.currency\"]")]
        => Breaking, None, Compatible, Laxer, Major;
    "a documentation is another": [("doc = \"The status of the processing of a request.\"", "doc = \"The status of a request.\"")]
        => None, None, None, None, Patch;
    "a call is deprecated": [("[get_refund]\n", "[get_refund]\ndeprecated = \"Use `list_refunds`.\"\n")]
        => Compatible, None, None, None, Minor;
};

#[test]
fn changes_of_the_shipped_contract_get_the_right_verdict() {
    assert!(ROWS.len() >= 30);
    let old = Contract::shipped().unwrap();
    let wrong: Vec<String> = ROWS.iter().filter_map(|row| wrong(&old, row)).collect();
    assert!(wrong.is_empty(), "{} verdicts are wrong:\n\n{}", wrong.len(), wrong.join("\n"));
}

/// Says what is wrong with the verdict of a change, if anything is.
fn wrong(old: &Contract, row: &Row) -> Option<String> {
    let mut texts: Vec<(String, String)> =
        Sources::shipped().0.into_iter().map(|source| (source.path, source.text)).collect();
    for (from, to) in row.edits {
        let before = texts.clone();
        texts.iter_mut().for_each(|(_, text)| *text = text.replace(from, to));
        assert!(before != texts, "{}: there is no\n{from}", row.title);
    }
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let new = match Contract::load(Sources::from_texts("new", &texts)) {
        Ok(new) => new,
        Err(mistakes) => panic!("{}: {mistakes}", row.title),
    };
    let difference = Difference::between(old, &new);
    let verdicts = difference.changes.iter().map(|change| change.verdict);
    let rust = verdicts.clone().map(|verdict| verdict.rust).max().unwrap_or_default();
    let requests = verdicts.clone().map(|verdict| verdict.requests).max().unwrap_or_default();
    let replies = verdicts.clone().map(|verdict| verdict.replies).max().unwrap_or_default();
    let behaviour = verdicts.map(|verdict| verdict.behaviour).max().unwrap_or_default();
    let found = (rust, requests, replies, behaviour, difference.level());
    let expected = (row.rust, row.requests, row.replies, row.behaviour, Some(row.level));
    (found != expected)
        .then(|| format!("{}: is {found:?} and has to be {expected:?}\n{difference}", row.title))
}
