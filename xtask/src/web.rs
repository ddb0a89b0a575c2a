//! `cargo xtask web`: from sources to the tree that the server gives out under `/app/`.
//! The order of the steps lives here; each step is a module of its own.

use crate::compress::Compressor;
use crate::toolchain::Toolchain;
use crate::tree::Tree;
use crate::wasm::{CONFORMANCE, Module, PAGE, WORKER};
use crate::{cargo, cut, service_worker, styles, term, wasm};
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the server mounts the tree; the router's base and the service worker's scope.
pub(crate) const BASE: &str = "/app/";

/// Issue 7's budgets, in bytes of brotli.
const PAGE_BYTES_MAX: usize = 350 * 1024;
const OFFLINE_BYTES_MAX: usize = 1200 * 1024;

/// How much patience a build has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// As small as it gets: what a county serves.
    Small,
    /// For the developers' loop.
    Quick,
}

impl Pace {
    /// `--quick` or not.
    pub(crate) fn from_flags(flags: &[String]) -> Self {
        if flags.iter().any(|flag| flag == "--quick") { Self::Quick } else { Self::Small }
    }

    /// The cargo profile of the two modules.
    pub(crate) fn profile(self) -> &'static str {
        match self {
            Self::Small => "wasm",
            Self::Quick => "wasm-quick",
        }
    }

    fn brotli_quality(self) -> i32 {
        match self {
            Self::Small => 11,
            Self::Quick => 9,
        }
    }
}

/// What was built, in bytes of brotli.
pub(crate) struct Sizes {
    /// All that the first paint needs.
    pub(crate) page: usize,
    /// All that working without a network needs.
    pub(crate) offline: usize,
}

/// Builds the web app and returns its sizes.
pub(crate) fn build(pace: Pace) -> Result<Sizes> {
    let toolchain = Toolchain::choose()?;
    println!("building for the browser with {}", toolchain.name());
    let cache = cargo::root().join("target/web-cache");
    let page = wasm::build(&PAGE, pace, &toolchain, &cache)?;
    let worker = wasm::build(&WORKER, pace, &toolchain, &cache)?;
    let tree = term::step("putting the tree together", || assemble(&page, &worker))?;
    let compressor = Compressor::new(&cache, pace.brotli_quality());
    term::step("compressing", || compressor.add_siblings(&tree))?;
    publish(&tree)?;
    wasm::forget_old(&cache, &[&page, &worker])?;
    report(&compressor, &tree, &page, &worker)
}

/// Builds the proof of the browser's disk into a folder of its own, under names that its test knows.
pub(crate) fn build_conformance(pace: Pace) -> Result<()> {
    let toolchain = Toolchain::choose()?;
    // Beside the app's cache, which forgets what is not part of the app.
    let cache = cargo::root().join("target/conformance-cache");
    let module = wasm::build(&CONFORMANCE, pace, &toolchain, &cache)?;
    let mut tree = Tree::new();
    tree.add_module(&module)?;
    // A small build ends a panic in a trap, which has no words of its own.
    let start = format!(
        "const worker = new Worker('/{}', {{ type: 'module' }});
        worker.onmessage = (event) => {{ window.said = event.data; }};
        worker.onerror = (event) => {{ window.said ??= `${{event.message}} (--quick tells where)`; }};",
        module.script
    );
    tree.add("start.js", start.into_bytes());
    let output = cargo::root().join("target/web-conformance");
    remove_folder(&output)?;
    tree.write(&output)
}

/// Where the finished tree stands.
pub(crate) fn output() -> PathBuf {
    cargo::root().join("target/web")
}

fn assemble(page: &Module, worker: &Module) -> Result<Tree> {
    let sources = cargo::root().join("assets/pwa");
    let mut tree = Tree::new();
    tree.add_module(page)?;
    tree.add_module(worker)?;
    let mut sheets = styles::gather(&cargo::root().join("assets/styles"))?;
    sheets.extend(fs::read(sources.join("shell.css"))?);
    let css = tree.add_hashed("app", "css", sheets);
    let loader = tree.add_hashed("loader", "js", fs::read(sources.join("loader.js"))?);
    tree.add_folder(&sources.join("icons"), "icons")?;
    tree.add("manifest.webmanifest", fs::read(sources.join("manifest.webmanifest"))?);
    let index = fs::read_to_string(sources.join("index.html"))?;
    let places = [
        ("@CSS@", css.as_str()),
        ("@LOADER@", loader.as_str()),
        ("@PAGE_JS@", page.script.as_str()),
        ("<!-- @PAGE_PARTS@ -->", &preloads(&tree, page)),
        ("@PAGE_WASM@", page.wasm.as_str()),
        ("@WORKER_JS@", worker.script.as_str()),
    ];
    tree.add("index.html", fill(&index, &places)?.into_bytes());
    let template = fs::read_to_string(sources.join("sw.js"))?;
    let script = service_worker::fill(&template, &tree)?;
    tree.add(service_worker::NAME, script.into_bytes());
    Ok(tree)
}

/// The page's script imports small parts: named here, they do not wait for it.
fn preloads(tree: &Tree, page: &Module) -> String {
    let scripts = tree.files().filter(|(path, _)| *path == page.script);
    let imports: String = scripts.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
    let parts = tree.files().filter_map(|(path, _)| path.strip_prefix("assets/"));
    let parts = parts.filter(|path| path.contains("-snippets/") && imports.contains(&format!("./{path}")));
    let links: Vec<String> =
        parts.map(|path| format!("<link rel=\"modulepreload\" href=\"{BASE}assets/{path}\">")).collect();
    links.join("\n")
}

/// Puts each value in its place; a place that the text does not have is a mistake in one of the two.
pub(crate) fn fill(text: &str, places: &[(&str, &str)]) -> Result<String> {
    let mut filled = text.to_owned();
    for (place, value) in places {
        if !filled.contains(place) {
            anyhow::bail!("the template lacks {place}");
        }
        filled = filled.replace(place, value);
    }
    Ok(filled)
}

/// The old tree is replaced in one move, so that a running server never sees half of a new one.
fn publish(tree: &Tree) -> Result<()> {
    let output = output();
    let fresh = output.with_extension("fresh");
    let old = output.with_extension("old");
    remove_folder(&fresh)?;
    remove_folder(&old)?;
    tree.write(&fresh)?;
    if output.exists() {
        fs::rename(&output, &old)?;
    }
    fs::rename(&fresh, &output).context("cannot put the new tree in its place")?;
    remove_folder(&old)
}

fn remove_folder(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

fn report(compressor: &Compressor, tree: &Tree, page: &Module, worker: &Module) -> Result<Sizes> {
    let first_paint = |path: &str| {
        !path.contains(&worker.stem) && !path.starts_with("icons/") && !is_sibling(path) && !cut::comes_later(path)
    };
    let sizes = Sizes {
        page: compressor.total(tree, |path| first_paint(path) && path != service_worker::NAME)?,
        offline: compressor.total(tree, |path| !is_sibling(path))?,
    };
    for module in [page, worker] {
        let raw = tree.bytes(|path| path.contains(&module.stem) && !is_sibling(path));
        let brotli = compressor.total(tree, |path| path.contains(&module.stem) && !is_sibling(path))?;
        println!("{:>16}: {:>9} raw, {:>9} brotli", module.name, term::kilobytes(raw), term::kilobytes(brotli));
    }
    budget("page", sizes.page, PAGE_BYTES_MAX);
    budget("all for offline", sizes.offline, OFFLINE_BYTES_MAX);
    println!("the web app is in {}", output().strip_prefix(cargo::root()).unwrap_or(&output()).display());
    Ok(sizes)
}

fn budget(what: &str, bytes: usize, max: usize) {
    let verdict = if bytes <= max { "within" } else { "OVER" };
    println!("{what:>16}: {:>9} brotli, {verdict} the budget of {}", term::kilobytes(bytes), term::kilobytes(max));
}

/// Pre-compressed beside its original.
pub(crate) fn is_sibling(path: &str) -> bool {
    path.ends_with(".br") || path.ends_with(".gz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_in_a_template_is_filled() {
        let filled = fill("<a href=@CSS@>@CSS@</a>", &[("@CSS@", "app-1.css")]);
        assert_eq!(filled.ok().as_deref(), Some("<a href=app-1.css>app-1.css</a>"));
    }

    #[test]
    fn a_template_without_the_place_is_refused() {
        assert!(fill("<a>", &[("@CSS@", "app-1.css")]).is_err());
    }
}
