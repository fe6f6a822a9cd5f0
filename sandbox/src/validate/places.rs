//! Reads the fields of each place (path, query, headers, body) as JSON values by name, and validates them
//! against the contract.

use alignet_spec::{
    contract::{Field, Segment, Shape, Style},
    suggestion,
    validate::{self, Side},
};
use http::HeaderMap;
use serde_json::{Map, Value as Json};

use super::{Problem, Validator};

/// The values of a place by name on the wire, and the mistakes in them.
type Validated = (Map<String, Json>, Vec<Problem>);

impl Validator<'_> {
    pub(super) fn path(&self, values: Option<&[String]>) -> Validated {
        let Some(values) = values else {
            let names: Vec<&str> = self.endpoint.path.iter().map(|field| field.wire.as_str()).collect();
            let text = format!("one of the path fields {} is not UTF-8", suggestion::list(&names));
            return (Map::new(), vec![Problem::of_place(text)]);
        };
        let placeholders = self.endpoint.segments.iter().filter_map(|segment| match segment {
            Segment::Field(index) => self.endpoint.path.get(*index),
            Segment::Literal(_) => None,
        });
        let pairs = placeholders.zip(values);
        let typed = pairs.map(|(field, value)| (field.wire.clone(), self.typed(&field.shape, value)));
        self.compare("path field", &self.endpoint.path, typed.collect())
    }

    pub(super) fn query(&self, query: &str) -> Validated {
        let mut problems = Vec::new();
        let mut values = Map::new();
        for (wire, value) in form_urlencoded::parse(query.as_bytes()) {
            let field = self.endpoint.query.iter().find(|field| field.wire == wire);
            let value = match field.map(|field| (&field.shape, field.style)) {
                None => Json::from(value.as_ref()),
                Some((Shape::List(item), Some(Style::Repeated))) => {
                    let list = values.entry(wire).or_insert_with(|| Json::Array(Vec::new()));
                    list.as_array_mut().into_iter().for_each(|list| list.push(self.typed(item, &value)));
                    continue;
                }
                Some((Shape::List(item), Some(Style::Separated(sign)))) => {
                    value.split(sign).map(|text| self.typed(item, text)).collect()
                }
                Some((shape, _)) => self.typed(shape, &value),
            };
            if values.insert(wire.to_string(), value).is_some() {
                let text = format!("query field {} is given twice", quoted(&wire));
                problems.push(Problem::bad_request("query field", &cut(&wire), text));
            }
        }
        let (values, more) = self.compare("query field", &self.endpoint.query, values);
        problems.extend(more);
        (values, problems)
    }

    /// Validates the headers in `fields`. Other headers are ignored.
    pub(super) fn headers(&self, fields: &[Field], headers: &HeaderMap) -> Validated {
        let mut problems = Vec::new();
        let mut values = Map::new();
        for field in fields {
            let mut found = headers.get_all(&field.wire).iter();
            let Some(value) = found.next() else { continue };
            if found.next().is_some() {
                let text = format!("header `{}` is given twice", field.wire);
                problems.push(Problem::bad_request("header", &field.wire, text));
            }
            // A value that is not text becomes null, which no header field accepts.
            let value = value.to_str().map_or(Json::Null, |text| self.typed(&field.shape, text));
            values.insert(field.wire.clone(), value);
        }
        let (values, more) = self.compare("header", fields, values);
        problems.extend(more);
        (values, problems)
    }

    pub(super) fn object(&self, body: Option<Json>) -> Validated {
        match (&self.endpoint.body, body) {
            (Some(fields), Some(Json::Object(values))) => self.compare("body field", fields, values),
            (Some(_), Some(_)) => {
                (Map::new(), vec![Problem::of_place("the body must be a JSON object".to_owned())])
            }
            _ => (Map::new(), Vec::new()),
        }
    }

    fn compare(&self, place: &'static str, fields: &[Field], values: Map<String, Json>) -> Validated {
        let json = Json::Object(values);
        let mismatches = validate::object(self.state.contract(), fields, &json, Side::Request);
        let mut problems: Vec<Problem> = mismatches
            .iter()
            .map(|mismatch| {
                let text = format!("{place} {} {}", quoted(&mismatch.path), mismatch.message);
                Problem::bad_request(place, &cut(&mismatch.path), text)
            })
            .collect();
        let Json::Object(values) = json else { return (Map::new(), problems) };
        for field in fields {
            let fits = |value: &&Json| {
                validate::value(self.state.contract(), &field.shape, value, Side::Request).is_empty()
            };
            if let Some(value) = values.get(&field.wire).filter(fits) {
                problems.extend(self.fill(place, field, value));
            }
        }
        (values, problems)
    }
}

impl Validator<'_> {
    /// Converts text to the JSON type of its field. Text that can't be converted stays a string.
    fn typed(&self, shape: &Shape, text: &str) -> Json {
        if let Shape::Named(index) = shape {
            return self.state.contract().types[*index].json(text);
        }
        shape.primitive().map_or_else(|| Json::from(text), |primitive| primitive.json(text, true))
    }
}

/// Quotes a name that the caller may have chosen, cut to a readable length.
fn quoted(name: &str) -> String {
    format!("`{}`", cut(name))
}

fn cut(name: &str) -> String {
    const LONGEST: usize = 100;
    let cut: String = name.chars().take(LONGEST).collect();
    let more = if cut.len() < name.len() { "…" } else { "" };
    format!("{cut}{more}")
}
