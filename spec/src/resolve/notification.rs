//! Resolves notifications and returns: their keys, and the fields that identify them.

use std::collections::{BTreeSet, VecDeque};

use crate::{
    contract::{Field, Holds, Kind, Notification, NotificationMarks, Origin, Shape, StatusPath, Type},
    diagnostic::Diagnostic,
    document::{CarrierEntry, FieldEntry, NotificationEntry, OrderEntry, ProofEntry},
    name,
    resolve::{Resolver, steps},
    source::Spanned,
};

impl Resolver<'_> {
    /// Returns the type that the body table of a notification declares; a lost type if there is no table.
    pub(super) fn notification_type(
        &self,
        index: usize,
        entry: &NotificationEntry,
        fields: Option<Vec<FieldEntry>>,
        proof: ProofEntry,
    ) -> Type {
        let lost = fields.is_none();
        let fields = self.fields(fields.unwrap_or_default());
        let outcome = if lost { None } else { self.proof(proof, &fields) };
        let suffix = match entry.carrier {
            CarrierEntry::Body { .. } => "Notification",
            CarrierEntry::Form { .. } => "Return",
        };
        Type {
            name: format!("{}{suffix}", name::camel(&entry.name.value)),
            doc: entry.doc.clone(),
            kind: Kind::Object(fields),
            integer: false,
            outcome,
            from: None,
            browser: false,
            in_request: false,
            in_reply: false,
            inherited: self.sources.is_inherited(entry.name.span),
            origin: Origin::Body(index),
            span: entry.name.span,
            lost,
        }
    }

    /// Resolves a notification; `None` if an essential part is missing, which is already reported.
    pub(super) fn notification(
        &self,
        entry: NotificationEntry,
        body: usize,
        types: &[Type],
    ) -> Option<Notification> {
        let body_type = types.get(body).filter(|body| !body.lost);
        let fields: &[Field] = match body_type.map(|body| &body.kind) {
            Some(Kind::Object(fields)) => fields,
            _ => &[],
        };
        let keys = entry.keys.as_ref().and_then(|keys| self.keys(keys));
        let wires = || fields.iter().map(|field| field.wire.as_str());
        let merchant = entry.merchant.as_ref().filter(|_| body_type.is_some());
        let merchant = merchant.and_then(|merchant| self.report.index_of(merchant, "body field", wires()));
        let at = |text: &Option<Spanned<String>>| text.as_ref().map_or(entry.name.span, |text| text.span);
        let (form, identity) = match entry.carrier {
            CarrierEntry::Body { identity } => (None, identity),
            CarrierEntry::Form { field, order } => (Some(field), order.and_then(order_paths)),
        };
        let marks = NotificationMarks {
            signature: at(&entry.signature),
            form: form.as_ref().map_or(entry.name.span, at),
            merchant: at(&entry.merchant),
            identity: identity.iter().flatten().map(|path| path.span).collect(),
        };
        let form = match form {
            Some(field) => Some(field?.value),
            None => None,
        };
        Some(Notification {
            keys: keys?,
            merchant: merchant?,
            signature: entry.signature?.value,
            form,
            identity: identity?.iter().map(|path| steps(&path.value)).collect(),
            status: status(types, body),
            name: entry.name.value,
            doc: entry.doc,
            body,
            example: entry.example,
            inherited: self.sources.is_inherited(entry.name.span),
            span: entry.name.span,
            marks,
        })
    }

    /// Returns the index of the environment value that `environment.KEY` names, which must hold keys.
    fn keys(&self, source: &Spanned<String>) -> Option<usize> {
        if !self.environment_known {
            return None;
        }
        let key = source.value.strip_prefix("environment.");
        let found = key.and_then(|key| self.environment.iter().position(|one| one.name == key));
        let holds = found.map(|index| &self.environment[index]).filter(|key| !key.lost);
        if found.is_none() || holds.is_some_and(|key| key.holds != Holds::Keys) {
            let keys = self.environment.iter().filter(|key| key.holds == Holds::Keys);
            let valid: Vec<String> = keys.map(|key| format!("environment.{}", key.name)).collect();
            self.report(
                "names-are-declared",
                Diagnostic::new(source.span, format!("there are no keys `{}`", source.value))
                    .suggest(&source.value, "keys", valid.iter().map(String::as_str))
                    .help("`[api.environment]` declares them, with `type = \"keys\"`"),
            );
            return None;
        }
        found
    }
}

/// Returns the paths of the number, the amount and the currency; `None` if one of them can't be read.
fn order_paths(order: OrderEntry) -> Option<Vec<Spanned<String>>> {
    Some(vec![order.number?, order.amount?, order.currency?])
}

/// Returns the path to the first object with a code and messages, outermost first; empty if there is none.
fn status(types: &[Type], body: usize) -> StatusPath {
    let fields = |index: usize| match types.get(index).map(|one| &one.kind) {
        Some(Kind::Object(fields)) => fields.as_slice(),
        _ => &[],
    };
    let mut ahead = VecDeque::from([(body, StatusPath::default())]);
    let mut seen = BTreeSet::new();
    while let Some((index, above)) = ahead.pop_front() {
        let has = |wire: &str| fields(index).iter().any(|field| field.wire == wire);
        if has("code") && has("message_ilgn") {
            return above;
        }
        if seen.insert(index) {
            ahead.extend(fields(index).iter().filter_map(|field| {
                let Shape::Named(inner) = field.shape else { return None };
                let path = [above.path.as_slice(), std::slice::from_ref(&field.wire)].concat();
                Some((inner, StatusPath { path, optional: above.optional || field.optional }))
            }));
        }
    }
    StatusPath::default()
}
