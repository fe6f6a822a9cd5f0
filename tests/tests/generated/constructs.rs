//! Tests that every construct of the contract language expands to Rust that compiles, and that its calls
//! send and read JSON as the contract says.

mod bindings {
    alignet::client!("../spec/tests/accepted/bindings");
}
// Only callers are warned of what is deprecated.
#[deny(deprecated)]
mod deprecated {
    alignet::client!("../spec/tests/accepted/deprecated");
}
mod enumerations {
    alignet::client!("../spec/tests/accepted/enumerations");
}
mod fills {
    alignet::client!("../spec/tests/accepted/fills");
}
pub(crate) mod given {
    alignet::client!("../spec/tests/accepted/given");
}
mod names {
    alignet::client!("../spec/tests/accepted/names");
}
mod notifications {
    alignet::client!("../spec/tests/accepted/notifications");
}
mod nulls {
    alignet::client!("../spec/tests/accepted/nulls");
}
mod one_table {
    alignet::client!("../spec/tests/accepted/one_table");
}
mod outcomes {
    alignet::client!("../spec/tests/accepted/outcomes");
}
mod places {
    alignet::client!("../spec/tests/accepted/places");
}
mod replies {
    alignet::client!("../spec/tests/accepted/replies");
}
mod settling {
    alignet::client!("../spec/tests/accepted/settling");
}
mod shapes {
    alignet::client!("../spec/tests/accepted/shapes");
}
mod unions {
    alignet::client!("../spec/tests/accepted/unions");
}
mod values {
    alignet::client!("../spec/tests/accepted/values");
}
