//! Writes the model as OpenAPI 3.0, for progenitor.

use serde_json::{Map, Value, json};

use super::model::{Endpoint, Fields, Model, camel};

pub fn json(model: &Model) -> String {
    let mut schemas = Map::new();
    for (name, fields) in model.shipped.iter().chain(&model.objects) {
        schemas.insert(name.clone(), object(fields));
    }
    for (name, values) in &model.enumerations {
        schemas.insert((*name).to_owned(), json!({ "type": "string", "enum": values }));
    }
    let mut paths = Map::new();
    for endpoint in &model.endpoints {
        let one = camel(&endpoint.name);
        if !endpoint.get {
            schemas.insert(format!("{one}Request"), object(&endpoint.body));
        }
        schemas.insert(format!("{one}Reply"), object(&endpoint.reply));
        let method = if endpoint.get { "get" } else { "post" };
        paths.insert(endpoint.route.clone(), json!({ method: operation(endpoint, &one) }));
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "Things", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
    .to_string()
}

fn operation(endpoint: &Endpoint, one: &str) -> Value {
    let parameter = |(name, held): &(&str, String), place: &str| json!({ "name": name, "in": place, "required": !held.ends_with('?'), "schema": schema(held) });
    let path = endpoint.path.iter().map(|field| parameter(field, "path"));
    let query = endpoint.query.iter().map(|field| parameter(field, "query"));
    let content = |name: String| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    let mut operation = json!({
        "operationId": endpoint.name,
        "parameters": path.chain(query).collect::<Vec<_>>(),
        "responses": { "200": { "description": "It worked.", "content": content(format!("{one}Reply")) } },
    });
    if !endpoint.get {
        operation["requestBody"] = json!({ "required": true, "content": content(format!("{one}Request")) });
    }
    operation
}

fn object(fields: &Fields) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|(name, one)| ((*name).to_owned(), schema(one))).collect();
    let required: Vec<&str> =
        fields.iter().filter(|(_, one)| !one.ends_with('?')).map(|(name, _)| *name).collect();
    json!({ "type": "object", "properties": properties, "required": required })
}

fn schema(one: &str) -> Value {
    let one = one.trim_end_matches('?');
    if let Some(item) = one.strip_prefix('[').and_then(|one| one.strip_suffix(']')) {
        return json!({ "type": "array", "items": schema(item) });
    }
    match one {
        "string" | "integer" | "boolean" => json!({ "type": one }),
        declared => json!({ "$ref": format!("#/components/schemas/{declared}") }),
    }
}
