//! Measures the time and memory that the compiler takes for clients of different sizes.

mod by_hand;
mod contract;
mod model;
mod openapi;
pub mod subjects;

use std::path::Path;

pub use contract::toml;
pub use model::Model;

use self::subjects::{Subjects, Taken, benches};
use crate::{
    Failure,
    table::{
        Contestant::{self, Alignet, Builders, ByHand, Hyper, Progenitor},
        Goal, Row,
    },
};

const CONTESTANTS: [Contestant; 5] = [ByHand, Alignet, Progenitor, Builders, Hyper];

const REQWEST: &str =
    r#"reqwest = { version = "0.13", default-features = false, features = ["json", "query", "rustls"] }"#;
const SERDE: &str = r#"serde = { version = "1", features = ["derive"] }
serde_json = "1""#;
const HYPER: &str = r#"bytes = "1"
http-body-util = "0.1"
hyper = { version = "1", features = ["client", "http1"] }
hyper-util = { version = "0.1", features = ["tokio"] }"#;

/// A client of one endpoint.
pub fn one(quick: bool) -> Result<Vec<Row>, Failure> {
    rows(1, quick)
}

/// A client of ten endpoints.
pub fn ten(quick: bool) -> Result<Vec<Row>, Failure> {
    rows(10, quick)
}

/// A client of a hundred endpoints.
pub fn hundred(quick: bool) -> Result<Vec<Row>, Failure> {
    rows(100, quick)
}

/// A client of three hundred endpoints.
pub fn many(quick: bool) -> Result<Vec<Row>, Failure> {
    rows(300, quick)
}

fn rows(endpoints: usize, quick: bool) -> Result<Vec<Row>, Failure> {
    let mut subjects = Subjects::new("check")?;
    subjects.incremental = false;
    let model = Model::new(endpoints);
    for contestant in CONTESTANTS {
        add(&mut subjects, contestant, &model)?;
        // Compiles the dependencies first, which are not measured.
        subjects.cargo(name(contestant), &["check"])?;
    }
    let mut taken: Vec<(Contestant, Vec<Taken>)> = CONTESTANTS.map(|one| (one, Vec::new())).into();
    for _ in 0..if quick { 1 } else { 3 } {
        for (contestant, taken) in &mut taken {
            subjects.touch(name(*contestant), "src/lib.rs")?;
            taken.push(subjects.cargo(name(*contestant), &["check"])?);
        }
    }
    let goals = endpoints == 300;
    let row = |what: &str, unit, base, goal: Option<f64>, figure: fn(&Taken) -> f64| Row {
        what: format!("`cargo check` of {endpoints} endpoints, {what}"),
        unit,
        base,
        goal: goal.filter(|_| goals).map(Goal::Ratio),
        measured: taken.iter().map(|(one, taken)| (*one, taken.iter().map(figure).collect())).collect(),
    };
    let mut rows = vec![
        row("time", "s", ByHand, Some(2.0), |taken| taken.seconds),
        row("memory", "MiB", ByHand, None, |taken| taken.mebibytes),
    ];
    if goals {
        for base in [Progenitor, Builders] {
            rows.push(row("time", "s", base, Some(0.4), |taken| taken.seconds));
            rows.push(row("memory", "MiB", base, Some(0.4), |taken| taken.mebibytes));
        }
    }
    Ok(rows)
}

/// The name of a contestant's crate.
pub fn name(contestant: Contestant) -> &'static str {
    match contestant {
        Alignet => "with_alignet",
        ByHand => "by_hand",
        Progenitor => "with_progenitor",
        Builders => "with_builders",
        Hyper => "with_hyper",
    }
}

/// The dependencies of a contestant's crate, as in its manifest, with the `alignet` in this folder.
pub fn dependencies(contestant: Contestant, client: &Path) -> String {
    match contestant {
        Alignet => format!("alignet = {{ path = {client:?} }}"),
        ByHand => format!("{REQWEST}\n{SERDE}"),
        Progenitor | Builders => {
            format!("{REQWEST}\n{SERDE}\nprogenitor = \"0.15\"\nprogenitor-client = \"0.15\"")
        }
        Hyper => format!("{HYPER}\n{SERDE}"),
    }
}

fn add(subjects: &mut Subjects, contestant: Contestant, model: &Model) -> Result<(), Failure> {
    let generated = |interface: &str| {
        let code = format!("progenitor::generate_api!(spec = \"openapi.json\", interface = {interface});\n");
        (code, "openapi.json", openapi::json(model))
    };
    let by_hand = |call: &str| (by_hand::rust(model, call), "README.md", String::new());
    let (code, file, contract) = match contestant {
        Alignet => {
            ("alignet::client!(\"contract\");\n".to_owned(), "contract/things.toml", contract::toml(model))
        }
        ByHand => by_hand(by_hand::REQWEST),
        Progenitor => generated("Positional"),
        Builders => generated("Builder"),
        Hyper => by_hand(by_hand::HYPER),
    };
    let dependencies = dependencies(contestant, &benches().join("../client"));
    subjects.add(name(contestant), &dependencies, &[("src/lib.rs", &code), (file, &contract)])
}
