// First process of a Linux whose files are measured beside ours (services/Tester/FileCostTests.cs): loads modules, mounts a disk's two
// partitions, and writes what each operation costs, in instructions of the whole machine: the kernel's and all threads', by the CPU's
// counter INST_RETIRED. Each once, the short ones after as many that are not counted: run.sh starts it several times.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

#define READINGS 5
#define OPENS 100
#define CREATIONS 20
#define CHUNK 65536
#define CHUNKS 1024
#define MANY 10000
#define EACH_SAMPLE 100

static int counter = -1;
static uint64_t reading;
static char buffer[CHUNK], path[200];

static void stop(const char *what)
{
    printf("filecost: failed: %s: %s\n", what, strerror(errno));
    sync();
    reboot(RB_POWER_OFF);
}

static uint64_t now(void)
{
    uint64_t value = 0;
    if (read(counter, &value, sizeof value) != sizeof value)
        stop("counter");
    return value;
}

static int compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

// The line is out before it returns: sending it is not to be counted.
static void say(const char *mount, const char *operation, uint64_t start, unsigned operations)
{
    uint64_t spent = now() - start - reading;
    printf("filecost: %s.%s %llu\n", mount, operation, (unsigned long long)(spent / operations));
    tcdrain(1);
    usleep(50000);
}

static int open_file(const char *name, int flags)
{
    int file = open(name, flags, 0644);
    if (file < 0)
        stop(name);
    return file;
}

static void transfer(int file, int is_write, size_t bytes)
{
    if ((is_write ? write(file, buffer, bytes) : read(file, buffer, bytes)) != (ssize_t)bytes)
        stop(path);
}

static void drop_caches(void)
{
    sync();
    int file = open_file("/proc/sys/vm/drop_caches", O_WRONLY);
    if (write(file, "3", 1) != 1)
        stop("drop_caches");
    close(file);
}

static void open_and_read(void)
{
    for (int i = 0; i < OPENS; i++) {
        int file = open_file(path, O_RDONLY);
        transfer(file, 0, 4096);
        close(file);
    }
}

static void measure_small(const char *mount, const char *root)
{
    snprintf(path, sizeof path, "%s/small", root);
    int file = open_file(path, O_CREAT | O_RDWR | O_TRUNC);
    transfer(file, 1, 4096);
    fsync(file);
    close(file);
    open_and_read();
    uint64_t start = now();
    open_and_read();
    say(mount, "open_read_4k", start, OPENS);
}

static void measure_big(const char *mount, const char *root)
{
    snprintf(path, sizeof path, "%s/big", root);
    uint64_t start = now();
    int file = open_file(path, O_CREAT | O_RDWR | O_TRUNC);
    for (int i = 0; i < CHUNKS; i++)
        transfer(file, 1, CHUNK);
    fsync(file);
    close(file);
    say(mount, "write_64m", start, 1);
    drop_caches();
    start = now();
    file = open_file(path, O_RDONLY);
    for (int i = 0; i < CHUNKS; i++)
        transfer(file, 0, CHUNK);
    close(file);
    say(mount, "read_64m", start, 1);
    unlink(path);
    sync();
}

static void create(const char *root, const char *name)
{
    for (int i = 0; i < CREATIONS; i++) {
        snprintf(path, sizeof path, "%s/%s-%d", root, name, i);
        int file = open_file(path, O_CREAT | O_RDWR | O_EXCL);
        transfer(file, 1, 4096);
        fsync(file);
        close(file);
    }
}

static void measure_creation(const char *mount, const char *root)
{
    create(root, "first");
    uint64_t start = now();
    create(root, "new");
    say(mount, "create_write_fsync", start, CREATIONS);
}

static void make_many(const char *root)
{
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "%s/many/file-%05d", root, i);
        close(open_file(path, O_CREAT | O_RDWR | O_EXCL));
    }
    sync();
}

static void list_many(const char *root)
{
    int count = 0;
    snprintf(path, sizeof path, "%s/many", root);
    DIR *directory = opendir(path);
    while (directory && readdir(directory))
        count++;
    closedir(directory);
    if (count != MANY + 2)
        stop("the directory's files");
}

static void find_some(const char *root)
{
    struct stat status;
    for (int i = 0; i < MANY; i += MANY / EACH_SAMPLE) {
        snprintf(path, sizeof path, "%s/many/file-%05d", root, i);
        if (stat(path, &status) != 0)
            stop(path);
    }
}

static void remove_many(const char *root)
{
    for (int i = 0; i < MANY; i++) {
        snprintf(path, sizeof path, "%s/many/file-%05d", root, i);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/many", root);
    rmdir(path);
    sync();
}

static void measure_directory(const char *mount, const char *root)
{
    static const struct {
        const char *name;
        void (*run)(const char *);
        unsigned operations;
    } steps[] = {{"make_10000", make_many, 1}, {"list_10000", list_many, 1}, {"stat_of_10000", find_some, EACH_SAMPLE},
                 {"remove_10000", remove_many, 1}};
    snprintf(path, sizeof path, "%s/many", root);
    mkdir(path, 0755);
    sync();
    for (unsigned step = 0; step < sizeof steps / sizeof *steps; step++) {
        uint64_t start = now();
        steps[step].run(root);
        say(mount, steps[step].name, start, steps[step].operations);
    }
}

static void measure(const char *mount, const char *root)
{
    measure_small(mount, root);
    measure_big(mount, root);
    measure_creation(mount, root);
    measure_directory(mount, root);
}

static void load(const char *name)
{
    snprintf(path, sizeof path, "/%s.ko", name);
    int file = open_file(path, O_RDONLY);
    if (syscall(SYS_finit_module, file, "", 0) != 0)
        stop(path);
    close(file);
}

static void open_counter(void)
{
    struct perf_event_attr event = {.type = PERF_TYPE_HARDWARE, .size = sizeof event, .config = PERF_COUNT_HW_INSTRUCTIONS};
    counter = (int)syscall(SYS_perf_event_open, &event, -1, 0, -1, 0);
    uint64_t readings[READINGS];
    for (int i = 0; i < READINGS; i++) {
        uint64_t start = now();
        readings[i] = now() - start;
    }
    qsort(readings, READINGS, sizeof *readings, compare);
    reading = readings[READINGS / 2];
}

int main(void)
{
    static const char *const modules[] = {"virtio_mmio", "virtio_blk", "crc32c_generic", "crc16",     "mbcache", "jbd2",
                                          "ext4",        "nls_ascii",  "nls_cp437",      "fat",       "vfat"};
    mkdir("/dev", 0755);
    mkdir("/proc", 0755);
    mkdir("/a", 0755);
    mkdir("/b", 0755);
    mount("devtmpfs", "/dev", "devtmpfs", 0, 0);
    mount("proc", "/proc", "proc", 0, 0);
    int console = open("/dev/console", O_RDWR);
    dup2(console, 1);
    dup2(console, 2);
    setvbuf(stdout, 0, _IONBF, 0);
    for (unsigned i = 0; i < sizeof modules / sizeof *modules; i++)
        load(modules[i]);
    open_counter();
    for (unsigned i = 0; i < sizeof buffer; i++)
        buffer[i] = (char)((i * 7) + (i >> 9));
    if (mount("/dev/vda1", "/a", "vfat", 0, "iocharset=ascii") != 0)
        stop("vfat");
    if (mount("/dev/vda2", "/b", "ext4", 0, "") != 0)
        stop("ext4");
    measure("ext4", "/b");
    measure("vfat", "/a");
    umount("/a");
    umount("/b");
    printf("filecost: done\n");
    sync();
    reboot(RB_POWER_OFF);
}
