//! Measures the macro without the compiler: the time to read, check and expand contracts of different sizes.

use std::{hint::black_box, time::Instant};

use alignet_spec::{Contract, Sources};

use crate::{
    Failure,
    compile::{Model, toml},
    expand,
    read::Found,
    table::{Contestant::Alignet, Goal, Row},
};

const SIZES: [usize; 4] = [1, 10, 100, 1000];

pub fn rows(quick: bool) -> Result<Vec<Row>, Failure> {
    let texts = SIZES.map(|endpoints| toml(&Model::new(endpoints)));
    let mut seconds = SIZES.map(|_| Vec::new());
    for _ in 0..if quick { 3 } else { 21 } {
        for (text, seconds) in texts.iter().zip(&mut seconds) {
            seconds.push(expanded(text)?);
        }
    }
    let row = |what: String, unit, most: Option<f64>, figures: Vec<f64>| Row {
        what,
        unit,
        base: Alignet,
        goal: most.map(Goal::Most),
        measured: vec![(Alignet, figures)],
    };
    let mut rows = Vec::new();
    for (endpoints, seconds) in SIZES.iter().zip(&seconds) {
        let each = seconds.iter().map(|seconds| seconds * 1e6 / *endpoints as f64).collect();
        rows.push(row(format!("to read, check and expand {endpoints} endpoints, each"), "µs", None, each));
    }
    let [.., hundred, thousand] = &seconds;
    rows.push(row("to read, check and expand 1000 endpoints".to_owned(), "s", Some(1.0), thousand.clone()));
    let growth = thousand.iter().zip(hundred).map(|(thousand, hundred)| thousand / hundred).collect();
    rows.push(row("the same against 100 endpoints".to_owned(), "times", Some(11.0), growth));
    Ok(rows)
}

/// The time in seconds, with the shipped contract that it extends.
fn expanded(text: &str) -> Result<f64, Failure> {
    let start = Instant::now();
    let sources = Sources::from_texts("large", &[("contract.toml", text)]).extending_shipped();
    let contract = Contract::load(sources).map_err(|mistakes| mistakes.to_string())?;
    black_box(expand::client(&Found { contract, files: Vec::new(), shipped: false }));
    Ok(start.elapsed().as_secs_f64())
}
