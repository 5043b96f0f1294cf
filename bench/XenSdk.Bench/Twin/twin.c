// What the in-process rows are compared with: the same work as a C kernel does it, compiled as one is (see Twin.cs).
#include <sys/mman.h>
#include <string.h>
#include "xen.h"

enum { slot_size = 32, page_size = 4096 };

// A hypercall page whose slots only return; what they return is their first argument, so that both sides can be summed up.
void *leaf_page(void)
{
    static const unsigned char slot[] = { 0x48, 0x89, 0xf8, 0xc3 }; // mov rax, rdi; ret
    unsigned char *page = mmap(NULL, page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return NULL;
    for (int i = 0; i < page_size; i += slot_size)
        memcpy(page + i, slot, sizeof(slot));
    return mprotect(page, page_size, PROT_READ | PROT_EXEC) == 0 ? page : NULL;
}

// Hypercalls as Linux writes them (_hypercall1 to _hypercall5): arguments in Xen's registers, a call into the page, and every
// register that an argument was in counts as lost.
#define SLOT(page, nr) ((const char *)(page) + (nr) * slot_size)
#define REGS register long rax asm("rax"); register unsigned long rdi asm("rdi"), rsi asm("rsi"), rdx asm("rdx"), \
    r10 asm("r10"), r8 asm("r8"); (void)rsi; (void)rdx; (void)r10; (void)r8

static inline long call1(const void *slot, unsigned long a)
{
    REGS;
    rdi = a;
    asm volatile("call *%[slot]" : "=r"(rax), "+r"(rdi) : [slot] "r"(slot) : "memory", "rsi", "rdx", "r10", "r8", "rcx", "r11");
    return rax;
}

static inline long call3(const void *slot, unsigned long a, unsigned long b, unsigned long c)
{
    REGS;
    rdi = a; rsi = b; rdx = c;
    asm volatile("call *%[slot]" : "=r"(rax), "+r"(rdi), "+r"(rsi), "+r"(rdx) : [slot] "r"(slot) : "memory", "r10", "r8", "rcx", "r11");
    return rax;
}

static inline long call4(const void *slot, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
    REGS;
    rdi = a; rsi = b; rdx = c; r10 = d;
    asm volatile("call *%[slot]" : "=r"(rax), "+r"(rdi), "+r"(rsi), "+r"(rdx), "+r"(r10) : [slot] "r"(slot) : "memory", "r8", "rcx", "r11");
    return rax;
}

static inline long call5(const void *slot, unsigned long a, unsigned long b, unsigned long c, unsigned long d, unsigned long e)
{
    REGS;
    rdi = a; rsi = b; rdx = c; r10 = d; r8 = e;
    asm volatile("call *%[slot]" : "=r"(rax), "+r"(rdi), "+r"(rsi), "+r"(rdx), "+r"(r10), "+r"(r8) : [slot] "r"(slot) : "memory", "rcx", "r11");
    return rax;
}

unsigned long calls1(const void *page, unsigned long count)
{
    unsigned long sum = 0;
    for (unsigned long i = 0; i < count; i++)
        sum += call1(SLOT(page, __HYPERVISOR_set_timer_op), i);
    return sum;
}

unsigned long calls3(const void *page, unsigned long count)
{
    unsigned long sum = 0;
    for (unsigned long i = 0; i < count; i++)
        sum += call3(SLOT(page, __HYPERVISOR_update_va_mapping), i, 2, 3);
    return sum;
}

unsigned long calls4(const void *page, unsigned long count)
{
    unsigned long sum = 0;
    for (unsigned long i = 0; i < count; i++)
        sum += call4(SLOT(page, __HYPERVISOR_update_va_mapping_otherdomain), i, 2, 3, 4);
    return sum;
}

unsigned long calls5(const void *page, unsigned long count)
{
    unsigned long sum = 0;
    for (unsigned long i = 0; i < count; i++)
        sum += call5(SLOT(page, __HYPERVISOR_arch_7), i, 2, 3, 4, 5);
    return sum;
}

// The plainest queues that there are: an array, and a count that lives in memory, since a queue outlives the loop.
struct update_queue { struct mmu_update *updates; unsigned long count, capacity; };

static inline int append_update(struct update_queue *queue, unsigned long ptr, unsigned long val)
{
    if (queue->count == queue->capacity)
        return -1;
    struct mmu_update *update = &queue->updates[queue->count++];
    update->ptr = ptr;
    update->val = val;
    return 0;
}

void fill_updates(struct update_queue *queue, unsigned long table, unsigned long frame, unsigned long count)
{
    queue->count = 0;
    for (unsigned long i = 0; i < count; i++)
        append_update(queue, table + i * 8, ((frame + i) << 12) | 3);
}

struct call_queue { struct multicall_entry *calls; unsigned long count, capacity; };

static inline int append_call(struct call_queue *queue, unsigned long op, unsigned long a, unsigned long b)
{
    if (queue->count == queue->capacity)
        return -1;
    struct multicall_entry *call = &queue->calls[queue->count++];
    call->op = op;
    call->args[0] = a;
    call->args[1] = b;
    return 0;
}

void fill_calls(struct call_queue *queue, unsigned long value, unsigned long count)
{
    queue->count = 0;
    for (unsigned long i = 0; i < count; i++)
        append_call(queue, __HYPERVISOR_stack_switch, i, value);
}

// The store port's share: as many words, and nothing else.
void store_words(unsigned long *words, unsigned long value, unsigned long count)
{
    for (unsigned long i = 0; i < count; i++)
        words[i] = value;
}
