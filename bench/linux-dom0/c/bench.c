/*
 * The C twin of csharp/: hypercalls from a program in dom0, through libxencall. Prints a row for each piece of work:
 *
 *     row NAME N result RESULT median NANOSECONDS
 */
#define _GNU_SOURCE
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <xen/version.h>
#include <xen/xen.h>
#include <xencall.h>

enum { SAMPLES = 15, CALLS = 200, MOST = 1000 };

static xencall_handle *xen;
static multicall_entry_t own[MOST];
static multicall_entry_t *lent;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void *lend(size_t bytes)
{
    void *buffer = xencall_alloc_buffer(xen, bytes);
    if (!buffer)
        fail("xencall_alloc_buffer");
    return buffer;
}

/* A system call that does nothing: what any way through the kernel costs. */
static uint64_t system_call(int n)
{
    (void)n;
    return (uint64_t)syscall(SYS_getppid) != 0;
}

static uint64_t call(int n)
{
    (void)n;
    return (uint64_t)xencall2(xen, __HYPERVISOR_xen_version, XENVER_version, 0);
}

/* The answer goes to the program's own memory, by way of memory that Xen reaches. */
static uint64_t call_with_memory(int n)
{
    xen_extraversion_t extra;
    (void)n;
    void *buffer = lend(sizeof extra);
    int result = xencall2(xen, __HYPERVISOR_xen_version, XENVER_extraversion, (uintptr_t)buffer);
    memcpy(extra, buffer, sizeof extra);
    xencall_free_buffer(xen, buffer);
    return (uint64_t)result + (unsigned char)extra[1];
}

static void fill(multicall_entry_t *entries, int n)
{
    for (int i = 0; i < n; i++) {
        entries[i].op = __HYPERVISOR_xen_version;
        entries[i].args[0] = XENVER_version;
        entries[i].args[1] = 0;
    }
}

static uint64_t sum(const multicall_entry_t *entries, int n)
{
    uint64_t sum = 0;
    for (int i = 0; i < n; i++)
        sum += entries[i].result;
    return sum;
}

static void check(int result)
{
    if (result < 0)
        fail("multicall");
}

/* The list stands in memory that Xen reaches. */
static uint64_t multicall(int n)
{
    fill(lent, n);
    check(xencall2(xen, __HYPERVISOR_multicall, (uintptr_t)lent, n));
    return sum(lent, n);
}

/* The list stands in the program's own memory, and is copied there and back. */
static uint64_t multicall_of_own_memory(int n)
{
    fill(own, n);
    void *buffer = lend(n * sizeof *own);
    memcpy(buffer, own, n * sizeof *own);
    check(xencall2(xen, __HYPERVISOR_multicall, (uintptr_t)buffer, n));
    memcpy(own, buffer, n * sizeof *own);
    xencall_free_buffer(xen, buffer);
    return sum(own, n);
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void row(const char *name, int n, uint64_t (*work)(int))
{
    int times = n > CALLS ? 1 : CALLS / n;
    int64_t samples[SAMPLES];
    uint64_t result = work(n);
    for (int i = 0; i < SAMPLES; i++) {
        int64_t start = now();
        for (int j = 0; j < times; j++)
            result = work(n);
        samples[i] = now() - start;
    }
    qsort(samples, SAMPLES, sizeof *samples, compare);
    printf("row %s %d result %" PRIu64 " median %.1f\n", name, n, result, (double)samples[SAMPLES / 2] / times);
}

static void *idle(void *unused)
{
    pause();
    return unused;
}

int main(int argc, char **argv)
{
    static const int counts[] = { 1, 10, 100, 1000 };
    pthread_t thread;

    /* Every .NET process has threads, and the kernel then counts references to a file that is used. */
    if (argc > 1 && strcmp(argv[1], "threaded") == 0 && pthread_create(&thread, NULL, idle, NULL) != 0)
        fail("pthread_create");
    xen = xencall_open(NULL, 0);
    if (!xen)
        fail("xencall_open");
    lent = lend(sizeof own);
    row("system_call", 1, system_call);
    row("call", 1, call);
    row("call_with_memory", 1, call_with_memory);
    for (unsigned i = 0; i < sizeof counts / sizeof *counts; i++) {
        row("multicall", counts[i], multicall);
        row("multicall_of_own_memory", counts[i], multicall_of_own_memory);
    }
    return 0;
}
