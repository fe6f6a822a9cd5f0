//! `[api]`, the scopes and the environments, as this project's export states them.

use super::Importer;
use crate::import::{
    document::Place,
    draft::{Entry, Table, Value, sentence},
    types::answers::plain,
};

impl<'d> Importer<'d> {
    /// Returns the tables besides endpoints, notifications and types.
    pub(crate) fn stated_settings(&mut self) -> Vec<Table> {
        let top = self.top();
        let doc = top.step("info").and_then(|info| info.text("description").and_then(sentence));
        let table = |path: &[&str], entries: Vec<Entry>| Table {
            path: path.iter().map(|one| (*one).to_owned()).collect(),
            entries,
        };
        let entries = |place: Option<Place<'d>>| -> Vec<Entry> {
            let all = place.map(|place| place.all()).unwrap_or_default();
            all.into_iter().filter_map(|(key, value)| Some(Entry::new(key, plain(value.json)?))).collect()
        };
        let mut tables = vec![
            table(&["api"], doc.map(|doc| Entry::text("doc", doc)).into_iter().collect()),
            table(&["api", "origins"], entries(top.step("x-alignet-origins"))),
            table(&["api", "environment"], entries(top.step("x-alignet-environment"))),
            table(&["api", "header"], self.shared_headers()),
            table(&["api", "bearer"], entries(self.stated_bearer("x-alignet-bearer"))),
            table(&["scopes"], entries(self.stated_bearer("x-alignet-scopes"))),
        ];
        tables.retain(|table| !table.entries.is_empty());
        for (name, environment) in top.entries("x-alignet-environments") {
            tables.push(table(&["environment", name], entries(Some(environment))));
        }
        tables
    }

    /// Returns the scopes and the environments that the extended contract does not declare.
    pub(crate) fn stated_additions(&mut self) -> Vec<Table> {
        let Some(contract) = self.extended else { return Vec::new() };
        let scope = |name: &str| contract.scopes.iter().any(|one| one.name == name);
        let environment = |name: &str| contract.environments.iter().any(|one| one.name == name);
        let mut tables = self.stated_settings();
        tables.retain_mut(|table| match table.path.as_slice() {
            [first] if first == "scopes" => {
                table.entries.retain(|entry| !scope(&entry.key));
                !table.entries.is_empty()
            }
            [first, name] => first == "environment" && !environment(name),
            _ => false,
        });
        tables
    }

    fn stated_bearer(&self, key: &str) -> Option<Place<'d>> {
        self.top().step("components")?.step("securitySchemes")?.step("bearer")?.step(key)
    }

    /// Returns the scopes that every access token has.
    pub(crate) fn always(&self) -> String {
        let bearer = self.stated_bearer("x-alignet-bearer");
        bearer.and_then(|bearer| bearer.text("always")).unwrap_or_default().to_owned()
    }

    /// Returns the headers of every call.
    fn shared_headers(&mut self) -> Vec<Entry> {
        let components = self.top().step("components");
        let parameters = components.map(|components| components.entries("parameters")).unwrap_or_default();
        let mut headers = Vec::new();
        for (_, place) in parameters {
            let Some(wire) = place.text("name") else { continue };
            let Ok(field) = self.parameter(&place, wire, "header", true, "api") else { continue };
            let keys = field.name.clone().map(|name| ("name".to_owned(), Value::Text(name)));
            let keys: Vec<(String, Value)> = keys.into_iter().chain(field.keys).collect();
            headers.push(Entry::new(wire, Value::Table(keys)));
        }
        headers
    }
}
