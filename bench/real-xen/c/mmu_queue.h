/* A queue of mmu_update as a kernel in C would have it, in memory that the caller gives: an array with a count, which goes to
   Xen when it is full. */
#ifndef MMU_QUEUE_H
#define MMU_QUEUE_H

#include "kernel.h"

struct mmu_queue {
    struct mmu_update *updates;
    unsigned int capacity;
    unsigned int count;

    /* How many Xen carried out, of those last submitted. */
    unsigned int done;
};

/* Gives Xen what is queued. Returns 0, or Xen's error; what comes behind a refused update is given up. */
int mmu_queue_submit(struct mmu_queue *queue);

static inline void mmu_queue_write(struct mmu_queue *queue, u64 entry, u64 value)
{
    struct mmu_update *update;

    if (unlikely(queue->count == queue->capacity))
        mmu_queue_submit(queue);
    update = &queue->updates[queue->count++];
    update->ptr = entry | MMU_NORMAL_PT_UPDATE;
    update->val = value;
}

#endif
