/* What the parts of the C kernel share. */
#ifndef KERNEL_H
#define KERNEL_H

#include "hypercall.h"

typedef unsigned long u64;
typedef unsigned int u32;

#define PAGE_SHIFT 12
#define PAGE_SIZE (1ul << PAGE_SHIFT)

void *memset(void *target, int value, unsigned long count);
void *memcpy(void *target, const void *source, unsigned long count);

/* console.c */
void write_text(const char *text);
void write_number(u64 number);
void end_line(void);
void stop(unsigned int code) __attribute__((noreturn));
void fail(const char *why) __attribute__((noreturn));

/* measure.c: a row is measured REPETITIONS times, and its median said. */
#define REPETITIONS 15

struct samples {
    u64 ticks[REPETITIONS];
    unsigned int count;
};

void calibrate(void);
void begin_row(struct samples *samples);
void add_sample(struct samples *samples, u64 start, u64 end);
void end_row(struct samples *samples, const char *row, unsigned int n, u64 result);

static inline u64 now(void)
{
    u32 low, high;

    asm volatile("lfence; rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return ((u64)high << 32) | low;
}

/* Measures a row: a call whose result must be the C# kernel's. The first call only warms up. */
#define MEASURE(row, n, call)                                                                                          \
    do {                                                                                                               \
        struct samples samples;                                                                                        \
        u64 start, end, sum = call;                                                                                    \
                                                                                                                       \
        begin_row(&samples);                                                                                           \
        while (samples.count < REPETITIONS) {                                                                          \
            start = now();                                                                                             \
            sum = call;                                                                                                \
            end = now();                                                                                               \
            add_sample(&samples, start, end);                                                                          \
        }                                                                                                              \
        end_row(&samples, row, n, sum);                                                                                \
    } while (0)

/* memory.c: page tables to write, and what their entries are to map: the first half of each, table by table. */
#define TABLES 16
#define PER_TABLE 256
#define FRAMES (TABLES * PER_TABLE)

struct mapping {
    u64 entry;
    u64 frame;
};

extern struct mapping mappings[FRAMES];

/* A page that nothing else uses, and the entry that maps it. */
struct page {
    u64 address;
    u64 entry;
};

extern struct page spare_page;

void prepare_memory(struct start_info *start);

/* How many of the first n entries map what they are to map. */
u64 count_mapped(unsigned int n, u64 flags);

#define PRESENT 1ul
#define WRITABLE 2ul
#define USER 4ul

/* Xen adds it to every entry of user space. */
#define GLOBAL 0x100ul

/* The rows. */
void measure_null_calls(void);
void measure_mmu_updates(void);
void measure_multicalls(void);
void measure_fork(void);

#endif
