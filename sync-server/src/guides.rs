//! The guides that this release carries, by name. Data, read once; it knows no deadline.

use std::sync::LazyLock;

use studio_core::guide::Guide;

const HENAN_2024_BATCH_3: &str = include_str!("../../assets/guides/henan-2024-batch-3.toml");

static GUIDES: LazyLock<Vec<Guide>> = LazyLock::new(|| [HENAN_2024_BATCH_3].into_iter().filter_map(read).collect());

/// A guide that does not parse is left out and said so once; the release's tests read every one.
fn read(text: &str) -> Option<Guide> {
    Guide::parse(text).inspect_err(|error| tracing::error!(%error, "a guide of this release cannot be read")).ok()
}

/// The guides, newest last.
pub fn all() -> &'static [Guide] {
    &GUIDES
}

/// A guide by its name.
pub fn by_name(name: &str) -> Option<&'static Guide> {
    GUIDES.iter().find(|guide| guide.id == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_of_this_release_can_be_read() {
        assert_eq!(all().len(), 1);
        assert!(by_name("henan-2024-batch-3").is_some_and(|guide| guide.direction(4).is_some()));
    }
}
