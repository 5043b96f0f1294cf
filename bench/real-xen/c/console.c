#include "kernel.h"

#define SHUTDOWN 2
#define REBOOT 1
#define SET_IOPL 6

static char line[256];
static unsigned int used;

static void put(char character)
{
    if (used < sizeof(line))
        line[used++] = character;
}

void write_text(const char *text)
{
    while (*text)
        put(*text++);
}

void write_number(u64 number)
{
    char digits[20];
    int count = 0;

    do
        digits[count++] = '0' + number % 10;
    while (number /= 10);
    while (count)
        put(digits[--count]);
}

void end_line(void)
{
    put('\n');
    hypercall3(__HYPERVISOR_console_io, CONSOLEIO_write, used, line);
    used = 0;
}

/* Ends the emulator by its exit port, with the status that it makes of the code. */
void stop(unsigned int code)
{
    u32 privilege = 1, reason = REBOOT;

    hypercall2(__HYPERVISOR_physdev_op, SET_IOPL, &privilege);
    asm volatile("outl %0, %1" : : "a"(code), "Nd"((unsigned short)0xf4));
    hypercall2(__HYPERVISOR_sched_op, SHUTDOWN, &reason);
    for (;;)
        ;
}

void fail(const char *why)
{
    used = 0;
    write_text("panic: ");
    write_text(why);
    end_line();
    stop(1);
}

/* gcc makes calls of these where it finds a loop that is one. */
void *memset(void *target, int value, unsigned long count)
{
    void *result = target;

    asm volatile("rep stosb" : "+D"(target), "+c"(count) : "a"(value) : "memory");
    return result;
}

void *memcpy(void *target, const void *source, unsigned long count)
{
    void *result = target;

    asm volatile("rep movsb" : "+D"(target), "+S"(source), "+c"(count) : : "memory");
    return result;
}
