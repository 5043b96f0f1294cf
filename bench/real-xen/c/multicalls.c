/* Hypercalls of four kinds in turn, by a batch and, where they are few, by themselves. */
#include "batch.h"

#define KERNEL_STACK_SELECTOR 0xe02b
#define USER_GS 1

static inline void add(struct batch *batch, const struct page *page, unsigned int n)
{
    if (n > 0)
        batch_fpu_taskswitch(batch, 0);
    if (n > 1)
        batch_stack_switch(batch, KERNEL_STACK_SELECTOR, page->address);
    if (n > 2)
        batch_set_segment_base(batch, USER_GS, page->address);
    if (n > 3)
        batch_update_va_mapping(batch, page->address, page->entry, UVMF_NONE);
}

static __attribute__((noipa)) u64 add_and_flush(struct batch *batch, const struct page *page, unsigned int n)
{
    u64 failed;

    for (; n >= 4; n -= 4)
        add(batch, page, 4);
    add(batch, page, n);
    batch_flush(batch);
    failed = batch->failed;
    batch->failed = 0;
    return failed;
}

static __attribute__((noipa)) u64 one_by_one(const struct page *page, unsigned int n)
{
    u64 failed = 0;

    if (n > 0 && unlikely(hypercall1(__HYPERVISOR_fpu_taskswitch, 0) < 0))
        failed++;
    if (n > 1 && unlikely(hypercall2(__HYPERVISOR_stack_switch, KERNEL_STACK_SELECTOR, page->address) < 0))
        failed++;
    if (n > 2 && unlikely(hypercall2(__HYPERVISOR_set_segment_base, USER_GS, page->address) < 0))
        failed++;
    if (n > 3 && unlikely(hypercall3(__HYPERVISOR_update_va_mapping, page->address, page->entry, UVMF_NONE) < 0))
        failed++;
    return failed;
}

void measure_multicalls(void)
{
    static const unsigned int lengths[] = { 1, 2, 3, 4, 32, 64, 512 };
    static struct batch batch;
    unsigned int i;

    for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        unsigned int n = lengths[i];

        MEASURE("multicall", n, add_and_flush(&batch, &spare_page, n));
        if (n <= 4)
            MEASURE("direct", n, one_by_one(&spare_page, n));
    }
}
