/* A batch of hypercalls with the limits that Linux's multicalls have: 32 calls, and 512 bytes for what their arguments point
   at. A full batch goes to Xen, a batch of one call is made directly, and updates of page tables in a row become one
   mmu_update. */
#ifndef BATCH_H
#define BATCH_H

#include "kernel.h"

#define BATCH_CALLS 32
#define BATCH_BYTES 512

struct batch {
    struct multicall_entry entries[BATCH_CALLS];
    unsigned char arguments[BATCH_BYTES] __attribute__((aligned(8)));
    unsigned int calls;
    unsigned int bytes;

    /* Of those since the batch was last looked at. */
    unsigned int hypercalls;
    unsigned int failed;
};

/* Gives Xen what is in the batch, and counts the calls that failed. */
void batch_flush(struct batch *batch);

/* Room for a call, and for what its arguments point at. */
static inline struct multicall_entry *batch_entry(struct batch *batch, unsigned int bytes)
{
    if (unlikely(batch->calls == BATCH_CALLS || batch->bytes + bytes > BATCH_BYTES))
        batch_flush(batch);
    return &batch->entries[batch->calls++];
}

static inline void batch_fpu_taskswitch(struct batch *batch, int set)
{
    struct multicall_entry *entry = batch_entry(batch, 0);

    entry->op = __HYPERVISOR_fpu_taskswitch;
    entry->args[0] = set;
}

static inline void batch_stack_switch(struct batch *batch, u64 ss, u64 sp)
{
    struct multicall_entry *entry = batch_entry(batch, 0);

    entry->op = __HYPERVISOR_stack_switch;
    entry->args[0] = ss;
    entry->args[1] = sp;
}

static inline void batch_set_segment_base(struct batch *batch, u32 which, u64 base)
{
    struct multicall_entry *entry = batch_entry(batch, 0);

    entry->op = __HYPERVISOR_set_segment_base;
    entry->args[0] = which;
    entry->args[1] = base;
}

static inline void batch_update_va_mapping(struct batch *batch, u64 address, u64 value, u64 flags)
{
    struct multicall_entry *entry = batch_entry(batch, 0);

    entry->op = __HYPERVISOR_update_va_mapping;
    entry->args[0] = address;
    entry->args[1] = value;
    entry->args[2] = flags;
}

/* One update of a page table; it joins the call before it if that has updates too and there is room. */
void batch_mmu_update(struct batch *batch, u64 entry, u64 value);

void batch_mmuext(struct batch *batch, u32 command, u64 argument);

#endif
