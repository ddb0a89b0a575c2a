#!/bin/sh
# What:  SQLite in WAL mode with synchronous=FULL reads back, after a kill, rows that no disk has, and answers from them
#        without a sync. A process that is killed after it has written a commit to the -wal file and before that file's
#        sync leaves a whole commit in the system's memory. The next process to open the database finds it by its
#        checksums and shows it as committed. Opening, reading, and a COMMIT that changes nothing (INSERT OR IGNORE of
#        the row that is there, the usual way to answer a retry) call no sync: a power cut then takes away what was
#        answered. The first sync comes with the next row that is really written, or with PRAGMA wal_checkpoint, which
#        syncs the log before it touches the database.
# Why it matters: "durable because COMMIT returned" is true for the process that committed, not for one that read the row
#        after a crash. A server that answers a retry with "had it already", or an app that shows "saved" at its start,
#        must first sync what it found (here: PRAGMA wal_checkpoint, or fsync of the -wal file).
# Also:  the folder is synced with the first sync of a new -wal (seen with a preloaded shim, not shown here), so the name of
#        the database is safe after the first commit; the name of a folder that was made for it is not.
# Seen in: apsw 3.54.1.0 (SQLite 3.54.1) from PyPI; rusqlite 0.43 bundled (SQLite 3.54.1) behaves the same.
# Exits with an error when any of this changes. Needs python3 with venv, and PyPI.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0
cat > "$work/finding.py" <<'PY'
import os, shutil, signal, sys
import apsw

folder, role = sys.argv[1], sys.argv[2]
path = os.path.join(folder, "a.db")
synced, die = [], [False]


class File(apsw.VFSFile):
    def __init__(self, name, flags):
        self.file = os.path.basename(name.filename() if isinstance(name, apsw.URIFilename) else name)
        super().__init__("", name, flags)

    def xSync(self, flags):
        if die[0] and self.file.endswith("-wal"):
            os.kill(os.getpid(), signal.SIGKILL)  # in place of the sync: the commit is written, not synced
        synced.append(self.file)
        super().xSync(flags)


class Watched(apsw.VFS):
    def __init__(self):
        super().__init__("watched", base="")

    def xOpen(self, name, flags):
        return File(name, flags)


vfs = Watched()
db = apsw.Connection(path, vfs="watched")
# without shared memory, which this VFS does not pass on
for pragma in ["locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = FULL"]:
    db.execute(f"PRAGMA {pragma}").fetchall()


def rows():
    return [row[0] for row in db.execute("SELECT word FROM t ORDER BY word")]


if role == "killed":
    db.execute("CREATE TABLE t (word TEXT PRIMARY KEY) STRICT; INSERT INTO t VALUES ('acknowledged')").fetchall()
    shutil.copytree(folder, folder + "-disk")  # everything was synced: this is what the disk has
    die[0] = True
    db.execute("INSERT INTO t VALUES ('never synced')")
    sys.exit("the process should be dead")

print("SQLite", apsw.sqlite_lib_version())
assert rows() == ["acknowledged", "never synced"], rows()
db.execute("BEGIN IMMEDIATE; INSERT OR IGNORE INTO t VALUES ('never synced'); COMMIT")
print("read back:", rows(), "· changed by the retry:", db.changes(), "· syncs so far:", synced)
assert db.changes() == 0 and synced == [], synced

cut = apsw.Connection(os.path.join(folder + "-disk", "a.db"))
left = [row[0] for row in cut.execute("SELECT word FROM t ORDER BY word")]
print("after a power cut at this moment:", left)
assert left == ["acknowledged"], left

db.execute("PRAGMA wal_checkpoint").fetchall()
print("a checkpoint syncs:", synced)
assert synced == ["a.db-wal", "a.db"], synced
PY
mkdir "$work/data"
status=0
"$work/venv/bin/python" "$work/finding.py" "$work/data" killed || status=$?
[ "$status" -eq 137 ] || { echo "the writer was not killed: $status"; exit 1; }
"$work/venv/bin/python" "$work/finding.py" "$work/data" next
# Output seen:
#   SQLite 3.54.1
#   read back: ['acknowledged', 'never synced'] · changed by the retry: 0 · syncs so far: []
#   after a power cut at this moment: ['acknowledged']
#   a checkpoint syncs: ['a.db-wal', 'a.db']
