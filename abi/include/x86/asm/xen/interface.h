/*
 * What xen.h asks its architecture for, and what a paravirtualised guest needs beside it: x86, 64 and 32 bits.
 *
 * Facts: xen/include/public/arch-x86/xen.h. The names of the macros and types are those that the Linux kernel's copy of
 * xen.h expects from <asm/xen/interface.h>. What differs by width stands in interface_64.h and interface_32.h.
 */
#ifndef XENSDK_X86_INTERFACE_H
#define XENSDK_X86_INTERFACE_H

#if !defined(__x86_64__) && !defined(__i386__)
#error "this companion of xen.h is for x86_64 and x86_32; ARM has its own, in include/arm"
#endif

#include <xensdk/integers.h>
#include <xensdk/pvclock.h>

/*
 * A guest handle is an address of the guest's in a struct that Xen reads. On x86 it is as wide as a pointer.
 */
#define __DEFINE_GUEST_HANDLE(name, type) \
    typedef struct { type *p; } __guest_handle_##name
#define DEFINE_GUEST_HANDLE(name) __DEFINE_GUEST_HANDLE(name, name)
#define DEFINE_GUEST_HANDLE_STRUCT(name) __DEFINE_GUEST_HANDLE(name, struct name)
#define GUEST_HANDLE(name) __guest_handle_##name

/* Number of a page frame: an address divided by the page size, 4096. */
typedef unsigned long xen_pfn_t;
/* A word of a guest's register, unsigned. */
typedef unsigned long xen_ulong_t;
/* A word of a guest's register, signed. */
typedef long xen_long_t;

__DEFINE_GUEST_HANDLE(uchar, unsigned char);
__DEFINE_GUEST_HANDLE(uint, unsigned int);
DEFINE_GUEST_HANDLE(char);
DEFINE_GUEST_HANDLE(int);
DEFINE_GUEST_HANDLE(void);
DEFINE_GUEST_HANDLE(uint64_t);
DEFINE_GUEST_HANDLE(uint32_t);
DEFINE_GUEST_HANDLE(xen_pfn_t);
DEFINE_GUEST_HANDLE(xen_ulong_t);

/* vCPUs whose vcpu_info stands in the shared info page; any more must register theirs (VCPUOP_register_vcpu_info). */
#define MAX_VIRT_CPUS 32

#if defined(__x86_64__)
#include <asm/xen/interface_64.h>
#else
#include <asm/xen/interface_32.h>
#endif

/*
 * The architecture's part of the shared info page. The last three words speak of the linear p2m list and are valid once
 * 'p2m_cr3' is not 0.
 */
struct arch_shared_info {
    /* Number of valid entries in the p2m table or list: the guest's frames, without unit. */
    unsigned long max_pfn;
    /*
     * Machine frame of the page that lists the frames that list the frames of the p2m table. 0: not set up yet;
     * all ones: given up, since the guest is too large for three levels, and only the linear list counts.
     */
    xen_pfn_t pfn_to_mfn_frame_list_list;
    /* Why the last NMI was raised: XEN_NMIREASON_* bits of xen/include/public/nmi.h. */
    unsigned long nmi_reason;
    /* Root of the address space that 'p2m_vaddr' belongs to, in the format of the CR3 register; 0: no linear list. */
    unsigned long p2m_cr3;
    /* Virtual address of the linear p2m list; its entries are written atomically. */
    unsigned long p2m_vaddr;
    /* Raised by the guest before and after it changes mappings of the list, so odd while it does. */
    unsigned long p2m_generation;
#if defined(__i386__)
    /* The high 32 bits of the wall clock's seconds: on 32 bits this is where there was room for them. */
    uint32_t wc_sec_hi;
#endif
};

/*
 * How to enter the guest kernel for one exception. HYPERVISOR_set_trap_table takes an array of these that ends with an
 * entry whose address is 0.
 */
struct trap_info {
    uint8_t vector;        /* Number of the exception, 0 to 255. */
    uint8_t flags;         /* Bits 0-1: least privileged ring that may raise it by INT; bit 2: enter with events masked. */
    uint16_t cs;           /* Selector of the handler's code segment. */
    unsigned long address; /* Virtual address of the handler; 0 ends the array. */
};
DEFINE_GUEST_HANDLE_STRUCT(trap_info);

/*
 * Everything that a vCPU of a paravirtualised guest starts with: what VCPUOP_initialise takes.
 */
struct vcpu_guest_context {
    /* FPU and SSE registers as FXSAVE stores them; first, for the alignment that FXSAVE asks for. */
    struct {
        char x[512]; /* The bytes of the image. */
    } fpu_ctxt;
    unsigned long flags;            /* VGCF_* bits: 0 FPU state valid, 2 in kernel mode, 5 online. */
    struct cpu_user_regs user_regs; /* The other registers. */
    struct trap_info trap_ctxt[256]; /* The virtual IDT. */
    unsigned long ldt_base;         /* Linear address of the LDT, page-aligned. */
    unsigned long ldt_ents;         /* Number of entries in the LDT. */
    unsigned long gdt_frames[16];   /* Machine frames of the GDT's pages. */
    unsigned long gdt_ents;         /* Number of entries in the GDT. */
    unsigned long kernel_ss;        /* Stack segment to enter the kernel with (SS1 of a TSS). */
    unsigned long kernel_sp;        /* Stack pointer to enter the kernel with (SP1 of a TSS). */
    unsigned long ctrlreg[8];       /* CR0 to CR7; on 64 bits CR1 is the root of the user page table. */
    unsigned long debugreg[8];      /* DR0 to DR7. */
#if defined(__i386__)
    unsigned long event_callback_cs;     /* Code segment of the event upcall. */
    unsigned long event_callback_eip;    /* Virtual address of the event upcall. */
    unsigned long failsafe_callback_cs;  /* Code segment of the handler of a failed return to the guest. */
    unsigned long failsafe_callback_eip; /* Virtual address of the handler of a failed return to the guest. */
#else
    unsigned long event_callback_eip;    /* Virtual address of the event upcall. */
    unsigned long failsafe_callback_eip; /* Virtual address of the handler of a failed return to the guest. */
    unsigned long syscall_callback_eip;  /* Virtual address of the handler of SYSCALL from user mode. */
#endif
    unsigned long vm_assist;        /* Bit n: the assist VMASST_TYPE_* of number n is on. */
#if defined(__x86_64__)
    uint64_t fs_base;               /* Base of the FS segment. */
    uint64_t gs_base_kernel;        /* Base of the GS segment in kernel mode. */
    uint64_t gs_base_user;          /* Base of the GS segment in user mode. */
#endif
};
DEFINE_GUEST_HANDLE_STRUCT(vcpu_guest_context);

#endif
