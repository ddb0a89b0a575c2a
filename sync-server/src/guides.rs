//! The guides by which projects are founded and judged: those that this release carries, and those of a folder that the
//! administrator names. Read once at start, and refused as a whole when one of them is broken. It knows no deadline.

mod flaws;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;
use studio_core::decision::Terms;
use studio_core::guide::{Direction, FORM, Guide, GuideError};
use studio_core::wire::GuideRequest;
use studio_ui::i18n::t_with;

use crate::limits::GUIDE_BYTES_MAX;
use crate::store::sqlite::office::ProjectRow;

const HENAN_2024_BATCH_3: &str = include_str!("../../assets/guides/henan-2024-batch-3.toml");

/// A folder with guides of a county's own.
#[derive(Debug, Clone, Default, Args)]
pub struct GuideFolder {
    /// Folder of guides (TOML) beside those of this release: a new batch, or a county's own numbers.
    #[arg(id = "guides", long = "guides", value_name = "FOLDER", env = "STUDIO_GUIDES")]
    pub folder: Option<PathBuf>,
}

impl GuideFolder {
    /// The guides of this release and of the folder.
    ///
    /// # Errors
    /// What is wrong with which file, in words for the administrator.
    pub fn read(&self) -> Result<Guides> {
        self.folder.as_deref().map_or_else(|| Ok(Guides::default()), |folder| Guides::default().with(folder))
    }
}

/// Guides by name, the newest last. Cloning shares them.
#[derive(Debug, Clone)]
pub struct Guides(Vec<Arc<Guide>>);

impl Default for Guides {
    /// Those of this release.
    fn default() -> Self {
        Self([HENAN_2024_BATCH_3].into_iter().filter_map(read).map(Arc::new).collect())
    }
}

/// A guide that does not parse is left out and said so; the release's tests read every one.
fn read(text: &str) -> Option<Guide> {
    Guide::parse(text).inspect_err(|error| tracing::error!(%error, "a guide of this release cannot be read")).ok()
}

impl Guides {
    /// All of them, newest last.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<Guide>> {
        self.0.iter()
    }

    /// A guide by its name.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Guide>> {
        self.0.iter().find(|guide| guide.id == name)
    }

    /// The newest one.
    pub fn newest(&self) -> Option<&Arc<Guide>> {
        self.0.last()
    }

    /// The direction of a project; `None` when its guide is not here or has no such direction.
    pub fn direction_of(&self, project: &ProjectRow) -> Option<&Direction> {
        self.by_name(&project.guide)?.direction(project.direction)
    }

    /// The guide of a project's terms as a phone of this form reads it, where the phone has not got it.
    pub fn for_phone(&self, asked: &GuideRequest, terms: &Terms) -> Option<Vec<u8>> {
        let guide = self.by_name(&terms.guide).filter(|_| asked.form == FORM)?;
        let has_it = asked.guide == guide.id && asked.version >= guide.version;
        let of_project = || Guide::clone(guide).for_phones().of_project(terms.direction);
        (!has_it).then(of_project).and_then(|guide| postcard::to_allocvec(&guide).ok())
    }

    /// The first project whose guide or direction is not here, in words for the administrator.
    pub fn unknown(&self, projects: &[ProjectRow]) -> Option<String> {
        let project = projects.iter().find(|project| self.direction_of(project).is_none())?;
        let number = project.direction.to_string();
        let what = [("project", project.name.as_str()), ("guide", &project.guide), ("number", &number)];
        Some(t_with("doctor-guides-unknown", &what))
    }

    /// These and those of a folder: a newer version of one that is here takes its place.
    fn with(mut self, folder: &Path) -> Result<Self> {
        let mut seen: Vec<(PathBuf, String)> = Vec::new();
        for file in files(folder)? {
            let guide = of_file(&file)?;
            if let Some((other, id)) = seen.iter().find(|(_, id)| *id == guide.id) {
                bail!(t_with("guides-two", &[("file", &named(&file)), ("other", &named(other)), ("id", id)]));
            }
            seen.push((file.clone(), guide.id.clone()));
            self.put(&file, guide)?;
        }
        self.0.sort_by(|a, b| (a.issued, &a.id).cmp(&(b.issued, &b.id)));
        Ok(self)
    }

    fn put(&mut self, file: &Path, guide: Guide) -> Result<()> {
        let Some(known) = self.0.iter_mut().find(|known| known.id == guide.id) else {
            self.0.push(Arc::new(guide));
            return Ok(());
        };
        if guide.version <= known.version {
            let (own, of_release) = (guide.version.to_string(), known.version.to_string());
            let what = [("file", named(file)), ("id", guide.id), ("version", own), ("known", of_release)];
            bail!(t_with("guides-old", &what.each_ref().map(|(name, value)| (*name, value.as_str()))));
        }
        *known = Arc::new(guide);
        Ok(())
    }
}

/// The folder's TOML files by name, so that what is said first is the same every time.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let unseen = |error: std::io::Error| {
        anyhow::Error::msg(t_with("guides-folder", &[("folder", &named(folder)), ("error", &error.to_string())]))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unseen)? {
        let path = entry.map_err(unseen)?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    if files.is_empty() {
        bail!(t_with("guides-none", &[("folder", &named(folder))]));
    }
    files.sort();
    Ok(files)
}

fn of_file(file: &Path) -> Result<Guide> {
    let unread = |error: &dyn std::fmt::Display| {
        anyhow::Error::msg(t_with("guides-file", &[("file", &named(file)), ("error", &error.to_string())]))
    };
    let long = fs::metadata(file).map_err(|error| unread(&error))?.len();
    if long > GUIDE_BYTES_MAX {
        bail!(t_with("guides-long", &[("file", &named(file)), ("limit", &(GUIDE_BYTES_MAX >> 10).to_string())]));
    }
    let text = fs::read_to_string(file).map_err(|error| unread(&error))?;
    Guide::parse(&text).map_err(|error| anyhow::Error::msg(broken(file, &error)))
}

fn broken(file: &Path, error: &GuideError) -> String {
    let (line, what) = (error.line.to_string(), flaws::words(&error.what));
    let whole = t_with("guides-broken", &[("file", &named(file)), ("line", &line), ("what", &what)]);
    match flaws::detail(&error.what) {
        Some(said) => t_with("guides-detail", &[("whole", &whole), ("said", said)]),
        None => whole,
    }
}

fn named(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guide_of_this_release_can_be_read() {
        let guides = Guides::default();
        assert_eq!(guides.all().count(), 1);
        assert!(guides.by_name("henan-2024-batch-3").is_some_and(|guide| guide.direction(4).is_some()));
    }
}
