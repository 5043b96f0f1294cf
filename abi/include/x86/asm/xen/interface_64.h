/*
 * The part of the guest ABI that only x86 with 64 bits has. Included by interface.h.
 *
 * Facts: xen/include/public/arch-x86/xen-x86_64.h.
 */
#ifndef XENSDK_X86_INTERFACE_64_H
#define XENSDK_X86_INTERFACE_64_H

/*
 * Registers of a guest, as Xen saves them. Of each general register Xen's header has the 32-bit name for the same
 * place as well; here the 64-bit name stands for both.
 */
struct cpu_user_regs {
    uint64_t r15;
    uint64_t r14;
    uint64_t r13;
    uint64_t r12;
    uint64_t rbp;
    uint64_t rbx;
    uint64_t r11;
    uint64_t r10;
    uint64_t r9;
    uint64_t r8;
    uint64_t rax;
    uint64_t rcx;
    uint64_t rdx;
    uint64_t rsi;
    uint64_t rdi;
    uint32_t error_code;       /* Error code of the exception; Xen's own. */
    uint32_t entry_vector;     /* Number of the exception that entered Xen; Xen's own. */
    uint64_t rip;              /* Instruction pointer. */
    uint16_t cs;               /* Code segment. */
    uint16_t _pad0[1];
    uint8_t saved_upcall_mask; /* Whether event upcalls were masked: the inverse of the interrupt flag in rflags. */
    uint8_t _pad1[3];
    uint64_t rflags;           /* Flags; IF is set where 'saved_upcall_mask' is 0. */
    uint64_t rsp;              /* Stack pointer. */
    uint16_t ss;               /* Stack segment. */
    uint16_t _pad2[3];
    uint16_t es;               /* Segment selector. */
    uint16_t _pad3[3];
    uint16_t ds;               /* Segment selector. */
    uint16_t _pad4[3];
    uint16_t fs;               /* Segment selector. */
    uint16_t _pad5[3];
    uint16_t gs;               /* Segment selector. */
    uint16_t _pad6[3];
};
DEFINE_GUEST_HANDLE_STRUCT(cpu_user_regs);

/*
 * The architecture's part of a vCPU's info.
 */
struct arch_vcpu_info {
    unsigned long cr2; /* Virtual address of the last page fault, as the CR2 register has it. */
    unsigned long pad; /* Makes vcpu_info 64 bytes long. */
};

/*
 * The frame on the stack that HYPERVISOR_iret returns from, lowest address (rsp at the call) first. If 'flags' has
 * VGCF_in_syscall (bit 8), the return is by SYSRET, and rcx, r11, cs and ss are not restored.
 */
struct iret_context {
    uint64_t rax;    /* Restored. */
    uint64_t r11;    /* Restored unless by SYSRET. */
    uint64_t rcx;    /* Restored unless by SYSRET. */
    uint64_t flags;  /* VGCF_in_syscall (bit 8), or 0. */
    uint64_t rip;    /* Where to go on. */
    uint64_t cs;     /* Ring 0 to 2: back into the kernel; ring 3: into user mode. */
    uint64_t rflags; /* Flags to go on with; IF set unmasks event upcalls. */
    uint64_t rsp;    /* Stack pointer to go on with. */
    uint64_t ss;     /* Stack segment to go on with. */
};

#endif
