//! The entries of the journal that a person has to look at.

use std::sync::Arc;

use alignet::journal::{EntryId, Filter, Journal as _, Resolution, State as Standing};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::shop::{Failure, Shop};

/// The number of entries on a page unless the query says otherwise, and the largest.
const PAGE: (usize, usize) = (100, 1_000);

/// Handles `GET /people?after=ID&most=100` of operators: lists the entries, the oldest first, with everything that is known. `next` is the `after`
/// of the next page, and null on the last one.
pub(crate) async fn get_people(
    State(shop): State<Arc<Shop>>,
    RawQuery(query): RawQuery,
) -> Result<Result<Json<Value>, StatusCode>, Failure> {
    let query = query.unwrap_or_default();
    let value = |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let after = value("after").map(str::parse::<EntryId>).transpose();
    let most = value("most").map(str::parse::<usize>).transpose();
    let (Ok(after), Ok(most)) = (after, most) else { return Ok(Err(StatusCode::BAD_REQUEST)) };
    let most = most.unwrap_or(PAGE.0).clamp(1, PAGE.1);
    // One more, to know if there are more.
    let filter = Filter { after, ..Filter::new() }.environment(shop.alignet.environment().journal_name());
    let filter = filter.states([Standing::Person]).most(most + 1);
    let mut entries = shop.journal.list(&filter).await?;
    let more = entries.len() > most;
    entries.truncate(most);
    let next = entries.last().filter(|_| more).map(|entry| entry.id.to_string());
    let shown = entries.iter().map(|entry| {
        json!({
            "id": entry.id.to_string(), "operation": entry.operation, "number": entry.reference,
            "transaction": entry.transaction, "other_transaction": entry.other_transaction, "note": entry.note, "age_seconds": entry.age.as_secs(),
        })
    });
    Ok(Ok(Json(json!({ "people": shown.collect::<Vec<_>>(), "next": next }))))
}

/// A person's decision: the state of the entry as the journal names it; `pending` makes recovery query the transaction.
#[derive(Deserialize)]
pub(crate) struct Decision {
    state: String,
    transaction: Option<String>,
    note: String,
}

/// Handles `POST /people/{id}` of operators.
pub(crate) async fn post_decision(
    State(shop): State<Arc<Shop>>,
    Path(id): Path<String>,
    Json(decision): Json<Decision>,
) -> Result<StatusCode, Failure> {
    let state = match decision.state.as_str() {
        "done" => Standing::Done,
        "declined" => Standing::Declined,
        "reversed" => Standing::Reversed,
        "not_made" => Standing::NotMade,
        "pending" => Standing::Pending,
        _ => return Ok(StatusCode::BAD_REQUEST),
    };
    let Ok(id) = id.parse::<EntryId>() else { return Ok(StatusCode::NOT_FOUND) };
    let mut resolution = Resolution::new(state, decision.note);
    resolution.transaction = decision.transaction;
    let Some(entry) = shop.journal.resolve(id, &resolution).await? else { return Ok(StatusCode::NOT_FOUND) };
    shop.settle(&entry).await?;
    Ok(if entry.state == state { StatusCode::OK } else { StatusCode::CONFLICT })
}
