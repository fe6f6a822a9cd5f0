//! The items that generated code uses besides the public API. This module is not part of the public API.
//!
//! Generated code holds types and data. The traits and functions here read and write them, and `Call` runs
//! them. These items do not depend on any generated item.

pub(crate) mod browser;
pub(crate) mod echo;
pub(crate) mod endpoint;
pub(crate) mod headers;
mod parts;
pub(crate) mod places;
pub(crate) mod reply;
pub(crate) mod required;
pub(crate) mod states;
pub(crate) mod token_fetch;
pub(crate) mod wire;

pub use serde;

pub use self::{
    browser::for_browser,
    echo::Echo,
    endpoint::{Endpoint, FetchToken, Fixed, Operation, Operations, Repeat, Source, TypeOf},
    headers::{HeaderReader, ReplyHeaders},
    places::{List as QueryList, Places, Text},
    reply::Reply,
    required::IsSet,
    states::{Outcomes, Proves, States},
    token_fetch::{FetchesTokens, fetch_token},
    wire::{
        Given, InRequest, Items, Lenient, List, Literal, Literals, Members, Mode, Object, Optional, Plain,
        ReadField, ReadFields, Special, Tagged, ToKeep, Wire, WriteFields, Writer, integer, read,
        read_integer, read_part, read_text, unlisted, unlisted_integer, write,
    },
};
pub use crate::{
    auth::flight::{Fetched, Fetching},
    call::{Call, warm_up::warm_up},
    config::environment::{Keys, Value},
    notifications::Description,
    reply::{
        outcome::{of_all, of_state},
        verdict::told,
    },
    types::secret::Sent,
};
