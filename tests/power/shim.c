/* A disk that a power cut can be tried on. Preloaded into a process, it keeps a journal of everything that is written
 * under one folder and of every sync, in the order in which it happened; `cut.rs` builds from it what a cut leaves.
 * The journal outlives the process and goes on in the next one. It knows nothing of SQLite beyond the ends of names.
 *
 *   POWER_FOLDER   the folder that is watched
 *   POWER_JOURNAL  the journal, outside of it
 *   POWER_IGNORE   classes of syncs that are pretended: start (before the process listens), log, database, journal,
 *                  copy, folder
 *   POWER_DIE      "event:7": killed after its seventh event; "sync:7": killed in place of its seventh sync. What
 *                  happens before the process listens counts if the name is in capitals.
 *
 * No sync reaches the real disk: nothing is cut here, and the system's memory survives a kill. Shared memory (-shm) is
 * left out: it means nothing after a cut. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES_MAX 65536
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum class { LOG, DATABASE, JOURNAL, COPY, FOLDER };
static const char *const CLASSES[] = {"log", "database", "journal", "copy", "folder"};

/* One event; a path, a second path or bytes follow it. */
struct event { uint64_t kind, inode, offset, first, second; };

static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *ignored = "", *die = "";
static size_t root_length;
static int journal = -1, listening;
static long die_after = -1;
static struct { ino_t inode; enum class class; } open_files[FILES_MAX];

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("POWER_JOURNAL");
    root = getenv("POWER_FOLDER");
    if (!path || !root) return;
    root_length = strlen(root);
    if (getenv("POWER_IGNORE")) ignored = getenv("POWER_IGNORE");
    if (getenv("POWER_DIE")) die = getenv("POWER_DIE");
    if (strchr(die, ':')) die_after = atol(strchr(die, ':') + 1);
    journal = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (journal < 0) abort();
}

static int ends(const char *path, const char *end) {
    return strlen(path) >= strlen(end) && !strcmp(path + strlen(path) - strlen(end), end);
}
static int ours(const char *path) {
    return journal >= 0 && !strncmp(path, root, root_length) && (path[root_length] == '/' || !path[root_length]) &&
           !ends(path, "-shm");
}
static enum class class_of(const char *path, int folder) {
    if (folder) return FOLDER;
    return ends(path, "-wal") ? LOG : ends(path, "-journal") ? JOURNAL : ends(path, ".part") ? COPY : DATABASE;
}

/* Between these two an event happens and is written down: no other process of the folder, and no kill by a test that
 * holds the journal's lock, comes between. */
static void enter(void) {
    pthread_mutex_lock(&one);
    while (flock(journal, LOCK_EX) && errno == EINTR) {}
}
static void leave(void) {
    flock(journal, LOCK_UN);
    pthread_mutex_unlock(&one);
}

/* At its end no other thread is left in the middle of an event. */
__attribute__((destructor)) static void end(void) {
    if (journal >= 0) enter();
}

/* Whether the process dies of this; `word` is event or sync. */
static void count(const char *word) {
    int early = die[0] == 'E' || die[0] == 'S';
    if (die_after < 0 || !(listening || early) || strncasecmp(die, word, strlen(word)) || --die_after) return;
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

static void note(char kind, ino_t inode, off_t offset, const void *first, size_t length, const char *second) {
    int kept = errno;
    struct event event = {kind, inode, offset, length, second ? strlen(second) : 0};
    struct iovec parts[] = {{&event, sizeof event}, {(void *)first, length}, {(void *)second, event.second}};
    if (writev(journal, parts, 3) != (ssize_t)(sizeof event + length + event.second)) abort();
    count("event");
    errno = kept;
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
    if (!ours(path)) return real(path, flags, mode);
    enter();
    struct stat stat;
    int there = !lstat(path, &stat), file = real(path, flags, mode);
    if (file >= 0) {
        if (file >= FILES_MAX || fstat(file, &stat)) abort();
        open_files[file].inode = stat.st_ino;
        open_files[file].class = class_of(path, S_ISDIR(stat.st_mode));
        if (!there) note('C', stat.st_ino, 0, path, strlen(path), NULL);
        else if (flags & O_TRUNC) note('T', stat.st_ino, 0, NULL, 0, NULL);
    }
    leave();
    return file;
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        va_list rest;                                                                                                  \
        va_start(rest, flags);                                                                                         \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                        \
        va_end(rest);                                                                                                  \
        return opened((int (*)(const char *, int, ...))REAL(name), path, flags, mode);                                 \
    }
OPEN(open)
OPEN(open64)

static ino_t inode_of(int file) { return file >= 0 && file < FILES_MAX ? open_files[file].inode : 0; }
int close(int file) {
    if (inode_of(file)) open_files[file].inode = 0;
    return REAL(close)(file);
}

static ssize_t written(int file, const void *bytes, size_t length, off_t at, int moves) {
    if (!inode_of(file)) return moves ? REAL(write)(file, bytes, length) : REAL(pwrite)(file, bytes, length, at);
    enter();
    if (moves) at = lseek(file, 0, fcntl(file, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
    ssize_t done = moves ? REAL(write)(file, bytes, length) : REAL(pwrite)(file, bytes, length, at);
    if (done > 0) note('W', inode_of(file), at, bytes, done, NULL);
    leave();
    return done;
}
ssize_t write(int file, const void *bytes, size_t length) { return written(file, bytes, length, 0, 1); }
ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) { return written(file, bytes, length, at, 0); }
ssize_t pwrite64(int file, const void *bytes, size_t length, off_t at) { return written(file, bytes, length, at, 0); }

int ftruncate(int file, off_t length) {
    if (!inode_of(file)) return REAL(ftruncate)(file, length);
    enter();
    int failed = REAL(ftruncate)(file, length);
    if (!failed) note('T', inode_of(file), length, NULL, 0, NULL);
    leave();
    return failed;
}
int ftruncate64(int file, off_t length) { return ftruncate(file, length); }

static int synced(int file, int (*real)(int)) {
    if (!inode_of(file)) return real(file);
    enter();
    count("sync");
    int start = !listening && strstr(ignored, "start");
    if (!start && !strstr(ignored, CLASSES[open_files[file].class])) note('S', inode_of(file), 0, NULL, 0, NULL);
    leave();
    return 0;
}
int fsync(int file) { return synced(file, REAL(fsync)); }
int fdatasync(int file) { return synced(file, REAL(fdatasync)); }

#define NAMES(call, name, kind, second)                                                                                \
    enter();                                                                                                           \
    int failed = call;                                                                                                 \
    struct stat stat = {0};                                                                                            \
    if (!failed && kind == 'D') lstat(name, &stat);                                                                    \
    if (!failed) note(kind, stat.st_ino, 0, name, strlen(name), second);                                               \
    leave();                                                                                                           \
    return failed;
int unlink(const char *path) {
    if (!ours(path)) return REAL(unlink)(path);
    NAMES(REAL(unlink)(path), path, 'U', NULL)
}
int mkdir(const char *path, mode_t mode) {
    if (!ours(path)) return REAL(mkdir)(path, mode);
    NAMES(REAL(mkdir)(path, mode), path, 'D', NULL)
}
int rename(const char *from, const char *to) {
    if (!ours(from) && !ours(to)) return REAL(rename)(from, to);
    NAMES(REAL(rename)(from, to), from, 'R', to)
}

int listen(int socket, int waiting) {
    if (journal < 0) return REAL(listen)(socket, waiting);
    enter();
    note('L', 0, 0, NULL, 0, NULL);
    listening = 1;
    leave();
    return REAL(listen)(socket, waiting);
}
