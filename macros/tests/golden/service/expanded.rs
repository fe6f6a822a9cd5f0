impl ::alignet::Environment {
    /// A machine nearby.
    ///
    /// It is slow.
    ///
    /// Declared in `service/contract.toml:28`.
    pub const LOCAL_2: Self = Self::built_in(
        "LOCAL_2",
        &[::std::borrow::Cow::Borrowed("https://main.example.com:8443")],
        &[
            ::alignet::codegen::Value::Text(::std::borrow::Cow::Borrowed("2")),
            ::alignet::codegen::Value::Keys(
                ::std::borrow::Cow::Borrowed(
                    &[
                        ::std::borrow::Cow::Borrowed(
                            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAthis+key+is+for+tests+alone+and+opens+nothing/this+key+is+for+tests+alone+and+opens+nothing/this+key+is+for+tests+alone+and+opens+nothing/this+key+is+for+tests+alone+and+opens+nothing/this+key+is+for+tests+alone+and+opens+nothing/this+key+is+for+tests+alone+and+opens+nothing/this+key+is+for+tests+alone+and+opens+nothing/this+key+is+for+temQIDAQAB",
                        ),
                    ],
                ),
            ),
        ],
    );
    /// Every built-in environment.
    pub const ALL: &'static [Self] = &[Self::LOCAL_2];
    /// Returns the built-in environment with this name, in any case.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](::alignet::ErrorKind::Config) if there is none; the error lists the valid
    /// names.
    pub fn named(name: &str) -> Result<Self, ::alignet::Error> {
        Self::find(Self::ALL, name)
    }
    /// Returns the built-in environment that the variable `ALIGNET_ENVIRONMENT` names, in any case.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](::alignet::ErrorKind::Config) if the variable is not set, or names no
    /// environment.
    pub fn from_env() -> Result<Self, ::alignet::Error> {
        Self::find_from_env(Self::ALL)
    }
    /// Starts an environment that is not built in. Every value must be set before it can be built.
    pub fn custom() -> CustomEnvironmentBuilder {
        CustomEnvironment::builder()
    }
    /// The version.
    pub fn version(&self) -> &str {
        self.value(0usize)
    }
    /// The signers.
    pub fn signing_keys(&self) -> impl ::core::iter::Iterator<Item = &str> {
        self.keys(1usize)
    }
}
/// The values of an environment that is not built in.
#[doc(hidden)]
#[derive(Debug, ::alignet::codegen::Builder)]
#[builder(into = ::alignet::Environment)]
pub struct CustomEnvironment {
    /// The base URL of origin `main`, scheme and host alone. Answers everything.
    pub main: String,
    /// The version.
    pub version: String,
    /// The signers. An array, a `Vec` or anything else that yields strings.
    pub signing_keys: ::alignet::codegen::Keys,
}
impl From<CustomEnvironment> for ::alignet::Environment {
    fn from(custom: CustomEnvironment) -> Self {
        Self::assembled(
            [custom.main],
            [custom.version.into(), custom.signing_keys.into()],
        )
    }
}
impl ::alignet::Client {
    /// Mints the access token.
    ///
    /// It costs nothing.
    ///
    /// `POST /token`; repeating it: harmless. [`GetToken`](::alignet::api::GetToken) has its fields, an example and its errors.
    pub fn get_token(&self) -> GetToken {
        GetToken::new(self)
    }
    /// Reads everything.
    ///
    /// `GET /all`; repeating it: safe. [`ReadAll`](::alignet::api::ReadAll) has its fields, an example and its errors.
    pub fn read_all(&self) -> ReadAll {
        ReadAll::new(self)
    }
}
#[doc(hidden)]
pub const HEADERS: &[::alignet::codegen::Fixed] = &[
    ("x-version", ::alignet::codegen::Source::Environment(0)),
    ("x-client", ::alignet::codegen::Source::Text("Rust")),
];
#[doc(hidden)]
pub const FETCH_TOKEN: ::alignet::codegen::FetchToken = ::alignet::codegen::fetch_token::<
    GetTokenRequest,
>;
impl ::alignet::codegen::FetchesTokens for GetTokenRequest {
    fn request(scopes: &'static str) -> Self {
        Self {
            wishes: ::alignet::Scopes::written("read"),
            scope: ::alignet::Scopes::written(scopes),
            hint: Default::default(),
        }
    }
    fn token(reply: Self::Reply) -> (::alignet::ExpiringSecret, Option<String>) {
        (reply.pass, reply.kind)
    }
}
/// The result of the call.
///
/// Declared in `service/contract.toml:69`.
#[derive(Debug, Clone, PartialEq, ::alignet::codegen::Received)]
#[non_exhaustive]
pub struct Outcome {
    /// The field `code`.
    pub code: Option<String>,
    /// The field `message_ilgn`.
    pub message_ilgn: Vec<Sentence>,
}
/// A sentence.
///
/// Declared in `service/contract.toml:73`.
#[derive(Debug, Clone, PartialEq, ::alignet::codegen::Received)]
#[non_exhaustive]
pub struct Sentence {
    /// The field `locale`.
    pub locale: Option<String>,
    /// The field `value`.
    pub value: Option<String>,
}
/// The reply of `get_token`.
///
/// Declared in `service/contract.toml:37`.
#[derive(Debug, Clone, ::alignet::codegen::Received)]
#[non_exhaustive]
pub struct GetTokenReply {
    /// The field `success`.
    #[wire(special)]
    pub success: bool,
    /// The field `pass`.
    #[wire(special)]
    pub pass: ::alignet::ExpiringSecret,
    /// The field `kind`.
    #[wire(strict)]
    pub kind: Option<String>,
    /// The field `lives`.
    #[wire(special, strict)]
    pub lives: Option<::std::time::Duration>,
    /// The field `status`.
    pub status: Option<Outcome>,
}
/// The reply of `read_all`.
///
/// Declared in `service/contract.toml:61`.
#[derive(Debug, Clone, PartialEq, ::alignet::codegen::Received)]
#[non_exhaustive]
pub struct ReadAllReply {
    /// The field `success`.
    #[wire(special)]
    pub success: bool,
    /// The field `status`.
    pub status: Option<Outcome>,
}
/// Mints the access token.
///
/// It costs nothing.
///
/// `POST /token` on the origin `main`.
///
/// - Access token: none.
/// - Repeating it: harmless; it makes another of something that costs nothing. Temporary failures are retried.
/// - Reply: [`GetTokenReply`].
/// - Declared in `service/contract.toml:37`.
///
/// # Example
///
/// ```no_run
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = alignet.get_token().send().await?;
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`wishes`](GetToken::wishes), `read` unless set.
/// - [`scope`](GetToken::scope), `read write` unless set.
/// - [`hint`](GetToken::hint), optional.
///
/// # On the wire
///
/// A request:
///
/// ```json
/// { "client_id": "c", "wishes": "read", "scope": "read write" }
/// ```
///
/// A reply:
///
/// ```json
/// { "success": true, "pass": "p", "lives": 60, "status": { "code": "00", "message_ilgn": [] } }
/// ```
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when a value can't be sent as given; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when the service answers with HTTP 200 that it did not do it; `reply` holds the JSON that it sent.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`NotFound`](::alignet::ErrorKind::NotFound) when there is no such thing, and `Conflict` when the request contradicts what is there.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when the service asks for patience; `retry_after` says how long.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` says where.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// [`Error::delivery`](::alignet::Error::delivery) says how far the request got.
#[doc(hidden)]
#[derive(Debug, ::alignet::codegen::Builder, ::alignet::codegen::Sent)]
#[builder(call = GetToken, reply = GetTokenReply)]
pub struct GetTokenRequest {
    /// The field `wishes`. `read` unless set.
    #[builder(default = ::alignet::Scopes::written("read"))]
    wishes: ::alignet::Scopes,
    /// The field `scope`. `read write` unless set.
    #[builder(default = ::alignet::Scopes::written("read write"))]
    scope: ::alignet::Scopes,
    /// The field `hint`.
    hint: Option<String>,
}
impl ::alignet::codegen::Endpoint for GetTokenRequest {
    type Reply = GetTokenReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::post(
            "get_token",
            0,
            "/token",
        )
        .repeat(::alignet::codegen::Repeat::Harmless)
        .headers(HEADERS)
        .body(&[("client_id", ::alignet::codegen::Source::ClientId)])
        .reply_secrets("pass")
        .status(&["status"]);
    fn bind(reply: &mut Self::Reply, sent: ::alignet::codegen::Sent) {
        reply.pass.bind(sent, reply.lives);
    }
}
/// Reads everything.
///
/// `GET /all` on the origin `main`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `read`.
/// - Repeating it: safe; it reads. Temporary failures are retried.
/// - Reply: [`ReadAllReply`].
/// - Declared in `service/contract.toml:61`.
///
/// # Example
///
/// ```no_run
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = alignet.read_all().send().await?;
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when a value can't be sent as given; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when the service answers with HTTP 200 that it did not do it; `reply` holds the JSON that it sent.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or a renewed access token still is.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks a scope.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`NotFound`](::alignet::ErrorKind::NotFound) when there is no such thing, and `Conflict` when the request contradicts what is there.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when the service asks for patience; `retry_after` says how long.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` says where.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// [`Error::delivery`](::alignet::Error::delivery) says how far the request got.
#[doc(hidden)]
#[derive(Debug, ::alignet::codegen::Builder, ::alignet::codegen::Bodiless)]
#[builder(call = ReadAll, reply = ReadAllReply)]
pub struct ReadAllRequest {}
impl ::alignet::codegen::Endpoint for ReadAllRequest {
    type Reply = ReadAllReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::get(
            "read_all",
            0,
            "/all",
        )
        .repeat(::alignet::codegen::Repeat::Safe)
        .bearer("read", FETCH_TOKEN)
        .headers(HEADERS)
        .status(&["status"]);
}
