/// What became of a change.
///
/// Declared in `things/contract.toml:67`.
#[derive(Debug, Clone, ::alignet::codegen::Received)]
#[derive(::alignet::codegen::Outcome)]
#[outcome(of(state))]
#[non_exhaustive]
pub struct ThingReply {
    /// The field `success`.
    #[wire(special)]
    pub success: bool,
    /// The field `price`.
    pub price: Option<::alignet::Amount>,
    /// The field `refund`.
    pub refund: ::alignet::Nullable<::alignet::Amount>,
    /// The field `paid_in`.
    pub paid_in: Option<::alignet::Currency>,
    /// The field `state`.
    pub state: ThingState,
    /// The field `keys`.
    pub keys: Option<Vec<ThingKey>>,
    /// The field `meta`.
    pub meta: Option<::alignet::api::Meta>,
}
/// Something.
///
/// Declared in `things/contract.toml:79`.
#[derive(
    Debug,
    Clone,
    ::alignet::codegen::Builder,
    ::alignet::codegen::Sent,
    ::alignet::codegen::Received
)]
#[wire(strict)]
#[non_exhaustive]
pub struct Thing {
    /// Whether it has depth. `3d` on the wire.
    #[wire("3d")]
    pub _3d: bool,
    /// The field `type`. `type` on the wire.
    #[wire("type")]
    pub type_: String,
    /// The field `cost`.
    #[wire(special)]
    pub cost: i64,
    /// The field `colour`.
    pub colour: Option<Colour>,
    /// The field `owner`.
    #[wire(present)]
    #[builder(required)]
    pub owner: Option<String>,
    /// The field `parts`.
    pub parts: Vec<ThingPart>,
    /// The field `extra`.
    pub extra: ::std::collections::BTreeMap<String, ::alignet::Json>,
    /// The field `otp`.
    #[wire(special)]
    pub otp: Option<::alignet::Secret>,
}
/// A colour.
///
/// Declared in `things/contract.toml:91`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ::alignet::codegen::Enumeration)]
#[non_exhaustive]
pub enum Colour {
    /// As a rose. `RED` on the wire.
    #[wire("RED")]
    Red,
    /// As a fir. `DARK_GREEN` on the wire.
    #[wire("DARK_GREEN")]
    Green,
    /// A value that the contract does not list, kept as it came.
    Unknown(::alignet::Unknown),
}
/// A part of a thing.
///
/// Declared in `things/contract.toml:97`.
#[derive(Clone, PartialEq, ::alignet::codegen::Union)]
#[union(tag = "kind", content = "of", sent, received)]
#[allow(clippy::large_enum_variant)]
#[non_exhaustive]
pub enum ThingPart {
    /// A wheel.
    #[wire("WHEEL")]
    Wheel(Option<Wheel>),
    /// A variant that the contract does not list: the JSON as it came.
    Unknown(::alignet::Json),
}
/// A wheel.
///
/// Declared in `things/contract.toml:104`.
#[derive(
    Debug,
    Clone,
    PartialEq,
    ::alignet::codegen::Builder,
    ::alignet::codegen::Sent,
    ::alignet::codegen::Received
)]
#[wire(strict)]
#[non_exhaustive]
pub struct Wheel {
    /// The field `spokes`.
    pub spokes: i64,
}
/// Opens a thing.
///
/// Declared in `things/contract.toml:109`.
#[derive(Clone, ::alignet::codegen::Union)]
#[union(tag = "kind", received)]
#[allow(clippy::large_enum_variant)]
#[non_exhaustive]
pub enum ThingKey {
    /// A lock, perhaps with others behind it.
    #[wire("LOCK")]
    Lock(Lock),
    /// A variant that the contract does not list: the JSON as it came.
    Unknown(::alignet::Json),
}
/// A lock, perhaps with others behind it.
///
/// Declared in `things/contract.toml:114`.
#[derive(Debug, Clone, ::alignet::codegen::Received)]
#[non_exhaustive]
pub struct Lock {
    /// The field `code`.
    #[wire(special)]
    pub code: ::alignet::Secret,
    /// The field `behind`.
    pub behind: Vec<Lock>,
}
/// A sale of a thing.
///
/// Declared in `things/contract.toml:118`.
#[derive(Debug, Clone, PartialEq, ::alignet::codegen::Received)]
#[derive(::alignet::codegen::Outcome)]
#[outcome(of(state))]
#[non_exhaustive]
pub struct ThingSale {
    /// The field `state`.
    pub state: ThingState,
    /// The field `ticket`.
    pub ticket: Option<String>,
}
/// How a sale stands.
///
/// Declared in `things/contract.toml:123`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, ::alignet::codegen::Enumeration)]
#[non_exhaustive]
pub enum ThingState {
    /// It is paid. `PAID` on the wire. [`Authorised`](::alignet::Outcome::Authorised).
    #[wire("PAID", Authorised)]
    Paid,
    /// It isn't, yet. `OPEN` on the wire. [`Pending`](::alignet::Outcome::Pending).
    #[wire("OPEN", Pending)]
    Open,
    /// It never will be. `GONE` on the wire. [`Declined`](::alignet::Outcome::Declined).
    #[wire("GONE", Declined)]
    Gone,
    /// It is on its way, paid or not. `SENT` on the wire. [`Unknown`](::alignet::Outcome::Unknown).
    #[wire("SENT", Unknown)]
    Sent,
    /// A value that the contract does not list, kept as it came.
    Unknown(::alignet::Unknown),
}
/// The reply of `get_thing`.
///
/// Declared in `things/contract.toml:1`.
#[derive(Debug, ::alignet::codegen::Received)]
#[derive(::alignet::codegen::Outcome)]
#[outcome(of(state, sales), reason(why))]
#[non_exhaustive]
pub struct GetThingReply {
    /// The field `success`.
    #[wire(special)]
    pub success: bool,
    /// The field `shop`.
    #[wire(strict)]
    pub shop: Option<String>,
    /// The field `thing`.
    pub thing: Option<Thing>,
    /// The field `state`.
    pub state: ThingState,
    /// The field `sales`.
    #[wire(strict)]
    pub sales: ::alignet::Nullable<Vec<ThingSale>>,
    /// The field `why`.
    pub why: Option<String>,
    /// The field `openKey`. `openKey` on the wire.
    #[wire("openKey", special)]
    pub open_key: ::alignet::SingleUseSecret,
    /// The field `keptFor`. `keptFor` on the wire.
    #[wire("keptFor", special)]
    pub kept_for: ::std::time::Duration,
    /// The field `meta`.
    pub meta: Option<::alignet::api::Meta>,
}
/// Tells that a thing changed.
///
/// A notification: it comes unasked, in a `POST` signed in the header `X-Signed-With`. The feature `webhooks` of `alignet` verifies it.
///
/// It may arrive more than once and out of order; two are the same notification if their `shop`, `colour` are equal.
///
/// ```json
/// { "shop": "S1", "colour": "RED" }
/// ```
///
/// Declared in `things/contract.toml:131`.
#[derive(Debug, Clone, PartialEq, ::alignet::codegen::Received)]
#[non_exhaustive]
pub struct ThingNotification {
    /// The field `shop`.
    pub shop: String,
    /// The field `colour`.
    pub colour: Colour,
    /// The field `meta`.
    #[wire(strict)]
    pub meta: Option<::alignet::api::Meta>,
}
/// Tells how a sale stands.
///
/// A notification: it comes unasked, in a `POST` signed in the header `X-Signed-With`. The feature `webhooks` of `alignet` verifies it.
///
/// It may arrive more than once and out of order; two are the same notification if their `sale.state` are equal.
///
/// ```json
/// { "success": true, "shop": "S1", "sale": { "state": "PAID" } }
/// ```
///
/// Declared in `things/contract.toml:147`.
#[derive(Debug, Clone, PartialEq, ::alignet::codegen::Received)]
#[derive(::alignet::codegen::Outcome)]
#[outcome(of(sale), told(success(went_well), code(meta?.status?.code?), optional))]
#[non_exhaustive]
pub struct ThingSaleNotification {
    /// The field `success`. `success` on the wire.
    #[wire("success", special)]
    pub went_well: bool,
    /// The field `shop`.
    pub shop: String,
    /// The field `sale`.
    pub sale: ThingSale,
    /// The field `meta`.
    #[wire(strict)]
    pub meta: Option<::alignet::api::Meta>,
}
/// Gets a thing.
///
/// `GET /shops/{shop}/things/{thing}` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token get:charges`.
/// - Repeating it: safe; it reads. Temporary failures are retried.
/// - Reply: [`GetThingReply`].
/// - Bound to the request by `shop`, `sales.ticket`: a reply that holds another value there fails with [`Protocol`](::alignet::ErrorKind::Protocol).
/// - Proof of funds: `reply.outcome()`, when it [`is_paid`](::alignet::Outcome::is_paid).
/// - Declared in `things/contract.toml:1`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = GetThing::new(&alignet)
///     .shop("…")
///     .thing(1)
///     .send()
///     .await?;
/// let proven = reply.outcome().is_authorised(); // nothing else proves funds
/// let left = reply.open_key.remaining();
/// let open_key = reply.open_key.expose()?; // consumes it
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`shop`](GetThing::shop), required.
/// - [`thing`](GetThing::thing), required. Which thing.
/// - [`colour`](GetThing::colour), optional.
/// - [`ticket`](GetThing::ticket), optional.
/// - [`payment_facilitator_code`](GetThing::payment_facilitator_code), optional.
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when a value can't be sent as given, such as an empty one in the path; nothing is sent then.
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
#[builder(call = GetThing, reply = GetThingReply)]
pub struct GetThingRequest {
    /// The field `shop`.
    shop: String,
    /// Which thing.
    thing: i64,
    /// The field `colour`.
    colour: Option<Colour>,
    /// The field `ticket`.
    ticket: Option<String>,
    /// The field `payment-facilitator-code`. `payment-facilitator-code` on the wire.
    payment_facilitator_code: Option<String>,
}
impl ::alignet::codegen::Endpoint for GetThingRequest {
    type Reply = GetThingReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::get(
            "get_thing",
            1,
            "/shops/{shop}/things/{thing}",
        )
        .repeat(::alignet::codegen::Repeat::Safe)
        .bearer("create:token get:charges", ::alignet::api::FETCH_TOKEN)
        .headers(::alignet::api::HEADERS)
        .outcomes(&[("state", ThingState::STATES), ("sales.state", ThingState::STATES)])
        .echoes(
            &[
                ::alignet::codegen::Echo::text("shop", "shop").optional(),
                ::alignet::codegen::Echo::text("sales.ticket", "ticket")
                    .in_one()
                    .optional(),
            ],
        )
        .reply_secrets("openKey\notp")
        .optional_status(&["meta", "status"]);
    fn place(&self, places: &mut ::alignet::codegen::Places) {
        places.segment("shop", &self.shop);
        places.segment("thing", &self.thing);
        places.query("colour", &self.colour);
        places.query("ticket", &self.ticket);
        places.header("payment-facilitator-code", &self.payment_facilitator_code);
    }
    fn bind(reply: &mut Self::Reply, sent: ::alignet::codegen::Sent) {
        reply.open_key.bind(sent, reply.kept_for);
    }
}
/// Changes a thing.
///
/// `PUT /things` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token post:charges`.
/// - Repeating it: never; it could be done twice. It is sent again only when it can't have left, and a failure after that says `is_indeterminate`: query before sending it again.
/// - If the answer is lost: query `get_thing` with its `ticket`, the error's [`reference`](::alignet::Error::reference).
/// - Reply: [`ThingReply`].
/// - Bound to the request by `price`: a reply that holds another value there fails with [`Protocol`](::alignet::ErrorKind::Protocol).
/// - Declared in `things/contract.toml:27`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = ChangeThing::new(&alignet)
///     .thing(Thing::builder()
///         ._3d(true)
///         .type_("…")
///         .cost(1)
///         .owner(None)
///         .parts(vec![])
///         .extra(std::collections::BTreeMap::new())
///         .build())
///     .pin("…")
///     .ticket("…")
///     .price(alignet::Amount::from_minor(15000))
///     .memo(None)
///     .send()
///     .await?;
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`thing`](ChangeThing::thing), required.
/// - [`pin`](ChangeThing::pin), required.
/// - [`ticket`](ChangeThing::ticket), required.
/// - [`wrap`](ChangeThing::wrap), `false` unless set.
/// - [`price`](ChangeThing::price), required. What it costs.
/// - [`fee`](ChangeThing::fee), `0100` unless set.
/// - [`money`](ChangeThing::money), `036` unless set.
/// - [`limits`](ChangeThing::limits), optional.
/// - [`note`](ChangeThing::note), optional. A note; null removes it.
/// - [`memo`](ChangeThing::memo), required.
/// - [`paint`](ChangeThing::paint), `DARK_GREEN` unless set.
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when a value can't be sent as given; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when the service answers with HTTP 200 that it did not do it; `reply` holds the JSON that it sent.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or the access token is: it is renewed, and the call is yours to send again when the error `is_temporary`.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks a scope.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`NotFound`](::alignet::ErrorKind::NotFound) when there is no such thing, and `Conflict` when the request contradicts what is there.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when the service asks for patience; `retry_after` says how long.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` says where.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// [`Error::delivery`](::alignet::Error::delivery) says how far the request got.
#[doc(hidden)]
#[derive(Debug, ::alignet::codegen::Builder, ::alignet::codegen::Sent)]
#[builder(call = ChangeThing, reply = ThingReply)]
pub struct ChangeThingRequest {
    /// The field `thing`.
    thing: Thing,
    /// The field `pin`.
    #[wire(special)]
    pin: ::alignet::Secret,
    /// The field `ticket`.
    ticket: String,
    /// The field `wrap`. `false` unless set.
    #[builder(default = false)]
    wrap: bool,
    /// What it costs.
    price: ::alignet::Amount,
    /// The field `fee`. `0100` unless set.
    #[builder(default = ::alignet::Amount::from_minor(100u64))]
    fee: ::alignet::Amount,
    /// The field `money`. `036` unless set.
    #[builder(default = ::alignet::Currency::numbered(36u16))]
    money: ::alignet::Currency,
    /// The field `limits`.
    limits: Option<Vec<Option<::alignet::Amount>>>,
    /// A note; null removes it.
    note: ::alignet::Nullable<String>,
    /// The field `memo`.
    #[wire(present)]
    #[builder(required)]
    memo: Option<String>,
    /// The field `paint`. `DARK_GREEN` unless set.
    #[builder(default = Colour::Green)]
    paint: Colour,
}
impl ::alignet::codegen::Endpoint for ChangeThingRequest {
    type Reply = ThingReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::put(
            "change_thing",
            1,
            "/things",
        )
        .repeat(::alignet::codegen::Repeat::Never)
        .settled_by("get_thing", "ticket")
        .bearer("create:token post:charges", ::alignet::api::FETCH_TOKEN)
        .headers(::alignet::api::HEADERS)
        .body(
            &[
                ("action", ::alignet::codegen::Source::Text("change")),
                ("shop", ::alignet::codegen::Source::ClientId),
                ("shown", ::alignet::codegen::Source::Text("604")),
            ],
        )
        .outcomes(&[("state", ThingState::STATES)])
        .echoes(&[::alignet::codegen::Echo::number("price", "price")])
        .secrets("otp\npin")
        .reply_secrets("code")
        .optional_status(&["meta", "status"]);
}
/// Lends a thing to anyone.
///
/// `POST /loans` on the origin `auth`.
///
/// - Access token: none.
/// - Repeating it: harmless; it makes another of something that costs nothing. Temporary failures are retried.
/// - Reply: [`ThingReply`].
/// - Proof of funds: `reply.outcome()`, when it [`is_paid`](::alignet::Outcome::is_paid).
/// - Declared in `things/contract.toml:56`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = LendThing::new(&alignet)
///     .x_pass_word("…")
///     .pin("…")
///     .send()
///     .await?;
/// let proven = reply.outcome().is_authorised(); // nothing else proves funds
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`x_pass_word`](LendThing::x_pass_word), required.
/// - [`pin`](LendThing::pin), required.
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
#[builder(call = LendThing, reply = ThingReply)]
pub struct LendThingRequest {
    /// The field `X-Pass-Word`. `X-Pass-Word` on the wire.
    #[wire(skip)]
    x_pass_word: ::alignet::Secret,
    /// The field `PIN`. `PIN` on the wire.
    #[wire("PIN", special)]
    pin: ::alignet::Secret,
}
impl ::alignet::codegen::Endpoint for LendThingRequest {
    type Reply = ThingReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::post(
            "lend_thing",
            0,
            "/loans",
        )
        .repeat(::alignet::codegen::Repeat::Harmless)
        .headers(
            &[
                ("alg-api-version", ::alignet::codegen::Source::Environment(1)),
                ("x-channel", ::alignet::codegen::Source::Text("Shop")),
            ],
        )
        .body(&[])
        .outcomes(&[("state", ThingState::STATES)])
        .secrets("PIN\nx-pass-word")
        .reply_secrets("code")
        .optional_status(&["meta", "status"]);
    fn place(&self, places: &mut ::alignet::codegen::Places) {
        places.header("x-pass-word", &self.x_pass_word);
    }
}
impl ::alignet::notifications::Notification for ThingNotification {
    const DESCRIPTION: ::alignet::codegen::Description = ::alignet::codegen::Description {
        name: "thing",
        signature: "x-signed-with",
        keys: 4,
        merchant: "shop",
        status: &["meta", "status"],
        identity: &[&["shop"], &["colour"]],
    };
}
impl ::alignet::notifications::Notification for ThingSaleNotification {
    const DESCRIPTION: ::alignet::codegen::Description = ::alignet::codegen::Description {
        name: "thing_sale",
        signature: "x-signed-with",
        keys: 4,
        merchant: "shop",
        status: &["meta", "status"],
        identity: &[&["sale", "state"]],
    };
}
const _: &[u8] = ::core::include_bytes!("things/contract.toml");
