//! An API of any size, which is written as a contract, by hand, or as OpenAPI. Its endpoints have their own
//! fields and share nested types.
//!
//! The type of a field is written as in a contract: `string`, `integer`, `boolean`, a declared name,
//! `[T]` and `T?`.

/// Fields by name and type.
pub type Fields = Vec<(&'static str, String)>;

pub struct Model {
    /// The types that the shipped contract already has.
    pub shipped: Vec<(String, Fields)>,
    pub objects: Vec<(String, Fields)>,
    pub enumerations: Vec<(&'static str, &'static [&'static str])>,
    pub endpoints: Vec<Endpoint>,
}

pub struct Endpoint {
    pub name: String,
    pub get: bool,
    /// The path, with path fields in braces.
    pub route: String,
    pub path: Fields,
    pub query: Fields,
    pub body: Fields,
    pub reply: Fields,
}

/// The number of endpoints that share a type.
const GROUP: usize = 10;

impl Model {
    pub fn new(endpoints: usize) -> Self {
        Self {
            shipped: vec![
                ("Meta".into(), fields(&[("status", "Status")])),
                ("Status".into(), fields(&[("code", "string"), ("message_ilgn", "[Message]")])),
                ("Message".into(), fields(&[("locale", "string"), ("value", "string")])),
            ],
            objects: shared().into_iter().chain((0..endpoints.div_ceil(GROUP)).map(thing)).collect(),
            enumerations: vec![
                ("Colour", &["RED", "GREEN", "BLUE", "GREY"]),
                ("State", &["NEW", "PAID", "SENT", "HELD", "LOST"]),
            ],
            endpoints: (0..endpoints).map(endpoint).collect(),
        }
    }
}

fn fields(fields: &[(&'static str, &str)]) -> Fields {
    fields.iter().map(|(name, one)| (*name, (*one).to_owned())).collect()
}

fn shared() -> [(String, Fields); 3] {
    [
        (
            "Address".into(),
            fields(&[("line", "string"), ("city", "string"), ("state", "string?"), ("country", "string")]),
        ),
        ("Owner".into(), fields(&[("name", "string"), ("email", "string?"), ("address", "Address")])),
        ("Item".into(), fields(&[("name", "string"), ("count", "integer"), ("colour", "Colour")])),
    ]
}

fn thing(group: usize) -> (String, Fields) {
    let own = [("id", "string"), ("owner", "Owner"), ("items", "[Item]"), ("colour", "Colour?")];
    (format!("Thing{group:04}"), fields(&own))
}

/// An endpoint. One in four reads, the others write.
fn endpoint(number: usize) -> Endpoint {
    let get = number % 4 == 3;
    let thing = format!("Thing{:04}", number / GROUP);
    if get {
        return Endpoint {
            name: format!("get_thing_{number:04}"),
            get,
            route: format!("/things{number:04}/{{shop}}/{{number}}"),
            path: fields(&[("shop", "string"), ("number", "integer")]),
            query: fields(&[("colour", "Colour?"), ("since", "string?")]),
            body: Fields::new(),
            reply: fields(&[("success", "boolean"), ("thing", &thing), ("meta", "Meta")]),
        };
    }
    let state = [("success", "boolean"), ("operation", "string?"), ("state", "State"), ("meta", "Meta")];
    Endpoint {
        name: format!("change_thing_{number:04}"),
        get,
        route: format!("/things{number:04}"),
        path: Fields::new(),
        query: Fields::new(),
        body: fields(&[
            ("shop", "string"),
            ("operation", "string"),
            ("thing", &thing),
            ("note", "string?"),
            ("tags", "[string]"),
        ]),
        reply: fields(&state),
    }
}

/// Converts a name to camel case.
pub fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| word.split_at(word.len().min(1)))
        .map(|(first, rest)| first.to_uppercase() + rest)
        .collect()
}
