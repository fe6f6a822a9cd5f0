//! Turns webhooks and callbacks into notifications.

use std::collections::HashSet;

use alignet_spec::name;

use super::{
    Importer,
    operation::{Operation, doc, example, json_content, media_types},
};
use crate::import::{
    document::{Place, Problem},
    draft::{Entry, Notification, TypeNames, comment, endpoint_name},
    notes::Note,
    types::answers,
};

impl<'d> Importer<'d> {
    /// Returns the notifications: the webhooks of the document, and the callbacks of its operations.
    pub(crate) fn notifications(&mut self, operations: &[Operation<'d>]) -> Vec<Notification> {
        let mut places = self.top().entries("webhooks");
        places.extend(self.top().entries("x-webhooks"));
        for operation in operations {
            for (name, callback) in operation.place.entries("callbacks") {
                match self.types.document.follow(&callback) {
                    Ok(callback) => places.extend(callback.all().into_iter().map(|(_, item)| (name, item))),
                    Err(problem) => self.note(problem.into()),
                }
            }
        }
        let (mut seen, mut names) = (HashSet::new(), TypeNames::default());
        let mut notifications = Vec::new();
        for (name, place) in places {
            let item = match self.types.document.follow(&place) {
                Ok(item) => item,
                Err(problem) => {
                    self.note(problem.into());
                    continue;
                }
            };
            if !seen.insert(item.pointer.clone()) {
                continue;
            }
            for (method, _) in item
                .all()
                .into_iter()
                .filter(|(method, _)| ["get", "put", "patch", "delete"].contains(method))
            {
                self.note(Note::at(
                    &item,
                    format!("a notification is a `POST`: its `{}` is left out", method.to_uppercase()),
                ));
            }
            let Some(post) = item.step("post") else { continue };
            if self.types.ours && post.json.is("x-alignet-inherited") {
                continue;
            }
            let read = match self.types.ours {
                true => self.answered(&post),
                false => self.notification(name, &post, &mut names),
            };
            match read {
                Ok(notification) => notifications.push(notification),
                Err(problem) => {
                    let text = format!("the notification {} is left out: {}", comment(name), problem.text);
                    self.note(Note { text, pointer: problem.pointer });
                }
            }
        }
        notifications
    }

    fn notification(
        &mut self,
        name: &str,
        post: &Place<'d>,
        names: &mut TypeNames,
    ) -> Result<Notification, Problem> {
        let body = post.step("requestBody").ok_or_else(|| post.problem("it has no body"))?;
        let body = self.types.document.follow(&body)?;
        let content = json_content(&body).ok_or_else(|| {
            body.problem(format!("its body is {}, and a contract has only JSON", media_types(&body)))
        })?;
        let object = content.step("schema").ok_or_else(|| content.problem("its body has no schema"))?;
        let schema = self.types.document.schema(&object)?;
        if !schema.is_object() {
            return Err(object.problem("its body is no object with fields"));
        }
        let name = endpoint_name(Some(name), "notification", names);
        self.types.names.take(&format!("{}Notification", name::camel(&name)));
        let fields = self.types.fields(&schema, &format!("{}Notification", name::camel(&name)), None, true);
        let headers: Vec<String> = post
            .items("parameters")
            .iter()
            .filter_map(|place| self.types.document.follow(place).ok())
            .filter(|place| place.text("in") == Some("header"))
            .map(|place| {
                let said = place
                    .text("description")
                    .map(|doc| format!(", of which the document says {}", comment(doc)));
                format!("{}{}", comment(place.text("name").unwrap_or_default()), said.unwrap_or_default())
            })
            .collect();
        let headers = if headers.is_empty() { "none in the document".to_owned() } else { headers.join("; ") };
        let entries = vec![
            Entry::text("doc", doc(post)),
            Entry::question(
                "signature",
                vec![format!("The header with the signature of the body. Headers: {headers}.")],
            ),
            Entry::question(
                "keys",
                vec!["The keys that verify it, such as `environment.notification_keys`.".to_owned()],
            ),
        ];
        Ok(Notification {
            name,
            what: "notification",
            entries,
            body: fields,
            example: example(self, &content),
        })
    }

    /// Returns the notification or the return that a document of this project has answers for.
    fn answered(&mut self, post: &Place<'d>) -> Result<Notification, Problem> {
        let returned = post.text("x-alignet-return");
        let name = returned.or(post.text("x-alignet-notification"));
        let name = name.ok_or_else(|| post.problem("it has no name in `x-alignet-notification`"))?;
        let what = if returned.is_some() { "return" } else { "notification" };
        let body = post.step("requestBody").ok_or_else(|| post.problem("it has no body"))?;
        let form = || body.step("content")?.step("application/x-www-form-urlencoded")?.step("x-alignet-body");
        let content = json_content(&body).or_else(form).ok_or_else(|| body.problem("its body is no JSON"))?;
        let object = content.step("schema").ok_or_else(|| content.problem("its body has no schema"))?;
        let schema = self.types.document.schema(&object)?;
        let mut entries = vec![Entry::text("doc", doc(post))];
        entries.extend(answers::of_notification(post));
        entries.extend(self.types.outcome(&schema));
        let body =
            self.types.fields(&schema, &format!("{}{}", name::camel(name), name::camel(what)), None, true);
        Ok(Notification { name: name.to_owned(), what, entries, body, example: example(self, &content) })
    }
}
