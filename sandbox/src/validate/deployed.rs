//! Accepts departures from the documentation that the service is known to accept, when the sandbox behaves as deployed:
//! it mends the request before it is validated, and says what it mended.

use alignet_spec::{
    contract::{Field, Fill, Primitive},
    exact,
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue};
use serde_json::Value as Json;

use super::Validator;
use crate::{request::Received, vault};

impl Validator<'_> {
    /// Mends a request, and returns one remark for each departure. Without `as_deployed`, it changes nothing.
    pub(crate) fn mend(&self, received: &mut Received) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.state.settings.as_deployed {
            self.mend_headers(received, &mut remarks);
            self.mend_body(received, &mut remarks);
            self.remark_on_scopes(received, &mut remarks);
        }
        remarks
    }

    fn mend_headers(&self, received: &mut Received, remarks: &mut Vec<String>) {
        let settings = &self.state.settings;
        for index in &settings.behaviour.deployed.absent_headers {
            let header = &settings.contract.api.header[*index];
            let (Ok(name), Fill::Environment(key)) = (HeaderName::try_from(&header.wire), &header.fill)
            else {
                continue;
            };
            let Ok(value) = HeaderValue::try_from(&settings.environment[*key]) else { continue };
            let replaced =
                !self.state.contract().shared_headers(self.endpoint).any(|own| own.wire == header.wire);
            if !replaced && !received.headers.contains_key(&name) {
                received.headers.insert(name, value);
                remarks.push(format!("header `{}` is absent", header.wire));
            }
        }
    }

    fn mend_body(&self, received: &mut Received, remarks: &mut Vec<String>) {
        let fields = self.endpoint.body.iter().flatten();
        let body = received.body.as_ref().and_then(|bytes| exact::parse(bytes).ok());
        let Some(Json::Object(mut body)) = body else { return };
        let before = remarks.len();
        for field in fields {
            if let Some(Json::String(text)) = body.get_mut(&field.wire) {
                self.mend_text(field, text, remarks);
            }
        }
        let mended = remarks.len() > before;
        remarks.extend(self.remarks_on_digits(&body));
        if mended {
            received.body = Some(Bytes::from(exact::write(&Json::Object(body))));
        }
    }

    /// Replaces another value of the environment by that of this one, and leaves out scopes that do not exist.
    fn mend_text(&self, field: &Field, text: &mut String, remarks: &mut Vec<String>) {
        let settings = &self.state.settings;
        let deployed = &settings.behaviour.deployed;
        if let Fill::Environment(key) = field.fill {
            let expected = &settings.environment[key];
            let known = deployed.instead.iter().any(|(other, of)| *of == key && other == text);
            if known && text != expected {
                remarks.push(format!("body field `{}` is `{text}`, not `{expected}`", field.wire));
                text.clone_from(expected);
            }
        }
        if field.shape.is(Primitive::Scopes) {
            let (ignored, kept): (Vec<&str>, Vec<&str>) = text
                .split_whitespace()
                .partition(|scope| deployed.ignored_scopes.iter().any(|one| one == scope));
            if !ignored.is_empty() {
                let (kept, ignored) = (kept.join(" "), ignored.join("`, `"));
                remarks
                    .push(format!("body field `{}` asks for `{ignored}`, which does not exist", field.wire));
                *text = kept;
            }
        }
    }

    /// Says which scopes the access token lacks that the call needs.
    fn remark_on_scopes(&self, received: &Received, remarks: &mut Vec<String>) {
        let Some(needed) = &self.endpoint.scopes else { return };
        let Some(scopes) = self.bearer_scopes(&received.headers) else { return };
        for scope in vault::scopes(needed).difference(&scopes).filter(|scope| self.is_waived(scope)) {
            remarks.push(format!("header `Authorization` holds an access token without the scope `{scope}`"));
        }
    }

    /// Returns true if an access token may lack this scope here.
    pub(super) fn is_waived(&self, scope: &str) -> bool {
        let settings = &self.state.settings;
        settings.as_deployed && settings.behaviour.deployed.waived_scopes.iter().any(|one| one == scope)
    }
}
