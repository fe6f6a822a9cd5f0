//! Measures the build of an application that makes one call: its first build, its build after the contract
//! was edited, and its size.

use std::fs;

use crate::{
    Failure,
    compile::{
        dependencies, name,
        subjects::{Subjects, benches},
    },
    table::{
        Contestant::{self, Alignet, ByHand, Hyper, Progenitor},
        Goal, Row,
    },
};

/// The first build, with nothing compiled before.
pub fn first(quick: bool) -> Result<Vec<Row>, Failure> {
    let mut measured = vec![(ByHand, Vec::new()), (Alignet, Vec::new())];
    for _ in 0..if quick { 1 } else { 3 } {
        for (contestant, rounds) in &mut measured {
            let mut subjects = Subjects::new("first_build")?;
            add_application(&mut subjects, *contestant)?;
            subjects.forget()?;
            rounds.push(subjects.cargo(name(*contestant), &["build"])?.seconds);
        }
    }
    let what = "first `cargo build` of an application".to_owned();
    Ok(vec![Row { what, unit: "s", base: ByHand, goal: Some(Goal::Ratio(1.25)), measured }])
}

/// The time from an edited contract to a checked application.
pub fn edit(quick: bool) -> Result<Vec<Row>, Failure> {
    // The edit adds a field to a reply, in a copy. By hand, the types are edited.
    let edited = [
        (Alignet, "alignet", "spec/contract/nonce.toml", "[create_nonce.reply]\n", "new_ = \"string?\"\n"),
        (
            ByHand,
            name(ByHand),
            "src/calls/wire.rs",
            "pub struct NonceReply {\n",
            "pub new_: Option<String>,\n",
        ),
        (Progenitor, name(Progenitor), "openapi.json", "\"nonce\":", "\"new_\": { \"type\": \"string\" }, "),
    ];
    let mut subjects = Subjects::new("edit")?;
    subjects.copy(&["Cargo.toml", "spec", "macros", "client"], "alignet")?;
    let mut measured = Vec::new();
    for (contestant, ..) in edited {
        add_application(&mut subjects, contestant)?;
        measured.push((contestant, Vec::new()));
        subjects.cargo(name(contestant), &["check"])?;
    }
    for round in 0..if quick { 1 } else { 5 } {
        for ((contestant, folder, file, place, field), (_, rounds)) in edited.iter().zip(&mut measured) {
            let file = subjects.path(folder).join(file);
            let field = field.replace('_', &round.to_string());
            let before = if *contestant == Progenitor { field + place } else { format!("{place}{field}") };
            fs::write(&file, fs::read_to_string(&file)?.replacen(place, &before, 1))?;
            rounds.push(subjects.cargo(name(*contestant), &["check"])?.seconds);
        }
    }
    let what = "from an edited contract to a checked application".to_owned();
    Ok(vec![Row { what, unit: "s", base: Alignet, goal: Some(Goal::Most(5.0)), measured }])
}

/// The size of the stripped release build.
pub fn size(_: bool) -> Result<Vec<Row>, Failure> {
    let mut subjects = Subjects::new("size")?;
    let mut measured = Vec::new();
    for contestant in [ByHand, Alignet, Progenitor, Hyper] {
        add_application(&mut subjects, contestant)?;
        subjects.cargo(name(contestant), &["build", "--release"])?;
        let program = subjects.target().join("release").join(name(contestant));
        measured.push((contestant, vec![fs::metadata(program)?.len() as f64 / f64::from(1 << 20)]));
    }
    let what = "stripped release build of an application".to_owned();
    Ok(vec![Row { what, unit: "MiB", base: ByHand, goal: None, measured }])
}

/// Adds an application that makes the same call from the same sources as the other measurements.
fn add_application(subjects: &mut Subjects, contestant: Contestant) -> Result<(), Failure> {
    let (module, caller) = match contestant {
        Alignet => ("alignet", "alignet::client(&url)"),
        ByHand => ("by_hand", "by_hand::ByHand::new(&url)"),
        Hyper => ("hyper", "hyper::Connections::new(&url)"),
        _ => ("progenitor", "progenitor::Generated::new(&url)"),
    };
    let main = format!(
        "#![allow(dead_code)]\nmod calls {{ pub mod caller; pub mod wire; pub mod {module}; }}\n\
         type Failure = Box<dyn std::error::Error + Send + Sync>;\n\
         fn main() -> Result<(), Failure> {{\n    \
         let url = std::env::args().nth(1).ok_or(\"where to?\")?;\n    \
         let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;\n    \
         let call = async {{ calls::caller::Caller::call(&calls::{caller}?).await }};\n    \
         println!(\"{{}}\", runtime.block_on(call)?);\n    Ok(())\n}}\n"
    );
    let source = |name: &str| fs::read_to_string(benches().join(name));
    let (caller, wire) = (source("src/calls/caller.rs")?, source("src/calls/wire.rs")?);
    let (file, own) = (format!("src/calls/{module}.rs"), source(&format!("src/calls/{module}.rs"))?);
    let copy = subjects.path("alignet/client");
    let client = if copy.exists() { copy } else { benches().join("../client") };
    let dependencies = dependencies(contestant, &client)
        + if contestant == Alignet { "\nserde = { version = \"1\", features = [\"derive\"] }" } else { "" }
        + "\ntokio = { version = \"1\", features = [\"net\", \"rt\", \"time\"] }";
    let files = [
        ("src/main.rs", main.as_str()),
        ("src/calls/caller.rs", &caller),
        ("src/calls/wire.rs", &wire),
        (&file, &own),
        ("openapi.json", &source("openapi.json")?),
    ];
    subjects.add(name(contestant), &dependencies, &files)
}
