//! The guides of `assets/guides`, made ready for the phone: one list, as the engine's messages are written. TOML is for
//! people to write, and a format that names its fields needs a reader that is larger than everything that a guide says;
//! a phone would load it for one file.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use studio_core::guide::Guide;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../assets/guides");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        files.push(entry?.path());
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "toml"));
    // By name, so that a later batch of a notice comes after the earlier ones.
    files.sort();
    let guides = files.iter().map(guide).collect::<Result<Vec<_>, _>>()?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("guides.bin"), postcard::to_allocvec(&guides)?)?;
    Ok(())
}

fn guide(file: &PathBuf) -> Result<Guide, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", file.display());
    let guide = Guide::parse(&fs::read_to_string(file)?);
    Ok(guide.map_err(|error| format!("{}: {error}", file.display()))?.for_phones())
}
