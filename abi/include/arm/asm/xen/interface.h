/*
 * What xen.h asks its architecture for, and a vCPU's registers beside it: ARM, 64 and 32 bits.
 *
 * Facts: xen/include/public/arch-arm.h. The names of the macros and types are those that the Linux kernel's copy of
 * xen.h expects from <asm/xen/interface.h>. Both widths have one ABI: handles, frames and xen_ulong_t have 64 bits on
 * 32-bit ARM too, and whatever a 32-bit guest cannot fill must be zero.
 */
#ifndef XENSDK_ARM_INTERFACE_H
#define XENSDK_ARM_INTERFACE_H

#if !defined(__aarch64__) && !defined(__arm__)
#error "this companion of xen.h is for arm64 and arm32; x86 has its own, in include/x86"
#endif

#include <xensdk/integers.h>
#include <xensdk/pvclock.h>

/*
 * A guest handle is an address of the guest's in a struct that Xen reads: 64 bits on both widths, aligned to 8. On
 * 32-bit ARM the upper half must be zero.
 */
#define __DEFINE_GUEST_HANDLE(name, type) \
    typedef union { type *p; uint64_t q __attribute__((__aligned__(8))); } __guest_handle_##name
#define DEFINE_GUEST_HANDLE(name) __DEFINE_GUEST_HANDLE(name, name)
#define DEFINE_GUEST_HANDLE_STRUCT(name) __DEFINE_GUEST_HANDLE(name, struct name)
#define GUEST_HANDLE(name) __guest_handle_##name

/* Number of a page frame: an address divided by the page size, 4096. */
typedef uint64_t xen_pfn_t;
/* A word of a guest's register, unsigned; 64 bits on 32-bit ARM too. */
typedef uint64_t xen_ulong_t;
/* A word of a guest's register, signed; 64 bits on 32-bit ARM too. */
typedef int64_t xen_long_t;

__DEFINE_GUEST_HANDLE(uchar, unsigned char);
__DEFINE_GUEST_HANDLE(uint, unsigned int);
DEFINE_GUEST_HANDLE(char);
DEFINE_GUEST_HANDLE(int);
DEFINE_GUEST_HANDLE(void);
DEFINE_GUEST_HANDLE(uint64_t);
DEFINE_GUEST_HANDLE(uint32_t);
DEFINE_GUEST_HANDLE(xen_pfn_t);
DEFINE_GUEST_HANDLE(xen_ulong_t);

/* vCPUs whose vcpu_info stands in the shared info page; every other must register its own (VCPUOP_register_vcpu_info). */
#define MAX_VIRT_CPUS 1

/*
 * The architecture's part of a vCPU's info: nothing on ARM.
 */
struct arch_vcpu_info {
};

/*
 * The architecture's part of the shared info page: nothing on ARM.
 */
struct arch_shared_info {
};

/*
 * One register under the name that a 64-bit guest knows it by and the one that a 32-bit guest does. The mapping is
 * the architecture's (Arm ARM, "Mapping of the general-purpose registers between the Execution states").
 */
#define XENSDK_ARM_REGISTER(name64, name32) union { uint64_t name64; uint32_t name32; }

/*
 * Registers of a vCPU.
 */
struct vcpu_guest_core_regs {
    XENSDK_ARM_REGISTER(x0, r0_usr);
    XENSDK_ARM_REGISTER(x1, r1_usr);
    XENSDK_ARM_REGISTER(x2, r2_usr);
    XENSDK_ARM_REGISTER(x3, r3_usr);
    XENSDK_ARM_REGISTER(x4, r4_usr);
    XENSDK_ARM_REGISTER(x5, r5_usr);
    XENSDK_ARM_REGISTER(x6, r6_usr);
    XENSDK_ARM_REGISTER(x7, r7_usr);
    XENSDK_ARM_REGISTER(x8, r8_usr);
    XENSDK_ARM_REGISTER(x9, r9_usr);
    XENSDK_ARM_REGISTER(x10, r10_usr);
    XENSDK_ARM_REGISTER(x11, r11_usr);
    XENSDK_ARM_REGISTER(x12, r12_usr);
    XENSDK_ARM_REGISTER(x13, sp_usr);
    XENSDK_ARM_REGISTER(x14, lr_usr);
    XENSDK_ARM_REGISTER(x15, __unused_sp_hyp);
    XENSDK_ARM_REGISTER(x16, lr_irq);
    XENSDK_ARM_REGISTER(x17, sp_irq);
    XENSDK_ARM_REGISTER(x18, lr_svc);
    XENSDK_ARM_REGISTER(x19, sp_svc);
    XENSDK_ARM_REGISTER(x20, lr_abt);
    XENSDK_ARM_REGISTER(x21, sp_abt);
    XENSDK_ARM_REGISTER(x22, lr_und);
    XENSDK_ARM_REGISTER(x23, sp_und);
    XENSDK_ARM_REGISTER(x24, r8_fiq);
    XENSDK_ARM_REGISTER(x25, r9_fiq);
    XENSDK_ARM_REGISTER(x26, r10_fiq);
    XENSDK_ARM_REGISTER(x27, r11_fiq);
    XENSDK_ARM_REGISTER(x28, r12_fiq);
    XENSDK_ARM_REGISTER(x29, sp_fiq);
    XENSDK_ARM_REGISTER(x30, lr_fiq);
    XENSDK_ARM_REGISTER(pc64, pc32); /* Where the vCPU goes on: ELR_EL2. */
    uint64_t cpsr;                   /* State and mode it goes on in: SPSR_EL2. */
    union {
        uint64_t spsr_el1;           /* Saved state of EL1, in a 64-bit guest. */
        uint32_t spsr_svc;           /* Saved state of supervisor mode, in a 32-bit guest. */
    };
    uint32_t spsr_fiq;               /* Saved state of FIQ mode; 32-bit guests only. */
    uint32_t spsr_irq;               /* Saved state of IRQ mode; 32-bit guests only. */
    uint32_t spsr_und;               /* Saved state of undefined mode; 32-bit guests only. */
    uint32_t spsr_abt;               /* Saved state of abort mode; 32-bit guests only. */
    uint64_t sp_el0;                 /* Stack pointer of EL0; 64-bit guests only. */
    uint64_t sp_el1;                 /* Stack pointer of EL1; 64-bit guests only. */
    uint64_t elr_el1;                /* Where EL1 returns to from an exception; 64-bit guests only. */
};
DEFINE_GUEST_HANDLE_STRUCT(vcpu_guest_core_regs);

/*
 * What a vCPU starts with, as the toolstack gives it (XEN_DOMCTL_setvcpucontext). A guest starts its own by PSCI.
 */
struct vcpu_guest_context {
    uint32_t flags;                        /* VGCF_* bits: 0 online. */
    struct vcpu_guest_core_regs user_regs; /* The registers. */
    uint64_t sctlr;                        /* System control register. */
    uint64_t ttbcr;                        /* Translation table base control register (TCR_EL1). */
    uint64_t ttbr0;                        /* Translation table base register 0. */
    uint64_t ttbr1;                        /* Translation table base register 1. */
};
DEFINE_GUEST_HANDLE_STRUCT(vcpu_guest_context);

#endif
