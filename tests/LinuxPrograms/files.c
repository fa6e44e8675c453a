// Calls on files in a folder that is given: what they return, byte for byte, is compared with Linux.

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/vfs.h>
#include <unistd.h>

static const char *error_name(void)
{
    const char *name = strerrorname_np(errno);
    return name ? name : "?";
}

// A call's result, or the error's name.
#define SAY(call) do { errno = 0; long result_ = (long)(call); \
    if (result_ < 0) printf("%s: %s\n", #call, error_name()); else printf("%s: %ld\n", #call, result_); } while (0)

static void show(const char *name)
{
    struct stat status;
    if (stat(name, &status) != 0) {
        printf("%s: %s\n", name, error_name());
        return;
    }
    int isFile = S_ISREG(status.st_mode);
    printf("%s: %s %ld %s\n", name, isFile ? "file" : S_ISDIR(status.st_mode) ? "directory" : "?",
        isFile ? (long)status.st_size : 0L, status.st_mode & 0200 ? "rw" : "r");
}

static void content(const char *name)
{
    char bytes[200];
    int file = open(name, O_RDONLY);
    ssize_t count = read(file, bytes, sizeof bytes - 1);
    bytes[count < 0 ? 0 : count] = 0;
    printf("%s has %zd: %s\n", name, count, bytes);
    close(file);
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static void list(const char *name)
{
    struct dirent **entries;
    int count = scandir(name, &entries, 0, by_name);
    printf("%s:", name);
    for (int i = 0; i < count; i++) printf(" %s%s", entries[i]->d_name, entries[i]->d_type == DT_DIR ? "/" : "");
    printf("\n");
}

static void opening(void)
{
    int file = open("one", O_RDWR | O_CREAT | O_EXCL, 0644);
    printf("made %d\n", file >= 0);
    SAY(open("one", O_RDWR | O_CREAT | O_EXCL, 0644));
    SAY(write(file, "hello world", 11));
    SAY(lseek(file, 6, SEEK_SET));
    char bytes[100] = "";
    SAY(read(file, bytes, 100));
    printf("%s\n", bytes);
    SAY(pread(file, bytes, 5, 0));
    SAY(pwrite(file, "J", 1, 0));
    SAY(lseek(file, -5, SEEK_END));
    SAY(lseek(file, -50, SEEK_CUR));
    SAY(lseek(file, 0, 7));
    SAY(pread(file, bytes, 5, -1));
    content("one");
    struct iovec parts[] = {{"ab", 2}, {"", 0}, {"cde", 3}};
    SAY(pwritev(file, parts, 3, 9));
    struct iovec read_parts[] = {{bytes, 3}, {bytes + 50, 40}};
    SAY(preadv(file, read_parts, 2, 0));
    printf("%.3s %s\n", bytes, bytes + 50);
    int copy = dup(file);
    SAY(lseek(copy, 3, SEEK_SET));
    SAY(lseek(file, 0, SEEK_CUR));
    SAY(ftruncate(file, 4));
    SAY(ftruncate(copy, 8));
    close(file);
    SAY(fsync(copy));
    SAY(fdatasync(copy));
    SAY(posix_fallocate(copy, 4, 10));
    SAY(fcntl(copy, F_GETFL) & (O_ACCMODE | O_APPEND));
    close(copy);
    SAY(read(copy, bytes, 1));
    show("one");
    int end = open("one", O_WRONLY | O_APPEND);
    SAY(write(end, "end", 3));
    SAY(read(end, bytes, 1));
    close(end);
    show("one");
    close(open("one", O_WRONLY | O_TRUNC));
    show("one");
    int reader = open("one", O_RDONLY);
    SAY(write(reader, "x", 1));
    SAY(ftruncate(reader, 0));
    close(reader);
    SAY(truncate("one", 3));
    show("one");
}

static void names(void)
{
    SAY(mkdir("folder", 0777));
    SAY(mkdir("folder", 0777));
    SAY(mkdir("none/folder", 0777));
    SAY(mkdir("one/folder", 0777));
    SAY(open("none", O_RDONLY));
    SAY(open("none/none", O_RDWR | O_CREAT, 0666));
    SAY(open("one/none", O_RDONLY));
    SAY(open("", O_RDONLY));
    SAY(open("folder", O_RDWR));
    SAY(open("one", O_RDONLY | O_DIRECTORY));
    SAY(open("one/", O_RDONLY));
    SAY(open((char *)1, O_RDONLY));
    char name[300];
    memset(name, 'n', sizeof name);
    name[299] = 0;
    SAY(open(name, O_RDONLY));
    int folder = open("folder", O_RDONLY | O_DIRECTORY);
    int inside = openat(folder, "inside", O_WRONLY | O_CREAT, 0666);
    SAY(write(inside, "inside", 6));
    close(inside);
    content("folder/./../folder//inside");
    SAY(read(folder, name, 1));
    list("folder");
    SAY(rmdir("folder"));
    SAY(unlink("folder"));
    SAY(rmdir("one"));
    SAY(rename("folder/inside", "moved"));
    SAY(rename("none", "moved"));
    SAY(rename("moved", "folder"));
    SAY(renameat2(AT_FDCWD, "moved", AT_FDCWD, "one", RENAME_NOREPLACE));
    SAY(rename("moved", "one"));
    content("one");
    SAY(mkdirat(folder, "deep", 0777));
    SAY(renameat(folder, "deep", AT_FDCWD, "deeper"));
    SAY(unlinkat(AT_FDCWD, "deeper", AT_REMOVEDIR));
    SAY(fchdir(folder));
    close(folder);
    close(open("here", O_WRONLY | O_CREAT, 0666));
    SAY(chdir(".."));
    list("folder");
    SAY(chdir("one"));
    SAY(access("one", R_OK | W_OK));
    SAY(access("none", F_OK));
    SAY(readlink("one", name, 10));
    SAY(readlink("none", name, 10));
    SAY(chmod("one", 0444));
    show("one");
    SAY(chmod("one", 0644));
    show("folder");
    show("folder/here/none");
    struct timespec times[2] = {{1000000000, 0}, {1234567890, 500000000}};
    SAY(utimensat(AT_FDCWD, "one", times, 0));
    struct stat status;
    stat("one", &status);
    printf("modified %ld\n", (long)status.st_mtime);
    times[1].tv_nsec = UTIME_OMIT;
    int one = open("one", O_RDWR);
    SAY(futimens(one, times));
    SAY(fstat(one, &status));
    printf("modified %ld\n", (long)status.st_mtime);
    struct statx more;
    SAY(statx(one, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &more));
    printf("size %ld modified %ld\n", (long)more.stx_size, (long)more.stx_mtime.tv_sec);
    SAY(unlink("one"));
    SAY(write(one, "OPEN", 4));
    SAY(pread(one, name, 10, 0));
    printf("%.6s\n", name);
    close(one);
    show("one");
}

static void locks(void)
{
    int first = open("locked", O_RDWR | O_CREAT, 0666);
    int second = open("locked", O_RDWR);
    SAY(flock(first, LOCK_SH | LOCK_NB));
    SAY(flock(second, LOCK_SH | LOCK_NB));
    SAY(flock(second, LOCK_EX | LOCK_NB));
    close(first);
    SAY(flock(second, LOCK_EX | LOCK_NB));
    SAY(flock(second, LOCK_UN));
    SAY(flock(second, 77));
    close(second);
    SAY(unlink("locked"));
}

static void show_lock(const char *call, const struct flock *lock)
{
    printf("%s: %d, %ld of %ld, pid %d\n", call, lock->l_type, (long)lock->l_len, (long)lock->l_start, (int)lock->l_pid);
}

#define ASK(file, command, kind, from, start, bytes) do { \
    struct flock lock_ = {.l_type = kind, .l_whence = from, .l_start = start, .l_len = bytes}; \
    SAY(fcntl(file, command, &lock_)); \
    if (command == F_GETLK || command == F_OFD_GETLK) show_lock(#file ": " #kind ", " #start ", " #bytes, &lock_); } while (0)

static int waiting;

static void *wait_for_lock(void *unused)
{
    ASK(waiting, F_OFD_SETLKW, F_WRLCK, SEEK_SET, 0, 10);
    return unused;
}

// Parts of a file: by the process, which is not in its own way, and by what an open made.
static void parts(void)
{
    int one = open("parts", O_RDWR | O_CREAT, 0666);
    int two = open("parts", O_RDWR);
    int reader = open("parts", O_RDONLY);
    SAY(write(one, "0123456789", 10));
    ASK(one, F_SETLK, F_WRLCK, SEEK_SET, 0, 10);
    ASK(two, F_SETLK, F_WRLCK, SEEK_SET, 5, 10);
    ASK(two, F_GETLK, F_WRLCK, SEEK_SET, 0, 0);
    ASK(two, F_OFD_SETLK, F_RDLCK, SEEK_SET, 14, 1);
    ASK(two, F_OFD_SETLK, F_RDLCK, SEEK_SET, 15, 1);
    ASK(one, F_SETLK, F_UNLCK, SEEK_SET, 3, 2);
    ASK(two, F_OFD_SETLK, F_WRLCK, SEEK_SET, 3, 2);
    ASK(one, F_OFD_GETLK, F_RDLCK, SEEK_SET, 3, 2);
    ASK(one, F_OFD_GETLK, F_WRLCK, SEEK_SET, 15, 0);
    ASK(one, F_SETLK, F_WRLCK, SEEK_SET, 2, 2);
    close(reader);
    ASK(two, F_OFD_SETLK, F_WRLCK, SEEK_SET, 0, 3);
    ASK(one, F_OFD_GETLK, F_WRLCK, SEEK_END, -10, 0);
    ASK(one, F_OFD_SETLK, F_RDLCK, SEEK_CUR, 0, 5);
    ASK(one, F_OFD_SETLK, F_RDLCK, SEEK_CUR, 0, -2);
    ASK(two, F_OFD_GETLK, F_WRLCK, SEEK_SET, 6, 10);
    ASK(two, F_OFD_GETLK, F_WRLCK, SEEK_SET, 9, 1);
    ASK(one, F_SETLK, F_RDLCK, SEEK_SET, -1, 1);
    ASK(one, F_SETLK, F_RDLCK, SEEK_SET, 0, -1);
    ASK(one, F_SETLK, F_RDLCK, SEEK_SET, 1, 0x7FFFFFFFFFFFFFFF);
    ASK(one, F_SETLK, F_RDLCK, SEEK_SET, 2, 0x7FFFFFFFFFFFFFFF);
    ASK(one, F_SETLK, 7, SEEK_SET, 0, 1);
    ASK(one, F_SETLK, F_RDLCK, 7, 0, 1);
    SAY(fcntl(one, F_SETLK, (struct flock *)8));
    reader = open("parts", O_RDONLY);
    ASK(reader, F_SETLK, F_WRLCK, SEEK_SET, 0, 1);
    close(reader);
    waiting = one;
    pthread_t thread;
    pthread_create(&thread, 0, wait_for_lock, 0);
    usleep(50000);
    close(two);
    pthread_join(thread, 0);
    close(one);
    SAY(unlink("parts"));
}

static void room_of(const struct statfs *all)
{
    int is_whole = all->f_blocks > 0 && all->f_bfree <= all->f_blocks && all->f_bavail <= all->f_bfree;
    printf("room %d\n", is_whole && all->f_bsize > 0 && all->f_frsize > 0 && all->f_namelen >= 255);
}

static void room(void)
{
    struct statfs all, same;
    SAY(statfs(".", &all));
    room_of(&all);
    int folder = open(".", O_RDONLY | O_DIRECTORY);
    SAY(fstatfs(folder, &same));
    room_of(&same);
    printf("same %d\n", all.f_type == same.f_type && all.f_blocks == same.f_blocks);
    close(folder);
    SAY(statfs("none", &all));
    SAY(fstatfs(folder, &all));
    SAY(statfs(".", (struct statfs *)8));
}

// More than the file system's buffer holds, and more names than one answer has room for.
static void much(void)
{
    static char bytes[300000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7 + i / 251);
    int file = open("much", O_RDWR | O_CREAT, 0666);
    SAY(write(file, bytes, sizeof bytes));
    char *shown = mmap(0, sizeof bytes, PROT_READ, MAP_PRIVATE, file, 0);
    printf("mapped %d\n", shown != MAP_FAILED && memcmp(shown, bytes, sizeof bytes) == 0);
    munmap(shown, sizeof bytes);
    char *part = mmap(0, 10000, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 8192);
    printf("part %d\n", part != MAP_FAILED && memcmp(part, bytes + 8192, 10000) == 0);
    part[0] ^= 1;
    static char again[300000];
    SAY(pread(file, again, sizeof again, 0));
    printf("same %d\n", memcmp(bytes, again, sizeof bytes) == 0);
    SAY(pread(file, (void *)16, 100, 0));
    SAY(pwrite(file, (void *)16, 100, 0));
    SAY(mmap(0, 4096, PROT_READ, MAP_PRIVATE, 77, 0) == MAP_FAILED ? -1 : 0);
    close(file);
    unlink("much");

    mkdir("many", 0777);
    char name[100];
    for (int i = 0; i < 1200; i++) {
        snprintf(name, sizeof name, "many/a-name-that-is-somewhat-longer-%d", i);
        close(open(name, O_WRONLY | O_CREAT, 0666));
    }

    // As a recursive removal does it: names go while the directory is read.
    DIR *folder = opendir("many");
    int count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        count += entry->d_name[0] != '.';
        if (entry->d_name[0] != '.') unlinkat(dirfd(folder), entry->d_name, 0);
    }
    rewinddir(folder);
    int rest = 0;
    while (readdir(folder)) rest++;
    closedir(folder);
    printf("names %d, then %d\n", count, rest);
    SAY(rmdir("many"));
}

// Writes to a file that stays open while its file system fails and starts again, until there is a file "stop".
static int survive(void)
{
    int file = open("kept", O_RDWR | O_CREAT | O_TRUNC, 0666);
    unlink("stop");
    printf("writing\n");
    fflush(stdout);
    int lines = 0;
    while (access("stop", F_OK) != 0) {
        if (write(file, &lines, sizeof lines) != sizeof lines) return 3;
        lines++;
        usleep(20000);
    }
    for (int i = 0, line; i < lines; i++) {
        if (pread(file, &line, sizeof line, i * (long)sizeof line) != sizeof line || line != i) return 4;
    }
    printf("kept %d\n", lines > 0);
    return 0;
}

int main(int count, char **words)
{
    setvbuf(stdout, 0, _IOFBF, 1 << 16);
    if (count == 3 && chdir(words[1]) == 0) return survive();
    if (count != 2 || mkdir(words[1], 0777) != 0 || chdir(words[1]) != 0) {
        printf("%s: %s\n", words[1], error_name());
        return 2;
    }
    char where[1000];
    printf("here %d\n", strcmp(getcwd(where, sizeof where), words[1]));
    SAY(getcwd(where, 2) ? 0 : -1);
    opening();
    names();
    locks();
    parts();
    room();
    much();
    list(".");
    SAY(access("/proc/self/maps", R_OK));
    SAY(open("/none", O_RDONLY));
    unlink("folder/here");
    rmdir("folder");
    SAY(chdir("/"));
    SAY(rmdir(words[1]));
    return 0;
}
