/* Put before the C library of a server: a disk that fails when told to, and that forgets what was not synced.
 *
 * FAULTY_DATA   the folder that it is about; files elsewhere are left alone.
 * FAULTY_WORD   a file of one letter: '-' all is well, 'f' no space left, 'r' read-only, 'e' writing and syncing fail.
 * FAULTY_KEPT   a folder: what a power cut would leave. Bytes of the log get there only with the fsync of the process
 *               that wrote them, so it holds less of it than a real disk might, never more. The database gets there
 *               whole with an fsync of it, as it lies: that is what fsync promises, whoever wrote the bytes, and SQLite
 *               builds on it. A checkpoint that a reader keeps from going on to the end leaves its pages unsynced, and
 *               the next one, of any process, writes the rest and syncs for both.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST 65536
#define CHUNK (1 << 20)
struct piece { int file; off_t from; size_t length; };
static struct piece waiting[MOST];
static int count;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static const char *word = "-", *data, *kept;

#define NEXT(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTY_WORD");
    int file = path ? NEXT(open)(path, O_RDONLY) : -1;
    if (file >= 0) word = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
    data = getenv("FAULTY_DATA");
    kept = getenv("FAULTY_KEPT");
}

static int within(const char *path) {
    return data && !strncmp(path, data, strlen(data));
}

/* The name of an open file within the folder, else NULL. */
static const char *name_of(int file, char *room) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, room, PATH_MAX - 1);
    if (length < 0) return NULL;
    room[length] = 0;
    return within(room) ? strrchr(room, '/') + 1 : NULL;
}

static int fault(int syncing) {
    if (*word == 'f') return syncing ? 0 : ENOSPC;
    if (*word == 'r') return syncing ? 0 : EROFS;
    return *word == 'e' ? EIO : 0;
}

static int refuses(int file, int syncing) {
    char room[PATH_MAX];
    int why = *word == '-' ? 0 : fault(syncing);
    if (!why || !name_of(file, room)) return 0;
    errno = why;
    return 1;
}

static void note(int file, off_t from, ssize_t length) {
    char room[PATH_MAX];
    const char *name = kept && length > 0 ? name_of(file, room) : NULL;
    if (!name || strncmp(name, "fahm.db", 7) || strstr(name, "-shm")) return;
    pthread_mutex_lock(&mutex);
    if (count == MOST) abort();
    waiting[count++] = (struct piece) {file, from, length};
    pthread_mutex_unlock(&mutex);
}

/* Bytes of one file go to the same place of another. */
static ssize_t carry(int file, int copy, off_t from, size_t length) {
    char *bytes = malloc(length);
    ssize_t found = pread(file, bytes, length, from);
    if (found > 0 && NEXT(pwrite)(copy, bytes, found, from) != found) abort();
    free(bytes);
    return found;
}

/* What this process wrote to the log since its last sync, or the whole database: now a power cut would leave it. */
static void keep(int file) {
    char room[PATH_MAX], path[2 * PATH_MAX];
    const char *name = kept ? name_of(file, room) : NULL;
    if (!name) return;
    snprintf(path, sizeof path, "%s/%s", kept, name);
    pthread_mutex_lock(&mutex);
    int copy = NEXT(open)(path, O_RDWR | O_CREAT, 0644), left = 0, whole = !strcmp(name, "fahm.db");
    for (off_t at = 0; whole && carry(file, copy, at, CHUNK) == CHUNK;) at += CHUNK;
    for (int n = 0; n < count; n++) {
        struct piece one = waiting[n];
        if (one.file != file) waiting[left++] = one;
        else if (!whole) carry(file, copy, one.from, one.length);
    }
    count = left;
    NEXT(close)(copy);
    pthread_mutex_unlock(&mutex);
}

ssize_t write(int file, const void *bytes, size_t length) {
    if (refuses(file, 0)) return -1;
    off_t from = kept ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t done = NEXT(write)(file, bytes, length);
    if (from >= 0) note(file, from, done);
    return done;
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t from) {
    if (refuses(file, 0)) return -1;
    ssize_t done = NEXT(pwrite)(file, bytes, length, from);
    note(file, from, done);
    return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t from) { return pwrite(file, bytes, length, from); }

int ftruncate(int file, off_t length) { return refuses(file, 0) ? -1 : NEXT(ftruncate)(file, length); }
int ftruncate64(int file, off64_t length) { return refuses(file, 0) ? -1 : NEXT(ftruncate64)(file, length); }

static int synced(int file, int done) {
    if (!done) keep(file);
    return done;
}

int fsync(int file) { return refuses(file, 1) ? -1 : synced(file, NEXT(fsync)(file)); }
int fdatasync(int file) { return refuses(file, 1) ? -1 : synced(file, NEXT(fdatasync)(file)); }

/* What is written no more; its descriptor may soon be another file's. */
int close(int file) {
    pthread_mutex_lock(&mutex);
    int left = 0;
    for (int n = 0; n < count; n++)
        if (waiting[n].file != file) waiting[left++] = waiting[n];
    count = left;
    pthread_mutex_unlock(&mutex);
    return NEXT(close)(file);
}

int access(const char *path, int asked) {
    if (*word == 'r' && asked & W_OK && within(path)) {
        errno = EROFS;
        return -1;
    }
    return NEXT(access)(path, asked);
}

static int opened(const char *name, const char *path, int flags, mode_t mode) {
    int (*next)(const char *, int, ...) = (int (*)(const char *, int, ...)) dlsym(RTLD_NEXT, name);
    if (*word == 'r' && flags & (O_WRONLY | O_RDWR | O_CREAT) && within(path)) {
        errno = EROFS;
        return -1;
    }
    return next(path, flags, mode);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return opened(#name, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
