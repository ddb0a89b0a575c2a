//! One wasm module: cargo builds it, wasm-bindgen (as a library, same version as in Cargo.lock) gives it its JavaScript.

use crate::toolchain::{TARGET, Toolchain};
use crate::tree::short_hash;
use crate::web::Pace;
use crate::{cargo, cut, names, term};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use wasm_bindgen_cli_support::Bindgen;

/// A binary that becomes a module of the web app.
pub(crate) struct Source {
    name: &'static str,
    package: &'static str,
    features: &'static str,
    /// Whether the sources mark where the module is cut.
    cut: bool,
}

/// The screens.
pub(crate) const PAGE: Source = Source { name: "page", package: "studio-app", features: "", cut: true };
/// The engine. Built by a cargo call of its own: together, cargo would give the page all features of the engine, and
/// a module that links SQLite keeps all of it.
pub(crate) const WORKER: Source = Source { name: "worker", package: "studio-engine", features: "", cut: false };
/// The proof that the browser's disk keeps its contract: for tests, never part of the app.
pub(crate) const CONFORMANCE: Source =
    Source { name: "conformance", package: "studio-engine", features: "conformance", cut: false };

/// A built and bound module, in a folder of its own.
pub(crate) struct Module {
    pub(crate) name: &'static str,
    /// `page-<hash>`: the beginning of each of its files' names.
    pub(crate) stem: String,
    /// Paths in the tree.
    pub(crate) script: String,
    pub(crate) wasm: String,
    /// Where its files are: `<stem>.js`, `<stem>_bg.wasm` and perhaps `<stem>-snippets/`.
    pub(crate) folder: PathBuf,
}

/// Builds and binds one module; a module whose wasm did not change is not bound again.
pub(crate) fn build(source: &Source, pace: Pace, toolchain: &Toolchain, cache: &Path) -> Result<Module> {
    let wasm = term::step(&format!("compiling the {}", source.name), || compile(source, pace, toolchain))?;
    let stem = format!("{}-{}", source.name, short_hash(&wasm));
    let folder = cache.join("bound").join(&stem);
    if !folder.exists() {
        term::step(&format!("binding the {}", source.name), || bind(source, wasm, &stem, pace, &folder))?;
    }
    let script = format!("assets/{stem}.js");
    let wasm = format!("assets/{stem}_bg.wasm");
    Ok(Module { name: source.name, stem, script, wasm, folder })
}

/// Clippy for everything that runs in the browser: code behind `cfg(target_arch = "wasm32")` is seen by nobody else.
pub(crate) fn lint() -> Result<()> {
    let toolchain = Toolchain::choose()?;
    toolchain.need_clippy()?;
    let mut clippy = toolchain.cargo("clippy", Pace::Quick);
    for package in ["studio-core", "studio-ui", WORKER.package, PAGE.package] {
        clippy.args(["--package", package]);
    }
    clippy.args(["--", "-D", "warnings"]);
    term::step("clippy for the browser", || term::run(&mut clippy))
}

/// Removes bound modules that are no longer of use.
pub(crate) fn forget_old(cache: &Path, keep: &[&Module]) -> Result<()> {
    for entry in fs::read_dir(cache.join("bound"))? {
        let folder = entry?.path();
        if keep.iter().all(|module| module.folder != folder) {
            fs::remove_dir_all(&folder)?;
        }
    }
    Ok(())
}

fn compile(source: &Source, pace: Pace, toolchain: &Toolchain) -> Result<Vec<u8>> {
    let mut build = toolchain.cargo("build", pace);
    build.args(["--profile", pace.profile(), "--package", source.package, "--bin", source.name]);
    build.args(["--features", source.features]);
    term::run(&mut build)?;
    let file = format!("target/wasm/{TARGET}/{}/{}.wasm", pace.profile(), source.name);
    fs::read(cargo::root().join(&file)).with_context(|| format!("cargo did not write {file}"))
}

fn bind(source: &Source, wasm: Vec<u8>, stem: &str, pace: Pace, folder: &Path) -> Result<()> {
    let fresh = folder.with_extension("fresh");
    if fresh.exists() {
        fs::remove_dir_all(&fresh)?;
    }
    let wasm = if source.cut { cut::cut(&wasm, &format!("{stem}.js"), pace, &fresh)? } else { wasm };
    names::all_known(&wasm)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_bytes(stem, wasm).web(true)?.typescript(false);
    // The library's default differs from the command's: without this, `init()` does not know its own wasm file.
    bindgen.omit_default_module_path(false);
    // The second file shares the table of functions.
    bindgen.keep_lld_exports(source.cut);
    // Names make a panic readable while developing; a county's phones need the bytes more.
    bindgen.remove_name_section(pace == Pace::Small).remove_producers_section(true);
    bindgen.generate(&fresh)?;
    own_snippets(&fresh, stem)?;
    if pace == Pace::Small {
        shorten_names(&fresh, stem)?;
    }
    fs::rename(&fresh, folder).with_context(|| format!("cannot keep {}", folder.display()))
}

/// Makes the module start itself, and gives its snippets a name that changes with it.
///
/// Files under `assets/` are cached for ever, so each name must belong to one content; wasm-bindgen's `snippets/` does
/// not promise that.
fn own_snippets(folder: &Path, stem: &str) -> Result<()> {
    let script = folder.join(format!("{stem}.js"));
    let text = fs::read_to_string(&script)?;
    let own = format!("./{stem}-snippets/");
    let text = cut::find_loader(&text).replace("./snippets/", &own) + STARTS_ITSELF;
    fs::write(&script, text)?;
    let snippets = folder.join("snippets");
    if snippets.exists() {
        fs::rename(&snippets, folder.join(format!("{stem}-snippets")))?;
    }
    Ok(())
}

fn shorten_names(folder: &Path, stem: &str) -> Result<()> {
    let (wasm, script) = (folder.join(format!("{stem}_bg.wasm")), folder.join(format!("{stem}.js")));
    let (short_wasm, short_script) = names::shorten(&fs::read(&wasm)?, &fs::read_to_string(&script)?)?;
    fs::write(&wasm, short_wasm)?;
    Ok(fs::write(&script, short_script)?)
}

/// A page loads its module by a plain tag and a worker by its URL: neither can call `init()` (the CSP forbids inline
/// scripts), so the module does. A failure to start reaches the loader (page) or the page's `onerror` (worker).
const STARTS_ITSELF: &str = "
__wbg_init().catch(error => {
    setTimeout(() => { throw error; });
});
";
