#include "kernel.h"

struct mapping mappings[FRAMES];
struct page spare_page;

static u64 *tables[TABLES];

/* Makes page tables of spare pages, and pins them: from then on Xen alone writes them. */
void prepare_memory(struct start_info *start)
{
    u64 *own_frames = (u64 *)start->mfn_list;
    u64 *free = own_frames + start->nr_pages - FRAMES;
    u64 page = start->pt_base + (start->nr_pt_frames + 1) * PAGE_SIZE;
    unsigned int i, k;

    if (start->nr_pages < 5 * FRAMES)
        fail("too little memory");
    for (i = 0; i < TABLES; i++, page += PAGE_SIZE) {
        u64 frame = own_frames[(page - VIRT_BASE) >> PAGE_SHIFT];
        struct mmuext_op pin = { .cmd = MMUEXT_PIN_L1_TABLE, .arg1.mfn = frame };

        tables[i] = (u64 *)page;
        for (k = 0; k < PER_TABLE; k++) {
            mappings[i * PER_TABLE + k].entry = (frame << PAGE_SHIFT) + k * sizeof(u64);
            mappings[i * PER_TABLE + k].frame = free[i * PER_TABLE + k];
        }
        memset(tables[i], 0, PAGE_SIZE);
        if (hypercall3(__HYPERVISOR_update_va_mapping, page, (frame << PAGE_SHIFT) | PRESENT | USER, UVMF_INVLPG))
            fail("a page does not become read-only");
        if (hypercall4(__HYPERVISOR_mmuext_op, &pin, 1, 0, DOMID_SELF))
            fail("a table is not pinned");
    }
    spare_page.address = page;
    spare_page.entry = (own_frames[(page - VIRT_BASE) >> PAGE_SHIFT] << PAGE_SHIFT) | PRESENT | WRITABLE | USER;
}

u64 count_mapped(unsigned int n, u64 flags)
{
    u64 found = 0;
    unsigned int i;

    for (i = 0; i < n; i++)
        if ((tables[i / PER_TABLE][i % PER_TABLE] & ~GLOBAL) == ((mappings[i].frame << PAGE_SHIFT) | flags))
            found++;
    return found;
}
