// Makes one kind of file-system call fail, on paths below one folder but not below another in it: at its n-th time, or
// from then on.
// Loaded with LD_PRELOAD; told what to do through fault_set, by the process itself after it forked.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char root[PATH_MAX], spared[PATH_MAX], kind[16];
static int at, with, ever, seen, hits, counts[16];
static const char *KINDS[] = {"open", "write", "truncate", "fsync", "dirsync", "rename", "link", "stat", "unlink", "flock", 0};

void fault_set(const char *below, const char *but, const char *call, int nth, int error, int for_ever) {
    strncpy(root, below, sizeof root - 1);
    strncpy(spared, but, sizeof spared - 1);
    strncpy(kind, call, sizeof kind - 1);
    at = nth; with = error; ever = for_ever; seen = 0; hits = 0;
    memset(counts, 0, sizeof counts);
}

int fault_count(const char *call) {
    for (int i = 0; KINDS[i]; i++)
        if (!strcmp(KINDS[i], call)) return counts[i];
    return -1;
}

int fault_hits(void) { return hits; }

static int fails(const char *call) {
    for (int i = 0; KINDS[i]; i++)
        if (!strcmp(KINDS[i], call)) __sync_fetch_and_add(&counts[i], 1);
    if (strcmp(kind, call) || !with) return 0;
    int now = __sync_add_and_fetch(&seen, 1);
    if (now != at && !(ever && now > at)) return 0;
    __sync_fetch_and_add(&hits, 1);
    errno = with;
    return 1;
}

static int lies_below(const char *path) {
    if (strncmp(path, root, strlen(root))) return 0;
    return !spared[0] || strncmp(path, spared, strlen(spared)) != 0;
}

static int below_fd(int fd) {
    char link[64], path[PATH_MAX];
    if (!root[0]) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlink, link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return lies_below(path);
}

static int below(int folder, const char *path) {
    if (!root[0] || !path) return 0;
    if (path[0] == '/' || folder == AT_FDCWD) return lies_below(path);
    return below_fd(folder);
}

static int is_folder(int fd) {
    struct stat found;
    return !syscall(SYS_fstat, fd, &found) && S_ISDIR(found.st_mode);
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name)
#define MODE va_list rest; va_start(rest, flags); mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(rest, mode_t) : 0; va_end(rest)

int open(const char *path, int flags, ...) { REAL(open); MODE; return below(AT_FDCWD, path) && fails("open") ? -1 : real(path, flags, mode); }
int open64(const char *path, int flags, ...) { REAL(open64); MODE; return below(AT_FDCWD, path) && fails("open") ? -1 : real(path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { REAL(openat); MODE; return below(folder, path) && fails("open") ? -1 : real(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { REAL(openat64); MODE; return below(folder, path) && fails("open") ? -1 : real(folder, path, flags, mode); }
ssize_t write(int fd, const void *data, size_t n) { REAL(write); return below_fd(fd) && fails("write") ? -1 : real(fd, data, n); }
int ftruncate(int fd, off_t size) { REAL(ftruncate); return below_fd(fd) && fails("truncate") ? -1 : real(fd, size); }
int ftruncate64(int fd, off64_t size) { REAL(ftruncate64); return below_fd(fd) && fails("truncate") ? -1 : real(fd, size); }
int fsync(int fd) { REAL(fsync); return below_fd(fd) && fails(is_folder(fd) ? "dirsync" : "fsync") ? -1 : real(fd); }
int rename(const char *old, const char *new) { REAL(rename); return below(AT_FDCWD, new) && fails("rename") ? -1 : real(old, new); }
int renameat(int a, const char *old, int b, const char *new) { REAL(renameat); return below(b, new) && fails("rename") ? -1 : real(a, old, b, new); }
int link(const char *old, const char *new) { REAL(link); return below(AT_FDCWD, new) && fails("link") ? -1 : real(old, new); }
int linkat(int a, const char *old, int b, const char *new, int flags) { REAL(linkat); return below(b, new) && fails("link") ? -1 : real(a, old, b, new, flags); }
int stat(const char *path, struct stat *to) { REAL(stat); return below(AT_FDCWD, path) && fails("stat") ? -1 : real(path, to); }
int stat64(const char *path, struct stat64 *to) { REAL(stat64); return below(AT_FDCWD, path) && fails("stat") ? -1 : real(path, to); }
int lstat(const char *path, struct stat *to) { REAL(lstat); return below(AT_FDCWD, path) && fails("stat") ? -1 : real(path, to); }
int lstat64(const char *path, struct stat64 *to) { REAL(lstat64); return below(AT_FDCWD, path) && fails("stat") ? -1 : real(path, to); }
int fstatat(int folder, const char *path, struct stat *to, int flags) { REAL(fstatat); return below(folder, path) && fails("stat") ? -1 : real(folder, path, to, flags); }
int fstatat64(int folder, const char *path, struct stat64 *to, int flags) { REAL(fstatat64); return below(folder, path) && fails("stat") ? -1 : real(folder, path, to, flags); }
int fstat(int fd, struct stat *to) { REAL(fstat); return below_fd(fd) && fails("stat") ? -1 : real(fd, to); }
int fstat64(int fd, struct stat64 *to) { REAL(fstat64); return below_fd(fd) && fails("stat") ? -1 : real(fd, to); }
int unlink(const char *path) { REAL(unlink); return below(AT_FDCWD, path) && fails("unlink") ? -1 : real(path); }
int unlinkat(int folder, const char *path, int flags) { REAL(unlinkat); return below(folder, path) && fails("unlink") ? -1 : real(folder, path, flags); }
int flock(int fd, int how) { REAL(flock); return below_fd(fd) && fails("flock") ? -1 : real(fd, how); }
