//! The meanings of optional keys, for those who write another word. The required ones have theirs where they are read.

pub(super) const ENDPOINT: &[(&str, &str)] = &[
    ("deprecated", "the reason not to call it any more, and what to call instead"),
    ("scopes", "what the access token must allow, such as `\"get:charges\"`"),
    (
        "repeat",
        "what a second call does: `safe` reads, `harmless` makes another of something that costs nothing, `keyed` moves money once for each key, `never` may move money twice",
    ),
    ("key", "the header with the key of a `keyed` call, such as `\"Idempotency-Key\"`"),
    ("errors", "the bodies of refusals by status: `409 = \"SomeType\"`"),
    ("success", "the HTTP status of a success, such as `201`"),
    ("settle", "the endpoint that tells what became of a call, such as `\"get_charge\"`"),
    ("reference", "the field of the request by which `settle` finds the call"),
    ("undo", "the endpoint that takes a call back by its `reference`, such as `\"cancel_charge\"`"),
    ("partial", "the code of a reply that is done only in part"),
    (
        "echoes",
        "a path in the reply, or a list of them, whose value is the one that was sent, such as `\"amount\"`",
    ),
    (
        "finds",
        "a path to a list in the reply, one of which is the one that was asked for, such as `\"parcels.parcel\"`",
    ),
    (
        "cursor",
        "the field of the request that takes the cursor of the next page, and the one of the reply that has it: `cursor = { after = \"next\" }`",
    ),
    ("outcome", "the fields of the reply that prove what became of the money"),
    ("reason", "the field of the reply that says why not"),
    ("codes", "the codes of the status: `\"01\" = \"What it means.\"`"),
    ("path", "the fields in braces in `route`: `path = { id = \"string\" }`"),
    ("query", "the fields behind the `?` of the URL: `query = { day = \"string?\" }`"),
    ("header", "the headers of the request: `header = { X-Trace = \"string?\" }`"),
    ("body", "the fields of the request's JSON: `body = { amount = \"amount\" }`"),
    ("reply_header", "the headers of the reply: `reply_header = { Location = \"string\" }`"),
    ("example", "the JSON of a request and of its reply, as texts: `request` and `reply`"),
];

pub(super) const FIELD: &[(&str, &str)] = &[
    ("type", "what it holds, such as `\"string\"`"),
    ("doc", "what it means, in a sentence"),
    ("deprecated", "the reason not to use it any more, and what to use instead"),
    ("style", "how a query writes a list, such as `\"repeated\"` or `\",\"`"),
    ("name", "its name in Rust, in snake case"),
    ("const", "the value that is always sent"),
    ("default", "the value that is sent unless the caller sets another"),
    ("from", "the source of its value, such as `\"credentials.client_id\"`"),
    ("example", "a value that the documentation shows, such as `\"P-100\"`"),
    ("lifetime", "the field that says how many seconds a secret lives"),
    ("single_use", "`true` for a secret that is used once"),
    ("secret", "`false` for a name that only sounds secret"),
];

pub(super) const TYPE: &[(&str, &str)] = &[
    ("tag", "the field that tells the variants of a union apart"),
    ("content", "the field that holds the object of a variant"),
    ("outcome", "the fields that prove what became of the money"),
    ("reason", "the field that says why not"),
    ("from", "the type whose values can be given in place of this one's, such as `\"Person\"`"),
    ("browser", "`true` for an object that a script in a page of the merchant reads"),
    ("fields", "the fields of an object: `fields = { id = \"string\" }`"),
    ("values", "the values of an enumeration: `SENT = \"What it means.\"`"),
    ("variants", "the variants of a union: `SOME_TAG = \"SomeType\"`"),
];

pub(super) const NOTIFICATION: &[(&str, &str)] = &[
    ("outcome", "the fields of the body that prove what became of the money"),
    ("reason", "the field of the body that says why not"),
];

pub(super) const MEMBER: &[(&str, &str)] = &[
    ("name", "its name in Rust, in camel case"),
    ("deprecated", "the reason not to use it any more, and what to use instead"),
    (
        "outcome",
        "what the value proves: `authorised`, `cleared`, `pending`, `reversed`, `declined` or `unknown`",
    ),
    ("declined", "`true` if the service declined the part of a request that is in this state"),
];
