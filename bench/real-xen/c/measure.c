#include "kernel.h"

/* What reading the clock twice costs by itself. */
static u64 overhead;

void calibrate(void)
{
    u64 start, least = ~0ul;
    int i;

    for (i = 0; i < REPETITIONS; i++) {
        start = now();
        start = now() - start;
        if (start < least)
            least = start;
    }
    overhead = least;
}

void begin_row(struct samples *samples)
{
    samples->count = 0;
}

/* Keeps the samples in order. The first one only warms up. */
void add_sample(struct samples *samples, u64 start, u64 end)
{
    u64 ticks = end - start - overhead;
    unsigned int at = samples->count++;

    while (at > 0 && samples->ticks[at - 1] > ticks) {
        samples->ticks[at] = samples->ticks[at - 1];
        at--;
    }
    samples->ticks[at] = ticks;
}

void end_row(struct samples *samples, const char *row, unsigned int n, u64 result)
{
    write_text("row ");
    write_text(row);
    write_text(" ");
    write_number(n);
    write_text(" result ");
    write_number(result);
    write_text(" median ");
    write_number(samples->ticks[samples->count / 2]);
    write_text(" least ");
    write_number(samples->ticks[0]);
    write_text(" most ");
    write_number(samples->ticks[samples->count - 1]);
    end_line();
}
