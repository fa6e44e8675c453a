// First process of a Linux whose sockets are measured beside ours (tests/NetworkCost/Program.cs): loads modules, gives the card an address,
// and writes what each operation costs, in instructions of the whole machine: the kernel's and all threads', by the CPU's counter
// INST_RETIRED. Five runs of each, of which the median counts. The kernel's command line has the peer's ports: ports=FROM,TO,ASK.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RUNS 5
#define CHUNK 65536
#define BYTES (16 << 20)
#define CONNECTIONS 100
#define QUESTION 64

static int counter = -1, ports[3];
static uint64_t reading;
static char buffer[CHUNK];

static void stop(const char *what)
{
    printf("netcost: failed: %s: %s\n", what, strerror(errno));
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

static int open_connection(int port)
{
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = inet_addr("10.0.2.2")};
    int s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0 || connect(s, (struct sockaddr *)&peer, sizeof peer) != 0)
        stop("connect");
    return s;
}

static void receive_bytes(void)
{
    int s = open_connection(ports[0]);
    ssize_t count, all = 0;
    while ((count = recv(s, buffer, CHUNK, 0)) > 0)
        all += count;
    if (all != BYTES)
        stop("receive");
    close(s);
}

static void send_bytes(void)
{
    int s = open_connection(ports[1]);
    for (int at = 0; at < BYTES; at += CHUNK)
        if (send(s, buffer, CHUNK, 0) != CHUNK)
            stop("send");
    shutdown(s, SHUT_WR);
    if (recv(s, buffer, CHUNK, 0) != 0)
        stop("end");
    close(s);
}

static void ask(void)
{
    int s = open_connection(ports[2]);
    if (send(s, buffer, QUESTION, 0) != QUESTION || recv(s, buffer, QUESTION, MSG_WAITALL) != QUESTION)
        stop("ask");
    close(s);
}

static void ask_many(void)
{
    for (int i = 0; i < CONNECTIONS; i++)
        ask();
}

static void measure(const char *what, void (*work)(void), unsigned operations)
{
    uint64_t runs[RUNS];
    for (int run = 0; run < RUNS; run++) {
        uint64_t start = now();
        work();
        runs[run] = now() - start - reading;
    }
    qsort(runs, RUNS, sizeof *runs, compare);
    printf("netcost: %s %llu (%llu to %llu)\n", what, (unsigned long long)(runs[RUNS / 2] / operations),
           (unsigned long long)(runs[0] / operations), (unsigned long long)(runs[RUNS - 1] / operations));
}

static void load(const char *name)
{
    char path[100];
    snprintf(path, sizeof path, "/%s.ko", name);
    int file = open(path, O_RDONLY);
    if (syscall(SYS_finit_module, file, "", 0) != 0)
        stop(path);
    close(file);
}

static void set_address(const char *name, const char *address)
{
    int s = socket(AF_INET, SOCK_DGRAM, 0);
    struct ifreq request = {0};
    struct sockaddr_in *in = (struct sockaddr_in *)&request.ifr_addr;
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
    in->sin_family = AF_INET;
    in->sin_addr.s_addr = inet_addr(address);
    if (ioctl(s, SIOCSIFADDR, &request) != 0)
        stop("address");
    in->sin_addr.s_addr = inet_addr("255.255.255.0");
    if (ioctl(s, SIOCSIFNETMASK, &request) != 0)
        stop("mask");
    request.ifr_flags = IFF_UP | IFF_RUNNING;
    if (ioctl(s, SIOCSIFFLAGS, &request) != 0)
        stop("up");
    close(s);
}

static void open_counter(void)
{
    struct perf_event_attr event = {.type = PERF_TYPE_HARDWARE, .size = sizeof event, .config = PERF_COUNT_HW_INSTRUCTIONS};
    counter = (int)syscall(SYS_perf_event_open, &event, -1, 0, -1, 0);
    uint64_t readings[RUNS];
    for (int run = 0; run < RUNS; run++) {
        uint64_t start = now();
        readings[run] = now() - start;
    }
    qsort(readings, RUNS, sizeof *readings, compare);
    reading = readings[RUNS / 2];
}

int main(void)
{
    static const char *const modules[] = {"virtio_mmio", "failover", "net_failover", "virtio_net"};
    mkdir("/dev", 0755);
    mount("devtmpfs", "/dev", "devtmpfs", 0, 0);
    int console = open("/dev/console", O_RDWR);
    dup2(console, 1);
    dup2(console, 2);
    setvbuf(stdout, 0, _IONBF, 0);
    const char *said = getenv("ports");
    if (!said || sscanf(said, "%d,%d,%d", &ports[0], &ports[1], &ports[2]) != 3)
        stop("ports= on the command line");
    for (unsigned i = 0; i < sizeof modules / sizeof *modules; i++)
        load(modules[i]);
    set_address("lo", "127.0.0.1");
    set_address("eth0", "10.0.2.15");
    open_counter();
    receive_bytes();
    measure("receive_16m", receive_bytes, 1);
    send_bytes();
    measure("send_16m", send_bytes, 1);
    ask();
    measure("connect_ask_close", ask_many, CONNECTIONS);
    printf("netcost: done\n");
    reboot(RB_POWER_OFF);
}
