//! Turns security requirements into scopes.

use std::collections::BTreeSet;

use super::{Importer, operation::Operation};
use crate::import::{
    document::{Json, Place},
    draft::{Entry, Table, Value, comment, sentence},
    notes::Note,
    types::{UNDESCRIBED, is_name},
};

/// What the operations ask of their access token.
#[derive(Debug, Default)]
pub(crate) struct Security {
    /// The scopes that they name.
    scopes: BTreeSet<String>,
    /// True if one of them carries a token.
    bearer: bool,
}

impl<'d> Importer<'d> {
    /// Returns the scopes of an operation; none if it carries no token.
    pub(crate) fn scopes(&mut self, operation: &Operation<'d>) -> Option<Entry> {
        let required =
            [operation.place.clone(), self.top()].into_iter().find(|one| one.json.get("security").is_some());
        let required = required.map(|place| place.items("security")).unwrap_or_default();
        let mut named = BTreeSet::new();
        let mut carries = false;
        // Any one of the alternatives is enough.
        let by_bearer = |one: &&Place<'d>| one.all().iter().any(|(scheme, _)| self.is_bearer(scheme));
        let chosen = required.iter().find(by_bearer).or(required.first());
        for (scheme, scopes) in chosen.map(Place::all).unwrap_or_default() {
            match self.is_bearer(scheme) {
                true => {
                    carries = true;
                    let list = scopes.json.list().unwrap_or_default().iter().filter_map(Json::text);
                    named.extend(list.filter(|one| is_name(one) && !one.contains(' ')).map(str::to_owned));
                }
                false => self.note(Note::at(
                    &operation.place,
                    format!(
                        "a call can't be authorised by {}: only by a bearer that an endpoint issues",
                        comment(scheme)
                    ),
                )),
            }
        }
        let token = operation.parameters.iter().find(|place| {
            place.text("in") == Some("header")
                && place.text("name").is_some_and(|name| name.eq_ignore_ascii_case("authorization"))
        });
        if !carries && token.is_none() {
            return None;
        }
        self.security.bearer = true;
        let scoped = || {
            self.extended.into_iter().flat_map(|one| &one.endpoints).filter_map(|one| one.scopes.as_deref())
        };
        // Every access token of the extended contract has the scopes that all of its calls need.
        named.retain(|scope| {
            scoped().next().is_none() || !scoped().all(|scopes| scopes.split(' ').any(|one| one == scope))
        });
        if named.is_empty() {
            let said = token.and_then(|place| place.text("description")).map(comment);
            let said = said.map(|said| format!(" It says of the header `Authorization`: {said}."));
            let hint =
                format!("The document names no scope of the access token.{}", said.unwrap_or_default());
            return Some(Entry::question("scopes", vec![hint]));
        }
        let scopes = named.iter().cloned().collect::<Vec<_>>().join(" ");
        self.security.scopes.extend(named);
        Some(Entry::text("scopes", scopes))
    }

    fn schemes(&self) -> Vec<(&'d str, Place<'d>)> {
        let components = self.top().step("components");
        components.map(|components| components.entries("securitySchemes")).unwrap_or_default()
    }

    /// Returns true for a scheme whose calls carry a bearer token.
    fn is_bearer(&self, name: &str) -> bool {
        let scheme = self.schemes().into_iter().find(|(one, _)| *one == name);
        let Some(place) = scheme.and_then(|(_, place)| self.types.document.follow(&place).ok()) else {
            return false;
        };
        match place.text("type") {
            Some("oauth2" | "openIdConnect") => true,
            Some("http") => place.text("scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")),
            _ => false,
        }
    }

    /// Returns the documentation of a scope, if a flow has it.
    fn scope_doc(&self, scope: &str) -> Option<String> {
        self.schemes().into_iter().find_map(|(_, place)| {
            let flows = place.entries("flows");
            let doc = flows.into_iter().find_map(|(_, flow)| flow.step("scopes")?.json.get(scope)?.text());
            doc.and_then(sentence)
        })
    }

    /// Returns the scopes that the extended contract does not declare.
    pub(crate) fn new_scopes(&self) -> Option<Table> {
        let declared = |scope: &str| {
            self.extended.is_some_and(|contract| contract.scopes.iter().any(|one| one.name == scope))
        };
        let entry = |scope: &String| {
            Entry::text(scope, self.scope_doc(scope).unwrap_or_else(|| UNDESCRIBED.to_owned()))
        };
        let entries: Vec<Entry> =
            self.security.scopes.iter().filter(|scope| !declared(scope)).map(entry).collect();
        (!entries.is_empty()).then(|| Table { path: vec!["scopes".to_owned()], entries })
    }

    /// Asks for the endpoint that issues the access tokens.
    pub(crate) fn bearer(&self) -> Option<Table> {
        let key = |key: &str| Entry::new(key, Value::question());
        let mut entries: Vec<Entry> = ["endpoint", "scope", "token", "kind"].into_iter().map(key).collect();
        entries[0].comments.push(
            "The call that issues access tokens, the field of its body with the scopes, and the".to_owned(),
        );
        entries[0].comments.push("fields of its reply with the token and its kind.".to_owned());
        self.security.bearer.then(|| Table { path: vec!["api".to_owned(), "bearer".to_owned()], entries })
    }
}
