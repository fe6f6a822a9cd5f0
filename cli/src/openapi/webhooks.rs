//! Notifications and returns: requests that the merchant receives.

use alignet_spec::contract::Notification;

use super::{
    export::{Export, Role},
    prose,
    responses::json,
    version::Version,
};
use crate::json::{Json, Object};

/// The tag of notifications and returns.
pub(super) const TAG: &str = "notifications";

impl Export<'_> {
    /// Returns the notifications and the returns.
    pub(super) fn webhooks(&self) -> Object {
        let notifications = self.contract.notifications.iter();
        notifications
            .map(|one| {
                let name = format!("{}_{}", one.name, one.kind());
                let post = Object::default().with("post", self.webhook(&name, one));
                (name, post)
            })
            .collect()
    }

    fn webhook(&self, name: &str, one: &Notification) -> Object {
        let told =
            |status: &'static str, doc: &'static str| (status, Object::default().with("description", doc));
        let responses = match one.form {
            None => vec![
                told("200", "The notification was accepted."),
                told("400", "It is not signed by the service, or not meant for this merchant."),
                told("5XX", "The notification could not be handled: the service sends it again."),
            ],
            Some(_) => vec![
                told("200", "A page for the buyer."),
                told("4XX", "It is not signed by the service, or not about this order."),
            ],
        };
        let described = Object::default()
            .with("operationId", name)
            .with("summary", prose::summary(&one.doc))
            .with("description", &one.doc)
            .with("tags", [TAG])
            .with("security", Vec::<Object>::new());
        let received = match &one.form {
            None => Object::default()
                .with("parameters", [signature(one)])
                .with("requestBody", required(json(self.reference(one.body, Role::Output), example(one)))),
            Some(form) => Object::default().with("requestBody", required(self.form(one, form))),
        };
        described
            .and(received)
            .with("responses", responses.into_iter().collect::<Object>())
            .and(self.told(one))
    }

    /// Returns the content of a form: the body in Base64, and the signature of that text.
    fn form(&self, one: &Notification, form: &str) -> Object {
        let body = Object::default().with("type", "string").with("description", "The Base64 of the body.");
        let schema = self.reference(one.body, Role::Output);
        let body = match self.version {
            Version::V3_0 => body.with("format", "byte"),
            Version::V3_1 => body
                .with("contentEncoding", "base64")
                .with("contentMediaType", "application/json")
                .with("contentSchema", schema.clone()),
        };
        let properties =
            Object::default().with(form.to_owned(), body).with(one.signature.clone(), base64(one));
        let fields = Object::default()
            .with("type", "object")
            .with("required", [form, &one.signature])
            .with("properties", properties);
        let held = Object::default().with("schema", fields);
        // What a form's text decodes to: 3.0 has no words for it.
        let decoded = Object::default().with("schema", schema).maybe("example", example(one));
        Object::default().with("application/x-www-form-urlencoded", held.with("x-alignet-body", decoded))
    }

    fn told(&self, one: &Notification) -> Object {
        let contract = self.contract;
        let merchant = contract.fields(one.body).get(one.merchant).map(|field| &field.wire);
        let keys = contract.api.environment.get(one.keys).map(|key| format!("environment.{}", key.name));
        let identity: Vec<String> = one.identity.iter().map(|path| path.join(".")).collect();
        let kind = if one.form.is_some() { "x-alignet-return" } else { "x-alignet-notification" };
        let told = Object::default()
            .with(kind, &one.name)
            .maybe("x-alignet-form", one.form.as_ref())
            .with("x-alignet-signature", &one.signature)
            .maybe("x-alignet-keys", keys)
            .maybe("x-alignet-merchant", merchant);
        let told = match one.form {
            None => told.with("x-alignet-identity", identity),
            Some(_) => {
                let order: Object = ["number", "amount", "currency"].into_iter().zip(identity).collect();
                told.with("x-alignet-order", order)
            }
        };
        told.maybe("x-alignet-inherited", one.inherited.then_some(true))
    }
}

fn required(content: Object) -> Object {
    Object::default().with("required", true).with("content", content)
}

fn example(one: &Notification) -> Option<Json> {
    one.example.as_ref().and_then(|body| Json::parse(&body.value).ok())
}

fn base64(one: &Notification) -> Object {
    let over = if one.form.is_some() { "that Base64 text" } else { "the body, byte for byte" };
    let doc = format!("The Base64 of the signature: RSA PKCS#1 v1.5 with SHA-512 over {over}.");
    Object::default().with("type", "string").with("maxLength", 512).with("description", doc)
}

/// Returns the header with the signature.
fn signature(one: &Notification) -> Object {
    let mut schema = base64(one);
    let doc = schema.entries.pop().map(|(_, doc)| doc);
    Object::default()
        .with("name", &one.signature)
        .with("in", "header")
        .with("required", true)
        .maybe("description", doc)
        .with("schema", schema)
}
