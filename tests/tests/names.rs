//! Tests that a contract compiles whatever names it gives its types, endpoints and fields. Each name that
//! could clash with generated code is either refused, or used at every place where it is allowed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use alignet_spec::{Contract, Sources, name};
use alignet_tests::nested::{Nested, workspace};

/// Type names: of Rust's prelude, of `alignet`, and of generated code.
const TYPES: &str = "Alone Amount Arc Array AsMut AsRef Bearer Binary Bodiless Boolean Box BTreeMap Builder By ByOption ByValue Bytes Call \
    Client ClientExt ClientId Clone Copy Cow Credentials Currency CustomEnvironment CustomEnvironmentBuilder D DEFAULTS \
    Debug Default Delivery Description Deserialize Deserializer Display DoubleEndedIterator Drop \
    Duration Echo Endpoint Enumeration Environment Eq Err Error ErrorKind ExactSizeIterator \
    ExpiringSecret Extend F F0 F1 F2 FetchesTokens Fields Fixed Fn FnMut FnOnce Formatter From \
    FromIterator FromStr Future Given HasOutcome Hash HeaderReader HEADERS HashMap Hasher I64 InRequest Into IntoFuture IntoIterator IntoOption \
    IsSet Items Iterator Json Key Keys Lenient List Literal Literals Members Mode Money NAMES None Notification Nullable Object Ok Operation \
    Option Optional Ord Ordering Outcome Outcomes PartialEq PartialOrd Pending Phantom PhantomData Pin \
    Plain Places Proves Range Received Repeat ReplyHeaders Request Response Result Return S Scopes Secret Send Sent \
    Serialize Serializer SingleUseSecret Sized Some Source Special States Str String Structural Sync T \
    Tagged Text ToKeep ToOwned ToString TryFrom TryInto U64 Union Unknown Unpin Value Vec Vector W WarmUp Wire Writer";

/// The type names that are refused: of the trait of the calls, and of the builder of environments, which `[api]` makes.
const RESERVED: &str = "ClientExt CustomEnvironmentBuilder";

/// The names that are refused for objects, whose builders have names too.
const RESERVED_OBJECTS: &str = "ClientExt CustomEnvironment CustomEnvironmentBuilder";

/// The names that are refused for endpoints: words of the contract language, and methods of the client.
const RESERVED_CALLS: &str =
    "Builder ClientExt Clone CustomEnvironmentBuilder Environment Notification Scopes WarmUp";

/// Field names: the parameters, variables and functions of generated code.
const FIELDS: &str = "alignet alloc api as_str await bind body bool borrow build builder call clone client complete core d \
    debug default deserialize deserializer drop eq err error expose f fields fmt from from_str given hash header \
    headers held i64 impl into into_option is_ok iter json map name names new next none null object ok operation option \
    outcome parse path place places private query reply request result s scopes segment self send \
    send_with_meta sent serde serialize serializer settle some std str string super tag tagged text this \
    timeout to_owned type u64 unknown unlisted usize value variant vec w write writer";

/// The names that are refused for fields of requests, which are methods of every call.
const RESERVED_SETTERS: &str = "new send send_with_meta timeout";

/// The names that are refused for fields of types that requests hold, which are methods of every builder.
const RESERVED_OF_OBJECTS: &str = "build";

const COMMON: &str = "origin = \"api\"\nscopes = \"get:charges\"\nrepeat = \"never\"\n\
                      status = \"meta.status\"\n";

/// Items beside the invocation that shadow those of Rust, which generated code must not mean.
const BESIDE: &str = "
    pub struct Option; pub struct Some; pub struct None; pub struct Result; pub struct Ok;
    pub struct String; pub struct Vec; pub struct Box; pub struct Send; pub struct Future;
    pub trait Default {} pub trait From {} pub trait Clone {} pub trait PartialEq {} pub trait Debug {}
    pub trait Into { fn into(&self) {} } impl<T> Into for T {}
    pub trait IntoOption { fn into_option(self) where Self: Sized {} } impl<T> IntoOption for T {}
";

fn words(names: &str) -> impl Iterator<Item = &str> {
    names.split_whitespace()
}

/// Writes a part of a contract with this name. Its other names are made unique by the number.
type Write = fn(&str, usize) -> String;

/// An endpoint that uses a type in every way.
fn user(name: &str, at: usize, more: &str) -> String {
    let held = format!(
        "own = \"{name}\", list = \"[{name}]\", map = \"{{{name}}}\", optional = \"{name}?\", \
         null = \"{name}|null\", nullable = \"{name}|null?\""
    );
    format!(
        "[try_out_{at}]\ndoc = \"Tries it.\"\nroute = \"POST /tries/{at}\"\n{COMMON}body = {{ {held} }}\n\
         reply = {{ success = \"flag\", {held}, meta = \"Meta\" }}\n{more}\n"
    )
}

fn object(name: &str, at: usize) -> String {
    let fields = "required = \"string\", optional = \"string?\", list = \"[string]\", null = \"string|null?\", \
         fixed = { const = \"A\" }, usual = { default = 1 }";
    let made = "required = \"string?\", optional = \"string?\", list = \"[string]\", null = \"string|null?\", usual = \"integer\"";
    user(name, at, "")
        + &format!("[{name}]\ndoc = \"An object.\"\nfields = {{ {fields} }}\n")
        + &made_and_shown(name, at, made)
}

/// A type that is made from this one, and an object for a browser that holds it.
fn made_and_shown(name: &str, at: usize, fields: &str) -> String {
    let once = "{ type = \"secret\", single_use = true }";
    format!(
        "[MadeFrom{at}]\ndoc = \"It is made.\"\nfrom = \"{name}\"\nfields = {{ {fields} }}\n\
         [Shows{at}]\ndoc = \"Shows it.\"\nbrowser = true\nfields = {{ nonce = {once}, made = \"MadeFrom{at}\" }}\n"
    )
}

fn enumeration(name: &str, at: usize) -> String {
    let part = format!(
        "[PartOf{at}]\ndoc = \"A part.\"\n\
         fields = {{ own = {{ type = \"{name}\", default = \"A\" }}, other = {{ type = \"{name}\", const = \"B\" }} }}\n"
    );
    let values = "A = { doc = \"It is so.\", outcome = \"authorised\" }\nB = { doc = \"No.\", outcome = \"declined\" }";
    let placed = format!(
        "[try_places_{at}]\ndoc = \"Tries it elsewhere.\"\nroute = \"PUT /tries/{at}/{{place}}\"\n{COMMON}\
         path = {{ place = \"{name}\" }}\nbody = {{ part = \"PartOf{at}\" }}\nheader = {{ X-Place = \"{name}?\" }}\n\
         query = {{ plain = \"{name}\", optional = \"{name}?\", usual = {{ type = \"{name}\", default = \"A\" }} }}\n\
         reply = {{ success = \"flag\", meta = \"Meta\" }}\n"
    );
    user(name, at, "outcome = [\"own\", \"list\", \"optional\"]")
        + &(placed + &part)
        + &format!("[{name}]\ndoc = \"One of two.\"\n[{name}.values]\n{values}\n")
}

fn union(name: &str, at: usize) -> String {
    let part = format!("[PartOf{at}]\ndoc = \"A part.\"\nfields = {{ text = \"string\" }}\n");
    let variants = format!("{{ A = \"PartOf{at}\", B = \"PartOf{at}\" }}");
    let held = "tag = \"tag\"\ncontent = \"content?\"";
    user(name, at, "") + &part + &format!("[{name}]\ndoc = \"A union.\"\n{held}\nvariants = {variants}\n")
}

fn endpoint(name: &str, at: usize) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !snake.is_empty() && name != name.to_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    let snake = name::snake(&snake);
    format!(
        "[{snake}]\ndoc = \"Does it.\"\nroute = \"POST /endpoints/{at}\"\n{COMMON}\
         body = {{ required = \"string\", optional = \"string?\" }}\n\
         reply = {{ success = \"flag\", meta = \"Meta\" }}\n"
    )
}

/// A field of every kind, at every place where a request may have it.
fn field(name: &str, at: usize) -> String {
    let everywhere = |place: &str| {
        format!(
            "[try_{place}_{at}]\ndoc = \"Tries it.\"\nroute = \"POST /{place}/{at}\"\n{COMMON}\
             reply = {{ success = \"flag\", {name} = \"string?\", meta = \"Meta\" }}\n"
        )
    };
    let mut text = String::new();
    for (index, ty) in ["\"string\"", "\"secret?\"", "{ default = 1 }", "\"string|null?\""].iter().enumerate()
    {
        let place = format!("body{index}");
        let held = format!(
            "body = {{ {name} = {ty}, named_else = {{ type = \"string\", name = \"__call\" }}, also = \"string\" }}\n"
        );
        text += &(everywhere(&place) + &held);
    }
    text += &(everywhere("query") + &format!("query = {{ {name} = \"boolean\", also = \"string?\" }}\n"));
    text += &(everywhere("reply_header")
        + &format!("reply_header = {{ {name} = \"string?\", X-Also = \"secret\" }}\n"));
    text += &(everywhere("header")
        + &format!("header = {{ X-Also = \"string\", {name} = {{ type = \"string?\" }} }}\n"));
    text
}

/// A field of a type that requests and replies hold: required, optional and with a default.
fn field_of_object(name: &str, at: usize) -> String {
    let held = |of: &str, number: usize, ty: &str| {
        user(of, at * 3 + number, "")
            + &format!("[{of}]\ndoc = \"Holds it.\"\nfields = {{ {name} = {ty}, other = \"string\" }}\n")
    };
    held(&format!("Requires{at}"), 0, "\"numeric\"")
        + &held(&format!("Allows{at}"), 1, "\"numeric?\"")
        + &held(&format!("Assumes{at}"), 2, "{ default = 1 }")
        + &made_and_shown(
            &format!("Requires{at}"),
            at,
            &format!("{name} = \"numeric?\", other = \"string\", more = \"string?\""),
        )
        + &format!(
            "[Hides{at}]\ndoc = \"Hides it.\"\nbrowser = true\nfields = {{ {name} = {{ type = \"secret\", single_use = true }} }}\n"
        )
}

/// The reason that a contract is refused; `None` if it is accepted.
fn refused(text: &str) -> Option<String> {
    let sources = Sources::from_texts("names", &[("contract.toml", text)]).extending_shipped();
    Contract::load(sources).err().map(|mistakes| mistakes.to_string())
}

/// Builds a contract with every accepted name, and lists the refused names.
fn sift(names: &str, write: Write) -> (String, Vec<&str>) {
    let (mut contract, mut refusals) = (String::new(), Vec::new());
    for (at, name) in words(names).enumerate() {
        let text = write(name, at);
        match refused(&text) {
            None => contract += &text,
            // A name of the shipped contract is tested by its own crate.
            Some(why) if why.contains("first declared at spec/contract/") => {}
            Some(_) => refusals.push(name),
        }
    }
    assert_eq!(refused(&contract), None);
    (contract, refusals)
}

#[test]
fn what_is_not_refused_compiles() {
    let nested = Nested::new("names");
    let mut modules = String::new();
    let mut files = Vec::new();
    let kinds: [(&str, &str, Write, &str); 6] = [
        ("objects", TYPES, object, RESERVED_OBJECTS),
        ("enumerations", TYPES, enumeration, RESERVED),
        ("unions", TYPES, union, RESERVED),
        ("endpoints", TYPES, endpoint, RESERVED_CALLS),
        ("fields", FIELDS, field, RESERVED_SETTERS),
        ("fields_of_objects", FIELDS, field_of_object, RESERVED_OF_OBJECTS),
    ];
    for (kind, names, write, expected) in kinds {
        let (contract, reserved) = sift(names, write);
        assert_eq!(reserved.join(" "), expected, "{kind}");
        files.push((kind, contract));
    }
    for (kind, contract) in files {
        let beside = if kind == "fields" { BESIDE } else { "" };
        modules += &format!("pub mod {kind} {{\n    alignet::client!(\"{kind}\");\n{beside}}}\n");
        nested.write(&format!("named/{kind}/contract.toml"), &contract);
    }
    nested.write_crate("named", &workspace().join("client"), &[("src/lib.rs", &modules)]);
    let said = nested.rendered("named");
    assert!(said.is_empty(), "{}", said.into_iter().map(|(_, text)| text).collect::<String>());
}
