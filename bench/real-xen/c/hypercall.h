/* Hypercalls as a PV kernel in C makes them: inline assembly that calls a slot of the page which Xen fills, with Xen's
   registers bound to the arguments, all of which Xen may clobber. */
#ifndef HYPERCALL_H
#define HYPERCALL_H

#include <xen.h>

#define unlikely(condition) __builtin_expect(!!(condition), 0)

extern char hypercall_page[4096];

#define CALL_SLOT "call hypercall_page + %c[number] * 32"

#define ARGUMENT_REGISTERS                                                                                             \
    register long result asm("rax");                                                                                   \
    register unsigned long r1 asm("rdi");                                                                              \
    register unsigned long r2 asm("rsi");                                                                              \
    register unsigned long r3 asm("rdx");                                                                              \
    register unsigned long r4 asm("r10");                                                                              \
    register unsigned long r5 asm("r8")

#define hypercall0(nr)                                                                                                 \
    ({                                                                                                                 \
        ARGUMENT_REGISTERS;                                                                                            \
        asm volatile(CALL_SLOT                                                                                         \
                     : "=a"(result), "=r"(r1), "=r"(r2), "=r"(r3), "=r"(r4), "=r"(r5)                                  \
                     : [number] "i"(nr)                                                                                \
                     : "memory");                                                                                      \
        result;                                                                                                        \
    })

#define hypercall1(nr, a1)                                                                                             \
    ({                                                                                                                 \
        ARGUMENT_REGISTERS;                                                                                            \
        r1 = (unsigned long)(a1);                                                                                      \
        asm volatile(CALL_SLOT                                                                                         \
                     : "=a"(result), "+r"(r1), "=r"(r2), "=r"(r3), "=r"(r4), "=r"(r5)                                  \
                     : [number] "i"(nr)                                                                                \
                     : "memory");                                                                                      \
        result;                                                                                                        \
    })

#define hypercall2(nr, a1, a2)                                                                                         \
    ({                                                                                                                 \
        ARGUMENT_REGISTERS;                                                                                            \
        r1 = (unsigned long)(a1);                                                                                      \
        r2 = (unsigned long)(a2);                                                                                      \
        asm volatile(CALL_SLOT                                                                                         \
                     : "=a"(result), "+r"(r1), "+r"(r2), "=r"(r3), "=r"(r4), "=r"(r5)                                  \
                     : [number] "i"(nr)                                                                                \
                     : "memory");                                                                                      \
        result;                                                                                                        \
    })

#define hypercall3(nr, a1, a2, a3)                                                                                     \
    ({                                                                                                                 \
        ARGUMENT_REGISTERS;                                                                                            \
        r1 = (unsigned long)(a1);                                                                                      \
        r2 = (unsigned long)(a2);                                                                                      \
        r3 = (unsigned long)(a3);                                                                                      \
        asm volatile(CALL_SLOT                                                                                         \
                     : "=a"(result), "+r"(r1), "+r"(r2), "+r"(r3), "=r"(r4), "=r"(r5)                                  \
                     : [number] "i"(nr)                                                                                \
                     : "memory");                                                                                      \
        result;                                                                                                        \
    })

#define hypercall4(nr, a1, a2, a3, a4)                                                                                 \
    ({                                                                                                                 \
        ARGUMENT_REGISTERS;                                                                                            \
        r1 = (unsigned long)(a1);                                                                                      \
        r2 = (unsigned long)(a2);                                                                                      \
        r3 = (unsigned long)(a3);                                                                                      \
        r4 = (unsigned long)(a4);                                                                                      \
        asm volatile(CALL_SLOT                                                                                         \
                     : "=a"(result), "+r"(r1), "+r"(r2), "+r"(r3), "+r"(r4), "=r"(r5)                                  \
                     : [number] "i"(nr)                                                                                \
                     : "memory");                                                                                      \
        result;                                                                                                        \
    })

#define hypercall5(nr, a1, a2, a3, a4, a5)                                                                             \
    ({                                                                                                                 \
        ARGUMENT_REGISTERS;                                                                                            \
        r1 = (unsigned long)(a1);                                                                                      \
        r2 = (unsigned long)(a2);                                                                                      \
        r3 = (unsigned long)(a3);                                                                                      \
        r4 = (unsigned long)(a4);                                                                                      \
        r5 = (unsigned long)(a5);                                                                                      \
        asm volatile(CALL_SLOT                                                                                         \
                     : "=a"(result), "+r"(r1), "+r"(r2), "+r"(r3), "+r"(r4), "+r"(r5)                                  \
                     : [number] "i"(nr)                                                                                \
                     : "memory");                                                                                      \
        result;                                                                                                        \
    })

/* A number that is known only at run time. */
static inline long hypercall_numbered(unsigned long number, const unsigned long *arguments)
{
    ARGUMENT_REGISTERS;
    r1 = arguments[0];
    r2 = arguments[1];
    r3 = arguments[2];
    r4 = arguments[3];
    r5 = arguments[4];
    asm volatile("call *%[slot]"
                 : "=a"(result), "+r"(r1), "+r"(r2), "+r"(r3), "+r"(r4), "+r"(r5)
                 : [slot] "r"(hypercall_page + number * 32)
                 : "memory");
    return result;
}

#endif
