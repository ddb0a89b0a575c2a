//! Puts the built web app into the binary: a list of its files with their compressed siblings, as Rust source. A build
//! without the app is a build too; the server then says so.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=STUDIO_WEB_DIR");
    let web = web_folder();
    println!("cargo::rerun-if-changed={}", web.display());
    let mut files = Vec::new();
    collect(&web, &web, &mut files);
    files.sort();
    let listed = files.iter().fold(String::new(), |mut listed, file| {
        let _ = writeln!(listed, "    {},", entry(&web, file));
        listed
    });
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("web_files.rs");
    let source = format!("/// Files of the web app.\npub static FILES: &[WebFile] = &[\n{listed}];\n");
    // a folder that is not there makes cargo ask again each time: an unchanged list must not build the server anew
    let same = fs::read_to_string(&out).is_ok_and(|held| held == source);
    if !same && let Err(error) = fs::write(&out, source) {
        println!("cargo::error=cannot write {}: {error}", out.display());
    }
}

/// `STUDIO_WEB_DIR`, else where `cargo xtask web` puts it.
fn web_folder() -> PathBuf {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    env::var_os("STUDIO_WEB_DIR").map_or_else(|| here.join("../target/web"), PathBuf::from)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        println!("cargo::rerun-if-changed={}", path.display());
        if path.is_dir() {
            collect(root, &path, files);
        } else if let Some(name) = path.strip_prefix(root).ok().and_then(Path::to_str) {
            let packed = name.ends_with(".br") || name.ends_with(".gz");
            if !packed {
                files.push(name.replace('\\', "/"));
            }
        }
    }
}

fn entry(web: &Path, name: &str) -> String {
    let plain = web.join(name);
    let sibling = |suffix: &str| {
        let packed = web.join(format!("{name}{suffix}"));
        if packed.exists() { format!("Some(include_bytes!({:?}))", absolute(&packed)) } else { "None".to_owned() }
    };
    format!(
        "WebFile {{ path: {name:?}, plain: include_bytes!({:?}), br: {}, gz: {} }}",
        absolute(&plain),
        sibling(".br"),
        sibling(".gz")
    )
}

fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}
