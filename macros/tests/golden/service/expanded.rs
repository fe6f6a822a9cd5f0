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
    pub fn named(name: &str) -> ::core::result::Result<Self, ::alignet::Error> {
        Self::find(Self::ALL, name)
    }
    /// Returns the built-in environment that the variable `ALIGNET_ENVIRONMENT` names, in any case, or the custom one that
    /// it holds: a JSON object with every value that [`custom`](Self::custom) takes. `alignet-sandbox --env-file` writes one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](::alignet::ErrorKind::Config) if the variable is not set, names no environment, or holds
    /// JSON that lacks a value or has another.
    pub fn from_env() -> ::core::result::Result<Self, ::alignet::Error> {
        Self::find_from_env(Self::ALL, &["main"], &["version", "signing_keys"])
    }
    /// Starts an environment that is not built in. Every value must be set before it can be built.
    pub fn custom() -> CustomEnvironmentBuilder {
        CustomEnvironmentBuilder {
            main: CustomEnvironmentBuilder_needs::main,
            version: CustomEnvironmentBuilder_needs::version,
            signing_keys: CustomEnvironmentBuilder_needs::signing_keys,
        }
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
///Sets the values of [`Environment`](::alignet::Environment), then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct CustomEnvironmentBuilder<
    F_0 = CustomEnvironmentBuilder_needs::main,
    F_1 = CustomEnvironmentBuilder_needs::version,
    F_2 = CustomEnvironmentBuilder_needs::signing_keys,
> {
    main: F_0,
    version: F_1,
    signing_keys: F_2,
}
#[doc(hidden)]
pub mod CustomEnvironmentBuilder_needs {
    pub struct main;
    pub struct version;
    pub struct signing_keys;
}
impl<F_0, F_1, F_2> CustomEnvironmentBuilder<F_0, F_1, F_2> {
    /// The base URL of origin `main`, scheme and host alone. Answers everything. Required.
    pub fn main(
        self,
        main: impl ::core::convert::Into<::std::string::String>,
    ) -> CustomEnvironmentBuilder<::std::string::String, F_1, F_2> {
        CustomEnvironmentBuilder {
            main: main.into(),
            version: self.version,
            signing_keys: self.signing_keys,
        }
    }
    /// The version. Required.
    pub fn version(
        self,
        version: impl ::core::convert::Into<::std::string::String>,
    ) -> CustomEnvironmentBuilder<F_0, ::std::string::String, F_2> {
        CustomEnvironmentBuilder {
            main: self.main,
            version: version.into(),
            signing_keys: self.signing_keys,
        }
    }
    /// The signers. An array, a `Vec` or anything else that yields strings. Required.
    pub fn signing_keys(
        self,
        signing_keys: impl ::core::convert::Into<::alignet::codegen::Keys>,
    ) -> CustomEnvironmentBuilder<F_0, F_1, ::alignet::codegen::Keys> {
        CustomEnvironmentBuilder {
            main: self.main,
            version: self.version,
            signing_keys: signing_keys.into(),
        }
    }
}
impl<F_0, F_1, F_2> CustomEnvironmentBuilder<F_0, F_1, F_2>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>
        + ::alignet::codegen::IsSet<F_1, ::std::string::String>
        + ::alignet::codegen::IsSet<F_2, ::alignet::codegen::Keys>,
{
    /// Builds the value.
    pub fn build(self) -> ::alignet::Environment {
        ::alignet::Environment::assembled(
            [<Self as ::alignet::codegen::IsSet<_, _>>::value(self.main)],
            [
                ::core::convert::Into::into(
                    <Self as ::alignet::codegen::IsSet<_, _>>::value(self.version),
                ),
                ::core::convert::Into::into(
                    <Self as ::alignet::codegen::IsSet<_, _>>::value(self.signing_keys),
                ),
            ],
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
            hint: ::core::default::Default::default(),
        }
    }
    fn token(
        reply: Self::Reply,
    ) -> (::alignet::ExpiringSecret, ::core::option::Option<::std::string::String>) {
        (reply.pass, reply.kind)
    }
}
/// The result of the call.
///
/// Declared in `service/contract.toml:69`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// The field `code`: text. Declared in `service/contract.toml:71`.
    pub code: ::core::option::Option<::std::string::String>,
    /// The field `message_ilgn`: a list, each item a value of `Sentence`. Declared in `service/contract.toml:71`.
    pub message_ilgn: ::std::vec::Vec<Sentence>,
}
impl ::alignet::codegen::Object for Outcome {
    const NAMES: &'static [&'static str] = &["code", "message_ilgn"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain};
        writer
            .write(Self::NAMES, (Optional(Plain(&self.code)), Plain(&self.message_ilgn)))
    }
}
impl ::alignet::codegen::serde::Serialize for Outcome {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for Outcome {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Items, Lenient, Plain};
        let (Lenient(Plain(__code)), Items(__message_ilgn)) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            code: __code,
            message_ilgn: __message_ilgn,
        })
    }
}
/// A sentence.
///
/// Declared in `service/contract.toml:73`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct Sentence {
    /// The field `locale`: text. Declared in `service/contract.toml:75`.
    pub locale: ::core::option::Option<::std::string::String>,
    /// The field `value`: text. Declared in `service/contract.toml:75`.
    pub value: ::core::option::Option<::std::string::String>,
}
impl ::alignet::codegen::Object for Sentence {
    const NAMES: &'static [&'static str] = &["locale", "value"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain};
        writer
            .write(
                Self::NAMES,
                (Optional(Plain(&self.locale)), Optional(Plain(&self.value))),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for Sentence {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for Sentence {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Lenient, Plain};
        let (Lenient(Plain(__locale)), Lenient(Plain(__value))) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            locale: __locale,
            value: __value,
        })
    }
}
/// The reply of `get_token`.
///
/// `Serialize` leaves out secrets: `pass`. `Deserialize` requires `pass`.
///
/// Declared in `service/contract.toml:37`.
#[derive(::core::fmt::Debug, ::core::clone::Clone)]
#[non_exhaustive]
pub struct GetTokenReply {
    /// The field `success`: `true` or `false`. Declared in `service/contract.toml:51`.
    pub success: bool,
    /// The field `pass`: a secret. Declared in `service/contract.toml:52`.
    pub pass: ::alignet::ExpiringSecret,
    /// The field `kind`: text. Declared in `service/contract.toml:53`.
    pub kind: ::core::option::Option<::std::string::String>,
    /// The field `lives`: a duration in whole seconds. Declared in `service/contract.toml:54`.
    pub lives: ::core::option::Option<::std::time::Duration>,
    /// The field `status`: a value of `Outcome`. Declared in `service/contract.toml:55`.
    pub status: ::core::option::Option<Outcome>,
}
impl ::alignet::codegen::Object for GetTokenReply {
    const NAMES: &'static [&'static str] = &[
        "success",
        "pass",
        "kind",
        "lives",
        "status",
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    (Special(&self.success), Special(&self.pass)),
                    (
                        Optional(Plain(&self.kind)),
                        (Optional(Special(&self.lives)), Optional(Plain(&self.status))),
                    ),
                ),
            )
    }
    fn bind(&mut self, sent: ::alignet::codegen::Sent) {
        self.pass.bind(sent, self.lives);
    }
}
impl ::alignet::codegen::serde::Serialize for GetTokenReply {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for GetTokenReply {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Lenient, Optional, Plain, Special};
        let (
            (Special(__success), Special(__pass)),
            (
                Optional(Plain(__kind)),
                (Optional(Special(__lives)), Lenient(Plain(__status))),
            ),
        ) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            success: __success,
            pass: __pass,
            kind: __kind,
            lives: __lives,
            status: __status,
        })
    }
}
/// The reply of `read_all`.
///
/// Declared in `service/contract.toml:61`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ReadAllReply {
    /// The field `success`: `true` or `false`. Declared in `service/contract.toml:67`.
    pub success: bool,
    /// The field `status`: a value of `Outcome`. Declared in `service/contract.toml:67`.
    pub status: ::core::option::Option<Outcome>,
}
impl ::alignet::codegen::Object for ReadAllReply {
    const NAMES: &'static [&'static str] = &["success", "status"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(Self::NAMES, (Special(&self.success), Optional(Plain(&self.status))))
    }
}
impl ::alignet::codegen::serde::Serialize for ReadAllReply {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ReadAllReply {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Lenient, Plain, Special};
        let (Special(__success), Lenient(Plain(__status))) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            success: __success,
            status: __status,
        })
    }
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
/// println!("{:?}", reply.kind);
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`wishes`](GetToken::wishes), `read` unless set, in the body. Scopes of access tokens.
/// - [`scope`](GetToken::scope), `read write` unless set, in the body. Scopes of access tokens.
/// - [`hint`](GetToken::hint), optional, in the body. Text.
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
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`Conflict`](::alignet::ErrorKind::Conflict) when the request contradicts what the service has.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call costs nothing, so no error is indeterminate: send it again. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct GetToken {
    call: ::alignet::codegen::Call,
    request: GetTokenRequest,
}
impl GetToken {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: GetTokenRequest {
                wishes: ::alignet::Scopes::written("read"),
                scope: ::alignet::Scopes::written("read write"),
                hint: ::core::option::Option::None,
            },
        }
    }
}
impl GetToken {
    /// The field `wishes`: scopes of access tokens. `read` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `service/contract.toml:46`.
    pub fn wishes<By_>(
        mut self,
        wishes: impl ::alignet::IntoOption<::alignet::Scopes, By_>,
    ) -> Self {
        self.request.wishes = wishes
            .into_option()
            .unwrap_or(::alignet::Scopes::written("read"));
        self
    }
    /// The field `scope`: scopes of access tokens. `read write` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `service/contract.toml:47`.
    pub fn scope<By_>(
        mut self,
        scope: impl ::alignet::IntoOption<::alignet::Scopes, By_>,
    ) -> Self {
        self.request.scope = scope
            .into_option()
            .unwrap_or(::alignet::Scopes::written("read write"));
        self
    }
    /// The field `hint`: text. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `service/contract.toml:48`.
    pub fn hint<By_>(
        mut self,
        hint: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.request.hint = hint.into_option();
        self
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl GetToken {
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<GetTokenReply, ::alignet::Error>,
    > {
        self.call.send(self.request)
    }
    /// Sends the request and returns the reply with what surrounded it: status, headers
    /// and request id.
    ///
    /// # Errors
    ///
    /// As for `send`.
    pub fn send_with_meta(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<
            ::alignet::Response<GetTokenReply>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request)
    }
}
#[doc(hidden)]
pub struct GetTokenRequest {
    wishes: ::alignet::Scopes,
    scope: ::alignet::Scopes,
    hint: ::core::option::Option<::std::string::String>,
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
    fn body<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain};
        writer
            .write(
                &["wishes", "scope", "hint"],
                (Plain(&self.wishes), (Plain(&self.scope), Optional(Plain(&self.hint)))),
            )
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
/// println!("{:?}", reply.success);
/// # Ok(()) }
/// ```
///
/// # Errors
///
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or a renewed access token still is.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks one of the scopes `read`.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call only reads, so no error is indeterminate. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct ReadAll {
    call: ::alignet::codegen::Call,
    request: ReadAllRequest,
}
impl ReadAll {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: ReadAllRequest {},
        }
    }
}
impl ReadAll {
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl ReadAll {
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<ReadAllReply, ::alignet::Error>,
    > {
        self.call.send(self.request)
    }
    /// Sends the request and returns the reply with what surrounded it: status, headers
    /// and request id.
    ///
    /// # Errors
    ///
    /// As for `send`.
    pub fn send_with_meta(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<
            ::alignet::Response<ReadAllReply>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request)
    }
}
#[doc(hidden)]
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
