//! Chooses the folder for the expansions of a package.

use std::{
    env,
    ffi::{OsStr, OsString},
    path::PathBuf,
};

/// Returns the folder for the package that is compiled, below the one that the variable asks for.
pub(super) fn of_package(asked: &OsStr) -> Result<PathBuf, String> {
    let folder = if asked == "1" {
        let target = of_compiler(env::args_os()).or_else(out_dir);
        target.ok_or(
            "the folder `target` is not known here; set the variable to the absolute path of a folder",
        )?
    } else {
        PathBuf::from(asked)
    };
    if !folder.is_absolute() {
        return Err(format!(
            "`{}` is not an absolute path; set the variable to one, or to 1 for a folder below `target`",
            folder.display()
        ));
    }
    let [name, version] =
        ["CARGO_PKG_NAME", "CARGO_PKG_VERSION"].map(|variable| env::var(variable).unwrap_or_default());
    Ok(folder.join(format!("{name}-{version}")))
}

/// Returns a folder in the output of the package's build script, which a language server knows too. Without a build script
/// there is none.
fn out_dir() -> Option<PathBuf> {
    Some(PathBuf::from(env::var_os("OUT_DIR")?).join("alignet-expand"))
}

/// Returns a folder beside the one that the compiler writes to, such as `target/debug/deps`. rustdoc names the folder of the
/// dependencies alone. A language server names neither.
fn of_compiler(arguments: impl Iterator<Item = OsString>) -> Option<PathBuf> {
    let arguments: Vec<OsString> = arguments.collect();
    let after = |name: &'static str| {
        let values = arguments.iter().zip(arguments.iter().skip(1));
        values.filter(move |(before, _)| *before == name).map(|(_, value)| PathBuf::from(value))
    };
    let dependencies = || {
        let of = |path: PathBuf| path.to_str()?.strip_prefix("dependency=").map(PathBuf::from);
        after("-L").find_map(of)
    };
    let output = after("--out-dir").next().or_else(dependencies)?;
    Some(output.parent()?.join("alignet-expand"))
}

#[cfg(test)]
mod tests {
    use super::{of_compiler, of_package};

    #[test]
    fn the_folder_is_beside_the_output_of_the_compiler() {
        let of = |arguments: &str| of_compiler(arguments.split(' ').map(Into::into));
        let expected = Some("/t/debug/alignet-expand".into());
        assert_eq!(of("rustc --out-dir /t/debug/deps -L dependency=/t/other/deps"), expected);
        assert_eq!(of("rustdoc -o /t/doc -L native=/n/x -L dependency=/t/debug/deps"), expected);
        assert_eq!(of("language-server --out-dir"), None);
    }

    #[test]
    fn a_relative_folder_is_refused() {
        assert!(of_package("target/expanded".as_ref()).is_err_and(|why| why.contains("absolute path")));
    }
}
