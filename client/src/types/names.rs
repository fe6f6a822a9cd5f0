//! Values that are stored as their names.

/// Gives an enumeration a name for each of its values, for `as_str`, `Display`, `FromStr` and serde.
macro_rules! names {
    ($type:ident, $article:literal { $($variant:ident => $name:literal),* $(,)? }) => {
        impl $type {
            #[doc = concat!("Returns the name of ", $article, ", which serde writes and `FromStr` parses.")]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::error::Error;

            fn from_str(text: &str) -> Result<Self, $crate::error::Error> {
                match text {
                    $($name => Ok(Self::$variant),)*
                    _ => Err($crate::codegen::wire::unlisted(&[$($name),*])),
                }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codegen::wire::read_text(deserializer)
            }
        }
    };
}

pub(crate) use names;
