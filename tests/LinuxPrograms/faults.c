// What a program does wrong ends the program, with the exit status that a shell has for the signal; and calls that are right succeed.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static int recurse(int depth)
{
    volatile char frame[4096];
    frame[0] = (char)depth;
    return recurse(depth + 1) + frame[0];
}

// What it finds in its environment, and 16 random bytes, twice.
static int given(void)
{
    for (char **setting = environ; *setting; setting++) puts(*setting);
    for (int i = 0; i < 2; i++) {
        unsigned char bytes[16];
        if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) return 1;
        printf("random ");
        for (unsigned at = 0; at < sizeof bytes; at++) printf("%02x", bytes[at]);
        puts("");
    }
    return 0;
}

static void handler(int number) { printf("handler %d\n", number); }

static int calls(void)
{
    signal(SIGUSR1, handler);
    raise(SIGUSR1);
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    struct timespec past = {0, 0};
    pthread_mutex_lock(&mutex);
    printf("timed out %d\n", pthread_cond_timedwait(&condition, &mutex, &past) == ETIMEDOUT);

    // Ten times the program's memory, a piece at a time; each is zero when it comes.
    for (int i = 0; i < 40; i++) {
        size_t bytes = 16 << 20;
        char *piece = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (piece == MAP_FAILED) return 4;
        for (size_t at = 0; at < bytes; at += 4096) {
            if (piece[at] != 0) return 5;
            piece[at] = 1;
        }
        mprotect(piece, bytes, PROT_NONE);
        munmap(piece, bytes);
    }
    printf("maps\n");

    // Of 64 MiB: pages that are not needed serve elsewhere, and are zero when they come again.
    size_t most = 48 << 20;
    char *kept = mmap(0, most, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(kept, 1, most);
    madvise(kept, most, MADV_DONTNEED);
    char *other = mmap(0, most, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(other, 2, most);
    munmap(other, most);
    for (size_t at = 0; at < most; at += 4096) {
        if (kept[at] != 0) return 6;
    }
    printf("pages\n");

    // Memory that is made accessible page by page, as a heap grows.
    char *heap = mmap(0, 2000 * 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (size_t i = 0; i < 2000; i++) {
        if (mprotect(heap + i * 4096, 4096, PROT_READ | PROT_WRITE) != 0) return 7;
    }
    printf("pieces\n");
    return 0;
}

static int ends[2];

static void *write_much(void *nothing)
{
    static char text[200000];
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)('a' + i % 26);
    if (write(ends[1], text, sizeof text) != sizeof text) exit(4);
    close(ends[1]);
    return nothing;
}

// More than a pipe holds, from one thread to another; then what poll and write say of ends.
static int pipes(void)
{
    pthread_t writer;
    pipe(ends);
    pthread_create(&writer, 0, write_much, 0);
    size_t all = 0;
    char piece[5000];
    for (ssize_t n; (n = read(ends[0], piece, sizeof piece)) > 0; all += (size_t)n) {
        for (ssize_t i = 0; i < n; i++) {
            if (piece[i] != (char)('a' + (all + (size_t)i) % 26)) return 5;
        }
    }
    printf("read %zu\n", all);
    pthread_join(writer, 0);
    struct pollfd question = {ends[0], POLLIN, 0};
    printf("end %d %x\n", poll(&question, 1, -1), question.revents);

    int other[2];
    pipe2(other, O_NONBLOCK);
    question.fd = other[0];
    printf("empty %d %zd %d\n", poll(&question, 1, 20), read(other[0], piece, 1), errno == EAGAIN);
    write(other[1], "x", 1);
    printf("one %d %x\n", poll(&question, 1, -1), question.revents);
    int copy = dup(other[0]);
    close(other[0]);
    printf("copy %zd %c\n", read(copy, piece, 10), piece[0]);
    size_t room = 0;
    for (ssize_t n; (n = write(other[1], piece, 4096)) > 0;) room += (size_t)n;
    printf("room %zu\n", room);
    signal(SIGPIPE, SIG_IGN);
    close(copy);
    printf("broken %zd %d\n", write(other[1], "x", 1), errno == EPIPE);
    return 0;
}

// A memory object of the system, which stays mapped (shared.c has the numbers).
static void show_shared(size_t bytes)
{
    unsigned long made[16] = {bytes};
    if (syscall(0x524B, 35, made) != 0 || made[0] != 0) exit(8);
    unsigned long shown[16] = {made[1], 0, bytes, PROT_READ | PROT_WRITE};
    if (syscall(0x524B, 0x1002, shown) != 0 || shown[0] != 0) exit(9);
    memset((void *)shown[1], 1, bytes);
}

static void *churn(void *nothing)
{
    size_t half = 64 << 10;
    show_shared(half);
    for (;;) {
        char *piece = mmap(0, 2 * half, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        memset(piece, 1, 2 * half);
        mprotect(piece, half, PROT_NONE);
        write(ends[1], piece + half, 4096);
        munmap(piece, 2 * half);
    }
    return nothing;
}

// Threads, memory and pipes, without end.
static int busy(void)
{
    pthread_t thread;
    char piece[4096];
    pipe(ends);
    for (int i = 0; i < 4; i++) pthread_create(&thread, 0, churn, 0);
    for (int i = 0;; i++) {
        read(ends[0], piece, sizeof piece);
        if (i == 20) printf("busy\n");
    }
}

// Lines of the input, each said again with its length.
static int input(void)
{
    char line[300];
    struct pollfd question = {0, POLLIN, 0};
    printf("poll %d\n", poll(&question, 1, -1));
    while (fgets(line, sizeof line, stdin)) printf("%zu %s", strlen(line), line);
    printf("over %d\n", feof(stdin) != 0);
    return 0;
}

// A fork bomb of threads: each makes others as long as it can. When a thousand times there was no room, the program has had its way.
static void *bomb(void *nothing)
{
    static int refused;
    for (;;) {
        pthread_t thread;
        pthread_attr_t small;
        pthread_attr_init(&small);
        pthread_attr_setstacksize(&small, 65536);
        int error = pthread_create(&thread, &small, bomb, 0);
        if (error && error != EAGAIN) _exit(9);
        if (error && __atomic_add_fetch(&refused, 1, __ATOMIC_SEQ_CST) >= 1000) _exit(7);
    }
    return nothing;
}

int main(int count, char **words)
{
    (void)count;
    setvbuf(stdout, 0, _IOLBF, 0);
    if (!strcmp(words[1], "write")) *(volatile int *)8 = 1;
    if (!strcmp(words[1], "abort")) abort();
    if (!strcmp(words[1], "given")) return given();
    if (!strcmp(words[1], "recurse")) return recurse(0);
    if (!strcmp(words[1], "pipes")) return pipes();
    if (!strcmp(words[1], "input")) return input();
    if (!strcmp(words[1], "busy")) return busy();
    if (!strcmp(words[1], "bomb")) bomb(0);
    if (!strcmp(words[1], "hog")) {
        for (;;) {
            char *piece = malloc(1 << 20);
            if (!piece) return 3;
            memset(piece, 1, 1 << 20);
        }
    }
    return calls();
}
