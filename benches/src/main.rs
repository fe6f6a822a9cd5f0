//! Compares the cost of a call, a build and an expansion with hand-written code, progenitor and plain hyper.
//! Prints one table of ratios. Each ratio compares contestants that took turns in the same run. Round trips are counted in a
//! table of their own.
//!
//! ```sh
//! cargo run --release --manifest-path benches/Cargo.toml            # everything
//! cargo run --release --manifest-path benches/Cargo.toml calls      # a part of it
//! cargo run --release --manifest-path benches/Cargo.toml -- --quick # all of it, roughly
//! ```

mod builds;
mod calls;
mod compile;
mod expansion;
mod round_trips;
mod table;

/// The macro's expansion of a contract, included as source, because a macro can't be called as a function.
#[allow(dead_code, unused_imports)]
#[path = "../../macros/src/expand/mod.rs"]
mod expand;
#[allow(dead_code)]
#[path = "../../macros/src/read.rs"]
mod read;

use std::{env, error::Error};

use table::Row;

/// Any error; it ends the run.
type Failure = Box<dyn Error + Send + Sync>;

/// The name of a part of the table, and the function that measures it.
type Part = (&'static str, fn(bool) -> Result<Vec<Row>, Failure>);

const PARTS: [Part; 10] = [
    ("calls", calls::rows),
    ("round-trips", round_trips::rows),
    ("check-1", compile::one),
    ("check-10", compile::ten),
    ("check-100", compile::hundred),
    ("check-300", compile::many),
    ("first-build", builds::first),
    ("edit", builds::edit),
    ("size", builds::size),
    ("expansion", expansion::rows),
];

fn main() -> Result<(), Failure> {
    // After the name of a part, cargo passes its own `--` on.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--").collect();
    let (flags, names): (Vec<&str>, Vec<&str>) =
        arguments.iter().map(String::as_str).partition(|argument| argument.starts_with("--"));
    let unknown = |name: &&&str| !PARTS.iter().any(|(part, _)| part == *name);
    if let Some(unknown) = flags.iter().find(|flag| **flag != "--quick").or(names.iter().find(unknown)) {
        let parts: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
        return Err(format!("`{unknown}`? There are {} and the flag --quick.", parts.join(", ")).into());
    }
    let mut rows = Vec::new();
    for (name, measure) in PARTS {
        if names.is_empty() || names.contains(&name) {
            rows.extend(measure(!flags.is_empty())?);
        }
    }
    if !rows.is_empty() {
        print!("{}", table::markdown(&rows));
    }
    Ok(())
}
