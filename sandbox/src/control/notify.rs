//! Posts notifications: those of calls once more, and others.

use axum::{http::StatusCode, response::Response};
use serde_json::{Value as Json, json};

use super::{answered, fields::Fields, refuse, show};
use crate::{
    notifications::{
        build::{self, SignedNotification},
        deliver,
    },
    state::State,
};

/// A notification to post.
enum Asked {
    /// The kept notification of this number, to its URL or to another.
    Kept(u64, Option<String>),
    /// A new one, to a URL if there is one.
    New(SignedNotification, Option<String>),
}

/// Posts what a request asks for. The error is its refusal.
pub(super) async fn notify(state: &State, body: &[u8]) -> Result<Response, Response> {
    let bad_gateway = |error: std::io::Error| refuse(StatusCode::BAD_GATEWAY, &error.to_string());
    match read(state, body).map_err(|text| refuse(StatusCode::BAD_REQUEST, &text))? {
        Asked::Kept(number, url) => {
            let kept = usize::try_from(number).unwrap_or(usize::MAX);
            let answer = state.outbox.again(kept, url.as_deref()).await;
            let unknown = || refuse(StatusCode::NOT_FOUND, "no notification of this number is kept");
            let status = answer.ok_or_else(unknown)?.map_err(bad_gateway)?;
            Ok(answered(Ok(json!({ "number": number, "status": status }))))
        }
        Asked::New(signed, url) => {
            let mut json = show::signed(&signed);
            if let Some(url) = url {
                json["status"] = deliver::deliver(&url, &(&signed).into()).await.map_err(bad_gateway)?.into();
            }
            Ok(answered(Ok(json)))
        }
    }
}

fn read(state: &State, body: &[u8]) -> Result<Asked, String> {
    let mut fields = Fields::parse(body)?;
    let (number, url) = (fields.number("number")?, fields.text("url")?);
    if let Some(number) = number {
        fields.end()?;
        return Ok(Asked::Kept(number, url));
    }
    let name = fields.text("name")?;
    let name =
        name.ok_or("`name` is missing: the notification, such as `charge`; or `number`, of a kept one")?;
    let values = fields.object("values")?.map_or(Json::Null, Json::Object);
    fields.end()?;
    let signed = build::notification(state.contract(), &state.settings.signing_key, &name, &values);
    Ok(Asked::New(signed.map_err(|error| error.to_string())?, url))
}
