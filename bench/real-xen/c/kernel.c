#include "kernel.h"

void kernel(struct start_info *start)
{
    write_text("C kernel");
    end_line();
    calibrate();
    prepare_memory(start);
    measure_null_calls();
    measure_mmu_updates();
    measure_multicalls();
    measure_fork();
    stop(0);
}
