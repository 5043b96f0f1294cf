#include "mmu_queue.h"

int mmu_queue_submit(struct mmu_queue *queue)
{
    unsigned int done = 0;
    int result = 0;

    if (queue->count)
        result = hypercall4(__HYPERVISOR_mmu_update, queue->updates, queue->count, &done, DOMID_SELF);
    queue->done = done;
    queue->count = 0;
    return result;
}
