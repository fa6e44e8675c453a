// What a program does wrong ends the program, with the exit status that a shell has for the signal; and calls that are right succeed.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
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

// A thread that begins with its maker's thread pointer, as clone without CLONE_SETTLS makes one: it stores that and ends.
static int inherit(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    static volatile unsigned long pointer;
    static volatile int alive = 1;
    register unsigned long flags __asm__("x0") = 0x00250f00;    // VM FS FILES SIGHAND, THREAD, SYSVSEM, CHILD_CLEARTID
    register void *top __asm__("x1") = stack + sizeof stack;
    register void *parent __asm__("x2") = 0;
    register void *nothing __asm__("x3") = 0;
    register volatile int *cleared __asm__("x4") = &alive;
    register volatile unsigned long *to __asm__("x9") = &pointer;
    register long number __asm__("x8") = 220;
    __asm__ volatile("svc #0\n"
                     "cbnz x0, 1f\n"
                     "mrs x10, tpidr_el0\n"
                     "str x10, [x9]\n"
                     "mov x8, #93\n"
                     "svc #0\n"
                     "1:"
                     : "+r"(flags), "+r"(number)
                     : "r"(top), "r"(parent), "r"(nothing), "r"(cleared), "r"(to)
                     : "x10", "memory");
    while (alive) sched_yield();
    unsigned long own;
    __asm__("mrs %0, tpidr_el0" : "=r"(own));
    printf("pointer %d\n", pointer == own);
    return pointer == own ? 0 : 10;
}

// Lines in the system's log, without end; under Linux there is no such call.
static void *make_noise(void *nothing)
{
    unsigned long call[16];
    for (int i = 0;; i++) {
        char line[56] = {0};
        int count = sprintf(line, "noise ~W %d of a program that says much\n", i);
        memset(call, 0, sizeof call);
        call[0] = (unsigned long)count;
        memcpy(call + 1, line, sizeof line);    // DebugWrite: bytes, then seven words
        syscall(0x524B, 3, call);
        usleep(500);
    }
    return nothing;
}

// All characters of ASCII, in pieces of all lengths, while the log has much to say.
static int noise(void)
{
    pthread_t thread;
    static char text[40000];
    for (size_t i = 0; i < sizeof text; i++) text[i] = (char)(i * 7 % 127 + 1);
    pthread_create(&thread, 0, make_noise, 0);
    for (size_t at = 0, bytes = 1; at < sizeof text; at += bytes, bytes = bytes % 200 + 1) {
        size_t left = sizeof text - at;
        if (write(1, text + at, left < bytes ? left : bytes) < 0) return 11;
    }
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
    if (!strcmp(words[1], "noise")) return noise();
    if (!strcmp(words[1], "inherit")) return inherit();
    if (!strcmp(words[1], "hog")) {
        for (;;) {
            char *piece = malloc(1 << 20);
            if (!piece) return 3;
            memset(piece, 1, 1 << 20);
        }
    }
    return calls();
}
