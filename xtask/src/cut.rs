//! Cuts a module at the places that its sources mark (`app/src/later.rs`): what the first paint does not need goes to
//! files of its own. It works on what the linker wrote, before wasm-bindgen; the linker must have kept its relocations
//! (`app/build.rs`).

use anyhow::{Result, anyhow};
use std::fs;
use std::path::Path;
use wasm_encoder::{Module, RawSection};
use wasm_split_cli_support::Options;
use wasmparser::{Parser, Payload};

use crate::web::Pace;

/// Where the second files and their loader stand, beside the module's script. wasm-bindgen keeps its own parts in a
/// folder of the same name.
const FOLDER: &str = "snippets";
/// The loader, as the module imports it.
const LOADER: &str = "./link.js";

/// Writes all but the first file below `folder` and returns the first.
pub(crate) fn cut(wasm: &[u8], script: &str, pace: Pace, folder: &Path) -> Result<Vec<u8>> {
    let parts = folder.join(FOLDER);
    fs::create_dir_all(&parts)?;
    let first = folder.join("first.wasm");
    let main_module = format!("../{script}");
    let mut options = Options::new(wasm);
    options.output_dir = &parts;
    options.main_out_path = &first;
    options.link_name = LOADER;
    options.main_module = &main_module;
    let cut =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("cannot cut the module: {error:#}"))?;
    if pace == Pace::Small {
        // wasm-bindgen does it for the first file.
        for part in cut.split_modules {
            fs::write(&part, without_names(&fs::read(&part)?)?)?;
        }
    }
    let bytes = fs::read(&first)?;
    fs::remove_file(&first)?;
    Ok(bytes)
}

/// The module's script, importing the loader from where it stands. The key under which the script hands the loader on
/// is the wasm's own word for it and stays.
pub(crate) fn find_loader(script: &str) -> String {
    script.replace("from \"./link.js\"", "from \"./snippets/link.js\"")
}

/// Whether a file of the tree is one that the first paint does not wait for.
pub(crate) fn comes_later(path: &str) -> bool {
    path.contains("-snippets/") && path.ends_with(".wasm")
}

/// The module without the names of its functions, which are half of it.
fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut kept = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if matches!(&payload, Payload::CustomSection(section) if ["name", "producers"].contains(&section.name())) {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            kept.section(&RawSection { id, data: wasm.get(range).unwrap_or_default() });
        }
    }
    Ok(kept.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;
    use wasm_encoder::{CustomSection, TypeSection};

    fn module(customs: &[&str]) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        module.section(&types);
        for name in customs {
            module.section(&CustomSection { name: Cow::Borrowed(name), data: Cow::Borrowed(b"\x00") });
        }
        module.finish()
    }

    #[test]
    fn names_go_and_everything_else_stays() -> Result<()> {
        assert_eq!(without_names(&module(&["name", "target_features", "producers"]))?, module(&["target_features"]));
        Ok(())
    }

    #[test]
    fn the_loader_is_found_beside_the_second_files() {
        let script = "import * as import1 from \"./link.js\"\n{ \"./link.js\": import1 }";
        let found = "import * as import1 from \"./snippets/link.js\"\n{ \"./link.js\": import1 }";
        assert_eq!(find_loader(script), found);
    }
}
