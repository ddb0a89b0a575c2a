//! The folder of pictures: by hash, and of those that are still on their way by studio and device. A name of a whole one
//! stands only when its bytes are on the disk and have that hash. Knows nothing of who may see them.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use studio_core::id::{DeviceId, PieceHash, StudioId};
use studio_core::pieces::hash_of;
use studio_core::scan::{MEDIA_PDF, is_pdf};

use super::folders;
use crate::limits::{PART_IDLE, PARTS_OF_DEVICE_MAX};

/// A picture on its way: whose it is and how long it will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upload {
    /// The studio.
    pub studio: StudioId,
    /// What its bytes shall hash to.
    pub hash: PieceHash,
    /// The phone that sends it: two that send the same do not write into one file.
    pub device: DeviceId,
}

/// What became of the wish to bring a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// So many bytes are there.
    There(u64),
    /// As many as one phone may have begun are on their way; one of them lies idle in so long.
    TooMany(Duration),
}

/// What became of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// Kept durably; so many bytes are there now.
    Kept(u64),
    /// It does not follow what is there.
    Elsewhere(u64),
    /// It would make the file longer than was said.
    TooLong,
}

/// A file that is here, for reading.
#[derive(Debug)]
pub struct Opened {
    /// How many bytes it has.
    pub bytes: u64,
    /// What they are, by how they begin.
    pub media: &'static str,
    /// It, read as far as its head.
    pub file: fs::File,
}

/// Bytes that say what a file is.
const HEAD_BYTES: u64 = 8;

/// What has a name here was looked at: it is one or the other.
fn media(head: &[u8]) -> &'static str {
    if is_pdf(head) { MEDIA_PDF } else { "image/jpeg" }
}

/// The folder of pictures. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
    /// Looking how much is there and writing behind it are one step: a request that comes twice must not write twice.
    one_at_a_time: Arc<Mutex<()>>,
}

/// What a copy came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Copied {
    /// Copied now.
    pub new: usize,
    /// Neither there before nor whole here.
    pub missing: usize,
}

impl Files {
    /// The pictures beside a database.
    pub fn beside(database: &Path) -> Self {
        Self { folder: database.with_file_name("files"), one_at_a_time: Arc::default() }
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Copies what another folder of pictures lacks of these, each durably. What is there already is what its name says, so
    /// a backup into the same place costs what is new.
    ///
    /// # Errors
    /// What either disk said.
    pub fn copy_to(&self, other: &Self, hashes: &[PieceHash]) -> io::Result<Copied> {
        let mut copied = Copied::default();
        for hash in hashes {
            let to = other.path(*hash);
            if to.is_file() {
                continue;
            }
            let Some(bytes) = fs::read(self.path(*hash)).ok().filter(|bytes| hash_of(bytes) == *hash) else {
                copied.missing += 1;
                continue;
            };
            let part = to.with_extension("part");
            if let Some(shelf) = to.parent() {
                folders::make(shelf)?;
            }
            let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&part)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            fs::rename(&part, &to)?;
            folders::sync_entry_of(&to)?;
            copied.new += 1;
        }
        Ok(copied)
    }

    /// Where a whole picture lies.
    pub fn path(&self, hash: PieceHash) -> PathBuf {
        let name = hash.to_string();
        let (shelf, _) = name.split_at(2);
        self.folder.join(shelf).join(&name)
    }

    /// Its name says how long it will be, so that nothing else need remember it.
    fn part(&self, upload: &Upload, length: u64) -> PathBuf {
        let Upload { studio, hash, device } = upload;
        self.folder.join("parts").join(format!("{studio}.{hash}.{device}.{length}"))
    }

    /// Begins an upload, or finds the one that was begun.
    ///
    /// # Errors
    /// What the disk said.
    pub fn begin(&self, upload: &Upload, length: u64) -> io::Result<Begun> {
        let _alone = self.alone();
        if let Some((length_before, there)) = self.begun(upload)? {
            if length_before == length && there <= length {
                return Ok(Begun::There(there));
            }
            self.clear(upload)?;
        }
        let part = self.part(upload, length);
        folders::make(&self.folder.join("parts"))?;
        if let Some(wait) = self.make_room(upload.device)? {
            return Ok(Begun::TooMany(wait));
        }
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&part)?;
        file.sync_all()?;
        folders::sync_entry_of(&part)?;
        Ok(Begun::There(file.metadata()?.len()))
    }

    /// What a phone began and left lying goes, the oldest first. How long until something may go, when all that it may have
    /// begun is still on its way.
    fn make_room(&self, device: DeviceId) -> io::Result<Option<Duration>> {
        let of_device = format!(".{device}.");
        let mut parts = Vec::new();
        for entry in fs::read_dir(self.folder.join("parts"))? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().contains(&of_device) {
                // a clock that was set back makes nothing older
                let since = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
                parts.push((since, entry.path()));
            }
        }
        parts.sort();
        while parts.len() >= PARTS_OF_DEVICE_MAX {
            let Some((since, path)) = parts.pop() else { break };
            if since < PART_IDLE {
                return Ok(Some(PART_IDLE - since));
            }
            fs::remove_file(path)?;
        }
        Ok(None)
    }

    /// How long an upload will be and how many bytes are there; `None` when none was begun.
    ///
    /// # Errors
    /// What the disk said.
    pub fn begun(&self, upload: &Upload) -> io::Result<Option<(u64, u64)>> {
        let Some((length, path)) = self.parts_of(upload)?.pop() else { return Ok(None) };
        Ok(Some((length, fs::metadata(path)?.len())))
    }

    fn parts_of(&self, upload: &Upload) -> io::Result<Vec<(u64, PathBuf)>> {
        let Upload { studio, hash, device } = upload;
        let prefix = format!("{studio}.{hash}.{device}.");
        let listed = match fs::read_dir(self.folder.join("parts")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            listed => listed?,
        };
        let mut parts = Vec::new();
        for entry in listed {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let length = name.strip_prefix(&prefix).and_then(|length| length.parse().ok());
            parts.extend(length.map(|length| (length, entry.path())));
        }
        Ok(parts)
    }

    /// Puts a chunk behind what is there, durably.
    ///
    /// # Errors
    /// What the disk said; then it may be there in part, and the next one is asked to follow what is.
    pub fn put(&self, upload: &Upload, offset: u64, chunk: &[u8]) -> io::Result<Option<Put>> {
        let _alone = self.alone();
        let Some((length, there)) = self.begun(upload)? else { return Ok(None) };
        if offset != there {
            return Ok(Some(Put::Elsewhere(there)));
        }
        let after = there + chunk.len() as u64;
        if after > length {
            return Ok(Some(Put::TooLong));
        }
        let mut file = OpenOptions::new().append(true).open(self.part(upload, length))?;
        file.write_all(chunk)?;
        file.sync_all()?;
        Ok(Some(Put::Kept(after)))
    }

    /// Whether an upload is there as long as it was said.
    ///
    /// # Errors
    /// What the disk said.
    pub fn is_complete(&self, upload: &Upload) -> io::Result<bool> {
        Ok(self.begun(upload)?.is_some_and(|(length, there)| length == there))
    }

    /// The bytes of an upload that is there as long as it was said; `None` while it is not.
    ///
    /// # Errors
    /// What the disk said.
    pub fn whole(&self, upload: &Upload) -> io::Result<Option<Vec<u8>>> {
        match self.begun(upload)? {
            Some((length, there)) if length == there => fs::read(self.part(upload, length)).map(Some),
            _ => Ok(None),
        }
    }

    /// Gives a whole upload the name of its hash, durably. Who calls it has looked at the bytes.
    ///
    /// # Errors
    /// What the disk said.
    pub fn keep(&self, upload: &Upload, bytes: &[u8]) -> io::Result<()> {
        let _alone = self.alone();
        let path = self.path(upload.hash);
        if let Some(shelf) = path.parent() {
            folders::make(shelf)?;
        }
        if !self.is_whole(upload.hash) {
            fs::rename(self.part(upload, bytes.len() as u64), &path)?;
            folders::sync_entry_of(&path)?;
        }
        self.clear(upload)
    }

    /// Whether a picture lies here under its name with the bytes that the name says.
    pub fn is_whole(&self, hash: PieceHash) -> bool {
        fs::read(self.path(hash)).is_ok_and(|bytes| hash_of(&bytes) == hash)
    }

    /// A picture or a scan that lies here.
    ///
    /// # Errors
    /// What the disk said.
    pub fn open(&self, hash: PieceHash) -> io::Result<Opened> {
        let mut file = fs::File::open(self.path(hash))?;
        let bytes = file.metadata()?.len();
        let mut head = Vec::new();
        Read::by_ref(&mut file).take(HEAD_BYTES).read_to_end(&mut head)?;
        Ok(Opened { bytes, media: media(&head), file })
    }

    /// Lets an upload go; of one that is not there nothing.
    ///
    /// # Errors
    /// What the disk said.
    pub fn drop(&self, upload: &Upload) -> io::Result<()> {
        let _alone = self.alone();
        self.clear(upload)
    }

    /// Takes the bytes of pictures out of the folder for good; of those that are not there nothing.
    ///
    /// # Errors
    /// What the disk said.
    pub fn erase(&self, hashes: &[PieceHash]) -> io::Result<()> {
        let _alone = self.alone();
        for hash in hashes {
            let path = self.path(*hash);
            match fs::remove_file(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed.and_then(|()| folders::sync_entry_of(&path))?,
            }
        }
        Ok(())
    }

    /// Lets go whatever is on its way of these pictures of a studio, from whichever phone.
    ///
    /// # Errors
    /// What the disk said.
    pub fn drop_parts(&self, studio: StudioId, hashes: &BTreeSet<PieceHash>) -> io::Result<()> {
        let _alone = self.alone();
        let listed = match fs::read_dir(self.folder.join("parts")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            listed => listed?,
        };
        for entry in listed {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let of = name.strip_prefix(&format!("{studio}.")).and_then(|rest| rest.split_once('.')?.0.parse().ok());
            if of.is_some_and(|hash| hashes.contains(&hash)) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.one_at_a_time.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn clear(&self, upload: &Upload) -> io::Result<()> {
        self.parts_of(upload)?.into_iter().try_for_each(|(_, path)| fs::remove_file(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upload(bytes: &[u8]) -> Upload {
        Upload { studio: StudioId([1; 16]), hash: hash_of(bytes), device: DeviceId([2; 16]) }
    }

    #[test]
    fn a_picture_comes_in_chunks_each_behind_the_other_and_stands_under_its_hash_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::beside(&folder.path().join("studio.db"));
        let (bytes, of) = (b"one two three", upload(b"one two three"));
        assert_eq!((files.put(&of, 0, b"one").unwrap(), files.begin(&of, 13).unwrap()), (None, Begun::There(0)));
        assert_eq!(files.put(&of, 0, b"one ").unwrap(), Some(Put::Kept(4)));
        assert_eq!(files.put(&of, 0, b"one ").unwrap(), Some(Put::Elsewhere(4)), "a chunk twice");
        assert_eq!(files.put(&of, 9, b"hree").unwrap(), Some(Put::Elsewhere(4)), "a gap");
        assert_eq!(files.put(&of, 4, b"two three!").unwrap(), Some(Put::TooLong));
        let again = (files.begin(&of, 13).unwrap(), files.whole(&of).unwrap());
        assert_eq!(again, (Begun::There(4), None), "begun again it goes on");
        assert_eq!(files.put(&of, 4, b"two three").unwrap(), Some(Put::Kept(13)));
        assert!(!files.is_whole(of.hash), "it has no name before somebody has looked at it");
        files.keep(&of, &files.whole(&of).unwrap().unwrap()).unwrap();
        assert!(files.is_whole(of.hash) && files.begun(&of).unwrap().is_none());
        assert_eq!(fs::read(files.path(of.hash)).unwrap(), bytes);
    }

    #[test]
    fn a_phone_begins_so_many_and_one_more_only_when_one_was_left_lying() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::beside(&folder.path().join("studio.db"));
        let begin = |n: usize| files.begin(&upload(&n.to_be_bytes()), 8).unwrap();
        for n in 0..PARTS_OF_DEVICE_MAX {
            assert_eq!(begin(n), Begun::There(0), "{n}");
        }
        assert!(matches!(begin(PARTS_OF_DEVICE_MAX), Begun::TooMany(wait) if wait <= PART_IDLE));
        assert_eq!(begin(3), Begun::There(0), "one that was begun goes on");
        let left = files.part(&upload(&5_usize.to_be_bytes()), 8);
        let idle = std::time::SystemTime::now() - PART_IDLE;
        fs::File::options().write(true).open(&left).unwrap().set_modified(idle).unwrap();
        assert_eq!(begin(PARTS_OF_DEVICE_MAX), Begun::There(0));
        assert!(!left.exists(), "what was left lying has gone");
        assert!(matches!(begin(PARTS_OF_DEVICE_MAX + 1), Begun::TooMany(_)));
    }

    #[test]
    fn only_what_is_whole_and_not_there_yet_is_copied() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [from, to] = folders.each_ref().map(|folder| Files::beside(&folder.path().join("studio.db")));
        let all = [&b"one"[..], b"two"].map(|bytes| {
            let of = upload(bytes);
            from.begin(&of, 3).unwrap();
            from.put(&of, 0, bytes).unwrap();
            from.keep(&of, bytes).unwrap();
            of.hash
        });
        fs::write(from.path(all[1]), b"damaged").unwrap();
        assert_eq!(from.copy_to(&to, &all).unwrap(), Copied { new: 1, missing: 1 });
        assert_eq!((to.is_whole(all[0]), to.path(all[1]).exists()), (true, false));
        assert_eq!(from.copy_to(&to, &all).unwrap().new, 0, "a second time costs nothing");
    }

    #[test]
    fn two_phones_that_send_the_same_do_not_meet_and_another_length_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::beside(&folder.path().join("studio.db"));
        let one = upload(b"picture");
        let other = Upload { device: DeviceId([3; 16]), ..one };
        files.begin(&one, 7).unwrap();
        files.put(&one, 0, b"pic").unwrap();
        assert_eq!(files.begin(&other, 7).unwrap(), Begun::There(0));
        assert_eq!(files.begin(&one, 8).unwrap(), Begun::There(0), "what was said of its length was not so");
        files.drop(&one).unwrap();
        assert_eq!((files.begun(&one).unwrap(), files.begun(&other).unwrap()), (None, Some((7, 0))));
    }
}
