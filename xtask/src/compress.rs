//! Brotli and gzip beside each file, made once per content: the server never compresses a file of the app itself.

use crate::tree::{Tree, short_hash};
use anyhow::Result;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

/// Already compressed: a sibling would be larger than the original.
const AS_THEY_ARE: [&str; 3] = [".png", ".woff2", ".jpg"];

/// Compresses with one brotli quality and remembers results by content.
pub(crate) struct Compressor {
    folder: PathBuf,
    quality: i32,
}

impl Compressor {
    pub(crate) fn new(cache: &Path, quality: i32) -> Self {
        Self { folder: cache.join(format!("brotli-{quality}")), quality }
    }

    /// Adds `.br` and `.gz` beside every file that gains from it.
    pub(crate) fn add_siblings(&self, tree: &Tree) -> Result<()> {
        fs::create_dir_all(&self.folder)?;
        let mut work: Vec<(&str, &[u8])> = tree.files().filter(|(path, _)| gains(path)).collect();
        // The largest first: the two modules then go to two threads.
        work.sort_by_key(|(_, bytes)| std::cmp::Reverse(bytes.len()));
        let threads = thread::available_parallelism().map_or(1, usize::from).min(work.len());
        thread::scope(|scope| {
            let share = |first: usize| work.iter().skip(first).step_by(threads);
            let running: Vec<_> = (0..threads)
                .map(|first| {
                    scope.spawn(move || share(first).try_for_each(|(path, bytes)| self.add_pair(tree, path, bytes)))
                })
                .collect();
            running.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| anyhow::bail!("a thread died")))
        })
    }

    /// How many bytes of brotli (or of the file itself) the chosen files take.
    pub(crate) fn total(&self, tree: &Tree, chosen: impl Fn(&str) -> bool) -> Result<usize> {
        let sizes = tree
            .files()
            .filter(|(path, _)| chosen(path))
            .map(|(path, bytes)| if gains(path) { Ok(self.brotli(bytes)?.len()) } else { Ok(bytes.len()) });
        sizes.sum()
    }

    fn add_pair(&self, tree: &Tree, path: &str, bytes: &[u8]) -> Result<()> {
        tree.add_sibling(format!("{path}.br"), self.brotli(bytes)?);
        tree.add_sibling(format!("{path}.gz"), gzip(bytes)?);
        Ok(())
    }

    fn brotli(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let kept = self.folder.join(short_hash(bytes));
        if let Ok(compressed) = fs::read(&kept) {
            return Ok(compressed);
        }
        let mut compressed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: self.quality, ..Default::default() };
        brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
        fs::write(&kept, &compressed)?;
        Ok(compressed)
    }
}

fn gains(path: &str) -> bool {
    !AS_THEY_ARE.iter().any(|extension| path.ends_with(extension))
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn siblings_unpack_to_the_original() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let mut tree = Tree::new();
        let text = "指导记录 ".repeat(500).into_bytes();
        tree.add("a.js", text.clone());
        tree.add("b.png", text.clone());
        let output = folder.path().join("out");
        Compressor::new(folder.path(), 5).add_siblings(&tree)?;
        tree.write(&output)?;
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&*fs::read(output.join("a.js.gz"))?).read_to_end(&mut unpacked)?;
        assert_eq!(unpacked, text);
        unpacked.clear();
        brotli::BrotliDecompress(&mut &*fs::read(output.join("a.js.br"))?, &mut unpacked)?;
        assert_eq!(unpacked, text);
        assert!(!output.join("b.png.br").exists());
        Ok(())
    }
}
