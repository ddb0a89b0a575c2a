//! Short names for what a module asks of its script. wasm-bindgen ends each name with a hash, which no compressor makes
//! smaller, and writes it twice: in the module and in its script. And no names that nobody answers to.

use anyhow::{Result, anyhow, bail};
use std::collections::BTreeMap;
use wasm_encoder::{EntityType, ImportSection, Module, RawSection};
use wasmparser::{ImportSectionReader, Parser, Payload};

/// From where a linker expects what it did not find. A browser would load neither the module nor say why.
const NOWHERE: &str = "env";
/// Digits of a hash.
const DIGITS: usize = 16;

/// What the module calls a function of its script, and the short name.
type Names = BTreeMap<String, String>;

/// Refuses a module that calls what nobody wrote: C that was told to leave out too much.
pub(crate) fn all_known(wasm: &[u8]) -> Result<()> {
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::ImportSection(imports) = payload? else { continue };
        for import in imports.into_imports() {
            let import = import?;
            if import.module == NOWHERE {
                bail!("the module calls {}, which it does not have", import.name);
            }
        }
    }
    Ok(())
}

/// The module and its script with short names.
pub(crate) fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut names = Names::new();
    let mut module = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        if let Payload::ImportSection(imports) = payload {
            module.section(&shortened(imports, &mut names)?);
        } else if let Some((id, range)) = payload.as_section() {
            let range = usize::try_from(range.start)?..usize::try_from(range.end)?;
            module.section(&RawSection { id, data: wasm.get(range).unwrap_or_default() });
        }
    }
    Ok((module.finish(), renamed(script, &names)))
}

fn shortened(imports: ImportSectionReader<'_>, names: &mut Names) -> Result<ImportSection> {
    let mut section = ImportSection::new();
    for import in imports.into_imports() {
        let import = import?;
        let kind = EntityType::try_from(import.ty).map_err(|error| anyhow!("an import of an unknown kind: {error}"))?;
        if ends_with_hash(import.name) {
            let next = format!("i{}", names.len());
            let short = names.entry(import.name.to_owned()).or_insert(next);
            section.import(import.module, short, kind);
        } else {
            section.import(import.module, import.name, kind);
        }
    }
    Ok(section)
}

fn ends_with_hash(name: &str) -> bool {
    let hash = name.rsplit_once('_').map_or("", |(_, end)| end);
    hash.len() == DIGITS && hash.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'))
}

/// The script with each long name, where it stands as a whole word, made short.
fn renamed(script: &str, names: &Names) -> String {
    let of_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let pieces = script.split_inclusive(|c| !of_word(c));
    let short = pieces.map(|piece| {
        let word = piece.trim_end_matches(|c| !of_word(c));
        names.get(word).map_or_else(|| piece.to_owned(), |short| format!("{short}{}", &piece[word.len()..]))
    });
    short.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CustomSection, TypeSection};

    const SCRIPT: &str = "./page_bg.js";
    const LONG: &str = "__wbg_now_8a87c5466cc7d560";
    const KEPT: &str = "__wbindgen_init_externref_table";

    fn module(from: &str, names: [&str; 2]) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        module.section(&types);
        let mut imports = ImportSection::new();
        for name in names {
            imports.import(from, name, EntityType::Function(0));
        }
        module.section(&imports);
        module.section(&CustomSection { name: "target_features".into(), data: (&[0]).into() });
        module.finish()
    }

    #[test]
    fn a_name_with_a_hash_is_short_in_the_module_and_in_its_script() -> Result<()> {
        let script = format!("{{ {LONG}: function() {{}}, {KEPT}: 1, {LONG}0: 2 }}");
        let (wasm, script) = shorten(&module(SCRIPT, [LONG, KEPT]), &script)?;
        assert_eq!(wasm, module(SCRIPT, ["i0", KEPT]));
        assert_eq!(script, format!("{{ i0: function() {{}}, {KEPT}: 1, {LONG}0: 2 }}"));
        Ok(())
    }

    #[test]
    fn a_module_that_calls_what_nobody_wrote_is_refused() {
        assert!(all_known(&module(SCRIPT, [LONG, KEPT])).is_ok());
        assert!(all_known(&module(NOWHERE, ["gmtime", "strftime"])).is_err());
    }
}
