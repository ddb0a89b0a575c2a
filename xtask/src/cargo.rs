//! Starting cargo from within cargo: the outer one's variables must not leak into the inner build.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Variables that `cargo run` sets for xtask itself; build scripts of the inner build would take them for their own.
const OWN_VARIABLES: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];

/// The workspace's root folder.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// A cargo of the caller's own toolchain, in the workspace's root.
pub(crate) fn own() -> Command {
    clean(std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from))
}

/// A program in the workspace's root, without the variables that belong to xtask.
pub(crate) fn clean(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir(root());
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| OWN_VARIABLES.iter().any(|own| name.starts_with(own))) {
            command.env_remove(&name);
        }
    }
    command
}
