//! Charges a buyer who pressed the button of a form, by the code that serves the merchants' calls.

use alignet_spec::contract::{Contract, Endpoint, Kind, Shape, Union};
use http::StatusCode;
use serde_json::{Map, Value as Json, json};

use super::forms::Form;
use crate::{
    reply::{
        self,
        refusal::{self, Refusal},
    },
    state::State,
    store::returned,
    validate::Validator,
    vault,
};

/// The call that a form makes, and the field that its buyer fills in.
const CHARGE: &str = "authorize_charge";
pub(super) const METHOD: &str = "payment_method";

/// The states of an attempt that paid: the form then takes no other.
const PAID: [&str; 2] = ["AUTORIZADO", "LIQUIDADO"];

/// The endpoint that charges, and its index; `None` in a contract without it.
pub(super) fn endpoint(state: &State) -> Option<(usize, &Endpoint)> {
    state.contract().endpoints.iter().enumerate().find(|(_, endpoint)| endpoint.name == CHARGE)
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

/// Charges, and returns the reply. The form may have had attempts before: each is a transaction of its own, under the
/// same operation number.
pub(super) fn charge(state: &State, form: &Form, method: Map<String, Json>) -> Result<Json, Refusal> {
    let missing = || Refusal::new(StatusCode::NOT_FOUND, "this contract has no charges");
    let (index, endpoint) = endpoint(state).ok_or_else(missing)?;
    if form.attempts.iter().any(|transaction| is_paid(state, index, transaction)) {
        return Err(Refusal::new(StatusCode::CONFLICT, "this operation is paid"));
    }
    let mut body = form.body.clone();
    body.insert(METHOD.to_owned(), completed(state, endpoint, form, method)?);
    let mut accepted = Validator { state, index, endpoint }.body_alone(body)?;
    accepted.again = !form.attempts.is_empty();
    match reply::reply(state, index, &accepted) {
        // A failure that the service reports with HTTP 200 is a reply.
        Err(refusal) if refusal.status == StatusCode::OK => Ok(refusal::body(state, Some(index), &refusal)),
        reply => reply.map(|reply| reply.body),
    }
}

/// The id of the transaction in a reply.
pub(super) fn transaction(reply: &Json) -> Option<String> {
    reply["transaction"]["transaction_id"].as_str().map(str::to_owned)
}

fn is_paid(state: &State, index: usize, transaction: &str) -> bool {
    let Some(one) = state.settings.behaviour.use_by(index) else { return false };
    let of = Map::from_iter([("transaction_id".to_owned(), Json::from(transaction))]);
    let values = returned::latest(state, one.record, &of).unwrap_or_default();
    values.iter().any(|((name, _), value)| name == "state" && PAID.contains(&value.as_str()))
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
