/*
 * The clock that Xen shares with a guest: a vCPU's time and the wall clock.
 *
 * Facts: struct vcpu_time_info and the wc_ members of struct shared_info in xen/include/public/xen.h; the two structs
 * of their own, packed, are Linux's form of them (arch/x86/include/asm/pvclock-abi.h, include/xen/arm/interface.h).
 * Packed means alignment 1 on every architecture, which decides nothing inside (all members are aligned by nature) but
 * moves what follows in an array.
 */
#ifndef XENSDK_PVCLOCK_H
#define XENSDK_PVCLOCK_H

#include <xensdk/integers.h>

/*
 * How to turn the CPU's counter into nanoseconds since boot. Xen writes it; the guest reads 'version', then the rest,
 * then 'version' again, and starts anew if that changed or was odd.
 */
struct pvclock_vcpu_time_info {
    uint32_t version;           /* Odd while Xen is writing; raised before and after each update. */
    uint32_t pad0;              /* Not used. */
    uint64_t tsc_timestamp;     /* The counter (TSC on x86), in ticks, when the values were taken. */
    uint64_t system_time;       /* Nanoseconds since boot at 'tsc_timestamp'. */
    uint32_t tsc_to_system_mul; /* Nanoseconds a tick, times 2^32, after the shift by 'tsc_shift'. */
    int8_t tsc_shift;           /* Bits to shift a difference of ticks by, to the left; negative: to the right. */
    uint8_t flags;              /* Bit 0: the counter is in step on all CPUs. Bit 1: the guest was stopped meanwhile. */
    uint8_t pad[2];             /* Not used. */
} __attribute__((__packed__));

/*
 * The date at boot, in UTC: add the time since boot to it. Read under 'version', as a vCPU's time is.
 */
struct pvclock_wall_clock {
    uint32_t version; /* Odd while Xen is writing; raised before and after each update. */
    uint32_t sec;     /* Seconds since 1970-01-01 00:00 UTC, the low 32 bits. */
    uint32_t nsec;    /* Nanoseconds within that second. */
#if defined(__arm__) || defined(__aarch64__)
    uint32_t sec_hi;  /* The high 32 bits of the seconds. */
#endif
} __attribute__((__packed__));

#endif
