/*
 * The part of the guest ABI that only x86 with 32 bits (PAE) has. Included by interface.h.
 *
 * Facts: xen/include/public/arch-x86/xen-x86_32.h.
 */
#ifndef XENSDK_X86_INTERFACE_32_H
#define XENSDK_X86_INTERFACE_32_H

/*
 * Registers of a guest, as Xen saves them.
 */
struct cpu_user_regs {
    uint32_t ebx;
    uint32_t ecx;
    uint32_t edx;
    uint32_t esi;
    uint32_t edi;
    uint32_t ebp;
    uint32_t eax;
    uint16_t error_code;       /* Error code of the exception; Xen's own. */
    uint16_t entry_vector;     /* Number of the exception that entered Xen; Xen's own. */
    uint32_t eip;              /* Instruction pointer. */
    uint16_t cs;               /* Code segment. */
    uint8_t saved_upcall_mask; /* Whether event upcalls were masked: the inverse of the interrupt flag in eflags. */
    uint8_t _pad0;
    uint32_t eflags;           /* Flags; IF is set where 'saved_upcall_mask' is 0. */
    uint32_t esp;              /* Stack pointer. */
    uint16_t ss;               /* Stack segment. */
    uint16_t _pad1;
    uint16_t es;               /* Segment selector. */
    uint16_t _pad2;
    uint16_t ds;               /* Segment selector. */
    uint16_t _pad3;
    uint16_t fs;               /* Segment selector. */
    uint16_t _pad4;
    uint16_t gs;               /* Segment selector. */
    uint16_t _pad5;
};
DEFINE_GUEST_HANDLE_STRUCT(cpu_user_regs);

/*
 * The architecture's part of a vCPU's info.
 */
struct arch_vcpu_info {
    unsigned long cr2;    /* Virtual address of the last page fault, as the CR2 register has it. */
    unsigned long pad[5]; /* Makes vcpu_info 64 bytes long. */
};

#endif
