//! Validates the access token of a call.

use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::Validator;
use crate::{
    reply::refusal::Refusal,
    request::Mistake,
    vault::{self, Scopes},
};

impl Validator<'_> {
    /// Returns the scopes of the access token; `None` if the endpoint takes no token.
    pub(super) fn bearer(&self, headers: &HeaderMap) -> Result<Option<Scopes>, Refusal> {
        let Some(needed) = &self.endpoint.scopes else { return Ok(None) };
        let token = token(headers).map_err(unauthorized)?;
        let now = self.state.clock.now();
        let scopes = self.state.vault().bearer(token, now).map_err(unauthorized)?;
        self.state.vault().count_use(token, now);

        let missing: Vec<String> = vault::scopes(needed)
            .difference(&scopes)
            .filter(|scope| !self.is_waived(scope))
            .cloned()
            .collect();
        if missing.is_empty() {
            return Ok(Some(scopes));
        }
        let text = format!(
            "header `Authorization` holds an access token without the scopes that this call needs: {}",
            alignet_spec::suggestion::list(&missing),
        );
        Err(refusal(StatusCode::FORBIDDEN, text))
    }

    /// Returns the scopes of the access token, if a valid one was sent.
    pub(super) fn bearer_scopes(&self, headers: &HeaderMap) -> Option<Scopes> {
        self.state.vault().bearer(token(headers).ok()?, self.state.clock.now()).ok()
    }
}

fn unauthorized(problem: &str) -> Refusal {
    refusal(StatusCode::UNAUTHORIZED, format!("header `Authorization` {problem}"))
        .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}

fn refusal(status: StatusCode, text: String) -> Refusal {
    let at = Some(("header", "Authorization".to_owned()));
    Refusal::of(status, vec![Mistake { at, text }])
}

/// Parses `Authorization: Bearer TOKEN` and returns the token.
fn token(headers: &HeaderMap) -> Result<&str, &'static str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = match (values.next(), values.next()) {
        (None, _) => return Err("is required, but absent"),
        (Some(value), None) => value,
        (Some(_), Some(_)) => return Err("is given twice"),
    };
    let malformed = "must be `Bearer`, a space and an access token";
    let (scheme, token) = value.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(malformed)?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() || token.contains(' ') {
        return Err(malformed);
    }
    Ok(token)
}
