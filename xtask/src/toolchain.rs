//! Which compiler builds for the browser on this machine. It chooses and prepares; it builds nothing.
//!
//! rustup's compiler with its wasm target is the usual way. Where rustup cannot bring the target (no network to its
//! host, a distribution's compiler), Debian's compiler builds the standard library from its own sources.
//!
//! What a county serves is built with a standard library of its own too, where its sources are at hand: one that traps
//! instead of telling of a panic, and prefers small to fast.

use crate::web::Pace;
use crate::{cargo, packages, term};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The browser's target.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Set to `debian` to take Debian's compiler although rustup's would do (to test that way of building).
const CHOICE: &str = "STUDIO_WASM_TOOLCHAIN";

const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19", "clang-19"];
/// What SQLite leaves out on the phone, which pays for every byte that it loads: no table is searched by text, place or
/// day, none is JSON or names another, no statement opens a blob or asks how it went, and tables with one key each need
/// no plan. Only options that leave no call without its function (the build refuses those): more would need SQLite's
/// sources, not the one file of a release.
const SQLITE_WITHOUT: &str = "-USQLITE_ENABLE_FTS5 -USQLITE_ENABLE_RTREE -USQLITE_ENABLE_SESSION \
    -USQLITE_ENABLE_PREUPDATE_HOOK -USQLITE_ENABLE_BYTECODE_VTAB -USQLITE_ENABLE_DBPAGE_VTAB -USQLITE_ENABLE_DBSTAT_VTAB \
    -USQLITE_ENABLE_MATH_FUNCTIONS -USQLITE_ENABLE_OFFSET_SQL_FUNC -USQLITE_ENABLE_STMTVTAB \
    -USQLITE_ENABLE_UNKNOWN_SQL_FUNCTION -USQLITE_ENABLE_API_ARMOR -USQLITE_ENABLE_UNLOCK_NOTIFY \
    -USQLITE_ENABLE_COLUMN_METADATA -DSQLITE_OMIT_JSON -DSQLITE_UNTESTABLE -DSQLITE_OMIT_AUTHORIZATION \
    -DSQLITE_OMIT_TRACE -DSQLITE_OMIT_PROGRESS_CALLBACK -DSQLITE_OMIT_COMPLETE -DSQLITE_OMIT_DECLTYPE \
    -DSQLITE_OMIT_GET_TABLE -DSQLITE_OMIT_INCRBLOB -DSQLITE_OMIT_COMPILEOPTION_DIAGS -DSQLITE_OMIT_TCL_VARIABLE \
    -DSQLITE_OMIT_LOCALTIME -DSQLITE_OMIT_DESERIALIZE -DSQLITE_OMIT_INTEGRITY_CHECK \
    -DSQLITE_OMIT_XFER_OPT -DSQLITE_OMIT_LIKE_OPTIMIZATION -DSQLITE_OMIT_OR_OPTIMIZATION \
    -DSQLITE_OMIT_BETWEEN_OPTIMIZATION -DSQLITE_OMIT_AUTOMATIC_INDEX \
    -DSQLITE_OMIT_FOREIGN_KEY -DSQLITE_OMIT_UTF16 -DSQLITE_OMIT_EXPLAIN -DSQLITE_OMIT_GENERATED_COLUMNS \
    -DSQLITE_OMIT_SCHEMA_PRAGMAS";
/// A panic ends in a trap without a word: the page and the loader tell the user either way, and the words (with all
/// that prints them) are a tenth of what a phone loads.
const WITHOUT_PANIC_WORDS: &str = " -Zunstable-options -Cpanic=immediate-abort";
/// Where a toolchain keeps the sources of its standard library, below its root.
const STD_SOURCES: &str = "lib/rustlib/src/rust/library/Cargo.lock";
/// Debian's compiler must be at least as new as the workspace's `rust-version`.
const OLDEST_MINOR: u32 = 95;

/// A compiler for the browser, ready to use.
pub(crate) struct Toolchain {
    kind: Kind,
    /// Compiles SQLite's C for wasm.
    clang: PathBuf,
    archiver: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Own,
    Debian,
}

impl Toolchain {
    /// Finds or installs a compiler for the browser.
    pub(crate) fn choose() -> Result<Self> {
        let forced_debian = std::env::var(CHOICE).is_ok_and(|choice| choice == "debian");
        let kind = if !forced_debian && (target_is_there() || rustup_adds_target()) { Kind::Own } else { Kind::Debian };
        if kind == Kind::Debian {
            prepare_debian()?;
        }
        let clang = clang_for_wasm()?;
        let archiver = archiver_beside(&clang);
        Ok(Self { kind, clang, archiver })
    }

    /// What to tell the person about the choice.
    pub(crate) fn name(&self) -> &'static str {
        match self.kind {
            Kind::Own => "rustc with its wasm32 target",
            Kind::Debian => "Debian's rustc, building the standard library too",
        }
    }

    /// Makes sure that `cargo("clippy")` works.
    pub(crate) fn need_clippy(&self) -> Result<()> {
        match self.kind {
            Kind::Own => Ok(()),
            Kind::Debian => packages::need(&["rust-web-clippy"]),
        }
    }

    /// `cargo <verb>` for the browser's target, with a target folder of its own.
    pub(crate) fn cargo(&self, verb: &str, pace: Pace) -> Command {
        let mut command = match self.kind {
            Kind::Own => cargo::own(),
            Kind::Debian => debian_cargo(),
        };
        command.arg(verb).args(["--target", TARGET, "--target-dir", "target/wasm"]);
        let small = pace == Pace::Small && (self.kind == Kind::Debian || std_sources_are_there());
        let mut flags = without_machine_paths();
        if small || self.kind == Kind::Debian {
            // Only the variable unlocks building std in a stable compiler; the product itself uses no unstable feature.
            command.arg("-Zbuild-std=std,panic_abort").env("RUSTC_BOOTSTRAP", "1");
        }
        if small {
            command.arg("-Zbuild-std-features=optimize_for_size");
            flags.push_str(WITHOUT_PANIC_WORDS);
        }
        command.env("CC_wasm32_unknown_unknown", &self.clang);
        if let Some(archiver) = &self.archiver {
            command.env("AR_wasm32_unknown_unknown", archiver);
        }
        command.env("RUSTFLAGS", flags).env("SQLITE_WASM_RS_FLAGS", SQLITE_WITHOUT);
        command
    }
}

/// Panic messages name source files: those must not tell on whose machine the app was built, and the same sources
/// must give the same bytes everywhere.
fn without_machine_paths() -> String {
    let mut flags = std::env::var("RUSTFLAGS").unwrap_or_default();
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let cargo_home = std::env::var_os("CARGO_HOME").map_or_else(|| home.join(".cargo"), PathBuf::from);
    let paths = [(cargo_home, "cargo"), (cargo::root(), "studio")];
    for (path, name) in paths {
        flags.push_str(&format!(" --remap-path-prefix={}={name}", path.display()));
    }
    flags.trim().to_owned()
}

fn target_is_there() -> bool {
    let folder = term::answer(cargo::clean("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    folder.is_some_and(|folder| Path::new(&folder).is_dir())
}

fn rustup_adds_target() -> bool {
    let mut add = cargo::clean("rustup");
    add.args(["target", "add", TARGET]).stdout(Stdio::null()).stderr(Stdio::null());
    println!("▸ asking rustup for {TARGET}");
    add.status().is_ok_and(|status| status.success()) && target_is_there()
}

/// Whether the caller's toolchain has the sources of its standard library, or rustup can bring them. Without them the
/// app works the same and is a tenth larger.
fn std_sources_are_there() -> bool {
    let there = || {
        let root = term::answer(cargo::clean("rustc").args(["--print", "sysroot"]));
        root.is_some_and(|root| Path::new(&root).join(STD_SOURCES).is_file())
    };
    if there() {
        return true;
    }
    let mut add = cargo::clean("rustup");
    add.args(["component", "add", "rust-src"]).stdout(Stdio::null()).stderr(Stdio::null());
    println!("▸ asking rustup for rust-src");
    add.status().is_ok_and(|status| status.success()) && there()
}

fn debian_cargo() -> Command {
    let mut command = cargo::clean(DEBIAN_CARGO);
    let path = std::env::var("PATH").unwrap_or_default();
    command
        .env("PATH", format!("/usr/bin:{path}"))
        .env("RUSTC", DEBIAN_RUSTC)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-19");
    for leaked in ["CARGO", "RUSTUP_TOOLCHAIN", "RUSTDOC", "LD_LIBRARY_PATH"] {
        command.env_remove(leaked);
    }
    command
}

fn prepare_debian() -> Result<()> {
    if !Path::new("/usr/bin/apt-get").exists() {
        bail!(
            "no compiler for {TARGET}: run `rustup target add {TARGET}` (or install your distribution's wasm target)\n\
             缺少网页端编译目标，请先运行：rustup target add {TARGET}"
        );
    }
    packages::need(&DEBIAN_PACKAGES)?;
    let version = term::answer(Command::new(DEBIAN_RUSTC).arg("--version")).context("Debian's rustc does not run")?;
    if minor_version(&version).is_none_or(|minor| minor < OLDEST_MINOR) {
        bail!(
            "Debian's compiler is too old ({version}): run `rustup target add {TARGET}`\n编译器版本太旧，请改用 rustup 安装"
        );
    }
    Ok(())
}

fn minor_version(version: &str) -> Option<u32> {
    version.strip_prefix("rustc 1.")?.split('.').next()?.parse().ok()
}

fn clang_for_wasm() -> Result<PathBuf> {
    if let Some(clang) = find_clang() {
        return Ok(clang);
    }
    if packages::can_install() {
        packages::need(&["clang", "llvm"])?;
    }
    find_clang().context(
        "SQLite needs a clang that can compile for wasm32 (Debian: apt-get install clang llvm; macOS: brew install llvm)\n\
         需要支持 wasm32 的 clang 编译器",
    )
}

fn find_clang() -> Option<PathBuf> {
    let chosen = std::env::var_os("CC_wasm32_unknown_unknown").map(PathBuf::from);
    let brewed = ["/opt/homebrew/opt/llvm/bin/clang", "/usr/local/opt/llvm/bin/clang"].map(PathBuf::from);
    let numbered = (14..=22).rev().map(|version| PathBuf::from(format!("clang-{version}")));
    let candidates = chosen.into_iter().chain(numbered).chain(brewed).chain([PathBuf::from("clang")]);
    candidates.into_iter().find(|clang| compiles_for_wasm(clang))
}

/// Apple's clang is there but knows no wasm; only trying tells.
fn compiles_for_wasm(clang: &Path) -> bool {
    let mut probe = Command::new(clang);
    probe.args(["--target=wasm32-unknown-unknown", "-c", "-x", "c", "/dev/null", "-o", "/dev/null"]);
    probe.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The archiver of the same LLVM, when it has one: the system's own may not know wasm objects.
fn archiver_beside(clang: &Path) -> Option<PathBuf> {
    let name = clang.file_name()?.to_str()?.replace("clang", "llvm-ar");
    let archiver = clang.with_file_name(name);
    term::answer(Command::new(&archiver).arg("--version")).map(|_| archiver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_compilers_age_is_read_from_its_own_words() {
        assert_eq!(minor_version("rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)"), Some(96));
        assert_eq!(minor_version("clang 19"), None);
    }
}
