/* mmu_update by a queue: fill it with the entries of tables, and submit. */
#include "mmu_queue.h"

#define FLAGS (PRESENT | WRITABLE | USER)

static __attribute__((noipa)) u64 fill_and_submit(struct mmu_queue *queue, const struct mapping *mapping, unsigned int n)
{
    const struct mapping *end = mapping + n;

    for (; mapping < end; mapping++)
        mmu_queue_write(queue, mapping->entry, (mapping->frame << PAGE_SHIFT) | FLAGS);
    if (mmu_queue_submit(queue))
        return ~0ul;
    return queue->done;
}

void measure_mmu_updates(void)
{
    static const unsigned int lengths[] = { 1, 4, 32, 64, 512, 4096 };
    static struct mmu_update updates[4096];
    static struct mmu_queue queue = { .updates = updates, .capacity = 4096 };
    unsigned int i;

    for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        unsigned int n = lengths[i];

        MEASURE("mmu_update", n, fill_and_submit(&queue, mappings, n));
        if (count_mapped(n, FLAGS) != n)
            fail("the tables are not as they were written");
    }
}
