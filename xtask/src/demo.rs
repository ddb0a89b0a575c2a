//! The demo county on disk: made by the server's own `demo`, kept in `target/demo` between runs.

use crate::{cargo, term};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A made-up county that a server can serve.
pub(crate) struct Demo {
    pub(crate) data: PathBuf,
    /// What `demo` said: logins and invites. Kept, because a later run needs them again.
    pub(crate) words: String,
}

impl Demo {
    /// The county of an earlier run, or a new one.
    pub(crate) fn make(server: &Path, fresh: bool) -> Result<Self> {
        Self::make_in(server, cargo::root().join("target/demo"), fresh)
    }

    /// The same in another folder.
    pub(crate) fn make_in(server: &Path, data: PathBuf, fresh: bool) -> Result<Self> {
        let words = data.with_extension("txt");
        if fresh || !data.exists() || !words.exists() {
            term::step("making the demo county", || create(server, &data, &words))?;
        }
        let words = fs::read_to_string(&words)?;
        Ok(Self { data, words })
    }
}

/// Into a folder beside, then moved: a broken attempt leaves no half county.
fn create(server: &Path, data: &Path, words: &Path) -> Result<()> {
    let making = data.with_extension("making");
    for folder in [making.as_path(), data] {
        if folder.exists() {
            fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
    }
    let mut demo = Command::new(server);
    demo.arg("demo").arg("--data").arg(&making).stderr(Stdio::inherit());
    let output = demo.output().with_context(|| format!("cannot start `{}`", term::spoken(&demo)))?;
    if !output.status.success() {
        bail!("`{}` ended with {}", term::spoken(&demo), output.status);
    }
    fs::rename(&making, data)?;
    fs::write(words, output.stdout)?;
    Ok(())
}
