/* Hypercalls that do nothing: of a number that Xen has no handler for, with any number of arguments, and xen_version. */
#include "kernel.h"

#define CALLS 16
#define SIXTEEN(call) call call call call call call call call call call call call call call call call

static __attribute__((noinline)) u64 arguments0(void)
{
    u64 sum = 0;

    SIXTEEN(sum += hypercall0(__HYPERVISOR_tmem_op);)
    return sum;
}

static __attribute__((noinline)) u64 arguments1(u64 a)
{
    u64 sum = 0;

    SIXTEEN(sum += hypercall1(__HYPERVISOR_tmem_op, a);)
    return sum;
}

static __attribute__((noinline)) u64 arguments3(u64 a)
{
    u64 sum = 0;

    SIXTEEN(sum += hypercall3(__HYPERVISOR_tmem_op, a, a, a);)
    return sum;
}

static __attribute__((noinline)) u64 arguments4(u64 a)
{
    u64 sum = 0;

    SIXTEEN(sum += hypercall4(__HYPERVISOR_tmem_op, a, a, a, a);)
    return sum;
}

static __attribute__((noinline)) u64 arguments5(u64 a)
{
    u64 sum = 0;

    SIXTEEN(sum += hypercall5(__HYPERVISOR_tmem_op, a, a, a, a, a);)
    return sum;
}

static __attribute__((noinline)) u64 version(void)
{
    u64 sum = 0;

    SIXTEEN(sum += hypercall2(__HYPERVISOR_xen_version, 0, 0);)
    return sum;
}

void measure_null_calls(void)
{
    MEASURE("null", 0, arguments0());
    MEASURE("null", 1, arguments1(1));
    MEASURE("null", 3, arguments3(1));
    MEASURE("null", 4, arguments4(1));
    MEASURE("null", 5, arguments5(1));
    MEASURE("version", 2, version());
}
