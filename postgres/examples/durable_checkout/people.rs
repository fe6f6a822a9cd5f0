//! The entries of the journal that a person has to look at.

use std::sync::Arc;

use alignet::journal::{EntryId, Filter, Journal as _, Resolution, State as Standing};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::shop::{Failure, Shop};

/// Handles `GET /people` of operators: lists the entries, with everything that is known.
pub(crate) async fn get_people(State(shop): State<Arc<Shop>>) -> Result<Json<Vec<Value>>, Failure> {
    let entries = shop.journal.list(&Filter::new().states([Standing::Person])).await?;
    let shown = entries.iter().map(|entry| {
        json!({
            "id": entry.id.to_string(), "operation": entry.operation, "number": entry.reference,
            "transaction": entry.transaction, "note": entry.note, "age_seconds": entry.age.as_secs(),
        })
    });
    Ok(Json(shown.collect()))
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
