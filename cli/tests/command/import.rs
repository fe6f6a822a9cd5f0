//! The command `import`.

use crate::run::outcome;

#[test]
fn the_exit_code_says_if_something_is_left_out() {
    for (file, code, last) in [
        ("tests/import/documents/shop.yaml", 0, "; 0 parts left out\n"),
        ("tests/import/documents/left_out.yaml", 3, " parts left out\n"),
        ("Cargo.toml", 1, "error: `Cargo.toml` can't be imported: the document is "),
        ("nowhere.json", 1, "error: `nowhere.json` can't be imported: No such file"),
    ] {
        let (found, stdout, stderr) = outcome(&["import", file]);
        assert_eq!(found, code, "{stderr}");
        assert!(stderr.contains(last), "{stderr}");
        assert_eq!(stdout.is_empty(), code == 1);
    }
    assert_eq!(outcome(&["import"]).0, 2);
}
