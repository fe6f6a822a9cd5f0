//! The rules: each kind of change with its id.

macro_rules! rules {
    ($($name:ident = $id:literal: $summary:literal,)*) => {
        /// A kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule { $(#[doc = $summary] $name,)* }

        impl Rule {
            /// Every rule, in the order of the page that lists them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the id.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// Returns the rule in a sentence.
            pub const fn summary(self) -> &'static str {
                match self { $(Self::$name => $summary,)* }
            }
        }
    };
}

rules! {
    DocsChanged = "docs-changed": "A documentation, the meaning of a code, an example or the text of a deprecation is another.",
    OrderChanged = "order-changed": "The same things stand in another order.",
    Deprecated = "deprecated": "Something is deprecated now.",
    Undeprecated = "undeprecated": "Something is no longer deprecated.",

    OriginAdded = "origin-added": "Environments have one more origin.",
    OriginRemoved = "origin-removed": "Environments have one origin less.",
    EnvironmentKeyAdded = "environment-key-added": "Environments have one more value.",
    EnvironmentKeyRemoved = "environment-key-removed": "Environments have one value less.",
    EnvironmentKeyTypeChanged = "environment-key-type-changed": "A value of environments is of another type.",
    EnvironmentAdded = "environment-added": "There is another environment.",
    EnvironmentRemoved = "environment-removed": "An environment is gone.",
    EnvironmentOriginChanged = "environment-origin-changed": "A host of an environment is another.",
    EnvironmentValueChanged = "environment-value-changed": "A value of an environment is another.",
    PublicKeyAdded = "public-key-added": "An environment has another key that verifies notifications.",
    PublicKeyRemoved = "public-key-removed": "An environment has lost a key that verifies notifications.",
    ScopeAdded = "scope-added": "A scope is declared.",
    ScopeRemoved = "scope-removed": "A scope is no longer declared.",
    BearerChanged = "bearer-changed": "Access tokens come from elsewhere.",
    AlwaysChanged = "always-changed": "Every access token has other scopes.",

    EndpointAdded = "endpoint-added": "There is another endpoint.",
    EndpointRemoved = "endpoint-removed": "An endpoint is gone.",
    EndpointRenamed = "endpoint-renamed": "An endpoint with the same method and path has another name.",
    RouteChanged = "route-changed": "An endpoint has another method or path.",
    OriginChanged = "origin-changed": "Another host answers an endpoint.",
    TokenAdded = "token-added": "A call carries an access token now.",
    TokenRemoved = "token-removed": "A call carries no access token any more.",
    ScopesAdded = "scopes-added": "The access token of a call needs more scopes.",
    ScopesRemoved = "scopes-removed": "The access token of a call needs fewer scopes.",
    RepeatRelaxed = "repeat-relaxed": "A call may be repeated where it was not.",
    RepeatTightened = "repeat-tightened": "A call may not be repeated where it was.",
    KeyChanged = "key-changed": "The header with the key of a call is another, new or gone.",
    SettleAdded = "settle-added": "A query settles a call whose answer is lost.",
    SettleRemoved = "settle-removed": "No query settles a call any more.",
    SettleChanged = "settle-changed": "Another query settles a call.",
    ReferenceChanged = "reference-changed": "Another field identifies a call in the query that settles it.",
    UndoAdded = "undo-added": "A call whose end is lost can be taken back.",
    UndoRemoved = "undo-removed": "A call whose end is lost can't be taken back any more.",
    UndoChanged = "undo-changed": "Another endpoint takes a call back.",
    StatusPathChanged = "status-path-changed": "The status object is elsewhere in a reply.",
    StatusOptional = "status-optional": "A reply may lack the status object.",
    StatusRequired = "status-required": "A reply may no longer lack the status object.",
    SuccessStatusChanged = "success-status-changed": "A success has another HTTP status.",
    ReplyBodyAdded = "reply-body-added": "A success has a body now.",
    ReplyKindChanged = "reply-kind-changed": "A reply is an object, a list or a document, and was another of these.",
    ReplyMediaTypeChanged = "reply-media-type-changed": "A document is of another media type.",
    ReplyBodyRemoved = "reply-body-removed": "A success has no body any more.",
    PartialAdded = "partial-added": "A code says that a part was done.",
    PartialRemoved = "partial-removed": "No code says any more that a part was done.",
    PartialChanged = "partial-changed": "Another code says that a part was done.",
    CodeAdded = "code-added": "A code has a meaning now.",
    CodeRemoved = "code-removed": "A code has no meaning any more.",
    CodeOpened = "code-opened": "A failure with a code leaves it unknown what was done.",
    CodeClosed = "code-closed": "A failure with a code no longer leaves it unknown what was done.",
    ErrorBodyAdded = "error-body-added": "The body of a refusal has a type.",
    ErrorBodyRemoved = "error-body-removed": "The body of a refusal has no type any more.",
    ErrorBodyTypeChanged = "error-body-type-changed": "The body of a refusal has another type.",
    EchoAdded = "echo-added": "A field of a reply must repeat the request.",
    EchoRemoved = "echo-removed": "A field of a reply need not repeat the request any more.",
    EchoLoosened = "echo-loosened": "One of several values must repeat the request, where every one had to.",
    EchoTightened = "echo-tightened": "Every value must repeat the request, where one was enough.",
    CursorAdded = "cursor-added": "A list comes in pages.",
    CursorRemoved = "cursor-removed": "A list no longer comes in pages.",
    CursorChanged = "cursor-changed": "The cursor of a page is elsewhere.",
    ReplyHeadersAdded = "reply-headers-added": "A reply has declared headers now.",
    ReplyHeadersRemoved = "reply-headers-removed": "A reply has no declared headers any more.",
    ReplyTypeChanged = "reply-type-changed": "A call replies with another type.",
    RequestBodyAdded = "request-body-added": "A request has a body now.",
    RequestBodyRemoved = "request-body-removed": "A request has no body any more.",

    NotificationAdded = "notification-added": "There is another notification or return.",
    NotificationRemoved = "notification-removed": "A notification or a return is gone.",
    SignatureChanged = "signature-changed": "The signature of a notification or a return is elsewhere.",
    FormChanged = "form-changed": "Another field of a form carries the body of a return.",
    KeysChanged = "keys-changed": "Other keys verify a notification or a return.",
    MerchantChanged = "merchant-changed": "Another field names the merchant.",
    IdentityChanged = "identity-changed": "Other fields tell one notification from another.",
    OrderFieldsChanged = "order-fields-changed": "Other fields of a return say which order it is about.",

    TypeAdded = "type-added": "There is another type.",
    TypeRemoved = "type-removed": "A type is gone.",
    TypeRenamed = "type-renamed": "A type with the same structure has another name.",
    TypeKindChanged = "type-kind-changed": "A type is an object, an enumeration or a union, and was another of the three.",
    TypeEntersRequests = "type-enters-requests": "A type of replies is part of requests, too.",
    TypeLeavesRequests = "type-leaves-requests": "A type is no longer part of requests.",
    TypeEntersReplies = "type-enters-replies": "A type of requests is part of replies, too.",
    TypeLeavesReplies = "type-leaves-replies": "A type is no longer part of replies.",
    ConversionAdded = "conversion-added": "Values of another type can be given in place of those of a type.",
    ConversionRemoved = "conversion-removed": "Values of another type can't be given any more in place of those of a type.",
    BrowserAdded = "browser-added": "An object is for a browser now.",
    BrowserRemoved = "browser-removed": "An object is no longer for a browser.",
    TraitGained = "trait-gained": "A type implements a trait of Rust that it did not.",
    TraitLost = "trait-lost": "A type no longer implements a trait of Rust.",
    OutcomeAdded = "outcome-added": "An object proves the outcome of a payment now.",
    OutcomeRemoved = "outcome-removed": "An object no longer proves the outcome of a payment.",
    OutcomeFieldsChanged = "outcome-fields-changed": "Other fields of an object prove the outcome of a payment.",
    ReasonChanged = "reason-changed": "Another field has the reason of a decline.",

    ValueAdded = "value-added": "An enumeration has another value.",
    ValueRemoved = "value-removed": "A value of an enumeration is gone.",
    ValueRenamed = "value-renamed": "A value has another name in Rust.",
    ValueWireRenamed = "value-wire-renamed": "A value has another spelling on the wire.",
    ValuesTypeChanged = "values-type-changed": "The values of an enumeration are integers, and were strings, or the reverse.",
    OutcomeMoved = "outcome-moved": "A value proves another outcome.",
    StatesAdded = "states-added": "The values of an enumeration prove outcomes now.",
    StatesRemoved = "states-removed": "The values of an enumeration prove no outcomes any more.",

    TagChanged = "tag-changed": "Another field tells the variants of a union apart.",
    ContentChanged = "content-changed": "Another field holds the content of a union, or its fields stand beside the tag.",
    ContentOptional = "content-optional": "The content of a union may be absent.",
    ContentRequired = "content-required": "The content of a union may no longer be absent.",
    VariantAdded = "variant-added": "A union has another variant.",
    VariantRemoved = "variant-removed": "A variant of a union is gone.",
    VariantRenamed = "variant-renamed": "A variant has another name in Rust.",
    VariantWireRenamed = "variant-wire-renamed": "A variant has another tag.",
    VariantTypeChanged = "variant-type-changed": "A variant holds another type.",

    FieldAdded = "field-added": "There is another field.",
    FieldRemoved = "field-removed": "A field is gone.",
    FieldRenamed = "field-renamed": "A field has another name in Rust.",
    FieldWireRenamed = "field-wire-renamed": "A field has another name on the wire.",
    FieldMoved = "field-moved": "A field stands in another place of a request.",
    FieldOptional = "field-optional": "A field may be absent.",
    FieldRequired = "field-required": "A field may no longer be absent.",
    FieldTypeChanged = "field-type-changed": "A field has another type.",
    FieldRustTypeChanged = "field-rust-type-changed": "A field has another type or setter in Rust, because of a change elsewhere.",
    SecretMarked = "secret-marked": "A field is a secret now.",
    SecretUnmarked = "secret-unmarked": "A field is no secret any more.",
    FieldStrict = "field-strict": "A field that informed proves something now.",
    FieldLenient = "field-lenient": "A field that proved something only informs now.",
    FieldFixed = "field-fixed": "Callers no longer set a field: the contract does.",
    FieldFreed = "field-freed": "Callers set a field that the contract set.",
    FixedValueChanged = "fixed-value-changed": "A field that callers do not set has another value.",
    DefaultAdded = "default-added": "A field has a default.",
    DefaultRemoved = "default-removed": "A field has no default any more.",
    DefaultChanged = "default-changed": "A field has another default.",
    LifetimeChanged = "lifetime-changed": "The lifetime of a secret is elsewhere, new or gone.",
    LifetimeDefaultChanged = "lifetime-default-changed": "A secret without a stated lifetime has another one.",
    SingleUseMarked = "single-use-marked": "A secret may be used only once.",
    SingleUseUnmarked = "single-use-unmarked": "A secret may be used several times.",
    StyleChanged = "style-changed": "A list in a query is written in another style.",
    NoSecretChanged = "no-secret-changed": "A field with the name of a secret is declared to be none, or no longer.",
}
