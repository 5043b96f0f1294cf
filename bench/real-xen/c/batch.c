#include "batch.h"

void batch_flush(struct batch *batch)
{
    unsigned int i, failed = 0;

    if (batch->calls == 0)
        return;
    if (batch->calls == 1) {
        struct multicall_entry *only = &batch->entries[0];

        only->result = hypercall_numbered(only->op, (unsigned long *)only->args);
    } else if (hypercall2(__HYPERVISOR_multicall, batch->entries, batch->calls)) {
        fail("Xen refuses a list of calls");
    }
    for (i = 0; i < batch->calls; i++)
        if (unlikely((long)batch->entries[i].result < 0))
            failed++;
    batch->failed += failed;
    batch->hypercalls++;
    batch->calls = 0;
    batch->bytes = 0;
}

void batch_mmu_update(struct batch *batch, u64 entry, u64 value)
{
    struct multicall_entry *last = &batch->entries[batch->calls - 1];
    struct mmu_update *update;

    if (batch->calls > 0 && last->op == __HYPERVISOR_mmu_update && batch->bytes + sizeof(*update) <= BATCH_BYTES) {
        update = (struct mmu_update *)&batch->arguments[batch->bytes];
        last->args[1]++;
    } else {
        last = batch_entry(batch, sizeof(*update));
        update = (struct mmu_update *)&batch->arguments[batch->bytes];
        last->op = __HYPERVISOR_mmu_update;
        last->args[0] = (u64)update;
        last->args[1] = 1;
        last->args[2] = 0;
        last->args[3] = DOMID_SELF;
    }
    batch->bytes += sizeof(*update);
    update->ptr = entry | MMU_NORMAL_PT_UPDATE;
    update->val = value;
}

void batch_mmuext(struct batch *batch, u32 command, u64 argument)
{
    struct multicall_entry *call = batch_entry(batch, sizeof(struct mmuext_op));
    struct mmuext_op *op = (struct mmuext_op *)&batch->arguments[batch->bytes];

    batch->bytes += sizeof(*op);
    op->cmd = command;
    op->arg1.linear_addr = argument;
    call->op = __HYPERVISOR_mmuext_op;
    call->args[0] = (u64)op;
    call->args[1] = 1;
    call->args[2] = 0;
    call->args[3] = DOMID_SELF;
}
