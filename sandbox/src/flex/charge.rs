//! Charges a buyer who pressed the button of a form, by the code that serves the merchants' calls.

use std::sync::Arc;

use alignet_spec::{
    contract::{Contract, Endpoint, Kind, Shape, Union},
    exact,
    literal::Literal,
};
use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value as Json, json};

use super::forms::Form;
use crate::{
    journal::LoggedCall,
    reply::{
        self,
        refusal::{self, Refusal},
    },
    server::{call, response::Answer},
    state::State,
    store::returned,
    validate::Validator,
    vault,
};

/// The field of a charge that the buyer fills in.
pub(super) const METHOD: &str = "payment_method";

/// The endpoint that charges, and its index; `None` if none is declared.
pub(super) fn endpoint(state: &State) -> Option<(usize, &Endpoint)> {
    let index = state.settings.behaviour.form.as_ref()?.charges.value;
    Some((index, state.endpoint(index)))
}

/// The names of all payment methods.
pub(super) fn methods(state: &State) -> Vec<&str> {
    let union = endpoint(state).and_then(|(_, endpoint)| union(state.contract(), endpoint));
    union.map(|union| union.variants.iter().map(|one| one.wire.as_str()).collect()).unwrap_or_default()
}

/// Returns true if these scopes of a nonce admit charges.
pub(super) fn admits(state: &State, scopes: &vault::Scopes) -> bool {
    let needed = endpoint(state).and_then(|(_, endpoint)| endpoint.scopes.as_deref()).unwrap_or_default();
    // Those that every access token has are no matter of a nonce.
    let general = state.contract().api.bearer.as_ref().and_then(|bearer| bearer.always.as_deref());
    let general = vault::scopes(general.unwrap_or_default());
    vault::scopes(needed).difference(&general).all(|scope| scopes.contains(scope))
}

/// Charges by the form of this id: a call in the log, which takes a queued fault like those of the merchant. `None` if there is
/// no such form.
pub(super) async fn call(state: &Arc<State>, id: &str, method: Map<String, Json>) -> Option<Response> {
    let form = state.forms().find(id)?;
    let (index, endpoint) = endpoint(state)?;
    let mut body = form.body.clone();
    let completed = completed(state, endpoint, &form, method);
    body.extend(completed.as_ref().ok().map(|method| (METHOD.to_owned(), method.clone())));
    let call = LoggedCall {
        operation: Some(endpoint.name.clone()),
        route: Some(endpoint.route.clone()),
        by_form: true,
        body: exact::write(&Json::Object(body.clone())).into(),
        ..LoggedCall::open(endpoint.method.as_str(), &endpoint.route, state.clock.now())
    };
    let remarks = Validator { state, index, endpoint }.remarks_on_digits(&body);
    let charged = || match completed.and_then(|_| charge(state, index, id, body)) {
        Ok(reply) => (Answer { status: call::success(state, index), remarks, ..Answer::default() }, reply),
        Err(refusal) => {
            let error = json!({ "error": refusal.text });
            (refusal.into(), error)
        }
    };
    Some(call::served(state, Some(index), call, charged).await)
}

/// Charges, and returns the reply. The form may have had attempts before: each is a transaction of its own, under the
/// same operation number.
fn charge(state: &State, index: usize, id: &str, body: Map<String, Json>) -> Result<Json, Refusal> {
    let attempts = state.forms().find(id).map(|form| form.attempts).unwrap_or_default();
    if attempts.iter().any(|transaction| is_paid(state, index, transaction)) {
        return Err(Refusal::new(StatusCode::CONFLICT, "this operation is paid"));
    }
    let mut accepted = Validator { state, index, endpoint: state.endpoint(index) }.body_alone(body)?;
    accepted.again = !attempts.is_empty();
    let reply = match reply::reply(state, index, &accepted) {
        // A failure that the service reports with HTTP 200 is a reply.
        Err(refusal) if refusal.status == StatusCode::OK => refusal::body(state, Some(index), &refusal),
        reply => reply?.body,
    };
    // Kept even if a fault loses the reply: the buyer's next attempt is one of the same form.
    if let Some(transaction) = reply["transaction"]["transaction_id"].as_str() {
        state.forms().attempted(id, transaction.to_owned());
    }
    Ok(reply)
}

fn is_paid(state: &State, index: usize, transaction: &str) -> bool {
    let behaviour = &state.settings.behaviour;
    let (Some(one), Some(form)) = (behaviour.use_by(index), &behaviour.form) else { return false };
    let of = Map::from_iter([("transaction_id".to_owned(), Json::from(transaction))]);
    let values = returned::latest(state, one.record, &of).unwrap_or_default();
    values.iter().any(|((name, _), value)| {
        let is = |text: &Literal| matches!(text, Literal::String(text) if text == value);
        form.paid.iter().any(|paid| paid.wire.value == *name && is(&paid.value.value))
    })
}

/// Adds what the form does not ask the buyer: the URLs of the merchant, and the cardholder, who is the one who pays.
fn completed(
    state: &State,
    endpoint: &Endpoint,
    form: &Form,
    mut method: Map<String, Json>,
) -> Result<Json, Refusal> {
    let contract = state.contract();
    let variant = union(contract, endpoint).and_then(|union| union.variant_of(&method));
    let fields = variant.map(|variant| contract.fields(variant.of)).unwrap_or_default();
    let billing = &form.body["payment_details"]["billing"];
    let phone = &billing["phone"];
    let holder = json!({
        "first_name": billing["first_name"], "last_name": billing["last_name"], "email": billing["email"],
        "phone": {
            "prefix": phone["country_code"].as_str().unwrap_or_default().trim_start_matches('+'),
            "number": phone["subscriber"],
        },
    });
    let added = [
        ("callback_url", form.urls.callback_url.clone().map(Json::from)),
        ("redirect_url", form.urls.redirect_url.clone().map(Json::from)),
        ("card_holder", Some(holder)),
    ];
    let details = method.entry("method_details").or_insert_with(|| json!({}));
    for (name, value) in added {
        let Some(field) = fields.iter().find(|field| field.wire == name) else { continue };
        match (value, details.as_object_mut()) {
            (Some(value), Some(details)) => drop(details.insert(name.to_owned(), value)),
            (None, _) if !field.optional => {
                let text =
                    "the merchant has registered no URL to return to: set the sandbox's `redirect_url`";
                return Err(Refusal::new(StatusCode::CONFLICT, text));
            }
            _ => {}
        }
    }
    Ok(Json::Object(method))
}

/// The payment methods that the endpoint takes.
fn union<'c>(contract: &'c Contract, endpoint: &Endpoint) -> Option<&'c Union> {
    let field = endpoint.body.iter().flatten().find(|field| field.wire == METHOD)?;
    let Shape::Named(index) = field.shape else { return None };
    match &contract.types.get(index)?.kind {
        Kind::Union(union) => Some(union),
        _ => None,
    }
}
