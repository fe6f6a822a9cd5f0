//! Tests that a new endpoint needs an edit of the contract and of nothing else.
//!
//! A copy of this workspace's crates gets a new endpoint file, and a crate that uses the endpoint. It is
//! compiled beside this workspace, so only the first run takes long.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::{fs, path::Path};

use alignet_sandbox::{Contract, Sandbox};
use alignet_spec::Sources;
use alignet_tests::{
    local,
    nested::{Nested, workspace},
    partner::GetRobot,
};

/// An endpoint that the shipped contract lacks: two path parameters, an optional header, a nested reply with
/// open enumerations and a list.
fn robots() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/robots.toml")).unwrap()
}

const USER: &str = r#"
use alignet::api::{RobotDisplayKind, GetRobotReply, RobotState};

pub async fn run(alignet: alignet::Client) -> Result<(), alignet::Error> {
    let call = alignet.get_robot().shop("7").robot(3).payment_facilitator_code("F1");
    let reply: GetRobotReply = call.send().await?;
    let Some(robot) = &reply.robot else { return Ok(()) };
    if let Some(RobotState::Unknown(state)) = &robot.state {
        println!("{}", state.as_str());
    }
    for display in &robot.displays {
        let lines: Option<i64> = display.lines;
        assert!(display.kind != Some(RobotDisplayKind::Buyer) || lines > Some(0));
    }
    Ok(())
}
"#;

#[tokio::test]
async fn a_file_dropped_into_the_shipped_contract_is_all_that_an_endpoint_takes() {
    let nested = Nested::new("spec_edit");
    copy_workspace(&nested);
    nested.write("user/src/lib.rs", USER);

    let before = messages(&nested, "user");
    assert!(before.iter().any(|said| said.contains("`get_robot`")), "{before:?}");

    nested.write("spec/contract/robots.toml", &robots());
    assert_eq!(messages(&nested, "user"), [""; 0]);

    nested.cargo_succeeds(".", &["doc", "-q", "--no-deps", "-p", "alignet", "--no-default-features"]);
    let page = fs::read_to_string(nested.doc("alignet/struct.Client.html")).unwrap();
    for told in ["Fetches a robot of a shop.", "GET /shops/{shop}/robots/{robot}"] {
        assert!(page.contains(told), "the page of the client does not say: {told}");
    }
    let page = fs::read_to_string(nested.doc("alignet/api/struct.GetRobot.html")).unwrap();
    for told in [
        "GET /shops/{shop}/robots/{robot}",
        "create:token get:charges",
        "spec/contract/robots.toml:4",
        concat!(
            "https://docs.rs/crate/alignet-spec/",
            env!("CARGO_PKG_VERSION"),
            "/source/contract/robots.toml#4"
        ),
        "Required, in the path. Declared in <code>spec/contract/robots.toml:13</code>.",
        "is empty, <code>.</code> or <code>..</code>",
        "The number on its back.",
        "Whom the facilitator acts for.",
    ] {
        assert!(page.contains(told), "the page of the call does not say: {told}");
    }
    assert!(!nested.doc("alignet/api/struct.GetTerminalRequest.html").exists(), "a call has one page");

    let sources = Sources::read(&nested.path("spec/contract"), "contract").unwrap();
    let contract = Contract::load(sources).unwrap();
    let (sandbox, alignet) = local::start_with(Sandbox::builder().contract(contract)).await;
    GetRobot::new(&alignet).shop("7").robot(3).send().await.unwrap();
    assert_eq!(sandbox.calls("get_robot"), 1);

    // After a field is renamed, the next build fails at the uses of the old name.
    nested.write("spec/contract/robots.toml", &robots().replace("displays", "screens"));
    let [stale] = &messages(&nested, "user")[..] else { panic!("one mistake") };
    assert!(stale.contains("no field `displays`"), "{stale}");
    nested.write("user/src/lib.rs", &USER.replace("displays", "screens"));
    assert_eq!(messages(&nested, "user"), [""; 0]);

    // The build reports the mistakes of a contract exactly as `alignet-spec check` does, which counts several.
    let one = robots().replace("\"[RobotDisplay]\"", "\"[RobotDispaly]\"");
    let three = one.replace("\"integer\"", "\"integr\"").replace("route  = \"GET", "route  = \"FETCH");
    for (text, mistakes) in [(one, 1), (three, 3)] {
        nested.write("spec/contract/robots.toml", &text);
        let said = messages(&nested, "user");
        assert_eq!(said.len(), mistakes, "{said:?}");
        let check = nested.cargo(".", &["run", "-q", "--bin", "alignet-spec", "--", "check"]);
        assert_eq!(check.status.code(), Some(1));
        let mut said: Vec<String> = said.iter().map(|said| format!("error: {said}\n")).collect();
        said.extend((mistakes > 1).then(|| format!("{mistakes} mistakes\n")));
        assert_eq!(String::from_utf8(check.stderr).unwrap(), said.join("\n"));
    }
    let said = messages(&nested, "user");
    assert!(said[1].contains("\n  --> spec/contract/robots.toml:13:19\n"), "{}", said[1]);
    assert!(said[1].contains("= help: did you mean `integer`?"), "{}", said[1]);
}

#[test]
fn a_contract_of_ones_own_is_watched() {
    const OWN: &str = "alignet::client!(\"contract\");\n";
    let nested = Nested::new("contract_edit");
    nested.write_crate(
        "own",
        &workspace().join("client"),
        &[
            ("build.rs", "fn main() {\n    println!(\"cargo::rerun-if-changed=contract\");\n}\n"),
            ("contract/robots.toml", &robots()),
            (
                "src/lib.rs",
                &format!("{OWN}pub fn shown(robot: &Robot) -> usize {{ robot.displays.len() }}\n"),
            ),
        ],
    );
    assert_eq!(messages(&nested, "own"), [""; 0]);

    // A file is edited.
    nested.write("own/contract/robots.toml", &robots().replace("displays", "screens"));
    let [stale] = &messages(&nested, "own")[..] else { panic!("one mistake") };
    assert!(stale.contains("no field `displays`"), "{stale}");
    nested.write("own/contract/robots.toml", &robots());
    assert_eq!(messages(&nested, "own"), [""; 0]);

    // A file is added, and removed again.
    let puppets = robots().replace("robot", "puppet").replace("Robot", "Puppet");
    nested.write("own/contract/puppets.toml", &puppets);
    nested.write(
        "own/src/lib.rs",
        &format!("{OWN}pub fn shown(puppet: &Puppet) -> usize {{ puppet.displays.len() }}\n"),
    );
    assert_eq!(messages(&nested, "own"), [""; 0]);
    fs::remove_file(nested.path("own/contract/puppets.toml")).unwrap();
    let stale = messages(&nested, "own");
    assert!(stale.len() == 1 && stale[0].contains("`Puppet`"), "{stale:?}");
}

/// Copies the crates of the client and adds a member that uses them, without TLS.
fn copy_workspace(nested: &Nested) {
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let (before, rest) = manifest.split_once("members = [").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    let members = r#"members = ["spec", "macros", "client", "cli", "sandbox", "user"]"#;
    nested.write("Cargo.toml", &format!("{before}{members}{after}"));
    for krate in ["spec", "macros", "client", "cli", "sandbox"] {
        for part in [
            "Cargo.toml",
            "README.md",
            "RULES.md",
            "contract.schema.json",
            "src",
            "examples",
            "contract",
            "build.rs",
        ] {
            let from = workspace().join(krate).join(part);
            if from.exists() {
                nested.copy(&from, &format!("{krate}/{part}"));
            }
        }
    }
    nested.write(
        "user/Cargo.toml",
        "[package]\nname = \"user\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         alignet = { path = \"../client\", default-features = false }\n",
    );
}

/// The compiler's messages about a crate, without their source lines.
fn messages(nested: &Nested, name: &str) -> Vec<String> {
    let said = nested.diagnostics(name);
    said.iter()
        .map(|said| said["message"]["message"].as_str().map(str::to_owned))
        .collect::<Option<_>>()
        .unwrap()
}
