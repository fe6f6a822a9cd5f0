//! Turns servers into origins and environments.

use std::collections::HashSet;

use super::{Importer, OriginOf};
use crate::import::{
    document::{Json, Place},
    draft::{Entry, Table, Value, comment, sentence},
    types::UNDESCRIBED,
};

/// The origins that the operations name, in the order in which they are met.
#[derive(Debug, Default)]
pub(crate) struct Servers {
    pub(crate) origins: Vec<OriginDraft>,
}

/// A host in every environment.
#[derive(Debug)]
pub(crate) struct OriginDraft {
    pub(crate) name: String,
    /// The base URLs with their descriptions, one for each environment.
    pub(crate) hosts: Vec<(String, Option<String>)>,
}

impl<'d> Importer<'d> {
    /// Returns the origin of an operation: that of its own servers, or of its path, or of the document.
    pub(crate) fn origin(&mut self, operation: &Place<'d>) -> OriginOf {
        let own = operation.items("servers");
        let path = operation.pointer.rsplit_once('/').map_or("", |(path, _)| path);
        let item = self.types.document.target(operation, path).map(|item| item.items("servers"));
        let servers = [own, item.unwrap_or_default(), self.top().items("servers")];
        let servers = servers.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
        let urls: Vec<(String, String, Option<String>)> = servers
            .iter()
            .map(|server| {
                let (host, path) = split(&resolved(server));
                (host, path, server.text("description").and_then(sentence))
            })
            .collect();
        let prefix = urls.first().map(|(_, path, _)| path.clone()).unwrap_or_default();
        let hosts: Vec<(String, Option<String>)> =
            urls.into_iter().map(|(host, _, doc)| (host, doc)).collect();
        OriginOf { entry: self.origin_entry(hosts), prefix }
    }

    fn origin_entry(&mut self, hosts: Vec<(String, Option<String>)>) -> Entry {
        let sound = |(host, _): &(String, Option<String>)| {
            host.strip_prefix("https://").is_some_and(|rest| !rest.is_empty())
        };
        let listed: Vec<String> = hosts.iter().take(4).map(|(host, _)| comment(host)).collect();
        let listed = if listed.is_empty() { "none".to_owned() } else { listed.join(", ") };
        let question = |hint: &str| {
            Entry::question("origin", vec![format!("{hint} Servers of the document: {listed}.")])
        };
        if let Some(contract) = self.extended {
            let found = contract.api.origins.iter().enumerate().find(|(index, _)| {
                contract.environments.iter().any(|environment| {
                    environment
                        .origins
                        .get(*index)
                        .is_some_and(|url| hosts.iter().any(|(host, _)| host == url))
                })
            });
            return match found {
                Some((_, origin)) => Entry::text("origin", origin.name.clone()),
                None => question("No origin of the shipped contract has this host."),
            };
        }
        if hosts.is_empty() || !hosts.iter().all(sound) {
            return question("An origin is `https` and a host.");
        }
        let urls = |hosts: &[(String, Option<String>)]| {
            hosts.iter().map(|(host, _)| host.clone()).collect::<Vec<_>>()
        };
        if let Some(known) = self.servers.origins.iter().find(|one| urls(&one.hosts) == urls(&hosts)) {
            return Entry::text("origin", known.name.clone());
        }
        let taken: HashSet<&str> = self.servers.origins.iter().map(|one| one.name.as_str()).collect();
        let label = hosts[0].0.trim_start_matches("https://").split(['.', ':']).next().unwrap_or_default();
        let base: String =
            label.chars().filter(|char| char.is_ascii_alphanumeric()).collect::<String>().to_lowercase();
        let base =
            if base.starts_with(|char: char| char.is_ascii_lowercase()) { base } else { "host".to_owned() };
        let mut name = base.clone();
        let mut number = 2;
        while taken.contains(name.as_str()) {
            name = format!("{base}_{number}");
            number += 1;
        }
        self.servers.origins.push(OriginDraft { name: name.clone(), hosts });
        Entry::text("origin", name)
    }

    /// Returns `[api]`, the scopes and the environments of a draft that stands alone.
    pub(crate) fn settings(&mut self) -> Vec<Table> {
        let info = self.types.document.root.get("info");
        let doc =
            ["description", "title"].into_iter().find_map(|key| info?.get(key)?.text().and_then(sentence));
        let api = Table {
            path: vec!["api".to_owned()],
            entries: vec![Entry::text("doc", doc.unwrap_or_else(|| UNDESCRIBED.to_owned()))],
        };
        let origin = |one: &OriginDraft| {
            let hosts: Vec<&str> = one.hosts.iter().map(|(host, _)| host.as_str()).collect();
            Entry::text(&one.name, format!("Answers at {}.", hosts.join(" and ")))
        };
        let mut origins: Vec<Entry> = self.servers.origins.iter().map(origin).collect();
        if origins.is_empty() {
            origins.push(Entry::question("api", vec!["The document names no server.".to_owned()]));
        }
        let mut tables =
            vec![api, Table { path: vec!["api".to_owned(), "origins".to_owned()], entries: origins }];
        tables.extend(self.bearer());
        tables.extend(self.new_scopes());
        tables.extend(self.environments());
        tables
    }

    /// Pairs the servers of the origins by their order: the first ones are one environment, and so on.
    fn environments(&self) -> Vec<Table> {
        let most = self.servers.origins.iter().map(|one| one.hosts.len()).max().unwrap_or(1).max(1);
        let mut taken = HashSet::new();
        let environment = |index: usize| {
            let described = self.servers.origins.iter().find_map(|one| one.hosts.get(index)?.1.clone());
            let plain = described.as_deref().unwrap_or_default().to_uppercase();
            let word = |char: char| if char.is_ascii_alphanumeric() { char } else { '_' };
            let mut name: String = plain.chars().map(word).take(30).collect();
            name = name.trim_matches('_').to_owned();
            if !name.starts_with(|char: char| char.is_ascii_uppercase()) || !taken.insert(name.clone()) {
                name = format!("ENVIRONMENT_{}", index + 1);
                taken.insert(name.clone());
            }
            let hosts = self.servers.origins.iter().map(|one| {
                let host = one.hosts.get(index).map(|(host, _)| Value::text(host.clone()));
                (one.name.clone(), host.unwrap_or_else(Value::question))
            });
            let hosts: Vec<(String, Value)> = hosts.collect();
            let hosts = if hosts.is_empty() { vec![("api".to_owned(), Value::question())] } else { hosts };
            Table {
                path: vec!["environment".to_owned(), name],
                entries: vec![
                    Entry::text("doc", described.unwrap_or_else(|| UNDESCRIBED.to_owned())),
                    Entry::new("origins", Value::Table(hosts)),
                ],
            }
        };
        (0..most.min(16)).map(environment).collect()
    }
}

/// Returns the URL of a server, with its variables at their defaults.
fn resolved(server: &Place<'_>) -> String {
    let mut url = server.text("url").unwrap_or_default().to_owned();
    for (name, variable) in server.entries("variables") {
        let default = variable.json.get("default").and_then(Json::text).unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), default);
    }
    url
}

/// Splits a URL into scheme and host, and the path without a slash at its end.
fn split(url: &str) -> (String, String) {
    let after = url.find("://").map_or(0, |at| at + 3);
    let (host, path) = match url[after..].find('/') {
        Some(slash) => url.split_at(after + slash),
        None => (url, ""),
    };
    (host.to_owned(), path.trim_end_matches('/').to_owned())
}
