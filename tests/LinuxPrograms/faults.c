// What a program does wrong ends the program, with the exit status that a shell has for the signal; and calls that are right succeed.

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static int recurse(int depth)
{
    volatile char frame[4096];
    frame[0] = (char)depth;
    return recurse(depth + 1) + frame[0];
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

int main(int count, char **words)
{
    (void)count;
    setvbuf(stdout, 0, _IOLBF, 0);
    if (!strcmp(words[1], "write")) *(volatile int *)8 = 1;
    if (!strcmp(words[1], "abort")) abort();
    if (!strcmp(words[1], "recurse")) return recurse(0);
    if (!strcmp(words[1], "hog")) {
        for (;;) {
            char *piece = malloc(1 << 20);
            if (!piece) return 3;
            memset(piece, 1, 1 << 20);
        }
    }
    return calls();
}
