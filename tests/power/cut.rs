//! What a power cut leaves of a folder. `shim.c`, preloaded into a process, keeps the journal; [`Disk`] reads it and
//! builds what is left when only that is on the disk which was synced, or that and a drawn part of the rest. A test
//! includes this file by its path. It must not know what the files mean.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// A disk keeps or loses each of these alone.
const SECTOR_BYTES: usize = 512;
/// The head of an event in the journal: five numbers.
const EVENT_BYTES: usize = 40;

/// What a cut leaves of what was never synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsynced {
    /// Nothing.
    Lost,
    /// A part that this seed draws: torn in sectors, in any order; names in the order in which they were made, which
    /// is what file systems with a journal of their own promise.
    Some(u64),
    /// Everything, as after a kill without a cut.
    Kept,
}

enum Change {
    Bytes(usize, Vec<u8>),
    Length(usize),
}

#[derive(Default)]
struct Content {
    durable: Vec<u8>,
    unsynced: Vec<Change>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    Folder,
    File(usize),
}

enum Naming {
    Add(PathBuf, Node),
    Drop(PathBuf),
    Move(PathBuf, PathBuf),
}

/// A watched folder: what is on the disk and what only the system's memory has.
pub(crate) struct Disk {
    root: PathBuf,
    journal: PathBuf,
    read: u64,
    files: Vec<Content>,
    inodes: HashMap<u64, Node>,
    folders: HashMap<u64, PathBuf>,
    names: BTreeMap<PathBuf, Node>,
    unsynced: Vec<Naming>,
}

impl Disk {
    /// Begins to watch a folder; whatever is in it is on the disk. The journal must lie elsewhere and not be there.
    pub(crate) fn watch(root: &Path, journal: &Path) -> Self {
        File::create_new(journal).unwrap();
        let mut disk = Self {
            root: root.to_owned(),
            journal: journal.to_owned(),
            read: 0,
            files: Vec::new(),
            inodes: HashMap::new(),
            folders: HashMap::from([(fs::metadata(root).unwrap().ino(), PathBuf::new())]),
            names: BTreeMap::new(),
            unsynced: Vec::new(),
        };
        for (name, bytes) in really_in(root) {
            let inode = fs::metadata(root.join(&name)).unwrap().ino();
            match bytes {
                Some(durable) => {
                    disk.files.push(Content { durable, unsynced: Vec::new() });
                    let node = Node::File(disk.files.len() - 1);
                    disk.inodes.insert(inode, node);
                    disk.names.insert(name, node);
                }
                None => {
                    disk.folders.insert(inode, name.clone());
                    disk.names.insert(name, Node::Folder);
                }
            }
        }
        disk
    }

    /// A process that writes on this disk.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env("LD_PRELOAD", shim()).env("POWER_FOLDER", &self.root).env("POWER_JOURNAL", &self.journal);
        command
    }

    /// Does something while no process is in the middle of an event: one that is killed here has written down
    /// everything that it did.
    pub(crate) fn between_events<T>(&self, act: impl FnOnce() -> T) -> T {
        let journal = File::open(&self.journal).unwrap();
        journal.lock().unwrap();
        act()
    }

    /// Reads on to the end of the journal.
    pub(crate) fn read_on(&mut self) {
        self.read_until(|_| false);
    }

    /// Reads on until a process listens: nobody was answered before.
    pub(crate) fn read_until_listening(&mut self) {
        assert!(self.read_until(|kind| kind == b'L'), "nobody listens");
    }

    fn read_until(&mut self, end: impl Fn(u8) -> bool) -> bool {
        let journal = File::open(&self.journal).unwrap();
        let length = journal.metadata().unwrap().len();
        while self.read < length {
            let head = bytes_at(&journal, self.read, EVENT_BYTES);
            let number = |place: usize| u64::from_le_bytes(head[place * 8..place * 8 + 8].try_into().unwrap());
            let (first, second) = (number(3) as usize, number(4) as usize);
            let rest = bytes_at(&journal, self.read + EVENT_BYTES as u64, first + second);
            self.read += (EVENT_BYTES + first + second) as u64;
            let kind = number(0) as u8;
            let (first, second) = rest.split_at(first);
            self.happened(kind, number(1), number(2) as usize, first, second);
            if end(kind) {
                return true;
            }
        }
        false
    }

    fn happened(&mut self, kind: u8, inode: u64, offset: usize, first: &[u8], second: &[u8]) {
        match kind {
            b'C' => {
                self.files.push(Content::default());
                let node = Node::File(self.files.len() - 1);
                self.folders.remove(&inode);
                self.inodes.insert(inode, node);
                self.unsynced.push(Naming::Add(self.name(first), node));
            }
            b'D' => {
                self.inodes.remove(&inode);
                self.folders.insert(inode, self.name(first));
                self.unsynced.push(Naming::Add(self.name(first), Node::Folder));
            }
            b'W' => self.content(inode).unsynced.push(Change::Bytes(offset, first.to_vec())),
            b'T' => self.content(inode).unsynced.push(Change::Length(offset)),
            b'S' => self.synced(inode),
            b'U' => self.unsynced.push(Naming::Drop(self.name(first))),
            b'R' => self.unsynced.push(Naming::Move(self.name(first), self.name(second))),
            _ => assert_eq!(kind, b'L', "no such event"),
        }
    }

    fn name(&self, path: &[u8]) -> PathBuf {
        let path = Path::new(std::str::from_utf8(path).unwrap());
        path.strip_prefix(&self.root).unwrap().to_owned()
    }

    fn content(&mut self, inode: u64) -> &mut Content {
        let Some(Node::File(number)) = self.inodes.get(&inode) else { panic!("nobody opened file {inode}") };
        &mut self.files[*number]
    }

    fn synced(&mut self, inode: u64) {
        let Some(folder) = self.folders.get(&inode) else {
            let content = self.content(inode);
            for change in std::mem::take(&mut content.unsynced) {
                change.apply(&mut content.durable);
            }
            return;
        };
        let (here, elsewhere) = std::mem::take(&mut self.unsynced).into_iter().partition(|naming| naming.is_in(folder));
        self.unsynced = elsewhere;
        let here: Vec<Naming> = here;
        here.iter().for_each(|naming| naming.apply(&mut self.names));
    }

    /// Writes what a cut at this moment leaves into an empty folder.
    pub(crate) fn cut(&self, unsynced: Unsynced, to: &Path) {
        for (name, bytes) in self.left(unsynced) {
            match bytes {
                Some(bytes) => fs::write(to.join(name), bytes).unwrap(),
                None => fs::create_dir(to.join(name)).unwrap(),
            }
        }
    }

    /// The proof of the journal: with everything kept, what it tells of is what is really there.
    pub(crate) fn assert_tells_all(&self) {
        let (told, real) = (self.left(Unsynced::Kept), really_in(&self.root));
        assert_eq!(told.keys().collect::<Vec<_>>(), real.keys().collect::<Vec<_>>());
        let differs = told.iter().find(|(name, bytes)| real.get(*name) != Some(bytes));
        assert_eq!(differs.map(|(name, _)| name), None, "the journal tells something else of it");
    }

    fn left(&self, unsynced: Unsynced) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut chance = Chance(if let Unsynced::Some(seed) = unsynced { seed } else { 0 });
        let namings = match unsynced {
            Unsynced::Lost => 0,
            Unsynced::Some(_) => chance.below(self.unsynced.len() as u64 + 1) as usize,
            Unsynced::Kept => self.unsynced.len(),
        };
        let mut names = self.names.clone();
        self.unsynced.iter().take(namings).for_each(|naming| naming.apply(&mut names));
        let mut left: BTreeMap<PathBuf, Option<Vec<u8>>> = BTreeMap::new();
        for (name, node) in names {
            let around = name.parent().filter(|around| !around.as_os_str().is_empty());
            if around.is_none_or(|around| left.contains_key(around)) {
                let bytes = match node {
                    Node::Folder => None,
                    Node::File(number) => Some(self.files[number].left(unsynced, &mut chance)),
                };
                left.insert(name, bytes);
            }
        }
        left
    }
}

impl Content {
    fn left(&self, unsynced: Unsynced, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        for change in &self.unsynced {
            match unsynced {
                Unsynced::Lost => {}
                Unsynced::Some(_) => change.apply_torn(&mut bytes, chance),
                Unsynced::Kept => change.apply(&mut bytes),
            }
        }
        bytes
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Length(length) => bytes.resize(*length, 0),
            Self::Bytes(offset, written) => {
                let end = offset + written.len();
                bytes.resize(bytes.len().max(end), 0);
                bytes[*offset..end].copy_from_slice(written);
            }
        }
    }

    /// One of four is lost, one of four is torn: each of its sectors is kept or lost.
    fn apply_torn(&self, bytes: &mut Vec<u8>, chance: &mut Chance) {
        let (fate, Self::Bytes(offset, written)) = (chance.below(4), self) else {
            return if chance.below(2) == 0 {
                self.apply(bytes)
            };
        };
        match fate {
            0 => {}
            1 => {
                let mut at = *offset;
                let end = offset + written.len();
                while at < end {
                    let next = end.min((at / SECTOR_BYTES + 1) * SECTOR_BYTES);
                    if chance.below(2) == 0 {
                        Self::Bytes(at, written[at - offset..next - offset].to_vec()).apply(bytes);
                    }
                    at = next;
                }
            }
            _ => self.apply(bytes),
        }
    }
}

impl Naming {
    fn is_in(&self, folder: &Path) -> bool {
        let (Self::Add(name, _) | Self::Drop(name) | Self::Move(name, _)) = self;
        name.parent() == Some(folder)
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, Node>) {
        match self {
            Self::Add(name, node) => drop(names.insert(name.clone(), *node)),
            Self::Drop(name) => drop(names.remove(name)),
            Self::Move(from, to) => {
                if let Some(node) = names.remove(from) {
                    names.insert(to.clone(), node);
                }
            }
        }
    }
}

/// Every name below a folder, with the bytes of files; without SQLite's shared memory, as in the journal.
fn really_in(root: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_owned();
            if path.is_dir() {
                found.insert(name, None);
                folders.push(path);
            } else if !path.to_str().unwrap().ends_with("-shm") {
                found.insert(name, Some(fs::read(path).unwrap()));
            }
        }
    }
    found
}

fn bytes_at(file: &File, offset: u64, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    file.read_exact_at(&mut bytes, offset).unwrap();
    bytes
}

/// The shim, compiled once for this process by the compiler that SQLite was built with.
fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| {
        let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join(concat!(env!("CARGO_PKG_NAME"), "-power.so"));
        let part = made.with_extension(std::process::id().to_string());
        let source = part.with_extension("c");
        fs::write(&source, include_str!("shim.c")).unwrap();
        let mut compiler = Command::new("cc");
        compiler.args(["-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o"]).arg(&part).arg(&source);
        assert!(compiler.arg("-ldl").status().unwrap().success(), "the shim does not compile");
        fs::remove_file(source).unwrap();
        // other test processes may be starting children with it at this moment
        fs::rename(&part, &made).unwrap();
        made
    })
}

/// Numbers that only look drawn: the same for the same seed.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below another.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}
