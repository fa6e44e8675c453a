// What calls cost, in instructions, where the machine counts them as time:
// rk exec qemu-virt PROGRAM --qemu-arg=-icount --qemu-arg=shift=0,sleep=off. Then a tick of the counter is 16 instructions.

#include <linux/futex.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { Rounds = 2000, Bytes = 64 << 10 };

static int word;

static uint64_t counter(void)
{
    uint64_t value;
    __asm__ volatile("isb; mrs %0, cntvct_el0" : "=r"(value));
    return value;
}

static void *answer(void *nothing)
{
    for (int i = 0; i < Rounds; i++) {
        while (__atomic_load_n(&word, __ATOMIC_ACQUIRE) != 1) syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, 0);
        __atomic_store_n(&word, 0, __ATOMIC_RELEASE);
        syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1);
    }
    return nothing;
}

static void say(const char *what, uint64_t begun) { printf("%s %llu\n", what, (unsigned long long)((counter() - begun) * 16 / Rounds)); }

int main(void)
{
    uint64_t begun = counter();
    for (int i = 0; i < Rounds; i++) syscall(SYS_getpid);
    say("getpid", begun);
    struct timespec now;
    begun = counter();
    for (int i = 0; i < Rounds; i++) syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
    say("clock_gettime", begun);
    begun = counter();
    for (int i = 0; i < Rounds; i++) syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1);
    say("futex_wake_nobody", begun);
    begun = counter();
    for (int i = 0; i < Rounds; i++) {
        munmap(mmap(0, Bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), Bytes);
    }
    say("mmap_munmap_64k", begun);
    char *pages = mmap(0, Rounds * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    begun = counter();
    for (size_t i = 0; i < Rounds; i++) pages[i * 4096] = 1;
    say("first_touch", begun);
    begun = counter();
    for (size_t i = 0; i < Rounds; i++) mprotect(pages, 4096, i % 2 ? PROT_READ | PROT_WRITE : PROT_READ);
    say("mprotect", begun);

    pthread_t other;
    pthread_create(&other, 0, answer, 0);
    begun = counter();
    for (int i = 0; i < Rounds; i++) {
        __atomic_store_n(&word, 1, __ATOMIC_RELEASE);
        syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1);
        while (__atomic_load_n(&word, __ATOMIC_ACQUIRE) != 0) syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 1, 0);
    }
    say("futex_round_trip", begun);
    pthread_join(other, 0);
    return 0;
}
