/// The calls of this contract as methods of [`Client`](::alignet::Client), such as `alignet.get_thing()`. Other modules import the trait: `use path::to::ClientExt as _;`.
pub trait ClientExt {
    /// Gets a thing.
    ///
    /// `GET /shops/{shop}/things/{thing}`; repeating it: safe. [`GetThing`] has its fields, an example and its errors.
    fn get_thing(&self) -> GetThing;
    /// Changes a thing.
    ///
    /// `PUT /things`; repeating it: never. [`ChangeThing`] has its fields, an example and its errors.
    fn change_thing(&self) -> ChangeThing;
    /// Lends a thing to anyone.
    ///
    /// `POST /loans`; repeating it: harmless. [`LendThing`] has its fields, an example and its errors.
    #[deprecated(note = "Use `change_thing`.")]
    fn lend_thing(&self) -> LendThing;
    /// Buys a thing, once for each key.
    ///
    /// `POST /things`; repeating it: keyed. [`BuyThing`] has its fields, an example and its errors.
    fn buy_thing(&self) -> BuyThing;
    /// Drops a thing.
    ///
    /// `DELETE /things/{thing}`; repeating it: never. [`DropThing`] has its fields, an example and its errors.
    fn drop_thing(&self) -> DropThing;
    /// Lists things.
    ///
    /// `GET /shops/{shop}/things`; repeating it: safe. [`ListThings`] has its fields, an example and its errors.
    fn list_things(&self) -> ListThings;
    /// Prints a thing.
    ///
    /// `GET /things/{thing}/picture`; repeating it: safe. [`PrintThing`] has its fields, an example and its errors.
    fn print_thing(&self) -> PrintThing;
    /// Takes a change back.
    ///
    /// `DELETE /changes/{ticket}`; repeating it: never. [`RestoreThing`] has its fields, an example and its errors.
    fn restore_thing(&self) -> RestoreThing;
}
impl ClientExt for ::alignet::Client {
    fn get_thing(&self) -> GetThing {
        GetThing::new(self)
    }
    fn change_thing(&self) -> ChangeThing {
        ChangeThing::new(self)
    }
    #[allow(deprecated)]
    fn lend_thing(&self) -> LendThing {
        LendThing::new(self)
    }
    fn buy_thing(&self) -> BuyThing {
        BuyThing::new(self)
    }
    fn drop_thing(&self) -> DropThing {
        DropThing::new(self)
    }
    fn list_things(&self) -> ListThings {
        ListThings::new(self)
    }
    fn print_thing(&self) -> PrintThing {
        PrintThing::new(self)
    }
    fn restore_thing(&self) -> RestoreThing {
        RestoreThing::new(self)
    }
}
/// A thing of a list.
///
/// `Serialize` leaves out secrets: `lock`. `Deserialize` requires `lock`.
///
/// Declared in `things/contract.toml:138`.
#[derive(::core::fmt::Debug, ::core::clone::Clone)]
#[non_exhaustive]
pub struct ListedThing {
    /// The field `shop`: text. Declared in `things/contract.toml:140`.
    pub shop: ::std::string::String,
    /// The field `state`: a value of `ThingState`. Declared in `things/contract.toml:140`.
    pub state: ::core::option::Option<ThingState>,
    /// The field `lock`: a secret. Declared in `things/contract.toml:140`.
    pub lock: ::alignet::Secret,
}
impl ::alignet::codegen::Object for ListedThing {
    const NAMES: &'static [&'static str] = &["shop", "state", "lock"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (Plain(&self.shop), (Optional(Plain(&self.state)), Special(&self.lock))),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ListedThing {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ListedThing {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Lenient, Plain, Special};
        let (Plain(__shop), (Lenient(Plain(__state)), Special(__lock))) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            shop: __shop,
            state: __state,
            lock: __lock,
        })
    }
}
impl ListedThing {
    /// Returns the outcome of the payment. It proves funds only if it
    /// [`is_paid`](::alignet::Outcome::is_paid). A successful call proves nothing, nor does its code.
    pub fn outcome(&self) -> ::alignet::Outcome {
        ::alignet::codegen::of_all(&[&self.state], ::core::option::Option::None)
    }
}
impl ::alignet::HasOutcome for ListedThing {
    fn outcome(&self) -> ::alignet::Outcome {
        self.outcome()
    }
}
/// The result of a change.
///
/// `Serialize` leaves out the secrets inside.
///
/// Declared in `things/contract.toml:143`.
#[derive(::core::fmt::Debug, ::core::clone::Clone)]
#[non_exhaustive]
pub struct ThingReply {
    /// The field `success`: `true` or `false`. Declared in `things/contract.toml:147`.
    pub success: bool,
    /// The field `price`: an amount of money in minor units. Declared in `things/contract.toml:148`.
    pub price: ::core::option::Option<::alignet::Amount>,
    /// The field `refund`: an amount of money in minor units, or null. Declared in `things/contract.toml:149`.
    pub refund: ::alignet::Nullable<::alignet::Amount>,
    /// The field `paid_in`: a currency by its number in ISO 4217. Declared in `things/contract.toml:150`.
    pub paid_in: ::core::option::Option<::alignet::Currency>,
    /// The field `rate`: an exact decimal number. Declared in `things/contract.toml:151`.
    pub rate: ::core::option::Option<::alignet::Decimal>,
    /// The field `rates`: a list, each item an exact decimal number. Declared in `things/contract.toml:152`.
    pub rates: ::std::vec::Vec<::alignet::Decimal>,
    /// The field `day`: a date. Declared in `things/contract.toml:153`.
    pub day: ::core::option::Option<::alignet::Date>,
    /// The field `at`: a date and a time with an offset from UTC. Declared in `things/contract.toml:154`.
    pub at: ::core::option::Option<::alignet::DateTime>,
    /// The field `state`: a value of `ThingState`. Declared in `things/contract.toml:155`.
    pub state: ThingState,
    /// The field `keys`: a list, each item a value of `ThingKey`, or null. Declared in `things/contract.toml:156`.
    pub keys: ::core::option::Option<::std::vec::Vec<ThingKey>>,
    /// The field `meta`: a value of `Meta`. Declared in `things/contract.toml:157`.
    pub meta: ::core::option::Option<::alignet::api::Meta>,
}
impl ::alignet::codegen::Object for ThingReply {
    const NAMES: &'static [&'static str] = &[
        "success",
        "price",
        "refund",
        "paid_in",
        "rate",
        "rates",
        "day",
        "at",
        "state",
        "keys",
        "meta",
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    (
                        (Special(&self.success), Optional(Plain(&self.price))),
                        (
                            Optional(Plain(&self.refund)),
                            (
                                Optional(Plain(&self.paid_in)),
                                Optional(Special(&self.rate)),
                            ),
                        ),
                    ),
                    (
                        (
                            Special(&self.rates),
                            (Optional(Plain(&self.day)), Optional(Plain(&self.at))),
                        ),
                        (
                            Plain(&self.state),
                            (Special(&self.keys), Optional(Plain(&self.meta))),
                        ),
                    ),
                ),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingReply {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingReply {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Lenient, Plain, Special};
        let (
            (
                (Special(__success), Lenient(Plain(__price))),
                (
                    Lenient(Plain(__refund)),
                    (Lenient(Plain(__paid_in)), Lenient(Special(__rate))),
                ),
            ),
            (
                (
                    Lenient(Special(__rates)),
                    (Lenient(Plain(__day)), Lenient(Plain(__at))),
                ),
                (Plain(__state), (Lenient(Plain(__keys)), Lenient(Plain(__meta)))),
            ),
        ) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            success: __success,
            price: __price,
            refund: __refund,
            paid_in: __paid_in,
            rate: __rate,
            rates: __rates,
            day: __day,
            at: __at,
            state: __state,
            keys: __keys,
            meta: __meta,
        })
    }
}
impl ThingReply {
    /// Returns the outcome of the payment. It proves funds only if it
    /// [`is_paid`](::alignet::Outcome::is_paid). A successful call proves nothing, nor does its code.
    pub fn outcome(&self) -> ::alignet::Outcome {
        ::alignet::codegen::of_all(&[&self.state], ::core::option::Option::None)
    }
}
impl ::alignet::HasOutcome for ThingReply {
    fn outcome(&self) -> ::alignet::Outcome {
        self.outcome()
    }
}
#[allow(deprecated)]
/// Something.
///
/// `Serialize` leaves out secrets: `otp`.
///
/// Declared in `things/contract.toml:159`.
#[derive(::core::fmt::Debug, ::core::clone::Clone)]
#[non_exhaustive]
pub struct Thing {
    /// The field `size`: a value of `Size`. Declared in `things/contract.toml:162`.
    pub size: Size,
    /// True if it has depth. `3d` on the wire. Declared in `things/contract.toml:163`.
    pub _3d: bool,
    /// The field `type`: text. Declared in `things/contract.toml:164`.
    pub type_: ::std::string::String,
    /// The field `cost`: an integer, written as a string of digits. Declared in `things/contract.toml:165`.
    pub cost: i64,
    /// The field `colour`: a value of `Colour`. Declared in `things/contract.toml:166`.
    #[deprecated(note = "Things are green.")]
    pub colour: ::core::option::Option<Colour>,
    /// The field `owner`: text, or null. Declared in `things/contract.toml:167`.
    pub owner: ::core::option::Option<::std::string::String>,
    /// The field `parts`: a list, each item a value of `ThingPart`. Declared in `things/contract.toml:168`.
    pub parts: ::std::vec::Vec<ThingPart>,
    /// The field `label`: a value of `ThingLabel`. Declared in `things/contract.toml:169`.
    pub label: ThingLabel,
    /// The field `extra`: a map, each value any JSON. Declared in `things/contract.toml:170`.
    pub extra: ::std::collections::BTreeMap<::std::string::String, ::alignet::Json>,
    /// The field `otp`: a secret. Declared in `things/contract.toml:171`.
    pub otp: ::core::option::Option<::alignet::Secret>,
}
#[allow(deprecated)]
impl ::alignet::codegen::Object for Thing {
    const NAMES: &'static [&'static str] = &[
        "size",
        "3d",
        "type",
        "cost",
        "colour",
        "owner",
        "parts",
        "label",
        "extra",
        "otp",
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    (
                        (Plain(&self.size), Plain(&self._3d)),
                        (
                            Plain(&self.type_),
                            (Special(&self.cost), Optional(Plain(&self.colour))),
                        ),
                    ),
                    (
                        (Plain(&self.owner), Plain(&self.parts)),
                        (
                            Special(&self.label),
                            (Plain(&self.extra), Optional(Special(&self.otp))),
                        ),
                    ),
                ),
            )
    }
}
#[allow(deprecated)]
impl ::alignet::codegen::serde::Serialize for Thing {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
#[allow(deprecated)]
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for Thing {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{List, Optional, Plain, Special};
        let (
            (
                (Plain(__size), Plain(___3d)),
                (Plain(__type_), (Special(__cost), Optional(Plain(__colour)))),
            ),
            (
                (Plain(__owner), List(__parts)),
                (Plain(__label), (Plain(__extra), Optional(Special(__otp)))),
            ),
        ) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            size: __size,
            _3d: ___3d,
            type_: __type_,
            cost: __cost,
            colour: __colour,
            owner: __owner,
            parts: __parts,
            label: __label,
            extra: __extra,
            otp: __otp,
        })
    }
}
#[allow(deprecated)]
impl Thing {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> ThingBuilder {
        ThingBuilder {
            size: ThingBuilder_needs::size,
            _3d: ThingBuilder_needs::_3d,
            type_: ThingBuilder_needs::type_,
            cost: ThingBuilder_needs::cost,
            colour: ::core::option::Option::None,
            owner: ThingBuilder_needs::owner,
            parts: ThingBuilder_needs::parts,
            label: ThingBuilder_needs::label,
            extra: ThingBuilder_needs::extra,
            otp: ::core::option::Option::None,
        }
    }
}
#[allow(deprecated)]
///Sets the fields of [`Thing`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct ThingBuilder<
    F_0 = ThingBuilder_needs::size,
    F_1 = ThingBuilder_needs::_3d,
    F_2 = ThingBuilder_needs::type_,
    F_3 = ThingBuilder_needs::cost,
    F_5 = ThingBuilder_needs::owner,
    F_6 = ThingBuilder_needs::parts,
    F_7 = ThingBuilder_needs::label,
    F_8 = ThingBuilder_needs::extra,
> {
    size: F_0,
    _3d: F_1,
    type_: F_2,
    cost: F_3,
    colour: ::core::option::Option<Colour>,
    owner: F_5,
    parts: F_6,
    label: F_7,
    extra: F_8,
    otp: ::core::option::Option<::alignet::Secret>,
}
#[allow(deprecated)]
#[doc(hidden)]
pub mod ThingBuilder_needs {
    pub struct size;
    pub struct _3d;
    pub struct type_;
    pub struct cost;
    pub struct owner;
    pub struct parts;
    pub struct label;
    pub struct extra;
}
#[allow(deprecated)]
impl<
    F_0,
    F_1,
    F_2,
    F_3,
    F_5,
    F_6,
    F_7,
    F_8,
> ThingBuilder<F_0, F_1, F_2, F_3, F_5, F_6, F_7, F_8> {
    /// The field `size`: a value of `Size`. Required. Declared in `things/contract.toml:162`.
    pub fn size(
        self,
        size: impl ::core::convert::Into<Size>,
    ) -> ThingBuilder<Size, F_1, F_2, F_3, F_5, F_6, F_7, F_8> {
        ThingBuilder {
            size: size.into(),
            _3d: self._3d,
            type_: self.type_,
            cost: self.cost,
            colour: self.colour,
            owner: self.owner,
            parts: self.parts,
            label: self.label,
            extra: self.extra,
            otp: self.otp,
        }
    }
    /// True if it has depth. `3d` on the wire. Required. Declared in `things/contract.toml:163`.
    pub fn _3d(
        self,
        _3d: impl ::core::convert::Into<bool>,
    ) -> ThingBuilder<F_0, bool, F_2, F_3, F_5, F_6, F_7, F_8> {
        ThingBuilder {
            size: self.size,
            _3d: _3d.into(),
            type_: self.type_,
            cost: self.cost,
            colour: self.colour,
            owner: self.owner,
            parts: self.parts,
            label: self.label,
            extra: self.extra,
            otp: self.otp,
        }
    }
    /// The field `type`: text. Required. Declared in `things/contract.toml:164`.
    pub fn type_(
        self,
        type_: impl ::core::convert::Into<::std::string::String>,
    ) -> ThingBuilder<F_0, F_1, ::std::string::String, F_3, F_5, F_6, F_7, F_8> {
        ThingBuilder {
            size: self.size,
            _3d: self._3d,
            type_: type_.into(),
            cost: self.cost,
            colour: self.colour,
            owner: self.owner,
            parts: self.parts,
            label: self.label,
            extra: self.extra,
            otp: self.otp,
        }
    }
    /// The field `cost`: an integer, written as a string of digits. Required. Declared in `things/contract.toml:165`.
    pub fn cost(
        self,
        cost: impl ::core::convert::Into<i64>,
    ) -> ThingBuilder<F_0, F_1, F_2, i64, F_5, F_6, F_7, F_8> {
        ThingBuilder {
            size: self.size,
            _3d: self._3d,
            type_: self.type_,
            cost: cost.into(),
            colour: self.colour,
            owner: self.owner,
            parts: self.parts,
            label: self.label,
            extra: self.extra,
            otp: self.otp,
        }
    }
    /// The field `colour`: a value of `Colour`. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:166`.
    #[deprecated(note = "Things are green.")]
    pub fn colour<By_>(
        mut self,
        colour: impl ::alignet::IntoOption<Colour, By_>,
    ) -> Self {
        self.colour = colour.into_option();
        self
    }
    /// The field `owner`: text, or null. Required. Declared in `things/contract.toml:167`.
    pub fn owner(
        self,
        owner: impl ::core::convert::Into<::core::option::Option<::std::string::String>>,
    ) -> ThingBuilder<
        F_0,
        F_1,
        F_2,
        F_3,
        ::core::option::Option<::std::string::String>,
        F_6,
        F_7,
        F_8,
    > {
        ThingBuilder {
            size: self.size,
            _3d: self._3d,
            type_: self.type_,
            cost: self.cost,
            colour: self.colour,
            owner: owner.into(),
            parts: self.parts,
            label: self.label,
            extra: self.extra,
            otp: self.otp,
        }
    }
    /// The field `parts`: a list, each item a value of `ThingPart`. Required. Declared in `things/contract.toml:168`.
    pub fn parts(
        self,
        parts: impl ::core::convert::Into<::std::vec::Vec<ThingPart>>,
    ) -> ThingBuilder<F_0, F_1, F_2, F_3, F_5, ::std::vec::Vec<ThingPart>, F_7, F_8> {
        ThingBuilder {
            size: self.size,
            _3d: self._3d,
            type_: self.type_,
            cost: self.cost,
            colour: self.colour,
            owner: self.owner,
            parts: parts.into(),
            label: self.label,
            extra: self.extra,
            otp: self.otp,
        }
    }
    /// The field `label`: a value of `ThingLabel`. Required. Declared in `things/contract.toml:169`.
    pub fn label(
        self,
        label: impl ::core::convert::Into<ThingLabel>,
    ) -> ThingBuilder<F_0, F_1, F_2, F_3, F_5, F_6, ThingLabel, F_8> {
        ThingBuilder {
            size: self.size,
            _3d: self._3d,
            type_: self.type_,
            cost: self.cost,
            colour: self.colour,
            owner: self.owner,
            parts: self.parts,
            label: label.into(),
            extra: self.extra,
            otp: self.otp,
        }
    }
    /// The field `extra`: a map, each value any JSON. Required. Declared in `things/contract.toml:170`.
    pub fn extra(
        self,
        extra: impl ::core::convert::Into<
            ::std::collections::BTreeMap<::std::string::String, ::alignet::Json>,
        >,
    ) -> ThingBuilder<
        F_0,
        F_1,
        F_2,
        F_3,
        F_5,
        F_6,
        F_7,
        ::std::collections::BTreeMap<::std::string::String, ::alignet::Json>,
    > {
        ThingBuilder {
            size: self.size,
            _3d: self._3d,
            type_: self.type_,
            cost: self.cost,
            colour: self.colour,
            owner: self.owner,
            parts: self.parts,
            label: self.label,
            extra: extra.into(),
            otp: self.otp,
        }
    }
    /// The field `otp`: a secret. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:171`.
    pub fn otp<By_>(
        mut self,
        otp: impl ::alignet::IntoOption<::alignet::Secret, By_>,
    ) -> Self {
        self.otp = otp.into_option();
        self
    }
}
#[allow(deprecated)]
impl<
    F_0,
    F_1,
    F_2,
    F_3,
    F_5,
    F_6,
    F_7,
    F_8,
> ThingBuilder<F_0, F_1, F_2, F_3, F_5, F_6, F_7, F_8>
where
    Self: ::alignet::codegen::IsSet<F_0, Size> + ::alignet::codegen::IsSet<F_1, bool>
        + ::alignet::codegen::IsSet<F_2, ::std::string::String>
        + ::alignet::codegen::IsSet<F_3, i64>
        + ::alignet::codegen::IsSet<F_5, ::core::option::Option<::std::string::String>>
        + ::alignet::codegen::IsSet<F_6, ::std::vec::Vec<ThingPart>>
        + ::alignet::codegen::IsSet<F_7, ThingLabel>
        + ::alignet::codegen::IsSet<
            F_8,
            ::std::collections::BTreeMap<::std::string::String, ::alignet::Json>,
        >,
{
    /// Builds the value.
    pub fn build(self) -> Thing {
        Thing {
            size: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.size),
            _3d: <Self as ::alignet::codegen::IsSet<_, _>>::value(self._3d),
            type_: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.type_),
            cost: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.cost),
            colour: self.colour,
            owner: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.owner),
            parts: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.parts),
            label: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.label),
            extra: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.extra),
            otp: self.otp,
        }
    }
}
#[allow(deprecated)]
/// A colour.
///
/// Declared in `things/contract.toml:173`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
#[non_exhaustive]
pub enum Colour {
    /// As a rose. `RED` on the wire.
    #[deprecated(note = "It fades.")]
    Red,
    /// As a fir. `DARK_GREEN` on the wire.
    Green,
    /// A value that the contract does not list, kept as it came.
    Unknown(::alignet::Unknown),
}
#[allow(deprecated)]
impl Colour {
    /// Returns the string on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Red => "RED",
            Self::Green => "DARK_GREEN",
            Self::Unknown(unknown) => unknown.as_str(),
        }
    }
}
#[allow(deprecated)]
impl ::core::fmt::Display for Colour {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(self.as_str())
    }
}
#[allow(deprecated)]
impl ::alignet::codegen::Text for Colour {
    fn text(&self) -> ::core::option::Option<::std::borrow::Cow<'_, str>> {
        ::core::option::Option::Some(::std::borrow::Cow::Borrowed(self.as_str()))
    }
}
#[allow(deprecated)]
impl ::core::str::FromStr for Colour {
    type Err = ::alignet::Error;
    fn from_str(text: &str) -> ::core::result::Result<Self, ::alignet::Error> {
        match text {
            "RED" => ::core::result::Result::Ok(Self::Red),
            "DARK_GREEN" => ::core::result::Result::Ok(Self::Green),
            _ => ::core::result::Result::Ok(Self::Unknown(::alignet::Unknown::new(text))),
        }
    }
}
#[allow(deprecated)]
impl ::alignet::codegen::serde::Serialize for Colour {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
#[allow(deprecated)]
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for Colour {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        ::alignet::codegen::read_text(deserializer)
    }
}
/// A size.
///
/// Declared in `things/contract.toml:179`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
#[non_exhaustive]
pub enum Size {
    /// Small. `1` on the wire.
    _1,
    /// Large. `2` on the wire.
    Large,
    /// A value that the contract does not list, kept as it came.
    Unknown(::alignet::Unknown),
}
impl Size {
    /// Returns the string on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::_1 => "1",
            Self::Large => "2",
            Self::Unknown(unknown) => unknown.as_str(),
        }
    }
}
impl ::core::fmt::Display for Size {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(self.as_str())
    }
}
impl ::alignet::codegen::Text for Size {
    fn text(&self) -> ::core::option::Option<::std::borrow::Cow<'_, str>> {
        ::core::option::Option::Some(::std::borrow::Cow::Borrowed(self.as_str()))
    }
}
impl ::core::str::FromStr for Size {
    type Err = ::alignet::Error;
    fn from_str(text: &str) -> ::core::result::Result<Self, ::alignet::Error> {
        match text {
            "1" => ::core::result::Result::Ok(Self::_1),
            "2" => ::core::result::Result::Ok(Self::Large),
            _ => ::alignet::codegen::unlisted_integer(text).map(Self::Unknown),
        }
    }
}
impl Size {
    /// Returns the integer on the wire.
    pub fn as_i64(&self) -> i64 {
        ::alignet::codegen::integer(self.as_str())
    }
}
impl ::alignet::codegen::serde::Serialize for Size {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.as_i64())
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for Size {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        ::alignet::codegen::read_integer(deserializer)
    }
}
/// Names a thing.
///
/// It is always printed.
///
/// Fixed fields, which are always sent; JSON with another value there is no `ThingLabel`:
///
/// - `format`: `QR`. The format. Declared in `things/contract.toml:188`.
/// - `postage`: `0100`. Declared in `things/contract.toml:190`.
///
/// Declared in `things/contract.toml:184`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingLabel {
    /// The field `text`: text. Declared in `things/contract.toml:187`.
    pub text: ::std::string::String,
    /// The field `colour`: a value of `Colour`. `DARK_GREEN` unless set. Declared in `things/contract.toml:189`.
    pub colour: Colour,
    /// The field `weight`: an exact decimal number. `1` unless set. Declared in `things/contract.toml:191`.
    pub weight: ::alignet::Decimal,
}
impl ::alignet::codegen::Object for ThingLabel {
    const NAMES: &'static [&'static str] = &["text", "colour", "weight"];
    const FIXED: &'static [::alignet::codegen::Given] = &[
        ("format", ::alignet::codegen::Literal::Text("QR")),
        ("postage", ::alignet::codegen::Literal::Amount("0100")),
    ];
    const DEFAULTS: &'static [::alignet::codegen::Given] = &[
        ("colour", ::alignet::codegen::Literal::Text("DARK_GREEN")),
        ("weight", ::alignet::codegen::Literal::Decimal("1")),
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    ::alignet::codegen::Literals(Self::FIXED),
                    (Plain(&self.text), (Plain(&self.colour), Special(&self.weight))),
                ),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingLabel {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingLabel {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Plain, Special};
        let (Plain(__text), (Plain(__colour), Special(__weight))) = ::alignet::codegen::read(
            deserializer,
            ::alignet::codegen::Members::of::<Self>(),
        )?;
        ::core::result::Result::Ok(Self {
            text: __text,
            colour: __colour,
            weight: __weight,
        })
    }
}
impl ThingLabel {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> ThingLabelBuilder {
        ThingLabelBuilder {
            text: ThingLabelBuilder_needs::text,
            colour: Colour::Green,
            weight: ::alignet::Decimal::written("1"),
        }
    }
}
///Sets the fields of [`ThingLabel`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct ThingLabelBuilder<F_0 = ThingLabelBuilder_needs::text> {
    text: F_0,
    colour: Colour,
    weight: ::alignet::Decimal,
}
#[doc(hidden)]
pub mod ThingLabelBuilder_needs {
    pub struct text;
}
impl<F_0> ThingLabelBuilder<F_0> {
    /// The field `text`: text. Required. Declared in `things/contract.toml:187`.
    pub fn text(
        self,
        text: impl ::core::convert::Into<::std::string::String>,
    ) -> ThingLabelBuilder<::std::string::String> {
        ThingLabelBuilder {
            text: text.into(),
            colour: self.colour,
            weight: self.weight,
        }
    }
    /// The field `colour`: a value of `Colour`. `DARK_GREEN` unless set. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:189`.
    pub fn colour<By_>(
        mut self,
        colour: impl ::alignet::IntoOption<Colour, By_>,
    ) -> Self {
        self.colour = colour.into_option().unwrap_or(Colour::Green);
        self
    }
    /// The field `weight`: an exact decimal number. `1` unless set. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:191`.
    pub fn weight<By_>(
        mut self,
        weight: impl ::alignet::IntoOption<::alignet::Decimal, By_>,
    ) -> Self {
        self.weight = weight.into_option().unwrap_or(::alignet::Decimal::written("1"));
        self
    }
}
impl<F_0> ThingLabelBuilder<F_0>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
{
    /// Builds the value.
    pub fn build(self) -> ThingLabel {
        ThingLabel {
            text: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.text),
            colour: self.colour,
            weight: self.weight,
        }
    }
}
/// A part of a thing.
///
/// Declared in `things/contract.toml:193`.
#[derive(::core::clone::Clone, ::core::cmp::PartialEq)]
#[allow(clippy::large_enum_variant)]
#[non_exhaustive]
pub enum ThingPart {
    /// A wheel.
    Wheel(::core::option::Option<Wheel>),
    /// A variant that the contract does not list: the JSON as it came.
    Unknown(::alignet::Json),
}
impl ::core::fmt::Debug for ThingPart {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        match self {
            Self::Wheel(held) => f.debug_tuple("Wheel").field(held).finish(),
            Self::Unknown(_) => f.debug_tuple("Unknown").finish_non_exhaustive(),
        }
    }
}
impl ::alignet::codegen::Object for ThingPart {
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        match self {
            Self::Wheel(held) => {
                writer
                    .variant(
                        "kind",
                        "WHEEL",
                        ::core::option::Option::Some("of"),
                        held.as_ref(),
                    )
            }
            Self::Unknown(json) => writer.unlisted(json),
        }
    }
}
impl ::alignet::codegen::serde::Serialize for ThingPart {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingPart {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        let tagged = ::alignet::codegen::Tagged::read(deserializer, "kind")?;
        match tagged.tag.as_str() {
            "WHEEL" => tagged.decode(::core::option::Option::Some("of")).map(Self::Wheel),
            _ => ::core::result::Result::Ok(Self::Unknown(tagged.json)),
        }
    }
}
/// A wheel.
///
/// Declared in `things/contract.toml:200`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct Wheel {
    /// The field `spokes`: an integer. Declared in `things/contract.toml:203`.
    pub spokes: i64,
}
impl ::alignet::codegen::Object for Wheel {
    const NAMES: &'static [&'static str] = &["spokes"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::Plain;
        writer.write(Self::NAMES, Plain(&self.spokes))
    }
}
impl ::alignet::codegen::serde::Serialize for Wheel {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for Wheel {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::Plain;
        let Plain(__spokes) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self { spokes: __spokes })
    }
}
impl Wheel {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> WheelBuilder {
        WheelBuilder {
            spokes: WheelBuilder_needs::spokes,
        }
    }
}
///Sets the fields of [`Wheel`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct WheelBuilder<F_0 = WheelBuilder_needs::spokes> {
    spokes: F_0,
}
#[doc(hidden)]
pub mod WheelBuilder_needs {
    pub struct spokes;
}
impl<F_0> WheelBuilder<F_0> {
    /// The field `spokes`: an integer. Required. Declared in `things/contract.toml:203`.
    pub fn spokes(self, spokes: impl ::core::convert::Into<i64>) -> WheelBuilder<i64> {
        WheelBuilder {
            spokes: spokes.into(),
        }
    }
}
impl<F_0> WheelBuilder<F_0>
where
    Self: ::alignet::codegen::IsSet<F_0, i64>,
{
    /// Builds the value.
    pub fn build(self) -> Wheel {
        Wheel {
            spokes: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.spokes),
        }
    }
}
#[allow(deprecated)]
/// Opens a thing.
///
/// `Serialize` leaves out the secrets inside.
///
/// Declared in `things/contract.toml:205`.
#[derive(::core::clone::Clone)]
#[allow(clippy::large_enum_variant)]
#[non_exhaustive]
pub enum ThingKey {
    /// A lock.
    #[deprecated(note = "It rusts.")]
    Lock(Lock),
    /// A variant that the contract does not list: the JSON as it came.
    Unknown(::alignet::Json),
}
#[allow(deprecated)]
impl ::core::fmt::Debug for ThingKey {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        match self {
            Self::Lock(held) => f.debug_tuple("Lock").field(held).finish(),
            Self::Unknown(_) => f.debug_tuple("Unknown").finish_non_exhaustive(),
        }
    }
}
#[allow(deprecated)]
impl ::alignet::codegen::Object for ThingKey {
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        match self {
            Self::Lock(held) => {
                writer
                    .variant(
                        "kind",
                        "LOCK",
                        ::core::option::Option::None,
                        ::core::option::Option::Some(held),
                    )
            }
            Self::Unknown(json) => writer.unlisted_tag("kind", json),
        }
    }
}
#[allow(deprecated)]
impl ::alignet::codegen::serde::Serialize for ThingKey {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
#[allow(deprecated)]
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingKey {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        let tagged = ::alignet::codegen::Tagged::read(deserializer, "kind")?;
        match tagged.tag.as_str() {
            "LOCK" => tagged.decode(::core::option::Option::None).map(Self::Lock),
            _ => ::core::result::Result::Ok(Self::Unknown(tagged.json)),
        }
    }
}
/// A lock, perhaps with others behind it.
///
/// `Serialize` leaves out secrets: `code`. `Deserialize` requires `code`.
///
/// Declared in `things/contract.toml:210`.
#[derive(::core::fmt::Debug, ::core::clone::Clone)]
#[non_exhaustive]
pub struct Lock {
    /// The field `code`: a secret. Declared in `things/contract.toml:212`.
    pub code: ::alignet::Secret,
    /// The field `behind`: a list, each item a value of `Lock`. Declared in `things/contract.toml:212`.
    pub behind: ::std::vec::Vec<Lock>,
}
impl ::alignet::codegen::Object for Lock {
    const NAMES: &'static [&'static str] = &["code", "behind"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::Special;
        writer.write(Self::NAMES, (Special(&self.code), Special(&self.behind)))
    }
}
impl ::alignet::codegen::serde::Serialize for Lock {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for Lock {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Items, Special};
        let (Special(__code), Items(__behind)) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            code: __code,
            behind: __behind,
        })
    }
}
/// The terms of a loan; nobody chooses them.
///
/// Fixed fields, which are always sent; JSON with another value there is no `ThingTerms`:
///
/// - `version`: `3`. Declared in `things/contract.toml:216`.
/// - `plain`: `true`. Declared in `things/contract.toml:216`.
/// - `rate`: `18.00`. Declared in `things/contract.toml:216`.
/// - `from`: `2026-01-31T09:30:00Z`. Declared in `things/contract.toml:216`.
///
/// `Deserialize` accepts its fields alone: an error names any other key.
///
/// Declared in `things/contract.toml:214`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingTerms {}
impl ::alignet::codegen::Object for ThingTerms {
    const NAMES: &'static [&'static str] = &[];
    const FIXED: &'static [::alignet::codegen::Given] = &[
        ("version", ::alignet::codegen::Literal::Integer(3)),
        ("plain", ::alignet::codegen::Literal::Boolean(true)),
        ("rate", ::alignet::codegen::Literal::Decimal("18.00")),
        ("from", ::alignet::codegen::Literal::DateTime("2026-01-31T09:30:00Z")),
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        writer.write(Self::NAMES, (::alignet::codegen::Literals(Self::FIXED), ()))
    }
}
impl ::alignet::codegen::serde::Serialize for ThingTerms {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingTerms {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        let () = ::alignet::codegen::read_part(
            deserializer,
            ::alignet::codegen::Members::of::<Self>(),
        )?;
        ::core::result::Result::Ok(Self {})
    }
}
impl ThingTerms {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> ThingTermsBuilder {
        ThingTermsBuilder {}
    }
}
///Sets the fields of [`ThingTerms`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct ThingTermsBuilder {}
impl ThingTermsBuilder {}
impl ThingTermsBuilder {
    /// Builds the value.
    pub fn build(self) -> ThingTerms {
        ThingTerms {}
    }
}
/// A sale of a thing.
///
/// Declared in `things/contract.toml:218`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingSale {
    /// The field `state`: a value of `ThingState`. Declared in `things/contract.toml:220`.
    pub state: ThingState,
    /// The field `ticket`: text. Declared in `things/contract.toml:220`.
    pub ticket: ::core::option::Option<::std::string::String>,
    /// The field `count`: an integer, written as a string of digits. Declared in `things/contract.toml:220`.
    pub count: ::core::option::Option<i64>,
    /// The field `proof`: a value of `ThingProof`. Declared in `things/contract.toml:220`.
    pub proof: ::core::option::Option<ThingProof>,
}
impl ::alignet::codegen::Object for ThingSale {
    const NAMES: &'static [&'static str] = &["state", "ticket", "count", "proof"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    (Plain(&self.state), Optional(Plain(&self.ticket))),
                    (Optional(Special(&self.count)), Optional(Plain(&self.proof))),
                ),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingSale {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingSale {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Lenient, Plain, Special};
        let (
            (Plain(__state), Lenient(Plain(__ticket))),
            (Lenient(Special(__count)), Lenient(Plain(__proof))),
        ) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            state: __state,
            ticket: __ticket,
            count: __count,
            proof: __proof,
        })
    }
}
impl ThingSale {
    /// Returns the outcome of the payment. It proves funds only if it
    /// [`is_paid`](::alignet::Outcome::is_paid). A successful call proves nothing, nor does its code.
    pub fn outcome(&self) -> ::alignet::Outcome {
        ::alignet::codegen::of_all(&[&self.state], ::core::option::Option::None)
    }
}
impl ::alignet::HasOutcome for ThingSale {
    fn outcome(&self) -> ::alignet::Outcome {
        self.outcome()
    }
}
/// Has no fields yet.
///
/// Declared in `things/contract.toml:223`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingProof {}
impl ::alignet::codegen::Object for ThingProof {
    const NAMES: &'static [&'static str] = &[];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        writer.write(Self::NAMES, ())
    }
}
impl ::alignet::codegen::serde::Serialize for ThingProof {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingProof {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        let () = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {})
    }
}
/// The state of a sale.
///
/// Declared in `things/contract.toml:227`.
#[derive(
    ::core::fmt::Debug,
    ::core::clone::Clone,
    ::core::cmp::PartialEq,
    ::core::cmp::Eq,
    ::core::hash::Hash
)]
#[non_exhaustive]
pub enum ThingState {
    /// It is paid. `PAID` on the wire. [`Authorised`](::alignet::Outcome::Authorised).
    Paid,
    /// It isn't, yet. `OPEN` on the wire. [`Pending`](::alignet::Outcome::Pending).
    Open,
    /// It never will be. `GONE` on the wire. [`Declined`](::alignet::Outcome::Declined).
    Gone,
    /// It is on its way, paid or not. `SENT` on the wire. [`Unknown`](::alignet::Outcome::Unknown).
    Sent,
    /// A value that the contract does not list, kept as it came.
    Unknown(::alignet::Unknown),
}
impl ThingState {
    /// Returns the string on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Paid => "PAID",
            Self::Open => "OPEN",
            Self::Gone => "GONE",
            Self::Sent => "SENT",
            Self::Unknown(unknown) => unknown.as_str(),
        }
    }
}
impl ::core::fmt::Display for ThingState {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        f.write_str(self.as_str())
    }
}
impl ::alignet::codegen::Text for ThingState {
    fn text(&self) -> ::core::option::Option<::std::borrow::Cow<'_, str>> {
        ::core::option::Option::Some(::std::borrow::Cow::Borrowed(self.as_str()))
    }
}
impl ::core::str::FromStr for ThingState {
    type Err = ::alignet::Error;
    fn from_str(text: &str) -> ::core::result::Result<Self, ::alignet::Error> {
        match text {
            "PAID" => ::core::result::Result::Ok(Self::Paid),
            "OPEN" => ::core::result::Result::Ok(Self::Open),
            "GONE" => ::core::result::Result::Ok(Self::Gone),
            "SENT" => ::core::result::Result::Ok(Self::Sent),
            _ => ::core::result::Result::Ok(Self::Unknown(::alignet::Unknown::new(text))),
        }
    }
}
impl ::alignet::codegen::serde::Serialize for ThingState {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingState {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        ::alignet::codegen::read_text(deserializer)
    }
}
impl ThingState {
    #[doc(hidden)]
    pub const STATES: ::alignet::codegen::States = &[
        ("PAID", ::alignet::codegen::Proves::Authorised),
        ("OPEN", ::alignet::codegen::Proves::Pending),
        ("GONE", ::alignet::codegen::Proves::Declined),
        ("SENT", ::alignet::codegen::Proves::Unknown),
    ];
}
impl ThingState {
    /// Returns the outcome of the payment. It proves funds only if it
    /// [`is_paid`](::alignet::Outcome::is_paid). A successful call proves nothing, nor does its code.
    pub fn outcome(&self) -> ::alignet::Outcome {
        ::alignet::codegen::of_state(self.as_str(), Self::STATES)
    }
}
impl ::alignet::HasOutcome for ThingState {
    fn outcome(&self) -> ::alignet::Outcome {
        self.outcome()
    }
}
/// A sale, as the browser knows it.
///
/// Declared in `things/contract.toml:291`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ReturnedSale {
    /// The field `state`: a value of `ThingState`. Declared in `things/contract.toml:293`.
    pub state: ThingState,
    /// The field `price`: an amount of money in minor units. Declared in `things/contract.toml:293`.
    pub price: ::alignet::Amount,
    /// The field `currency`: a currency by its number in ISO 4217. Declared in `things/contract.toml:293`.
    pub currency: ::alignet::Currency,
}
impl ::alignet::codegen::Object for ReturnedSale {
    const NAMES: &'static [&'static str] = &["state", "price", "currency"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::Plain;
        writer
            .write(
                Self::NAMES,
                (Plain(&self.state), (Plain(&self.price), Plain(&self.currency))),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ReturnedSale {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ReturnedSale {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::Plain;
        let (Plain(__state), (Plain(__price), Plain(__currency))) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            state: __state,
            price: __price,
            currency: __currency,
        })
    }
}
impl ReturnedSale {
    /// Returns the outcome of the payment. It proves funds only if it
    /// [`is_paid`](::alignet::Outcome::is_paid). A successful call proves nothing, nor does its code.
    pub fn outcome(&self) -> ::alignet::Outcome {
        ::alignet::codegen::of_all(&[&self.state], ::core::option::Option::None)
    }
}
impl ::alignet::HasOutcome for ReturnedSale {
    fn outcome(&self) -> ::alignet::Outcome {
        self.outcome()
    }
}
/// The settings of the widget for things.
///
/// `Serialize` leaves out secrets: `nonce`. `Deserialize` requires `nonce`.
///
/// `Deserialize` accepts its fields alone: an error names any other key.
///
/// Declared in `things/contract.toml:306`.
#[derive(::core::fmt::Debug)]
#[non_exhaustive]
pub struct ThingWidget {
    /// The field `nonce`: a secret. Declared in `things/contract.toml:310`.
    pub nonce: ::alignet::SingleUseSecret,
    /// The field `holder`: a value of `ThingHolder`. Declared in `things/contract.toml:311`.
    pub holder: ThingHolder,
    /// The field `choice`: a value of `NoChoice`. Declared in `things/contract.toml:312`.
    pub choice: NoChoice,
}
impl ::alignet::codegen::Object for ThingWidget {
    const NAMES: &'static [&'static str] = &["nonce", "holder", "choice"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Plain, Special};
        writer
            .write(
                Self::NAMES,
                (Special(&self.nonce), (Plain(&self.holder), Plain(&self.choice))),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingWidget {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingWidget {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Plain, Special};
        let (Special(__nonce), (Plain(__holder), Plain(__choice))) = ::alignet::codegen::read_part(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            nonce: __nonce,
            holder: __holder,
            choice: __choice,
        })
    }
}
impl ThingWidget {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> ThingWidgetBuilder {
        ThingWidgetBuilder {
            nonce: ThingWidgetBuilder_needs::nonce,
            holder: ThingWidgetBuilder_needs::holder,
            choice: NoChoice::builder().build(),
        }
    }
}
///Sets the fields of [`ThingWidget`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct ThingWidgetBuilder<
    F_0 = ThingWidgetBuilder_needs::nonce,
    F_1 = ThingWidgetBuilder_needs::holder,
> {
    nonce: F_0,
    holder: F_1,
    choice: NoChoice,
}
#[doc(hidden)]
pub mod ThingWidgetBuilder_needs {
    pub struct nonce;
    pub struct holder;
}
impl<F_0, F_1> ThingWidgetBuilder<F_0, F_1> {
    /// The field `nonce`: a secret. Required. Declared in `things/contract.toml:310`.
    pub fn nonce(
        self,
        nonce: impl ::core::convert::Into<::alignet::SingleUseSecret>,
    ) -> ThingWidgetBuilder<::alignet::SingleUseSecret, F_1> {
        ThingWidgetBuilder {
            nonce: nonce.into(),
            holder: self.holder,
            choice: self.choice,
        }
    }
    /// The field `holder`: a value of `ThingHolder`. Required. Declared in `things/contract.toml:311`.
    pub fn holder(
        self,
        holder: impl ::core::convert::Into<ThingHolder>,
    ) -> ThingWidgetBuilder<F_0, ThingHolder> {
        ThingWidgetBuilder {
            nonce: self.nonce,
            holder: holder.into(),
            choice: self.choice,
        }
    }
    /// The field `choice`: a value of `NoChoice`. Optional: its only value is sent unless set. Declared in `things/contract.toml:312`.
    pub fn choice<By_>(
        mut self,
        choice: impl ::alignet::IntoOption<NoChoice, By_>,
    ) -> Self {
        self.choice = choice.into_option().unwrap_or(NoChoice::builder().build());
        self
    }
}
impl<F_0, F_1> ThingWidgetBuilder<F_0, F_1>
where
    Self: ::alignet::codegen::IsSet<F_0, ::alignet::SingleUseSecret>
        + ::alignet::codegen::IsSet<F_1, ThingHolder>,
{
    /// Builds the value.
    pub fn build(self) -> ThingWidget {
        ThingWidget {
            nonce: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.nonce),
            holder: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.holder),
            choice: self.choice,
        }
    }
}
impl ThingWidget {
    /// Returns the JSON that a script reads, with `nonce`. Serve it with `Cache-Control: no-store`.
    ///
    /// It can stand in a `<script>` element of an HTML page: no value in it can end the element.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Expired`](::alignet::ErrorKind) if no more than [`LOAD_TIME`](::alignet::reliability::LOAD_TIME) of the secret's life is left.
    pub fn into_json(
        self,
    ) -> ::core::result::Result<::alignet::SingleUseSecret, ::alignet::Error> {
        ::alignet::codegen::for_browser(&self, &self.nonce)
    }
}
/// Nothing: the buyer chooses.
///
/// `Deserialize` accepts its fields alone: an error names any other key.
///
/// Declared in `things/contract.toml:314`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct NoChoice {}
impl ::alignet::codegen::Object for NoChoice {
    const NAMES: &'static [&'static str] = &[];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        writer.write(Self::NAMES, ())
    }
}
impl ::alignet::codegen::serde::Serialize for NoChoice {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for NoChoice {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        let () = ::alignet::codegen::read_part(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {})
    }
}
impl NoChoice {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> NoChoiceBuilder {
        NoChoiceBuilder {}
    }
}
///Sets the fields of [`NoChoice`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct NoChoiceBuilder {}
impl NoChoiceBuilder {}
impl NoChoiceBuilder {
    /// Builds the value.
    pub fn build(self) -> NoChoice {
        NoChoice {}
    }
}
/// The holder of a thing, as far as known.
///
/// `Deserialize` accepts its fields alone: an error names any other key.
///
/// Declared in `things/contract.toml:318`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingHolder {
    /// The field `name`: text. Declared in `things/contract.toml:322`.
    pub name: ::core::option::Option<::std::string::String>,
    /// The field `note`: text. Declared in `things/contract.toml:323`.
    pub note: ::core::option::Option<::std::string::String>,
    /// The field `home`: a value of `LooseHome`. Declared in `things/contract.toml:324`.
    pub home: ::core::option::Option<LooseHome>,
    /// The field `flat`: a value of `LooseHome`. Declared in `things/contract.toml:325`.
    pub flat: ::core::option::Option<LooseHome>,
    /// The field `house`: a value of `LooseHome`. Declared in `things/contract.toml:326`.
    pub house: LooseHome,
    /// The field `level`: an integer. `3` unless set. Declared in `things/contract.toml:327`.
    pub level: i64,
    /// The field `motto`: text, or null. Declared in `things/contract.toml:328`.
    pub motto: ::alignet::Nullable<::std::string::String>,
    /// The field `way`: a value of `NoChoice`. Declared in `things/contract.toml:329`.
    pub way: NoChoice,
}
impl ::alignet::codegen::Object for ThingHolder {
    const NAMES: &'static [&'static str] = &[
        "name",
        "note",
        "home",
        "flat",
        "house",
        "level",
        "motto",
        "way",
    ];
    const DEFAULTS: &'static [::alignet::codegen::Given] = &[
        ("level", ::alignet::codegen::Literal::Integer(3)),
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain};
        writer
            .write(
                Self::NAMES,
                (
                    (
                        (Optional(Plain(&self.name)), Optional(Plain(&self.note))),
                        (Optional(Plain(&self.home)), Optional(Plain(&self.flat))),
                    ),
                    (
                        (Plain(&self.house), Plain(&self.level)),
                        (Optional(Plain(&self.motto)), Plain(&self.way)),
                    ),
                ),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingHolder {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingHolder {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Optional, Plain};
        let (
            (
                (Optional(Plain(__name)), Optional(Plain(__note))),
                (Optional(Plain(__home)), Optional(Plain(__flat))),
            ),
            ((Plain(__house), Plain(__level)), (Optional(Plain(__motto)), Plain(__way))),
        ) = ::alignet::codegen::read_part(
            deserializer,
            ::alignet::codegen::Members::of::<Self>(),
        )?;
        ::core::result::Result::Ok(Self {
            name: __name,
            note: __note,
            home: __home,
            flat: __flat,
            house: __house,
            level: __level,
            motto: __motto,
            way: __way,
        })
    }
}
impl ThingHolder {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> ThingHolderBuilder {
        ThingHolderBuilder {
            name: ::core::option::Option::None,
            note: ::core::option::Option::None,
            home: ::core::option::Option::None,
            flat: ::core::option::Option::None,
            house: ThingHolderBuilder_needs::house,
            level: 3i64,
            motto: ::alignet::Nullable::Absent,
            way: NoChoice::builder().build(),
        }
    }
}
///Sets the fields of [`ThingHolder`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct ThingHolderBuilder<F_4 = ThingHolderBuilder_needs::house> {
    name: ::core::option::Option<::std::string::String>,
    note: ::core::option::Option<::std::string::String>,
    home: ::core::option::Option<LooseHome>,
    flat: ::core::option::Option<LooseHome>,
    house: F_4,
    level: i64,
    motto: ::alignet::Nullable<::std::string::String>,
    way: NoChoice,
}
#[doc(hidden)]
pub mod ThingHolderBuilder_needs {
    pub struct house;
}
impl<F_4> ThingHolderBuilder<F_4> {
    /// The field `name`: text. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:322`.
    pub fn name<By_>(
        mut self,
        name: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.name = name.into_option();
        self
    }
    /// The field `note`: text. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:323`.
    pub fn note<By_>(
        mut self,
        note: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.note = note.into_option();
        self
    }
    /// The field `home`: a value of `LooseHome`. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:324`.
    pub fn home<By_>(
        mut self,
        home: impl ::alignet::IntoOption<LooseHome, By_>,
    ) -> Self {
        self.home = home.into_option();
        self
    }
    /// The field `flat`: a value of `LooseHome`. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:325`.
    pub fn flat<By_>(
        mut self,
        flat: impl ::alignet::IntoOption<LooseHome, By_>,
    ) -> Self {
        self.flat = flat.into_option();
        self
    }
    /// The field `house`: a value of `LooseHome`. Required. Declared in `things/contract.toml:326`.
    pub fn house(
        self,
        house: impl ::core::convert::Into<LooseHome>,
    ) -> ThingHolderBuilder<LooseHome> {
        ThingHolderBuilder {
            name: self.name,
            note: self.note,
            home: self.home,
            flat: self.flat,
            house: house.into(),
            level: self.level,
            motto: self.motto,
            way: self.way,
        }
    }
    /// The field `level`: an integer. `3` unless set. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:327`.
    pub fn level<By_>(mut self, level: impl ::alignet::IntoOption<i64, By_>) -> Self {
        self.level = level.into_option().unwrap_or(3i64);
        self
    }
    /// The field `motto`: text, or null. Optional: takes a value, an [`Option`](::alignet::IntoOption), or a [`Nullable`](::alignet::Nullable) to send null. Declared in `things/contract.toml:328`.
    pub fn motto<By_>(
        mut self,
        motto: impl ::alignet::IntoOption<
            ::alignet::Nullable<::std::string::String>,
            By_,
        >,
    ) -> Self {
        self.motto = motto.into_option().unwrap_or(::alignet::Nullable::Absent);
        self
    }
    /// The field `way`: a value of `NoChoice`. Optional: its only value is sent unless set. Declared in `things/contract.toml:329`.
    pub fn way<By_>(mut self, way: impl ::alignet::IntoOption<NoChoice, By_>) -> Self {
        self.way = way.into_option().unwrap_or(NoChoice::builder().build());
        self
    }
}
impl<F_4> ThingHolderBuilder<F_4>
where
    Self: ::alignet::codegen::IsSet<F_4, LooseHome>,
{
    /// Builds the value.
    pub fn build(self) -> ThingHolder {
        ThingHolder {
            name: self.name,
            note: self.note,
            home: self.home,
            flat: self.flat,
            house: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.house),
            level: self.level,
            motto: self.motto,
            way: self.way,
        }
    }
}
impl ::core::convert::From<ThingOwner> for ThingHolder {
    fn from(value: ThingOwner) -> Self {
        Self {
            name: ::core::option::Option::Some(value.name),
            note: value.note,
            home: ::core::option::Option::Some(value.home.into()),
            flat: value.flat.map(::core::convert::Into::into),
            house: value.house.into(),
            level: 3i64,
            motto: ::alignet::Nullable::Absent,
            way: NoChoice::builder().build(),
        }
    }
}
/// A home, as far as known.
///
/// `Deserialize` accepts its fields alone: an error names any other key.
///
/// Declared in `things/contract.toml:331`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct LooseHome {
    /// The field `street`: text. Declared in `things/contract.toml:334`.
    pub street: ::core::option::Option<::std::string::String>,
    /// The field `floor`: any JSON. Declared in `things/contract.toml:334`.
    pub floor: ::core::option::Option<::alignet::Json>,
}
impl ::alignet::codegen::Object for LooseHome {
    const NAMES: &'static [&'static str] = &["street", "floor"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain};
        writer
            .write(
                Self::NAMES,
                (Optional(Plain(&self.street)), Optional(Plain(&self.floor))),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for LooseHome {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for LooseHome {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Optional, Plain};
        let (Optional(Plain(__street)), Optional(Plain(__floor))) = ::alignet::codegen::read_part(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            street: __street,
            floor: __floor,
        })
    }
}
impl LooseHome {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> LooseHomeBuilder {
        LooseHomeBuilder {
            street: ::core::option::Option::None,
            floor: ::core::option::Option::None,
        }
    }
}
///Sets the fields of [`LooseHome`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct LooseHomeBuilder {
    street: ::core::option::Option<::std::string::String>,
    floor: ::core::option::Option<::alignet::Json>,
}
impl LooseHomeBuilder {
    /// The field `street`: text. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:334`.
    pub fn street<By_>(
        mut self,
        street: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.street = street.into_option();
        self
    }
    /// The field `floor`: any JSON. Optional: takes JSON, or an `Option` of it. Declared in `things/contract.toml:334`.
    pub fn floor(
        mut self,
        floor: impl ::core::convert::Into<::core::option::Option<::alignet::Json>>,
    ) -> Self {
        self.floor = floor.into();
        self
    }
}
impl LooseHomeBuilder {
    /// Builds the value.
    pub fn build(self) -> LooseHome {
        LooseHome {
            street: self.street,
            floor: self.floor,
        }
    }
}
impl ::core::convert::From<ThingHome> for LooseHome {
    fn from(value: ThingHome) -> Self {
        Self {
            street: ::core::option::Option::Some(value.street),
            floor: ::core::option::Option::None,
        }
    }
}
/// The owner of a thing.
///
/// `Deserialize` accepts its fields alone: an error names any other key.
///
/// Declared in `things/contract.toml:336`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingOwner {
    /// The field `name`: text. Declared in `things/contract.toml:339`.
    pub name: ::std::string::String,
    /// The field `note`: text. Declared in `things/contract.toml:340`.
    pub note: ::core::option::Option<::std::string::String>,
    /// The field `home`: a value of `ThingHome`. Declared in `things/contract.toml:341`.
    pub home: ThingHome,
    /// The field `flat`: a value of `ThingHome`. Declared in `things/contract.toml:342`.
    pub flat: ::core::option::Option<ThingHome>,
    /// The field `house`: a value of `ThingHome`. Declared in `things/contract.toml:343`.
    pub house: ThingHome,
}
impl ::alignet::codegen::Object for ThingOwner {
    const NAMES: &'static [&'static str] = &["name", "note", "home", "flat", "house"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain};
        writer
            .write(
                Self::NAMES,
                (
                    (Plain(&self.name), Optional(Plain(&self.note))),
                    (
                        Plain(&self.home),
                        (Optional(Plain(&self.flat)), Plain(&self.house)),
                    ),
                ),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingOwner {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingOwner {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Optional, Plain};
        let (
            (Plain(__name), Optional(Plain(__note))),
            (Plain(__home), (Optional(Plain(__flat)), Plain(__house))),
        ) = ::alignet::codegen::read_part(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            name: __name,
            note: __note,
            home: __home,
            flat: __flat,
            house: __house,
        })
    }
}
impl ThingOwner {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> ThingOwnerBuilder {
        ThingOwnerBuilder {
            name: ThingOwnerBuilder_needs::name,
            note: ::core::option::Option::None,
            home: ThingOwnerBuilder_needs::home,
            flat: ::core::option::Option::None,
            house: ThingOwnerBuilder_needs::house,
        }
    }
}
///Sets the fields of [`ThingOwner`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct ThingOwnerBuilder<
    F_0 = ThingOwnerBuilder_needs::name,
    F_2 = ThingOwnerBuilder_needs::home,
    F_4 = ThingOwnerBuilder_needs::house,
> {
    name: F_0,
    note: ::core::option::Option<::std::string::String>,
    home: F_2,
    flat: ::core::option::Option<ThingHome>,
    house: F_4,
}
#[doc(hidden)]
pub mod ThingOwnerBuilder_needs {
    pub struct name;
    pub struct home;
    pub struct house;
}
impl<F_0, F_2, F_4> ThingOwnerBuilder<F_0, F_2, F_4> {
    /// The field `name`: text. Required. Declared in `things/contract.toml:339`.
    pub fn name(
        self,
        name: impl ::core::convert::Into<::std::string::String>,
    ) -> ThingOwnerBuilder<::std::string::String, F_2, F_4> {
        ThingOwnerBuilder {
            name: name.into(),
            note: self.note,
            home: self.home,
            flat: self.flat,
            house: self.house,
        }
    }
    /// The field `note`: text. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:340`.
    pub fn note<By_>(
        mut self,
        note: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.note = note.into_option();
        self
    }
    /// The field `home`: a value of `ThingHome`. Required. Declared in `things/contract.toml:341`.
    pub fn home(
        self,
        home: impl ::core::convert::Into<ThingHome>,
    ) -> ThingOwnerBuilder<F_0, ThingHome, F_4> {
        ThingOwnerBuilder {
            name: self.name,
            note: self.note,
            home: home.into(),
            flat: self.flat,
            house: self.house,
        }
    }
    /// The field `flat`: a value of `ThingHome`. Optional: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:342`.
    pub fn flat<By_>(
        mut self,
        flat: impl ::alignet::IntoOption<ThingHome, By_>,
    ) -> Self {
        self.flat = flat.into_option();
        self
    }
    /// The field `house`: a value of `ThingHome`. Required. Declared in `things/contract.toml:343`.
    pub fn house(
        self,
        house: impl ::core::convert::Into<ThingHome>,
    ) -> ThingOwnerBuilder<F_0, F_2, ThingHome> {
        ThingOwnerBuilder {
            name: self.name,
            note: self.note,
            home: self.home,
            flat: self.flat,
            house: house.into(),
        }
    }
}
impl<F_0, F_2, F_4> ThingOwnerBuilder<F_0, F_2, F_4>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>
        + ::alignet::codegen::IsSet<F_2, ThingHome>
        + ::alignet::codegen::IsSet<F_4, ThingHome>,
{
    /// Builds the value.
    pub fn build(self) -> ThingOwner {
        ThingOwner {
            name: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.name),
            note: self.note,
            home: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.home),
            flat: self.flat,
            house: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.house),
        }
    }
}
/// A home.
///
/// `Deserialize` accepts its fields alone: an error names any other key.
///
/// Declared in `things/contract.toml:345`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingHome {
    /// The field `street`: text. Declared in `things/contract.toml:347`.
    pub street: ::std::string::String,
}
impl ::alignet::codegen::Object for ThingHome {
    const NAMES: &'static [&'static str] = &["street"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::Plain;
        writer.write(Self::NAMES, Plain(&self.street))
    }
}
impl ::alignet::codegen::serde::Serialize for ThingHome {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingHome {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::Plain;
        let Plain(__street) = ::alignet::codegen::read_part(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self { street: __street })
    }
}
impl ThingHome {
    /// Starts a value. Every required field must be set before it can be built.
    pub fn builder() -> ThingHomeBuilder {
        ThingHomeBuilder {
            street: ThingHomeBuilder_needs::street,
        }
    }
}
///Sets the fields of [`ThingHome`], then builds it.
#[must_use = "a builder does nothing until it builds"]
pub struct ThingHomeBuilder<F_0 = ThingHomeBuilder_needs::street> {
    street: F_0,
}
#[doc(hidden)]
pub mod ThingHomeBuilder_needs {
    pub struct street;
}
impl<F_0> ThingHomeBuilder<F_0> {
    /// The field `street`: text. Required. Declared in `things/contract.toml:347`.
    pub fn street(
        self,
        street: impl ::core::convert::Into<::std::string::String>,
    ) -> ThingHomeBuilder<::std::string::String> {
        ThingHomeBuilder {
            street: street.into(),
        }
    }
}
impl<F_0> ThingHomeBuilder<F_0>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
{
    /// Builds the value.
    pub fn build(self) -> ThingHome {
        ThingHome {
            street: <Self as ::alignet::codegen::IsSet<_, _>>::value(self.street),
        }
    }
}
/// The reply of `get_thing`.
///
/// `Serialize` leaves out secrets: `openKey`. `Deserialize` requires `openKey`.
///
/// Declared in `things/contract.toml:1`.
#[derive(::core::fmt::Debug)]
#[non_exhaustive]
pub struct GetThingReply {
    /// The field `success`: `true` or `false`. Declared in `things/contract.toml:17`.
    pub success: bool,
    /// The field `shop`: text. Declared in `things/contract.toml:18`.
    pub shop: ::core::option::Option<::std::string::String>,
    /// The field `thing`: a value of `Thing`. Declared in `things/contract.toml:19`.
    pub thing: ::core::option::Option<Thing>,
    /// The field `state`: a value of `ThingState`. Declared in `things/contract.toml:20`.
    pub state: ThingState,
    /// The field `sales`: a list, each item a value of `ThingSale`, or null. Declared in `things/contract.toml:21`.
    pub sales: ::alignet::Nullable<::std::vec::Vec<ThingSale>>,
    /// The field `why`: text. Declared in `things/contract.toml:22`.
    pub why: ::core::option::Option<::std::string::String>,
    /// The field `next`: text, or null. Declared in `things/contract.toml:23`.
    pub next: ::alignet::Nullable<::std::string::String>,
    /// The field `openKey`: a secret. Declared in `things/contract.toml:24`.
    pub open_key: ::alignet::SingleUseSecret,
    /// The field `keptFor`: a duration in whole seconds. Declared in `things/contract.toml:25`.
    pub kept_for: ::std::time::Duration,
    /// The field `meta`: a value of `Meta`. Declared in `things/contract.toml:26`.
    pub meta: ::core::option::Option<::alignet::api::Meta>,
}
impl ::alignet::codegen::Object for GetThingReply {
    const NAMES: &'static [&'static str] = &[
        "success",
        "shop",
        "thing",
        "state",
        "sales",
        "why",
        "next",
        "openKey",
        "keptFor",
        "meta",
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    (
                        (Special(&self.success), Optional(Plain(&self.shop))),
                        (
                            Optional(Special(&self.thing)),
                            (Plain(&self.state), Optional(Plain(&self.sales))),
                        ),
                    ),
                    (
                        (Optional(Plain(&self.why)), Optional(Plain(&self.next))),
                        (
                            Special(&self.open_key),
                            (Special(&self.kept_for), Optional(Plain(&self.meta))),
                        ),
                    ),
                ),
            )
    }
    fn bind(&mut self, sent: ::alignet::codegen::Sent) {
        self.open_key.bind(sent, self.kept_for);
    }
}
impl ::alignet::codegen::serde::Serialize for GetThingReply {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for GetThingReply {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Lenient, Optional, Plain, Special};
        let (
            (
                (Special(__success), Optional(Plain(__shop))),
                (Lenient(Plain(__thing)), (Plain(__state), Optional(Plain(__sales)))),
            ),
            (
                (Lenient(Plain(__why)), Optional(Plain(__next))),
                (Special(__open_key), (Special(__kept_for), Lenient(Plain(__meta)))),
            ),
        ) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            success: __success,
            shop: __shop,
            thing: __thing,
            state: __state,
            sales: __sales,
            why: __why,
            next: __next,
            open_key: __open_key,
            kept_for: __kept_for,
            meta: __meta,
        })
    }
}
impl GetThingReply {
    /// Returns the outcome of the payment. It proves funds only if it
    /// [`is_paid`](::alignet::Outcome::is_paid). A successful call proves nothing, nor does its code.
    pub fn outcome(&self) -> ::alignet::Outcome {
        ::alignet::codegen::of_all(
            &[&self.state, &self.sales],
            ::alignet::codegen::Text::text(&self.why),
        )
    }
}
impl ::alignet::HasOutcome for GetThingReply {
    fn outcome(&self) -> ::alignet::Outcome {
        self.outcome()
    }
}
/// The reply of `drop_thing`.
///
/// Declared in `things/contract.toml:97`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct DropThingReply {}
impl ::alignet::codegen::Object for DropThingReply {
    const NAMES: &'static [&'static str] = &[];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        writer.write(Self::NAMES, ())
    }
}
impl ::alignet::codegen::serde::Serialize for DropThingReply {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for DropThingReply {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        let () = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {})
    }
}
/// The headers of the reply of `drop_thing`.
///
/// `Serialize` leaves out secrets: `X-Pin`.
///
/// Declared in `things/contract.toml:97`.
#[derive(::core::fmt::Debug, ::core::clone::Clone)]
#[non_exhaustive]
pub struct DropThingReplyHeaders {
    /// The field `Location`: text. Declared in `things/contract.toml:109`.
    pub location: ::core::option::Option<::std::string::String>,
    /// The things that are left. `X-Left` on the wire. Declared in `things/contract.toml:110`.
    pub x_left: ::core::option::Option<i64>,
    /// The field `X-Size`: a value of `Size`. Declared in `things/contract.toml:111`.
    pub x_size: ::core::option::Option<Size>,
    /// The field `X-Lives`: a duration in whole seconds. Declared in `things/contract.toml:112`.
    pub x_lives: ::core::option::Option<::std::time::Duration>,
    /// The field `X-Pin`: a secret. Declared in `things/contract.toml:113`.
    pub x_pin: ::core::option::Option<::alignet::Secret>,
}
impl ::alignet::codegen::Object for DropThingReplyHeaders {
    const NAMES: &'static [&'static str] = &[
        "Location",
        "X-Left",
        "X-Size",
        "X-Lives",
        "X-Pin",
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    (Optional(Plain(&self.location)), Optional(Plain(&self.x_left))),
                    (
                        Optional(Plain(&self.x_size)),
                        (
                            Optional(Special(&self.x_lives)),
                            Optional(Special(&self.x_pin)),
                        ),
                    ),
                ),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for DropThingReplyHeaders {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for DropThingReplyHeaders {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Lenient, Plain, Special};
        let (
            (Lenient(Plain(__location)), Lenient(Plain(__x_left))),
            (
                Lenient(Plain(__x_size)),
                (Lenient(Special(__x_lives)), Lenient(Special(__x_pin))),
            ),
        ) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            location: __location,
            x_left: __x_left,
            x_size: __x_size,
            x_lives: __x_lives,
            x_pin: __x_pin,
        })
    }
}
/// The reply of `restore_thing`.
///
/// Declared in `things/contract.toml:296`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct RestoreThingReply {}
impl ::alignet::codegen::Object for RestoreThingReply {
    const NAMES: &'static [&'static str] = &[];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        writer.write(Self::NAMES, ())
    }
}
impl ::alignet::codegen::serde::Serialize for RestoreThingReply {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for RestoreThingReply {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        let () = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {})
    }
}
/// Tells that a thing changed.
///
/// A notification: it comes unasked, in a `POST` signed in the header `X-Signed-With`. The feature `notifications` of `alignet` verifies it.
///
/// It may arrive more than once and out of order; two are the same notification if their `shop`, `colour` are equal.
///
/// ```json
/// { "shop": "S1", "colour": "RED", "meta": { "status": { "code": "00", "message_ilgn": [] } } }
/// ```
///
/// Declared in `things/contract.toml:235`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingNotification {
    /// The field `shop`: text. Declared in `things/contract.toml:243`.
    pub shop: ::std::string::String,
    /// The field `colour`: a value of `Colour`. Declared in `things/contract.toml:244`.
    pub colour: Colour,
    /// The field `meta`: a value of `Meta`. Declared in `things/contract.toml:245`.
    pub meta: ::core::option::Option<::alignet::api::Meta>,
}
impl ::alignet::codegen::Object for ThingNotification {
    const NAMES: &'static [&'static str] = &["shop", "colour", "meta"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain};
        writer
            .write(
                Self::NAMES,
                (Plain(&self.shop), (Plain(&self.colour), Optional(Plain(&self.meta)))),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingNotification {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingNotification {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Optional, Plain};
        let (Plain(__shop), (Plain(__colour), Optional(Plain(__meta)))) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            shop: __shop,
            colour: __colour,
            meta: __meta,
        })
    }
}
/// Tells how a sale stands.
///
/// A notification: it comes unasked, in a `POST` signed in the header `X-Signed-With`. The feature `notifications` of `alignet` verifies it.
///
/// It may arrive more than once and out of order; two are the same notification if their `sale.state` are equal.
///
/// ```json
/// { "success": true, "shop": "S1", "sale": { "state": "PAID", "count": "2" } }
/// ```
///
/// Declared in `things/contract.toml:250`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingSaleNotification {
    /// The field `success`: `true` or `false`. Declared in `things/contract.toml:259`.
    pub went_well: bool,
    /// The field `shop`: text. Declared in `things/contract.toml:260`.
    pub shop: ::std::string::String,
    /// The field `sale`: a value of `ThingSale`. Declared in `things/contract.toml:261`.
    pub sale: ThingSale,
    /// The field `meta`: a value of `Meta`. Declared in `things/contract.toml:262`.
    pub meta: ::core::option::Option<::alignet::api::Meta>,
}
impl ::alignet::codegen::Object for ThingSaleNotification {
    const NAMES: &'static [&'static str] = &["success", "shop", "sale", "meta"];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    (Special(&self.went_well), Plain(&self.shop)),
                    (Plain(&self.sale), Optional(Plain(&self.meta))),
                ),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingSaleNotification {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingSaleNotification {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Optional, Plain, Special};
        let (
            (Special(__went_well), Plain(__shop)),
            (Plain(__sale), Optional(Plain(__meta))),
        ) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            went_well: __went_well,
            shop: __shop,
            sale: __sale,
            meta: __meta,
        })
    }
}
impl ThingSaleNotification {
    /// Returns the outcome of the payment. It proves funds only if it
    /// [`is_paid`](::alignet::Outcome::is_paid). A successful call proves nothing, nor does its code.
    pub fn outcome(&self) -> ::alignet::Outcome {
        ::alignet::codegen::told(
            ::core::option::Option::Some(self.went_well),
            ::core::option::Option::Some(self)
                .and_then(|held| held.meta.as_ref())
                .and_then(|held| held.status.as_ref())
                .and_then(|held| held.code.as_ref())
                .map(|code| code.as_str()),
            true,
            ::alignet::codegen::of_all(&[&self.sale], ::core::option::Option::None),
        )
    }
}
impl ::alignet::HasOutcome for ThingSaleNotification {
    fn outcome(&self) -> ::alignet::Outcome {
        self.outcome()
    }
}
/// Brings the buyer of a thing back.
///
/// A return: the buyer's browser posts it, in the field `Result` of a form that is signed in the field `Signed`. The feature `notifications` of `alignet` verifies it.
///
/// Anybody who has seen it can post it again, for another order too. So its `number`, `sale.price`, `sale.currency` are compared with the merchant's own record.
///
/// ```json
/// {
///   "success": "true", "shop": "S1", "number": "700", "sale": { "state": "PAID", "price": "100", "currency": "604" },
///   "meta": { "status": { "code": "00", "message_ilgn": [] } }
/// }
/// ```
///
/// Declared in `things/contract.toml:267`.
#[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::cmp::PartialEq)]
#[non_exhaustive]
pub struct ThingSaleReturn {
    /// The field `success`: `true` or `false`. Declared in `things/contract.toml:277`.
    pub success: bool,
    /// The field `shop`: text. Declared in `things/contract.toml:278`.
    pub shop: ::std::string::String,
    /// The field `number`: text. Declared in `things/contract.toml:279`.
    pub number: ::std::string::String,
    /// The field `sale`: a value of `ReturnedSale`. Declared in `things/contract.toml:280`.
    pub sale: ReturnedSale,
    /// The field `meta`: a value of `Meta`. Declared in `things/contract.toml:281`.
    pub meta: ::core::option::Option<::alignet::api::Meta>,
}
impl ::alignet::codegen::Object for ThingSaleReturn {
    const NAMES: &'static [&'static str] = &[
        "success",
        "shop",
        "number",
        "sale",
        "meta",
    ];
    fn fields<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                Self::NAMES,
                (
                    (Special(&self.success), Plain(&self.shop)),
                    (
                        Plain(&self.number),
                        (Plain(&self.sale), Optional(Plain(&self.meta))),
                    ),
                ),
            )
    }
}
impl ::alignet::codegen::serde::Serialize for ThingSaleReturn {
    fn serialize<S: ::alignet::codegen::serde::Serializer>(
        &self,
        serializer: S,
    ) -> ::core::result::Result<S::Ok, S::Error> {
        ::alignet::codegen::write(self, serializer)
    }
}
impl<'de> ::alignet::codegen::serde::Deserialize<'de> for ThingSaleReturn {
    fn deserialize<D: ::alignet::codegen::serde::Deserializer<'de>>(
        deserializer: D,
    ) -> ::core::result::Result<Self, D::Error> {
        use ::alignet::codegen::{Optional, Plain, Special};
        let (
            (Special(__success), Plain(__shop)),
            (Plain(__number), (Plain(__sale), Optional(Plain(__meta)))),
        ) = ::alignet::codegen::read(
            deserializer,
            <Self as ::alignet::codegen::Object>::NAMES,
        )?;
        ::core::result::Result::Ok(Self {
            success: __success,
            shop: __shop,
            number: __number,
            sale: __sale,
            meta: __meta,
        })
    }
}
impl ThingSaleReturn {
    /// Returns the outcome that the buyer's browser brought. It never proves funds, not even if it
    /// [`is_paid`](::alignet::Outcome::is_paid): confirm it by the notification or by a query.
    pub fn outcome(&self) -> ::alignet::Outcome {
        ::alignet::codegen::told(
            ::core::option::Option::Some(self.success),
            ::core::option::Option::Some(self)
                .and_then(|held| held.meta.as_ref())
                .and_then(|held| held.status.as_ref())
                .and_then(|held| held.code.as_ref())
                .map(|code| code.as_str()),
            false,
            ::alignet::codegen::of_all(&[&self.sale], ::core::option::Option::None),
        )
    }
}
/// Gets a thing.
///
/// `GET /shops/{shop}/things/{thing}` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token get:charges`.
/// - Repeating it: safe; it reads. Temporary failures are retried.
/// - Reply: [`GetThingReply`].
/// - Pages: `next` of the reply, sent as `after`, gets the next page; the last page has none.
/// - Proof of funds: `reply.outcome()`, when it [`is_paid`](::alignet::Outcome::is_paid).
/// - Declared in `things/contract.toml:1`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = alignet.get_thing()
///     .shop("...")
///     .thing(1)
///     .send()
///     .await?;
/// match reply.outcome() {
///     outcome if outcome.is_paid() => println!("paid"), // nothing else proves it
///     alignet::Outcome::Pending => println!("not decided yet"),
///     outcome => println!("not paid: {outcome:?}"),
/// }
/// let left = reply.open_key.remaining();
/// let open_key = reply.open_key.expose()?; // consumes it
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`shop`](GetThing::shop), required, in the path. Text.
/// - [`thing`](GetThing::thing), required, in the path. The thing.
/// - [`after`](GetThing::after), optional, in the query. Text.
/// - [`colour`](GetThing::colour), optional, in the query. A value of `Colour`.
/// - [`ticket`](GetThing::ticket), optional, in the query. Text.
/// - [`tags`](GetThing::tags), optional, in the query. A list, each item text.
/// - [`sizes`](GetThing::sizes), optional, in the query. A list, each item a value of `Size`.
/// - [`payment_facilitator_code`](GetThing::payment_facilitator_code), optional, in the header. Text.
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when `shop` or `thing` is empty, `.` or `..`, or an item of `sizes` contains `,`, or `payment_facilitator_code` has a character that a header can't carry; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once, or failure with a payment that is not declined.
/// - [`Protocol`](::alignet::ErrorKind::Protocol) when the reply is about another request: its `shop` or `sales.ticket` has another value.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or a renewed access token still is.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks one of the scopes `create:token get:charges`.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`NotFound`](::alignet::ErrorKind::NotFound) when the service does not know what the path names.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call only reads, so no error is indeterminate. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct GetThing<F_0 = GetThing_needs::shop, F_1 = GetThing_needs::thing> {
    call: ::alignet::codegen::Call,
    request: GetThingRequest<F_0, F_1>,
}
#[doc(hidden)]
pub mod GetThing_needs {
    pub struct shop;
    pub struct thing;
}
impl GetThing {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: GetThingRequest {
                shop: GetThing_needs::shop,
                thing: GetThing_needs::thing,
                after: ::core::option::Option::None,
                colour: ::core::option::Option::None,
                ticket: ::core::option::Option::None,
                tags: ::core::option::Option::None,
                sizes: ::core::option::Option::None,
                payment_facilitator_code: ::core::option::Option::None,
            },
        }
    }
}
impl<F_0, F_1> GetThing<F_0, F_1> {
    /// The field `shop`: text. Required, in the path. Declared in `things/contract.toml:7`.
    pub fn shop(
        self,
        shop: impl ::core::convert::Into<::std::string::String>,
    ) -> GetThing<::std::string::String, F_1> {
        GetThing {
            call: self.call,
            request: GetThingRequest {
                shop: shop.into(),
                thing: self.request.thing,
                after: self.request.after,
                colour: self.request.colour,
                ticket: self.request.ticket,
                tags: self.request.tags,
                sizes: self.request.sizes,
                payment_facilitator_code: self.request.payment_facilitator_code,
            },
        }
    }
    /// The thing. Required, in the path. Declared in `things/contract.toml:7`.
    pub fn thing(self, thing: impl ::core::convert::Into<i64>) -> GetThing<F_0, i64> {
        GetThing {
            call: self.call,
            request: GetThingRequest {
                shop: self.request.shop,
                thing: thing.into(),
                after: self.request.after,
                colour: self.request.colour,
                ticket: self.request.ticket,
                tags: self.request.tags,
                sizes: self.request.sizes,
                payment_facilitator_code: self.request.payment_facilitator_code,
            },
        }
    }
    /// The field `after`: text. Optional, in the query: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:8`.
    pub fn after<By_>(
        mut self,
        after: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.request.after = after.into_option();
        self
    }
    /// The field `colour`: a value of `Colour`. Optional, in the query: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:8`.
    pub fn colour<By_>(
        mut self,
        colour: impl ::alignet::IntoOption<Colour, By_>,
    ) -> Self {
        self.request.colour = colour.into_option();
        self
    }
    /// The field `ticket`: text. Optional, in the query: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:8`.
    #[deprecated(note = "Look it up.")]
    pub fn ticket<By_>(
        mut self,
        ticket: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.request.ticket = ticket.into_option();
        self
    }
    /// The field `tags`: a list, each item text. Optional, in the query: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:8`.
    pub fn tags<By_>(
        mut self,
        tags: impl ::alignet::IntoOption<::std::vec::Vec<::std::string::String>, By_>,
    ) -> Self {
        self.request.tags = tags.into_option();
        self
    }
    /// The field `sizes`: a list, each item a value of `Size`. Optional, in the query: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:8`.
    pub fn sizes<By_>(
        mut self,
        sizes: impl ::alignet::IntoOption<::std::vec::Vec<Size>, By_>,
    ) -> Self {
        self.request.sizes = sizes.into_option();
        self
    }
    /// The field `payment-facilitator-code`: text. Optional, in the header: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:9`.
    pub fn payment_facilitator_code<By_>(
        mut self,
        payment_facilitator_code: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.request.payment_facilitator_code = payment_facilitator_code.into_option();
        self
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl<F_0, F_1> GetThing<F_0, F_1>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>
        + ::alignet::codegen::IsSet<F_1, i64>,
{
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    /// The `where` clause holds once every required field is set.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<GetThingReply, ::alignet::Error>,
    > {
        self.call.send(self.request.complete::<Self>())
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
            ::alignet::Response<GetThingReply>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request.complete::<Self>())
    }
}
#[doc(hidden)]
pub struct GetThingRequest<F_0 = ::std::string::String, F_1 = i64> {
    shop: F_0,
    thing: F_1,
    after: ::core::option::Option<::std::string::String>,
    colour: ::core::option::Option<Colour>,
    ticket: ::core::option::Option<::std::string::String>,
    tags: ::core::option::Option<::std::vec::Vec<::std::string::String>>,
    sizes: ::core::option::Option<::std::vec::Vec<Size>>,
    payment_facilitator_code: ::core::option::Option<::std::string::String>,
}
impl<F_0, F_1> GetThingRequest<F_0, F_1> {
    fn complete<Call_>(self) -> GetThingRequest
    where
        Call_: ::alignet::codegen::IsSet<F_0, ::std::string::String>
            + ::alignet::codegen::IsSet<F_1, i64>,
    {
        GetThingRequest {
            shop: Call_::value(self.shop),
            thing: Call_::value(self.thing),
            after: self.after,
            colour: self.colour,
            ticket: self.ticket,
            tags: self.tags,
            sizes: self.sizes,
            payment_facilitator_code: self.payment_facilitator_code,
        }
    }
}
impl ::alignet::codegen::Endpoint for GetThingRequest {
    type Reply = GetThingReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::get(
            "get_thing",
            1,
            "/shops/{shop}/things/{thing}",
        )
        .repeat(::alignet::codegen::Repeat::Safe)
        .ahead()
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
        places.query("after", &self.after);
        places.query("colour", &self.colour);
        places.query("ticket", &self.ticket);
        places.repeated("tags", &self.tags);
        places.separated("sizes", ',', &self.sizes);
        places.header("payment-facilitator-code", &self.payment_facilitator_code);
    }
}
/// Changes a thing.
///
/// `PUT /things` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token post:charges`.
/// - Repeating it: never; it could be done twice. The client sends it again only when it can't have left.
/// - Reply: [`ThingReply`].
/// - Declared in `things/contract.toml:28`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let result = alignet.change_thing()
///     .thing(Thing::builder()
///         .size(Size::_1)
///         ._3d(true)
///         .type_("...")
///         .cost(1)
///         .owner(None)
///         .parts(vec![])
///         .label(ThingLabel::builder()
///             .text("...")
///             .build())
///         .extra(std::collections::BTreeMap::new())
///         .build())
///     .pin("...")
///     .ticket("...")
///     .price(alignet::Amount::from_minor(15000))
///     .memo(None)
///     .send()
///     .await;
/// if let Err(error) = &result {
///     if error.is_indeterminate() {
///         // It may be done all the same: `get_thing` tells.
///         println!("unknown: ticket {:?}", error.reference());
///     }
/// }
/// let reply = result?;
/// println!("now: {:?}", reply.outcome());
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`thing`](ChangeThing::thing), required, in the body. A value of `Thing`.
/// - [`pin`](ChangeThing::pin), required, in the body. A secret.
/// - [`ticket`](ChangeThing::ticket), required, in the body. Text.
/// - [`wrap`](ChangeThing::wrap), `false` unless set, in the body. `true` or `false`.
/// - [`terms`](ChangeThing::terms), `the usual` unless set, in the body. Text.
/// - [`price`](ChangeThing::price), required, in the body. The price.
/// - [`fee`](ChangeThing::fee), `0100` unless set, in the body. An amount of money in minor units.
/// - [`money`](ChangeThing::money), `036` unless set, in the body. A currency by its number in ISO 4217.
/// - [`limits`](ChangeThing::limits), optional, in the body. A list, each item an amount of money in minor units, or null.
/// - [`note`](ChangeThing::note), optional, in the body. A note; null removes it.
/// - [`memo`](ChangeThing::memo), required, in the body. Text, or null.
/// - [`paint`](ChangeThing::paint), `DARK_GREEN` unless set, in the body. A value of `Colour`.
/// - [`more`](ChangeThing::more), optional, in the body. Any JSON.
/// - [`owner`](ChangeThing::owner), optional, in the body. A value of `ThingOwner`.
///
/// # Errors
///
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once, or failure with a payment that is not declined.
/// - [`Protocol`](::alignet::ErrorKind::Protocol) when the reply is about another request: its `price` has another value.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or the access token is: it is renewed, and the call is yours to send again when the error `is_temporary`.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks one of the scopes `create:token post:charges`.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`Conflict`](::alignet::ErrorKind::Conflict) when the request contradicts what the service has.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call may have been carried out all the same if the error [`is_indeterminate`](::alignet::Error::is_indeterminate): when its answer was lost or is unclear. Query [`get_thing`](GetThing) with the `ticket` of the call, which the error has as [`reference`](::alignet::Error::reference), before you send it again. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct ChangeThing<
    F_0 = ChangeThing_needs::thing,
    F_1 = ChangeThing_needs::pin,
    F_2 = ChangeThing_needs::ticket,
    F_5 = ChangeThing_needs::price,
    F_10 = ChangeThing_needs::memo,
> {
    call: ::alignet::codegen::Call,
    request: ChangeThingRequest<F_0, F_1, F_2, F_5, F_10>,
}
#[doc(hidden)]
pub mod ChangeThing_needs {
    pub struct thing;
    pub struct pin;
    pub struct ticket;
    pub struct price;
    pub struct memo;
}
impl ChangeThing {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: ChangeThingRequest {
                thing: ChangeThing_needs::thing,
                pin: ChangeThing_needs::pin,
                ticket: ChangeThing_needs::ticket,
                wrap: false,
                terms: ::core::convert::Into::into("the usual"),
                price: ChangeThing_needs::price,
                fee: ::alignet::Amount::from_minor(100u64),
                money: ::alignet::Currency::numbered(36u16),
                limits: ::core::option::Option::None,
                note: ::alignet::Nullable::Absent,
                memo: ChangeThing_needs::memo,
                paint: Colour::Green,
                more: ::core::option::Option::None,
                owner: ::core::option::Option::None,
            },
        }
    }
}
impl<F_0, F_1, F_2, F_5, F_10> ChangeThing<F_0, F_1, F_2, F_5, F_10> {
    /// The field `thing`: a value of `Thing`. Required, in the body. Declared in `things/contract.toml:44`.
    pub fn thing(
        self,
        thing: impl ::core::convert::Into<Thing>,
    ) -> ChangeThing<Thing, F_1, F_2, F_5, F_10> {
        ChangeThing {
            call: self.call,
            request: ChangeThingRequest {
                thing: thing.into(),
                pin: self.request.pin,
                ticket: self.request.ticket,
                wrap: self.request.wrap,
                terms: self.request.terms,
                price: self.request.price,
                fee: self.request.fee,
                money: self.request.money,
                limits: self.request.limits,
                note: self.request.note,
                memo: self.request.memo,
                paint: self.request.paint,
                more: self.request.more,
                owner: self.request.owner,
            },
        }
    }
    /// The field `pin`: a secret. Required, in the body. Declared in `things/contract.toml:45`.
    pub fn pin(
        self,
        pin: impl ::core::convert::Into<::alignet::Secret>,
    ) -> ChangeThing<F_0, ::alignet::Secret, F_2, F_5, F_10> {
        ChangeThing {
            call: self.call,
            request: ChangeThingRequest {
                thing: self.request.thing,
                pin: pin.into(),
                ticket: self.request.ticket,
                wrap: self.request.wrap,
                terms: self.request.terms,
                price: self.request.price,
                fee: self.request.fee,
                money: self.request.money,
                limits: self.request.limits,
                note: self.request.note,
                memo: self.request.memo,
                paint: self.request.paint,
                more: self.request.more,
                owner: self.request.owner,
            },
        }
    }
    /// The field `ticket`: text. Required, in the body. Declared in `things/contract.toml:46`.
    pub fn ticket(
        self,
        ticket: impl ::core::convert::Into<::std::string::String>,
    ) -> ChangeThing<F_0, F_1, ::std::string::String, F_5, F_10> {
        ChangeThing {
            call: self.call,
            request: ChangeThingRequest {
                thing: self.request.thing,
                pin: self.request.pin,
                ticket: ticket.into(),
                wrap: self.request.wrap,
                terms: self.request.terms,
                price: self.request.price,
                fee: self.request.fee,
                money: self.request.money,
                limits: self.request.limits,
                note: self.request.note,
                memo: self.request.memo,
                paint: self.request.paint,
                more: self.request.more,
                owner: self.request.owner,
            },
        }
    }
    /// The field `wrap`: `true` or `false`. `false` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:47`.
    pub fn wrap<By_>(mut self, wrap: impl ::alignet::IntoOption<bool, By_>) -> Self {
        self.request.wrap = wrap.into_option().unwrap_or(false);
        self
    }
    /// The field `terms`: text. `the usual` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:48`.
    pub fn terms<By_>(
        mut self,
        terms: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.request.terms = terms
            .into_option()
            .unwrap_or(::core::convert::Into::into("the usual"));
        self
    }
    /// The price. Required, in the body. Declared in `things/contract.toml:49`.
    pub fn price(
        self,
        price: impl ::core::convert::Into<::alignet::Amount>,
    ) -> ChangeThing<F_0, F_1, F_2, ::alignet::Amount, F_10> {
        ChangeThing {
            call: self.call,
            request: ChangeThingRequest {
                thing: self.request.thing,
                pin: self.request.pin,
                ticket: self.request.ticket,
                wrap: self.request.wrap,
                terms: self.request.terms,
                price: price.into(),
                fee: self.request.fee,
                money: self.request.money,
                limits: self.request.limits,
                note: self.request.note,
                memo: self.request.memo,
                paint: self.request.paint,
                more: self.request.more,
                owner: self.request.owner,
            },
        }
    }
    /// The field `fee`: an amount of money in minor units. `0100` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:50`.
    pub fn fee<By_>(
        mut self,
        fee: impl ::alignet::IntoOption<::alignet::Amount, By_>,
    ) -> Self {
        self.request.fee = fee
            .into_option()
            .unwrap_or(::alignet::Amount::from_minor(100u64));
        self
    }
    /// The field `money`: a currency by its number in ISO 4217. `036` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:51`.
    pub fn money<By_>(
        mut self,
        money: impl ::alignet::IntoOption<::alignet::Currency, By_>,
    ) -> Self {
        self.request.money = money
            .into_option()
            .unwrap_or(::alignet::Currency::numbered(36u16));
        self
    }
    /// The field `limits`: a list, each item an amount of money in minor units, or null. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:53`.
    pub fn limits<By_>(
        mut self,
        limits: impl ::alignet::IntoOption<
            ::std::vec::Vec<::core::option::Option<::alignet::Amount>>,
            By_,
        >,
    ) -> Self {
        self.request.limits = limits.into_option();
        self
    }
    /// A note; null removes it. Optional, in the body: takes a value, an [`Option`](::alignet::IntoOption), or a [`Nullable`](::alignet::Nullable) to send null. Declared in `things/contract.toml:54`.
    pub fn note<By_>(
        mut self,
        note: impl ::alignet::IntoOption<::alignet::Nullable<::std::string::String>, By_>,
    ) -> Self {
        self.request.note = note.into_option().unwrap_or(::alignet::Nullable::Absent);
        self
    }
    /// The field `memo`: text, or null. Required, in the body. Declared in `things/contract.toml:55`.
    pub fn memo(
        self,
        memo: impl ::core::convert::Into<::core::option::Option<::std::string::String>>,
    ) -> ChangeThing<F_0, F_1, F_2, F_5, ::core::option::Option<::std::string::String>> {
        ChangeThing {
            call: self.call,
            request: ChangeThingRequest {
                thing: self.request.thing,
                pin: self.request.pin,
                ticket: self.request.ticket,
                wrap: self.request.wrap,
                terms: self.request.terms,
                price: self.request.price,
                fee: self.request.fee,
                money: self.request.money,
                limits: self.request.limits,
                note: self.request.note,
                memo: memo.into(),
                paint: self.request.paint,
                more: self.request.more,
                owner: self.request.owner,
            },
        }
    }
    /// The field `paint`: a value of `Colour`. `DARK_GREEN` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:56`.
    pub fn paint<By_>(mut self, paint: impl ::alignet::IntoOption<Colour, By_>) -> Self {
        self.request.paint = paint.into_option().unwrap_or(Colour::Green);
        self
    }
    /// The field `more`: any JSON. Optional, in the body: takes JSON, or an `Option` of it. Declared in `things/contract.toml:57`.
    pub fn more(
        mut self,
        more: impl ::core::convert::Into<::core::option::Option<::alignet::Json>>,
    ) -> Self {
        self.request.more = more.into();
        self
    }
    /// The field `owner`: a value of `ThingOwner`. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:58`.
    pub fn owner<By_>(
        mut self,
        owner: impl ::alignet::IntoOption<ThingOwner, By_>,
    ) -> Self {
        self.request.owner = owner.into_option();
        self
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl<F_0, F_1, F_2, F_5, F_10> ChangeThing<F_0, F_1, F_2, F_5, F_10>
where
    Self: ::alignet::codegen::IsSet<F_0, Thing>
        + ::alignet::codegen::IsSet<F_1, ::alignet::Secret>
        + ::alignet::codegen::IsSet<F_2, ::std::string::String>
        + ::alignet::codegen::IsSet<F_5, ::alignet::Amount>
        + ::alignet::codegen::IsSet<F_10, ::core::option::Option<::std::string::String>>,
{
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    /// The `where` clause holds once every required field is set.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<ThingReply, ::alignet::Error>,
    > {
        self.call.send(self.request.complete::<Self>())
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
            ::alignet::Response<ThingReply>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request.complete::<Self>())
    }
}
#[doc(hidden)]
pub struct ChangeThingRequest<
    F_0 = Thing,
    F_1 = ::alignet::Secret,
    F_2 = ::std::string::String,
    F_5 = ::alignet::Amount,
    F_10 = ::core::option::Option<::std::string::String>,
> {
    thing: F_0,
    pin: F_1,
    ticket: F_2,
    wrap: bool,
    terms: ::std::string::String,
    price: F_5,
    fee: ::alignet::Amount,
    money: ::alignet::Currency,
    limits: ::core::option::Option<
        ::std::vec::Vec<::core::option::Option<::alignet::Amount>>,
    >,
    note: ::alignet::Nullable<::std::string::String>,
    memo: F_10,
    paint: Colour,
    more: ::core::option::Option<::alignet::Json>,
    owner: ::core::option::Option<ThingOwner>,
}
impl<F_0, F_1, F_2, F_5, F_10> ChangeThingRequest<F_0, F_1, F_2, F_5, F_10> {
    fn complete<Call_>(self) -> ChangeThingRequest
    where
        Call_: ::alignet::codegen::IsSet<F_0, Thing>
            + ::alignet::codegen::IsSet<F_1, ::alignet::Secret>
            + ::alignet::codegen::IsSet<F_2, ::std::string::String>
            + ::alignet::codegen::IsSet<F_5, ::alignet::Amount>
            + ::alignet::codegen::IsSet<
                F_10,
                ::core::option::Option<::std::string::String>,
            >,
    {
        ChangeThingRequest {
            thing: Call_::value(self.thing),
            pin: Call_::value(self.pin),
            ticket: Call_::value(self.ticket),
            wrap: self.wrap,
            terms: self.terms,
            price: Call_::value(self.price),
            fee: self.fee,
            money: self.money,
            limits: self.limits,
            note: self.note,
            memo: Call_::value(self.memo),
            paint: self.paint,
            more: self.more,
            owner: self.owner,
        }
    }
}
impl ::alignet::codegen::Endpoint for ChangeThingRequest {
    type Reply = ThingReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::put(
            "change_thing",
            1,
            "/things",
        )
        .repeat(::alignet::codegen::Repeat::Never)
        .ahead()
        .settled_by("get_thing", "ticket")
        .merchant("shop")
        .undone_by(&<RestoreThingRequest as ::alignet::codegen::Endpoint>::OPERATION)
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
    fn body<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                &[
                    "thing",
                    "pin",
                    "ticket",
                    "wrap",
                    "terms",
                    "price",
                    "fee",
                    "money",
                    "limits",
                    "note",
                    "memo",
                    "paint",
                    "more",
                    "owner",
                ],
                (
                    (
                        (
                            Special(&self.thing),
                            (Special(&self.pin), Plain(&self.ticket)),
                        ),
                        (
                            (Plain(&self.wrap), Plain(&self.terms)),
                            (Plain(&self.price), Plain(&self.fee)),
                        ),
                    ),
                    (
                        (
                            Plain(&self.money),
                            (Optional(Plain(&self.limits)), Optional(Plain(&self.note))),
                        ),
                        (
                            (Plain(&self.memo), Plain(&self.paint)),
                            (Optional(Plain(&self.more)), Optional(Plain(&self.owner))),
                        ),
                    ),
                ),
            )
    }
}
/// Lends a thing to anyone.
///
/// `POST /loans` on the origin `auth`.
///
/// - Deprecated: Use `change_thing`.
/// - Access token: none.
/// - Repeating it: harmless; it makes another of something that costs nothing. Temporary failures are retried.
/// - Reply: [`ThingReply`], with HTTP 201.
/// - Proof of funds: `reply.outcome()`, when it [`is_paid`](::alignet::Outcome::is_paid).
/// - Declared in `things/contract.toml:60`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = alignet.lend_thing()
///     .x_pass_word("...")
///     .pin("...")
///     .price(alignet::Amount::from_minor(3))
///     .send()
///     .await?;
/// match reply.outcome() {
///     outcome if outcome.is_paid() => println!("paid"), // nothing else proves it
///     alignet::Outcome::Pending => println!("not decided yet"),
///     outcome => println!("not paid: {outcome:?}"),
/// }
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`x_pass_word`](LendThing::x_pass_word), required, in the header. A secret.
/// - [`pin`](LendThing::pin), required, in the body. A secret.
/// - [`debt`](LendThing::debt), `0.00` unless set, in the body. An exact decimal number.
/// - [`day`](LendThing::day), `2026-01-31` unless set, in the body. A date.
/// - [`rate`](LendThing::rate), `3` unless set, in the body. An exact decimal number.
/// - [`days`](LendThing::days), `2` unless set, in the body. An integer.
/// - [`price`](LendThing::price), required, in the body. An amount of money in minor units.
/// - [`refund`](LendThing::refund), optional, in the body. An amount of money in minor units.
/// - [`terms`](LendThing::terms), its only value unless set, in the body. A value of `ThingTerms`.
///
/// # On the wire
///
/// A reply:
///
/// ```json
/// { "success": true, "price": "3", "refund": "1", "state": "OPEN", "at": "2026-01-31T09:30:00Z", "keys": null, "rates": [] }
/// ```
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when `x_pass_word` has a character that a header can't carry; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once, or failure with a payment that is not declined.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`Conflict`](::alignet::ErrorKind::Conflict) when the request contradicts what the service has.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call costs nothing, so no error is indeterminate: send it again. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct LendThing<
    F_0 = LendThing_needs::x_pass_word,
    F_1 = LendThing_needs::pin,
    F_6 = LendThing_needs::price,
> {
    call: ::alignet::codegen::Call,
    request: LendThingRequest<F_0, F_1, F_6>,
}
#[doc(hidden)]
pub mod LendThing_needs {
    pub struct x_pass_word;
    pub struct pin;
    pub struct price;
}
impl LendThing {
    /// Starts a call by this client.
    #[deprecated(note = "Use `change_thing`.")]
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: LendThingRequest {
                x_pass_word: LendThing_needs::x_pass_word,
                pin: LendThing_needs::pin,
                debt: ::alignet::Decimal::written("0.00"),
                day: ::alignet::Date::written("2026-01-31"),
                rate: ::alignet::Decimal::written("3"),
                days: 2i64,
                price: LendThing_needs::price,
                refund: ::core::option::Option::None,
                terms: ThingTerms::builder().build(),
            },
        }
    }
}
impl<F_0, F_1, F_6> LendThing<F_0, F_1, F_6> {
    /// The field `X-Pass-Word`: a secret. Required, in the header. Declared in `things/contract.toml:69`.
    pub fn x_pass_word(
        self,
        x_pass_word: impl ::core::convert::Into<::alignet::Secret>,
    ) -> LendThing<::alignet::Secret, F_1, F_6> {
        LendThing {
            call: self.call,
            request: LendThingRequest {
                x_pass_word: x_pass_word.into(),
                pin: self.request.pin,
                debt: self.request.debt,
                day: self.request.day,
                rate: self.request.rate,
                days: self.request.days,
                price: self.request.price,
                refund: self.request.refund,
                terms: self.request.terms,
            },
        }
    }
    /// The field `PIN`: a secret. Required, in the body. Declared in `things/contract.toml:72`.
    pub fn pin(
        self,
        pin: impl ::core::convert::Into<::alignet::Secret>,
    ) -> LendThing<F_0, ::alignet::Secret, F_6> {
        LendThing {
            call: self.call,
            request: LendThingRequest {
                x_pass_word: self.request.x_pass_word,
                pin: pin.into(),
                debt: self.request.debt,
                day: self.request.day,
                rate: self.request.rate,
                days: self.request.days,
                price: self.request.price,
                refund: self.request.refund,
                terms: self.request.terms,
            },
        }
    }
    /// The field `debt`: an exact decimal number. `0.00` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:74`.
    pub fn debt<By_>(
        mut self,
        debt: impl ::alignet::IntoOption<::alignet::Decimal, By_>,
    ) -> Self {
        self.request.debt = debt
            .into_option()
            .unwrap_or(::alignet::Decimal::written("0.00"));
        self
    }
    /// The field `day`: a date. `2026-01-31` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:75`.
    pub fn day<By_>(
        mut self,
        day: impl ::alignet::IntoOption<::alignet::Date, By_>,
    ) -> Self {
        self.request.day = day
            .into_option()
            .unwrap_or(::alignet::Date::written("2026-01-31"));
        self
    }
    /// The field `rate`: an exact decimal number. `3` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:77`.
    pub fn rate<By_>(
        mut self,
        rate: impl ::alignet::IntoOption<::alignet::Decimal, By_>,
    ) -> Self {
        self.request.rate = rate
            .into_option()
            .unwrap_or(::alignet::Decimal::written("3"));
        self
    }
    /// The field `days`: an integer. `2` unless set. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:78`.
    pub fn days<By_>(mut self, days: impl ::alignet::IntoOption<i64, By_>) -> Self {
        self.request.days = days.into_option().unwrap_or(2i64);
        self
    }
    /// The field `price`: an amount of money in minor units. Required, in the body. Declared in `things/contract.toml:79`.
    pub fn price(
        self,
        price: impl ::core::convert::Into<::alignet::Amount>,
    ) -> LendThing<F_0, F_1, ::alignet::Amount> {
        LendThing {
            call: self.call,
            request: LendThingRequest {
                x_pass_word: self.request.x_pass_word,
                pin: self.request.pin,
                debt: self.request.debt,
                day: self.request.day,
                rate: self.request.rate,
                days: self.request.days,
                price: price.into(),
                refund: self.request.refund,
                terms: self.request.terms,
            },
        }
    }
    /// The field `refund`: an amount of money in minor units. Optional, in the body: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:80`.
    pub fn refund<By_>(
        mut self,
        refund: impl ::alignet::IntoOption<::alignet::Amount, By_>,
    ) -> Self {
        self.request.refund = refund.into_option();
        self
    }
    /// The field `terms`: a value of `ThingTerms`. Optional, in the body: its only value is sent unless set. Declared in `things/contract.toml:81`.
    pub fn terms<By_>(
        mut self,
        terms: impl ::alignet::IntoOption<ThingTerms, By_>,
    ) -> Self {
        self.request.terms = terms
            .into_option()
            .unwrap_or(ThingTerms::builder().build());
        self
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl<F_0, F_1, F_6> LendThing<F_0, F_1, F_6>
where
    Self: ::alignet::codegen::IsSet<F_0, ::alignet::Secret>
        + ::alignet::codegen::IsSet<F_1, ::alignet::Secret>
        + ::alignet::codegen::IsSet<F_6, ::alignet::Amount>,
{
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    /// The `where` clause holds once every required field is set.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<ThingReply, ::alignet::Error>,
    > {
        self.call.send(self.request.complete::<Self>())
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
            ::alignet::Response<ThingReply>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request.complete::<Self>())
    }
}
#[doc(hidden)]
pub struct LendThingRequest<
    F_0 = ::alignet::Secret,
    F_1 = ::alignet::Secret,
    F_6 = ::alignet::Amount,
> {
    x_pass_word: F_0,
    pin: F_1,
    debt: ::alignet::Decimal,
    day: ::alignet::Date,
    rate: ::alignet::Decimal,
    days: i64,
    price: F_6,
    refund: ::core::option::Option<::alignet::Amount>,
    terms: ThingTerms,
}
impl<F_0, F_1, F_6> LendThingRequest<F_0, F_1, F_6> {
    fn complete<Call_>(self) -> LendThingRequest
    where
        Call_: ::alignet::codegen::IsSet<F_0, ::alignet::Secret>
            + ::alignet::codegen::IsSet<F_1, ::alignet::Secret>
            + ::alignet::codegen::IsSet<F_6, ::alignet::Amount>,
    {
        LendThingRequest {
            x_pass_word: Call_::value(self.x_pass_word),
            pin: Call_::value(self.pin),
            debt: self.debt,
            day: self.day,
            rate: self.rate,
            days: self.days,
            price: Call_::value(self.price),
            refund: self.refund,
            terms: self.terms,
        }
    }
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
        .body(
            &[
                ("tax", ::alignet::codegen::Source::Decimal("18.00")),
                ("at", ::alignet::codegen::Source::Text("2026-01-31T09:30:00Z")),
            ],
        )
        .outcomes(&[("state", ThingState::STATES)])
        .secrets("PIN\nx-pass-word")
        .reply_secrets("code")
        .optional_status(&["meta", "status"]);
    fn place(&self, places: &mut ::alignet::codegen::Places) {
        places.header("x-pass-word", &self.x_pass_word);
    }
    fn body<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::{Optional, Plain, Special};
        writer
            .write(
                &["PIN", "debt", "day", "rate", "days", "price", "refund", "terms"],
                (
                    (
                        (Special(&self.pin), Special(&self.debt)),
                        (Plain(&self.day), Special(&self.rate)),
                    ),
                    (
                        (Plain(&self.days), Plain(&self.price)),
                        (Optional(Plain(&self.refund)), Special(&self.terms)),
                    ),
                ),
            )
    }
}
/// Buys a thing, once for each key.
///
/// `POST /things` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token post:charges`.
/// - Repeating it: keyed; the service carries out each key once. Temporary failures are retried with the same key.
/// - Reply: [`ThingReply`].
/// - Proof of funds: `reply.outcome()`, when it [`is_paid`](::alignet::Outcome::is_paid).
/// - Declared in `things/contract.toml:86`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = alignet.buy_thing()
///     .amount(alignet::Amount::from_minor(15000))
///     .send()
///     .await?;
/// match reply.outcome() {
///     outcome if outcome.is_paid() => println!("paid"), // nothing else proves it
///     alignet::Outcome::Pending => println!("not decided yet"),
///     outcome => println!("not paid: {outcome:?}"),
/// }
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`idempotency_key`](BuyThing::idempotency_key), optional, in the header. Tells the service which requests are the same call: each of them has this key, and is carried out once. Made anew for each call unless set.
/// - [`amount`](BuyThing::amount), required, in the body. An amount of money in minor units.
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when `idempotency_key` has a character that a header can't carry; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once, or failure with a payment that is not declined.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or a renewed access token still is.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks one of the scopes `create:token post:charges`.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`Conflict`](::alignet::ErrorKind::Conflict) when the request contradicts what the service has.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call may have been carried out all the same if the error [`is_indeterminate`](::alignet::Error::is_indeterminate): when its answer was lost or is unclear. Find out or send it again with the [`idempotency_key`](::alignet::Error::idempotency_key) of the error. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct BuyThing<F_1 = BuyThing_needs::amount> {
    call: ::alignet::codegen::Call,
    request: BuyThingRequest<F_1>,
}
#[doc(hidden)]
pub mod BuyThing_needs {
    pub struct amount;
}
impl BuyThing {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: BuyThingRequest {
                idempotency_key: ::core::option::Option::None,
                amount: BuyThing_needs::amount,
            },
        }
    }
}
impl<F_1> BuyThing<F_1> {
    /// Tells the service which requests are the same call: each of them has this key, and is carried out once. Made anew for each call unless set. `Idempotency-Key` on the wire. Optional, in the header: takes a value or an [`Option`](::alignet::IntoOption). Declared in `things/contract.toml:92`.
    pub fn idempotency_key<By_>(
        mut self,
        idempotency_key: impl ::alignet::IntoOption<::std::string::String, By_>,
    ) -> Self {
        self.request.idempotency_key = idempotency_key.into_option();
        self
    }
    /// The field `amount`: an amount of money in minor units. Required, in the body. Declared in `things/contract.toml:94`.
    pub fn amount(
        self,
        amount: impl ::core::convert::Into<::alignet::Amount>,
    ) -> BuyThing<::alignet::Amount> {
        BuyThing {
            call: self.call,
            request: BuyThingRequest {
                idempotency_key: self.request.idempotency_key,
                amount: amount.into(),
            },
        }
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl<F_1> BuyThing<F_1>
where
    Self: ::alignet::codegen::IsSet<F_1, ::alignet::Amount>,
{
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    /// The `where` clause holds once every required field is set.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<ThingReply, ::alignet::Error>,
    > {
        self.call.send(self.request.complete::<Self>())
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
            ::alignet::Response<ThingReply>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request.complete::<Self>())
    }
}
#[doc(hidden)]
pub struct BuyThingRequest<F_1 = ::alignet::Amount> {
    idempotency_key: ::core::option::Option<::std::string::String>,
    amount: F_1,
}
impl<F_1> BuyThingRequest<F_1> {
    fn complete<Call_>(self) -> BuyThingRequest
    where
        Call_: ::alignet::codegen::IsSet<F_1, ::alignet::Amount>,
    {
        BuyThingRequest {
            idempotency_key: self.idempotency_key,
            amount: Call_::value(self.amount),
        }
    }
}
impl ::alignet::codegen::Endpoint for BuyThingRequest {
    type Reply = ThingReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::post(
            "buy_thing",
            1,
            "/things",
        )
        .repeat(::alignet::codegen::Repeat::Keyed)
        .key("idempotency-key")
        .ahead()
        .bearer("create:token post:charges", ::alignet::api::FETCH_TOKEN)
        .headers(::alignet::api::HEADERS)
        .body(&[])
        .outcomes(&[("state", ThingState::STATES)])
        .reply_secrets("code")
        .optional_status(&["meta", "status"]);
    fn place(&self, places: &mut ::alignet::codegen::Places) {
        places.key("idempotency-key", &self.idempotency_key);
    }
    fn body<W: ::alignet::codegen::Writer>(&self, writer: W) -> W::Done {
        use ::alignet::codegen::Plain;
        writer.write(&["amount"], Plain(&self.amount))
    }
}
/// Drops a thing.
///
/// `DELETE /things/{thing}` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token post:charges`.
/// - Repeating it: never; it could be done twice. The client sends it again only when it can't have left.
/// - Reply: [`DropThingReply`], without fields: a success is HTTP 204 without a body.
/// - Headers of the reply: [`DropThingReplyHeaders`], by [`typed_headers`](::alignet::Response::typed_headers) of what `send_with_meta` returns.
/// - Declared in `things/contract.toml:97`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let result = alignet.drop_thing()
///     .thing("...")
///     .send()
///     .await;
/// if let Err(error) = &result {
///     if let Some(body) = error.reply_as::<ThingProof>() {
///         println!("HTTP 409: {body:?}");
///     }
///     if let Some(body) = error.reply_as::<ThingSale>() {
///         println!("HTTP 422: {body:?}");
///     }
/// }
/// result?;
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`thing`](DropThing::thing), required, in the path. Text.
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when `thing` is empty, `.` or `..`; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Conflict`](::alignet::ErrorKind::Conflict) with HTTP 409: [`reply_as`](::alignet::Error::reply_as) of the error reads the body, [`ThingProof`]: Has no fields yet.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) with HTTP 422: [`reply_as`](::alignet::Error::reply_as) of the error reads the body, [`ThingSale`]: A sale of a thing.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or the access token is: it is renewed, and the call is yours to send again when the error `is_temporary`.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks one of the scopes `create:token post:charges`.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`NotFound`](::alignet::ErrorKind::NotFound) when the service does not know what the path names.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call may have been carried out all the same if the error [`is_indeterminate`](::alignet::Error::is_indeterminate): when its answer was lost or is unclear. Find out before you send it again. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct DropThing<F_0 = DropThing_needs::thing> {
    call: ::alignet::codegen::Call,
    request: DropThingRequest<F_0>,
}
#[doc(hidden)]
pub mod DropThing_needs {
    pub struct thing;
}
impl DropThing {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: DropThingRequest {
                thing: DropThing_needs::thing,
            },
        }
    }
}
impl<F_0> DropThing<F_0> {
    /// The field `thing`: text. Required, in the path. Declared in `things/contract.toml:105`.
    pub fn thing(
        self,
        thing: impl ::core::convert::Into<::std::string::String>,
    ) -> DropThing<::std::string::String> {
        DropThing {
            call: self.call,
            request: DropThingRequest {
                thing: thing.into(),
            },
        }
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl<F_0> DropThing<F_0>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
{
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    /// The `where` clause holds once every required field is set.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<DropThingReply, ::alignet::Error>,
    > {
        self.call.send(self.request.complete::<Self>())
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
            ::alignet::Response<DropThingReply, DropThingReplyHeaders>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request.complete::<Self>())
    }
}
#[doc(hidden)]
pub struct DropThingRequest<F_0 = ::std::string::String> {
    thing: F_0,
}
impl<F_0> DropThingRequest<F_0> {
    fn complete<Call_>(self) -> DropThingRequest
    where
        Call_: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
    {
        DropThingRequest {
            thing: Call_::value(self.thing),
        }
    }
}
impl ::alignet::codegen::Endpoint for DropThingRequest {
    type Reply = DropThingReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::delete(
            "drop_thing",
            1,
            "/things/{thing}",
        )
        .repeat(::alignet::codegen::Repeat::Never)
        .ahead()
        .bearer("create:token post:charges", ::alignet::api::FETCH_TOKEN)
        .headers(::alignet::api::HEADERS)
        .bodyless(204u16)
        .errors(
            &[
                (409u16, ::core::any::TypeId::of::<ThingProof>),
                (422u16, ::core::any::TypeId::of::<ThingSale>),
            ],
        )
        .secret_headers("x-pin")
        .status(&["meta", "status"]);
    fn place(&self, places: &mut ::alignet::codegen::Places) {
        places.segment("thing", &self.thing);
    }
}
impl ::alignet::codegen::ReplyHeaders for DropThingReplyHeaders {
    fn read(headers: &mut ::alignet::codegen::HeaderReader<'_>) -> Self {
        Self {
            location: headers.parsed("Location"),
            x_left: headers.integer("X-Left"),
            x_size: headers.parsed("X-Size"),
            x_lives: headers.seconds("X-Lives"),
            x_pin: headers.secret("X-Pin"),
        }
    }
}
/// Lists things.
///
/// `GET /shops/{shop}/things` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token get:charges`.
/// - Repeating it: safe; it reads. Temporary failures are retried.
/// - Reply: a list of [`ListedThing`]: a success is HTTP 200 with a JSON list. An item that can't be read is left out, and [`unread`](::alignet::Response::unread) names it.
/// - Declared in `things/contract.toml:115`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// let reply = alignet.list_things()
///     .shop("7")
///     .send()
///     .await?;
/// for item in &reply {
///     println!("{item:?}");
/// }
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`shop`](ListThings::shop), required, in the path. Text.
///
/// # On the wire
///
/// A reply:
///
/// ```json
/// [{ "shop": "7", "state": "PAID", "lock": "k" }]
/// ```
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when `shop` is empty, `.` or `..`; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Protocol`](::alignet::ErrorKind::Protocol) when the reply is about another request: its `shop` has another value.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or a renewed access token still is.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks one of the scopes `create:token get:charges`.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`NotFound`](::alignet::ErrorKind::NotFound) when the service does not know what the path names.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call only reads, so no error is indeterminate. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct ListThings<F_0 = ListThings_needs::shop> {
    call: ::alignet::codegen::Call,
    request: ListThingsRequest<F_0>,
}
#[doc(hidden)]
pub mod ListThings_needs {
    pub struct shop;
}
impl ListThings {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: ListThingsRequest {
                shop: ListThings_needs::shop,
            },
        }
    }
}
impl<F_0> ListThings<F_0> {
    /// The field `shop`: text. Required, in the path. Declared in `things/contract.toml:120`.
    pub fn shop(
        self,
        shop: impl ::core::convert::Into<::std::string::String>,
    ) -> ListThings<::std::string::String> {
        ListThings {
            call: self.call,
            request: ListThingsRequest {
                shop: shop.into(),
            },
        }
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl<F_0> ListThings<F_0>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
{
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    /// The `where` clause holds once every required field is set.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<::std::vec::Vec<ListedThing>, ::alignet::Error>,
    > {
        self.call.send(self.request.complete::<Self>())
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
            ::alignet::Response<::std::vec::Vec<ListedThing>>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request.complete::<Self>())
    }
}
#[doc(hidden)]
pub struct ListThingsRequest<F_0 = ::std::string::String> {
    shop: F_0,
}
impl<F_0> ListThingsRequest<F_0> {
    fn complete<Call_>(self) -> ListThingsRequest
    where
        Call_: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
    {
        ListThingsRequest {
            shop: Call_::value(self.shop),
        }
    }
}
impl ::alignet::codegen::Endpoint for ListThingsRequest {
    type Reply = ::std::vec::Vec<ListedThing>;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::get(
            "list_things",
            1,
            "/shops/{shop}/things",
        )
        .repeat(::alignet::codegen::Repeat::Safe)
        .ahead()
        .bearer("create:token get:charges", ::alignet::api::FETCH_TOKEN)
        .headers(::alignet::api::HEADERS)
        .list(200u16)
        .echoes(&[::alignet::codegen::Echo::text("shop", "shop").optional()])
        .reply_secrets("lock")
        .status(&["meta", "status"]);
    fn place(&self, places: &mut ::alignet::codegen::Places) {
        places.segment("shop", &self.shop);
    }
}
/// Prints a thing.
///
/// `GET /things/{thing}/picture` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token get:charges`.
/// - Repeating it: safe; it reads. Temporary failures are retried.
/// - Reply: a [`Document`](::alignet::Document): a success is HTTP 203 with bytes of the type `image/svg+xml`.
/// - Declared in `things/contract.toml:127`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let reply = alignet.print_thing()
///     .thing("...")
///     .send()
///     .await?;
/// println!("{} bytes", reply.bytes().len());
/// std::fs::write("print_thing", &reply)?;
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`thing`](PrintThing::thing), required, in the path. Text.
///
/// # On the wire
///
/// A reply:
///
/// ```text
/// <svg xmlns='http://www.w3.org/2000/svg'/>
/// ```
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when `thing` is empty, `.` or `..`; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or a renewed access token still is.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks one of the scopes `create:token get:charges`.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`NotFound`](::alignet::ErrorKind::NotFound) when the service does not know what the path names.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call only reads, so no error is indeterminate. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct PrintThing<F_0 = PrintThing_needs::thing> {
    call: ::alignet::codegen::Call,
    request: PrintThingRequest<F_0>,
}
#[doc(hidden)]
pub mod PrintThing_needs {
    pub struct thing;
}
impl PrintThing {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: PrintThingRequest {
                thing: PrintThing_needs::thing,
            },
        }
    }
}
impl<F_0> PrintThing<F_0> {
    /// The field `thing`: text. Required, in the path. Declared in `things/contract.toml:132`.
    pub fn thing(
        self,
        thing: impl ::core::convert::Into<::std::string::String>,
    ) -> PrintThing<::std::string::String> {
        PrintThing {
            call: self.call,
            request: PrintThingRequest {
                thing: thing.into(),
            },
        }
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl<F_0> PrintThing<F_0>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
{
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    /// The `where` clause holds once every required field is set.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<::alignet::Document, ::alignet::Error>,
    > {
        self.call.send(self.request.complete::<Self>())
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
            ::alignet::Response<::alignet::Document>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request.complete::<Self>())
    }
}
#[doc(hidden)]
pub struct PrintThingRequest<F_0 = ::std::string::String> {
    thing: F_0,
}
impl<F_0> PrintThingRequest<F_0> {
    fn complete<Call_>(self) -> PrintThingRequest
    where
        Call_: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
    {
        PrintThingRequest {
            thing: Call_::value(self.thing),
        }
    }
}
impl ::alignet::codegen::Endpoint for PrintThingRequest {
    type Reply = ::alignet::Document;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::get(
            "print_thing",
            1,
            "/things/{thing}/picture",
        )
        .repeat(::alignet::codegen::Repeat::Safe)
        .ahead()
        .bearer("create:token get:charges", ::alignet::api::FETCH_TOKEN)
        .headers(::alignet::api::HEADERS)
        .document(203u16, "image/svg+xml")
        .status(&["status"]);
    fn place(&self, places: &mut ::alignet::codegen::Places) {
        places.segment("thing", &self.thing);
    }
}
/// Takes a change back.
///
/// `DELETE /changes/{ticket}` on the origin `api`.
///
/// - Access token: fetched, cached and renewed by the client, with the scopes `create:token post:charges`.
/// - Repeating it: never; it could be done twice. The client sends it again only when it can't have left.
/// - Reply: [`RestoreThingReply`], without fields: a success is HTTP 204 without a body.
/// - Declared in `things/contract.toml:296`.
///
/// # Example
///
/// ```ignore
/// # async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
/// alignet.restore_thing()
///     .ticket("...")
///     .send()
///     .await?;
/// # Ok(()) }
/// ```
///
/// # Fields
///
/// - [`ticket`](RestoreThing::ticket), required, in the path. Text.
///
/// # Errors
///
/// - [`Request`](::alignet::ErrorKind::Request) when `ticket` is empty, `.` or `..`; nothing is sent then.
/// - [`Api`](::alignet::ErrorKind::Api) when a 2xx reply says that the call failed; `reply` of the error has the JSON.
/// - [`Contradictory`](::alignet::ErrorKind::Contradictory) when the reply says success and failure at once.
/// - [`Decode`](::alignet::ErrorKind::Decode) when the reply is not what the contract describes; `path` of the error says where.
/// - [`Unauthorized`](::alignet::ErrorKind::Unauthorized) when the credentials are refused, or the access token is: it is renewed, and the call is yours to send again when the error `is_temporary`.
/// - [`Forbidden`](::alignet::ErrorKind::Forbidden) when the access token lacks one of the scopes `create:token post:charges`.
/// - [`Rejected`](::alignet::ErrorKind::Rejected) when the request is refused as wrong, such as for the audience of another environment.
/// - [`NotFound`](::alignet::ErrorKind::NotFound) when the service does not know what the path names.
/// - [`Conflict`](::alignet::ErrorKind::Conflict) when the request contradicts what the service has.
/// - [`RateLimited`](::alignet::ErrorKind::RateLimited) when there are too many requests; `retry_after` of the error says how long to wait.
/// - `Connect`, `Transport`, `Timeout`, `Protocol`, `TooLarge` and `Server` when the way there or the service fails.
///
/// The call may have been carried out all the same if the error [`is_indeterminate`](::alignet::Error::is_indeterminate): when its answer was lost or is unclear. Find out before you send it again. [`delivery`](::alignet::Error::delivery) of the error says how far the request got, and [`is_temporary`](::alignet::Error::is_temporary) if a later call may succeed.
#[must_use = "a call does nothing until it is sent"]
pub struct RestoreThing<F_0 = RestoreThing_needs::ticket> {
    call: ::alignet::codegen::Call,
    request: RestoreThingRequest<F_0>,
}
#[doc(hidden)]
pub mod RestoreThing_needs {
    pub struct ticket;
}
impl RestoreThing {
    /// Starts a call by this client.
    pub fn new(client: &::alignet::Client) -> Self {
        Self {
            call: ::alignet::codegen::Call::new(client),
            request: RestoreThingRequest {
                ticket: RestoreThing_needs::ticket,
            },
        }
    }
}
impl<F_0> RestoreThing<F_0> {
    /// The field `ticket`: text. Required, in the path. Declared in `things/contract.toml:304`.
    pub fn ticket(
        self,
        ticket: impl ::core::convert::Into<::std::string::String>,
    ) -> RestoreThing<::std::string::String> {
        RestoreThing {
            call: self.call,
            request: RestoreThingRequest {
                ticket: ticket.into(),
            },
        }
    }
    /// Sets the time limit of the whole call: attempts, waiting between them, and fetching
    /// an access token if there is none.
    pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
        self.call = self.call.timeout(timeout);
        self
    }
}
impl<F_0> RestoreThing<F_0>
where
    Self: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
{
    /// Sends the request and returns the reply.
    ///
    /// Nothing is sent before the future is awaited, or spawned: it is `Send` and borrows nothing.
    /// The `where` clause holds once every required field is set.
    ///
    /// # Errors
    ///
    /// The errors of the endpoint, and every other failure of a call; see
    /// [`Error`](::alignet::Error).
    pub fn send(
        self,
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<RestoreThingReply, ::alignet::Error>,
    > {
        self.call.send(self.request.complete::<Self>())
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
            ::alignet::Response<RestoreThingReply>,
            ::alignet::Error,
        >,
    > {
        self.call.send_with_meta(self.request.complete::<Self>())
    }
}
#[doc(hidden)]
pub struct RestoreThingRequest<F_0 = ::std::string::String> {
    ticket: F_0,
}
impl<F_0> RestoreThingRequest<F_0> {
    fn complete<Call_>(self) -> RestoreThingRequest
    where
        Call_: ::alignet::codegen::IsSet<F_0, ::std::string::String>,
    {
        RestoreThingRequest {
            ticket: Call_::value(self.ticket),
        }
    }
}
impl ::alignet::codegen::Endpoint for RestoreThingRequest {
    type Reply = RestoreThingReply;
    const OPERATION: ::alignet::codegen::Operation = ::alignet::codegen::Operation::delete(
            "restore_thing",
            1,
            "/changes/{ticket}",
        )
        .repeat(::alignet::codegen::Repeat::Never)
        .ahead()
        .undoes()
        .bearer("create:token post:charges", ::alignet::api::FETCH_TOKEN)
        .headers(::alignet::api::HEADERS)
        .bodyless(204u16)
        .status(&["meta", "status"]);
    fn place(&self, places: &mut ::alignet::codegen::Places) {
        places.segment("ticket", &self.ticket);
    }
}
/// The calls of this contract that a client with a journal writes down, for its recovery.
pub const JOURNALED: ::alignet::codegen::Operations = &[
    &<ChangeThingRequest as ::alignet::codegen::Endpoint>::OPERATION,
    &<BuyThingRequest as ::alignet::codegen::Endpoint>::OPERATION,
    &<DropThingRequest as ::alignet::codegen::Endpoint>::OPERATION,
    &<RestoreThingRequest as ::alignet::codegen::Endpoint>::OPERATION,
];
impl ::alignet::notifications::Notification for ThingNotification {
    const DESCRIPTION: ::alignet::codegen::Description = ::alignet::codegen::Description {
        name: "thing",
        signature: "x-signed-with",
        keys: 4,
        merchant: "shop",
        status: &["meta", "status"],
        identity: &[&["shop"], &["colour"]],
        subject: ::core::option::Option::None,
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
        subject: ::core::option::Option::None,
    };
}
impl ::alignet::notifications::Return for ThingSaleReturn {
    const FORM: &'static str = "Result";
    const DESCRIPTION: ::alignet::codegen::Description = ::alignet::codegen::Description {
        name: "thing_sale",
        signature: "Signed",
        keys: 4,
        merchant: "shop",
        status: &["meta", "status"],
        identity: &[&["number"], &["sale", "price"], &["sale", "currency"]],
        subject: ::core::option::Option::None,
    };
}
const _: &[u8] = ::core::include_bytes!("things/contract.toml");
