// Memory objects of the system, mapped by a program of C: what Linux's own calls make of such a range, and what is refused. The numbers
// are those of services/Linux/PersonalityCall.cs and kernel/Abstractions/SystemCalls.table; errors those of ErrorCode.

#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096ul
#define CHECK(what) check((what), __LINE__, #what)

enum { HANDLE_CLOSE = 5, HANDLE_DUPLICATE = 6, PORT_CREATE = 9, MEMORY_CREATE = 35, MEMORY_MAP = 36, MEMORY_READ = 41, SHOW = 0x1002 };
enum { INVALID_ARGUMENT = 1, NOT_FOUND = 2, OUT_OF_MEMORY = 3, ACCESS_DENIED = 10 };

static int failures;
static sigjmp_buf before;

static void check(int is_right, int line, const char *what)
{
    if (!is_right) {
        printf("line %d: %s\n", line, what);
        failures++;
    }
}

static uint64_t call(uint64_t number, uint64_t registers[16], uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    memset(registers, 0, 16 * sizeof(uint64_t));
    registers[0] = a;
    registers[1] = b;
    registers[2] = c;
    registers[3] = d;
    return syscall(0x524B, number, registers) == 0 ? registers[0] : (uint64_t)-errno;
}

static uint64_t create(uint64_t bytes)
{
    uint64_t r[16];
    return call(MEMORY_CREATE, r, bytes, 0, 0, 0) == 0 ? r[1] : 0;
}

static uint64_t show(uint64_t memory, uint64_t offset, uint64_t bytes, uint64_t rights, volatile char **at)
{
    uint64_t r[16];
    uint64_t error = call(SHOW, r, memory, offset, bytes, rights);
    *at = (volatile char *)r[1];
    return error;
}

static uint64_t first(uint64_t memory)
{
    uint64_t r[16];
    return call(MEMORY_READ, r, memory, 0, 0, 0) == 0 ? r[1] : ~0ul;
}

static void fault(int number) { siglongjmp(before, number); }

// The signal, or 0.
static int touch(volatile char *at, int is_write)
{
    int number = sigsetjmp(before, 1);
    if (number == 0) {
        char value = *at;
        if (is_write) *at = value;
    }
    return number;
}

static void seen_twice(void)
{
    uint64_t memory = create(4 * PAGE);
    volatile char *a, *b;
    CHECK(show(memory, 0, 4 * PAGE, PROT_READ | PROT_WRITE, &a) == 0);
    CHECK(show(memory, PAGE, 2 * PAGE, PROT_READ, &b) == 0);
    a[0] = 42;
    a[PAGE] = 43;
    CHECK(b[0] == 43 && first(memory) == 42 && touch(b, 1) == SIGSEGV);

    // The handle is not needed any more.
    uint64_t r[16];
    CHECK(call(HANDLE_CLOSE, r, memory, 0, 0, 0) == 0);
    CHECK(mprotect((void *)a, 4 * PAGE, PROT_NONE) == 0 && touch(a, 0) == SIGSEGV);
    CHECK(mprotect((void *)a, 4 * PAGE, PROT_READ | PROT_WRITE) == 0 && a[0] == 42 && a[PAGE] == 43);
    CHECK(madvise((void *)a, 4 * PAGE, MADV_DONTNEED) == 0 && a[0] == 42 && b[0] == 43);
    CHECK(mprotect((void *)b, 2 * PAGE, PROT_READ | PROT_WRITE) == 0);
    b[PAGE] = 44;
    CHECK(a[2 * PAGE] == 44);

    // A hole, and pages of the program's own in it.
    CHECK(munmap((void *)(a + PAGE), PAGE) == 0 && touch(a + PAGE, 0) == SIGSEGV && a[0] == 42 && a[2 * PAGE] == 44 && b[0] == 43);
    CHECK(mprotect((void *)a, 4 * PAGE, PROT_READ) == -1 && errno == ENOMEM);
    char *own = mmap((void *)(a + PAGE), PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    CHECK(own == a + PAGE && own[0] == 0);
    own[0] = 1;
    CHECK(b[0] == 43 && mprotect((void *)a, 4 * PAGE, PROT_READ) == 0 && touch(a + 2 * PAGE, 1) == SIGSEGV && own[0] == 1);

    // Pages of its own in place of everything.
    own = mmap((void *)a, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    CHECK(own == a && own[0] == 0 && own[PAGE] == 0 && own[2 * PAGE] == 0);
    memset(own, 9, 4 * PAGE);
    CHECK(b[0] == 43 && b[PAGE] == 44);
    CHECK(munmap(own, 4 * PAGE) == 0 && munmap((void *)b, 2 * PAGE) == 0 && touch(b, 0) == SIGSEGV);
}

// Where something else was, and something else comes: each has its own bytes.
static void addresses(void)
{
    char *own = mmap(0, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memset(own, 7, 64 * PAGE);
    munmap(own, 64 * PAGE);
    uint64_t memory = create(64 * PAGE);
    volatile char *at;
    CHECK(show(memory, 0, 64 * PAGE, PROT_READ | PROT_WRITE, &at) == 0);
    int sum = 0;
    for (size_t i = 0; i < 64; i++) sum += at[i * PAGE];
    CHECK(sum == 0);
    memset((void *)at, 5, 64 * PAGE);
    CHECK(munmap((void *)at, 64 * PAGE) == 0);
    own = mmap((void *)at, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    for (size_t i = 0; i < 64; i++) sum += own[i * PAGE];
    CHECK(sum == 0 && first(memory) == 0x0505050505050505);
    munmap(own, 64 * PAGE);
}

static void refused(void)
{
    uint64_t r[16];
    uint64_t memory = create(2 * PAGE);
    volatile char *at;
    CHECK(call(HANDLE_DUPLICATE, r, memory, 0x20, 0, 0) == 0);
    uint64_t reading = r[1];
    CHECK(show(reading, 0, PAGE, PROT_READ | PROT_WRITE, &at) == ACCESS_DENIED);
    CHECK(show(reading, 0, PAGE, PROT_READ, &at) == 0);
    CHECK(mprotect((void *)at, PAGE, PROT_READ | PROT_WRITE) == -1 && errno == EACCES && at[0] == 0 && touch(at, 1) == SIGSEGV);
    CHECK(mprotect((void *)at, PAGE, PROT_READ | PROT_EXEC) == -1 && errno == EACCES);
    CHECK(munmap((void *)at, PAGE) == 0);

    CHECK(show(memory, 1, PAGE, PROT_READ, &at) == INVALID_ARGUMENT);
    CHECK(show(memory, 0, 0, PROT_READ, &at) == INVALID_ARGUMENT);
    CHECK(show(memory, 0, 100, PROT_READ, &at) == INVALID_ARGUMENT);
    CHECK(show(memory, PAGE, 2 * PAGE, PROT_READ, &at) == INVALID_ARGUMENT);
    CHECK(show(memory, -PAGE, 2 * PAGE, PROT_READ, &at) == INVALID_ARGUMENT);
    CHECK(show(memory, 0, 1ul << 38, PROT_READ, &at) == INVALID_ARGUMENT);
    CHECK(show(memory, 0, -PAGE, PROT_READ, &at) == OUT_OF_MEMORY);
    CHECK(show(memory, 0, -1, PROT_READ, &at) == OUT_OF_MEMORY);
    CHECK(show(memory, 0, PAGE, 8, &at) == INVALID_ARGUMENT);
    CHECK(show(memory, 0, PAGE, 1ul << 32 | PROT_READ, &at) == INVALID_ARGUMENT);
    CHECK(show(memory, 0, PAGE, PROT_WRITE | PROT_EXEC, &at) == INVALID_ARGUMENT);
    CHECK(show(0, 0, PAGE, PROT_READ, &at) == NOT_FOUND);
    CHECK(show(0x7FFF, 0, PAGE, PROT_READ, &at) == NOT_FOUND);
    CHECK(show(~0ul, 0, PAGE, PROT_READ, &at) == NOT_FOUND);
    CHECK(call(PORT_CREATE, r, 1, 0, 0, 0) == 0 && show(r[1], 0, PAGE, PROT_READ, &at) == INVALID_ARGUMENT);

    // Addresses that the program chooses are no business of the kernel's.
    CHECK(call(MEMORY_MAP, r, 0, memory, 0, 0x2000000000) == (uint64_t)-EPERM);
    CHECK(call(SHOW + 1, r, memory, 0, PAGE, PROT_READ) == (uint64_t)-EPERM);
    CHECK(syscall(0x524B, SHOW, 8) == -1 && errno == EFAULT);

    // Registers that are to be read only.
    uint64_t *fixed = mmap(0, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    fixed[0] = memory;
    fixed[2] = PAGE;
    fixed[3] = PROT_READ;
    mprotect(fixed, PAGE, PROT_READ);
    CHECK(syscall(0x524B, SHOW, fixed) == -1 && errno == EFAULT);
}

// As many as can be, twice: what was given back can be had again. Neighbours with other rights cannot become one.
static void many(void)
{
    static volatile char *all[4096];
    uint64_t memory = create(2 * PAGE);
    int counts[2];
    for (int round = 0; round < 2; round++) {
        int count = 0;
        uint64_t error = 0;
        while (count < 4096 && (error = show(memory, 0, PAGE, count & 1 ? PROT_READ : PROT_READ | PROT_WRITE, &all[count])) == 0) count++;
        counts[round] = count;
        CHECK(error == OUT_OF_MEMORY && count > 100);
        for (int i = 0; i < count; i++) CHECK(munmap((void *)all[i], PAGE) == 0);
    }
    CHECK(counts[0] == counts[1]);
    CHECK(touch(all[0], 0) == SIGSEGV);
}

static void *worker(void *argument)
{
    uint64_t memory = (uint64_t)argument;
    for (int i = 0; i < 200; i++) {
        volatile char *at;
        if (show(memory, 0, 8 * PAGE, PROT_READ | PROT_WRITE, &at) != 0) return (void *)1;
        __atomic_fetch_add((int *)at, 1, __ATOMIC_RELAXED);
        volatile char *own = mmap(0, 8 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (own[0] != 0) return (void *)2;
        own[0] = 1;
        if (munmap((void *)own, 8 * PAGE) != 0 || mprotect((void *)at, PAGE, PROT_READ) != 0) return (void *)3;
        if (munmap((void *)at, 8 * PAGE) != 0) return (void *)4;
    }
    return 0;
}

static void at_once(void)
{
    uint64_t memory = create(8 * PAGE);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], 0, worker, (void *)memory);
    for (int i = 0; i < 4; i++) {
        void *result = (void *)5;
        pthread_join(threads[i], &result);
        CHECK(result == 0);
    }
    CHECK(first(memory) == 800);
}

int main(void)
{
    struct sigaction action = {.sa_handler = fault};
    sigaction(SIGSEGV, &action, 0);
    seen_twice();
    addresses();
    refused();
    many();
    at_once();

    // Still mapped when the process ends.
    volatile char *at;
    CHECK(show(create(PAGE), 0, PAGE, PROT_READ | PROT_WRITE, &at) == 0 && touch(at, 1) == 0);
    printf("shared %d\n", failures);
    return failures != 0;
}
