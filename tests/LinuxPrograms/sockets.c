// Sockets over loopback: what calls return is compared with Linux, byte for byte.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *error_name(void)
{
    const char *name = strerrorname_np(errno);
    return name ? name : "?";
}

#define SAY(call) do { errno = 0; long result_ = (long)(call); \
    if (result_ < 0) printf("%s: %s\n", #call, error_name()); else printf("%s: %ld\n", #call, result_); } while (0)

static struct sockaddr_in local(int port)
{
    struct sockaddr_in end = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return end;
}

static int port_of(int socket)
{
    struct sockaddr_in end;
    socklen_t bytes = sizeof end;
    getsockname(socket, (void *)&end, &bytes);
    return ntohs(end.sin_port);
}

static int option(int socket, int level, int name)
{
    int value = -1;
    socklen_t bytes = sizeof value;
    return getsockopt(socket, level, name, &value, &bytes) == 0 ? value : -errno;
}

static void refusals(void)
{
    struct sockaddr_in end = local(1);
    SAY(socket(AF_INET, SOCK_SEQPACKET, 0));
    SAY(socket(77, SOCK_STREAM, 0));
    int one = socket(AF_INET, SOCK_STREAM, 0);
    SAY(connect(one, (void *)&end, 3));
    SAY(connect(one, (void *)8, sizeof end));
    SAY(send(one, "x", 1, MSG_NOSIGNAL) < 0 ? -1 : 0);
    char byte;
    SAY(recv(one, &byte, 1, 0));
    SAY(accept(one, 0, 0));
    SAY(getpeername(one, (void *)&end, &(socklen_t){sizeof end}));
    SAY(shutdown(one, SHUT_WR));
    end = local(9);
    SAY(connect(one, (void *)&end, sizeof end));
    close(one);
    int first = socket(AF_INET, SOCK_STREAM, 0), second = socket(AF_INET, SOCK_STREAM, 0);
    end = local(0);
    SAY(bind(first, (void *)&end, sizeof end));
    SAY(listen(first, 5));
    end = local(port_of(first));
    SAY(bind(second, (void *)&end, sizeof end));
    SAY(bind(first, (void *)&end, sizeof end));
    SAY(option(first, SOL_SOCKET, SO_ACCEPTCONN));
    SAY(option(second, SOL_SOCKET, SO_TYPE));
    SAY(setsockopt(second, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int)));
    SAY(option(second, IPPROTO_TCP, TCP_NODELAY));
    SAY(setsockopt(second, IPPROTO_TCP, 200, &(int){1}, sizeof(int)));
    SAY(setsockopt(second, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)));
    close(first);
    close(second);
    SAY(listen(first, 1));
    SAY(listen(1, 1));
}

static void *echo(void *listener)
{
    char bytes[4096];
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    int one = accept4(*(int *)listener, (void *)&from, &length, SOCK_CLOEXEC);
    for (ssize_t n; (n = read(one, bytes, sizeof bytes)) > 0;) {
        for (ssize_t at = 0, sent; at < n; at += sent) {
            sent = write(one, bytes + at, (size_t)(n - at));
            if (sent <= 0) return (void *)1;
        }
    }
    shutdown(one, SHUT_WR);
    close(one);
    return from.sin_family == AF_INET && length == sizeof from ? 0 : (void *)2;
}

static void *send_much(void *socket)
{
    static char bytes[400000];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 13 + i / 255);
    for (size_t at = 0; at < sizeof bytes;) {
        ssize_t sent = send(*(int *)socket, bytes + at, sizeof bytes - at < 50001 ? sizeof bytes - at : 50001, 0);
        if (sent <= 0) return (void *)1;
        at += (size_t)sent;
    }
    shutdown(*(int *)socket, SHUT_WR);
    return 0;
}

static void *wait_at(void *listener) { return (void *)(long)(accept(*(int *)listener, 0, 0) < 0 ? errno : 0); }

static void streams(void)
{
    int listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    struct sockaddr_in end = local(0);
    bind(listener, (void *)&end, sizeof end);
    SAY(listen(listener, 4));
    end = local(port_of(listener));
    pthread_t echoes, sends;
    pthread_create(&echoes, 0, echo, &listener);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    SAY(connect(client, (void *)&end, sizeof end));
    SAY(connect(client, (void *)&end, sizeof end));
    SAY(getpeername(client, (void *)&end, &(socklen_t){sizeof end}));
    printf("peer %d\n", ntohs(end.sin_port) == port_of(listener));
    pthread_create(&sends, 0, send_much, &client);
    static char bytes[100000];
    size_t all = 0;
    int bad = 0;
    for (ssize_t n; (n = recv(client, bytes, sizeof bytes, 0)) > 0;) {
        for (ssize_t i = 0; i < n; i++, all++) bad += bytes[i] != (char)(all * 13 + all / 255);
    }
    printf("echoed %zu, wrong %d\n", all, bad);
    void *sent, *echoed;
    pthread_join(sends, &sent);
    pthread_join(echoes, &echoed);
    printf("threads %ld %ld\n", (long)sent, (long)echoed);
    signal(SIGPIPE, SIG_IGN);
    SAY(send(client, "x", 1, 0));
    close(client);

    // Without waiting, and by poll.
    client = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    end = local(port_of(listener));
    SAY(connect(client, (void *)&end, sizeof end));
    struct pollfd question = {client, POLLOUT, 0};
    SAY(poll(&question, 1, 10000));
    SAY(option(client, SOL_SOCKET, SO_ERROR));
    int server = accept(listener, 0, 0);
    SAY(recv(client, bytes, 10, 0));
    struct iovec parts[] = {{"ab", 2}, {"cdef", 4}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    SAY(sendmsg(server, &message, 0));
    question.events = POLLIN;
    SAY(poll(&question, 1, 10000));
    while (ioctl(client, FIONREAD, &bad) == 0 && bad < 6) usleep(1000);
    SAY(recv(client, bytes, 2, MSG_PEEK));
    struct iovec to[] = {{bytes, 3}, {bytes + 10, 50}};
    SAY(readv(client, to, 2));
    printf("%.3s %.3s\n", bytes, bytes + 10);
    close(server);
    SAY(poll(&question, 1, 10000));
    SAY(recv(client, bytes, 10, 0));
    close(client);

    // A thread that waits at a listener is released.
    pthread_t waits;
    int other = socket(AF_INET, SOCK_STREAM, 0);
    listen(other, 1);
    pthread_create(&waits, 0, wait_at, &other);
    usleep(20000);
    SAY(shutdown(other, SHUT_RDWR));
    pthread_join(waits, &sent);
    printf("let go %d\n", (int)(long)sent == EINVAL);
    close(other);

    // A reset.
    client = socket(AF_INET, SOCK_STREAM, 0);
    connect(client, (void *)&end, sizeof end);
    server = accept(listener, 0, 0);
    struct linger at_once = {1, 0};
    SAY(setsockopt(server, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once));
    close(server);
    SAY(recv(client, bytes, 10, 0));
    SAY(recv(client, bytes, 10, 0));
    close(client);
    close(listener);
}

static void datagrams(void)
{
    int one = socket(AF_INET, SOCK_DGRAM, 0), two = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in end = local(0);
    SAY(bind(one, (void *)&end, sizeof end));
    end = local(port_of(one));
    SAY(sendto(two, "hello", 5, 0, (void *)&end, sizeof end));
    SAY(send(one, "x", 1, 0));
    char bytes[100] = "";
    struct sockaddr_in from;
    socklen_t length = sizeof from;
    SAY(recvfrom(one, bytes, 3, MSG_PEEK, (void *)&from, &length));
    SAY(recvfrom(one, bytes, 100, 0, (void *)&from, &length));
    printf("%s from %d\n", bytes, ntohs(from.sin_port) == port_of(two));
    SAY(connect(one, (void *)&from, sizeof from));
    struct iovec parts[] = {{"a", 1}, {"bc", 2}};
    struct mmsghdr messages[2] = {{{.msg_iov = parts, .msg_iovlen = 2}}, {{.msg_iov = parts + 1, .msg_iovlen = 1}}};
    SAY(sendmmsg(one, messages, 2, 0));
    printf("sent %u %u\n", messages[0].msg_len, messages[1].msg_len);
    struct iovec to[] = {{bytes, 2}, {bytes + 10, 10}};
    struct msghdr message = {.msg_iov = to, .msg_iovlen = 2, .msg_name = &from, .msg_namelen = sizeof from};
    SAY(recvmsg(two, &message, 0));
    printf("%.2s %.1s %d\n", bytes, bytes + 10, (int)message.msg_namelen);
    message.msg_iovlen = 1;
    to[0].iov_len = 1;
    SAY(recvmsg(two, &message, 0));
    printf("cut %d\n", (message.msg_flags & MSG_TRUNC) != 0);
    SAY(recv(two, bytes, 1, MSG_DONTWAIT));
    close(one);
    close(two);
}

static int wait_for(int set, int timeout)
{
    struct epoll_event events[8];
    int count = epoll_wait(set, events, 8, timeout);
    for (int i = 0; i < count; i++) printf("  event %x of %d\n", events[i].events, (int)events[i].data.u64);
    return count;
}

static void events(void)
{
    int set = epoll_create1(EPOLL_CLOEXEC);
    int counter = eventfd(0, EFD_NONBLOCK);
    struct epoll_event event = {EPOLLIN, {.u64 = 1}};
    SAY(epoll_ctl(set, EPOLL_CTL_ADD, counter, &event));
    SAY(epoll_ctl(set, EPOLL_CTL_ADD, counter, &event));
    SAY(wait_for(set, 0));
    SAY(eventfd_write(counter, 3));
    SAY(wait_for(set, -1));
    eventfd_t value;
    SAY(eventfd_read(counter, &value));
    printf("count %d\n", (int)value);
    SAY(eventfd_read(counter, &value));

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in end = local(0);
    bind(listener, (void *)&end, sizeof end);
    listen(listener, 4);
    event = (struct epoll_event){EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, {.u64 = 2}};
    SAY(epoll_ctl(set, EPOLL_CTL_ADD, listener, &event));
    SAY(accept(listener, 0, 0));
    int client = socket(AF_INET, SOCK_STREAM, 0);
    end = local(port_of(listener));
    connect(client, (void *)&end, sizeof end);
    SAY(wait_for(set, -1));
    int server = accept(listener, 0, 0);
    event = (struct epoll_event){EPOLLIN | EPOLLRDHUP | EPOLLET, {.u64 = 3}};
    SAY(epoll_ctl(set, EPOLL_CTL_ADD, server, &event));
    SAY(wait_for(set, 0));
    send(client, "one", 3, 0);
    SAY(wait_for(set, -1));
    char bytes[10];
    SAY(recv(server, bytes, 10, 0));
    SAY(recv(server, bytes, 10, MSG_DONTWAIT));
    send(client, "two", 3, 0);
    SAY(wait_for(set, -1));
    SAY(recv(server, bytes, 10, 0));
    event = (struct epoll_event){EPOLLOUT | EPOLLONESHOT, {.u64 = 4}};
    SAY(epoll_ctl(set, EPOLL_CTL_MOD, server, &event));
    SAY(wait_for(set, -1));
    SAY(wait_for(set, 0));
    SAY(epoll_ctl(set, EPOLL_CTL_DEL, server, 0));
    SAY(epoll_ctl(set, EPOLL_CTL_DEL, server, 0));
    event = (struct epoll_event){EPOLLIN | EPOLLRDHUP, {.u64 = 5}};
    SAY(epoll_ctl(set, EPOLL_CTL_ADD, server, &event));
    close(client);
    SAY(wait_for(set, -1));
    close(server);
    SAY(wait_for(set, 0));
    SAY(epoll_ctl(set, EPOLL_CTL_ADD, 400, &event));
    SAY(epoll_ctl(listener, EPOLL_CTL_ADD, counter, &event));
    SAY(epoll_wait(set, (void *)8, 0, 0));
    close(listener);
    close(set);
}

// The stack fails while a connection stands: it ends, and the listener takes the next one.
static int survive(void)
{
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in end = local(0);
    bind(listener, (void *)&end, sizeof end);
    listen(listener, 4);
    end = local(port_of(listener));
    char bytes[10];
    for (int i = 0; i < 2; i++) {
        int client = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(client, (void *)&end, sizeof end) != 0) return 3;
        int server = accept(listener, 0, 0);
        if (send(server, "hello", 5, 0) != 5 || recv(client, bytes, 5, MSG_WAITALL) != 5) return 4;
        printf("connected %d\n", i);
        fflush(stdout);
        if (i == 0) SAY(recv(client, bytes, 5, 0));
        close(client);
        close(server);
    }
    return 0;
}

// A socket, then the addresses of a name as the C library finds them.
static int resolve(const char *name)
{
    struct addrinfo wish = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *found;
    SAY(socket(AF_INET, SOCK_STREAM, 0));
    int error = getaddrinfo(name, 0, &wish, &found);
    if (error != 0) {
        printf("%s: %s\n", name, gai_strerror(error));
        return 1;
    }
    for (; found; found = found->ai_next) {
        char text[INET_ADDRSTRLEN];
        printf("%s is %s\n", name, inet_ntop(AF_INET, &((struct sockaddr_in *)found->ai_addr)->sin_addr, text, sizeof text));
    }
    return 0;
}

int main(int count, char **words)
{
    setvbuf(stdout, 0, _IOFBF, 1 << 16);
    if (count == 3) return resolve(words[2]);
    if (count == 2) return survive();
    refusals();
    fflush(stdout);
    streams();
    fflush(stdout);
    datagrams();
    fflush(stdout);
    events();
    return 0;
}
