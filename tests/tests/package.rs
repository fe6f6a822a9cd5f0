//! Tests the files that would be published: complete, and no others. `.ci/run` builds the package itself.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::process::Command;

use alignet_tests::nested::workspace;

#[test]
fn every_crate_is_packaged_with_what_it_needs_and_nothing_else() {
    for (package, folders) in [
        ("alignet-spec", &["RULES.md", "build.rs", "contract.schema.json", "contract/", "src/"][..]),
        ("alignet-macros", &["src/"]),
        ("alignet", &["src/"]),
        ("alignet-cli", &["src/"]),
        ("alignet-postgres", &["src/"]),
        ("alignet-sandbox", &["contract/", "src/"]),
    ] {
        let files = list(package);
        for needed in ["Cargo.toml", "README.md", "LICENSE-APACHE", "LICENSE-MIT", "src/lib.rs"] {
            assert!(files.iter().any(|file| file == needed), "{package} lacks {needed}");
        }
        for file in &files {
            let of_package =
                ["Cargo.toml", "Cargo.toml.orig", "Cargo.lock", "README.md", ".cargo_vcs_info.json"]
                    .contains(&file.as_str())
                    || file.starts_with("LICENSE-");
            let known = of_package || folders.iter().any(|folder| file.starts_with(folder));
            assert!(known, "{package} should not have {file}");
        }
    }
    let contract = list("alignet-spec");
    let contract = contract.iter().filter(|file| file.starts_with("contract/")).count();
    assert_eq!(contract, std::fs::read_dir(workspace().join("spec/contract")).unwrap().count());
}

fn list(package: &str) -> Vec<String> {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(workspace());
    command.args(["package", "--list", "--offline", "--allow-dirty", "-p", package]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{package}: {}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).unwrap();
    list.lines().map(|file| file.replace('\\', "/")).collect()
}
