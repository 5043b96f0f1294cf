/* What a kernel's fork asks of Xen: 4,096 pages mapped in 16 tables, and behind each table a TLB flush and a segment update. */
#include "batch.h"

#define FLAGS (PRESENT | WRITABLE | USER)
#define USER_GS 1

static __attribute__((noipa)) u64 map_all(struct batch *batch, const struct mapping *mapping, u64 base)
{
    unsigned int table, i;
    u64 failed;

    for (table = 0; table < TABLES; table++) {
        for (i = 0; i < PER_TABLE; i++, mapping++)
            batch_mmu_update(batch, mapping->entry, (mapping->frame << PAGE_SHIFT) | FLAGS);
        batch_mmuext(batch, MMUEXT_TLB_FLUSH_LOCAL, 0);
        batch_set_segment_base(batch, USER_GS, base);
    }
    batch_flush(batch);
    failed = batch->failed;
    batch->failed = 0;
    return failed;
}

void measure_fork(void)
{
    static struct batch batch;

    MEASURE("fork", FRAMES, map_all(&batch, mappings, spare_page.address));
    if (count_mapped(FRAMES, FLAGS) != FRAMES)
        fail("the tables are not as they were written");
    batch.hypercalls = 0;
    map_all(&batch, mappings, spare_page.address);
    write_text("hypercalls fork ");
    write_number(batch.hypercalls);
    end_line();
}
