# Traps and upcalls of a PV guest. Xen enters with rcx and r11 on the stack, then for some traps an error code, then
# rip, cs, rflags, rsp, ss (xen/arch/x86/x86_64/entry.S, create_bounce_frame). Upcalls are masked meanwhile; hypercall iret
# restores the mask from rflags' interrupt flag, at once with the registers, so that no event can come in between.

        .intel_syntax noprefix
        .altmacro

        .set    TRAPS, 20
        .set    UPCALL, 256             # what TrapFrame.Vector says of an upcall
        .set    KERNEL_CS, 0xe033       # FLAT_KERNEL_CS of xen/include/public/arch-x86/xen-x86_64.h
        .set    MASK_UPCALLS, 4         # TI_SET_IF
        .set    FXSAVE_SIZE, 512

        .text

        .macro  trap_entry vector, has_error_code
trap_\vector:
        pop     rcx
        pop     r11
        .if     \has_error_code == 0
        push    0
        .endif
        push    \vector
        jmp     trapped
        .endm

        .set    vector, 0
        .rept   TRAPS
        .if     (vector == 8) || ((vector >= 10) && (vector <= 14)) || (vector == 17)
        trap_entry %vector, 1
        .else
        trap_entry %vector, 0
        .endif
        .set    vector, vector + 1
        .endr

        .globl  xensdk_upcall_entry
xensdk_upcall_entry:
        pop     rcx
        pop     r11
        push    0
        push    UPCALL

trapped:
        push    rdi
        push    rsi
        push    rdx
        push    rcx
        push    rax
        push    r8
        push    r9
        push    r10
        push    r11
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        mov     rdi, rsp                # TrapFrame
        mov     rbx, rsp
        sub     rsp, FXSAVE_SIZE
        and     rsp, -16
        fxsave  [rsp]                   # C# uses xmm registers
        cld
        mov     rax, [rdi + 15 * 8]     # Vector
        cmp     rax, UPCALL
        jne     1f
        lea     rax, [rip + xensdk_upcall]
        call    rax
        jmp     2f
1:      lea     rcx, [rip + handlers]
        mov     rax, [rcx + rax * 8]
        lea     rcx, [rip + xensdk_panic_trap]
        test    rax, rax
        cmovz   rax, rcx
        call    rax
2:      fxrstor [rsp]
        mov     rsp, rbx
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        pop     r11
        pop     r10
        pop     r9
        pop     r8
        pop     rax
        pop     rcx
        pop     rdx
        pop     rsi
        pop     rdi
        add     rsp, 16
        push    0                       # no VGCF_in_syscall: rcx and r11 come from the frame, too
        jmp     xensdk_slot_23

# Xen could not load a segment register on the way back to the guest. C# never sets one.
        .globl  xensdk_failsafe_entry
xensdk_failsafe_entry:
        ud2

# Without a method that takes events none should come.
        .weak   xensdk_upcall
        .type   xensdk_upcall, @function
xensdk_upcall:
        ud2

        .section .rodata.xensdk.traps, "a", @progbits
        .balign 8
        .macro  handler vector
        .weak   xensdk_trap_\vector
        .quad   xensdk_trap_\vector
        .endm
handlers:
        .set    vector, 0
        .rept   TRAPS
        handler %vector
        .set    vector, vector + 1
        .endr

# struct trap_info, up to one whose address is 0. Breakpoints and overflow may come from user mode.
        .macro  trap_info vector, privilege
        .byte   \vector, \privilege | MASK_UPCALLS
        .word   KERNEL_CS
        .long   0
        .quad   trap_\vector
        .endm
        .globl  xensdk_trap_table
xensdk_trap_table:
        .set    vector, 0
        .rept   TRAPS
        .if     (vector == 3) || (vector == 4)
        trap_info %vector, 3
        .else
        trap_info %vector, 0
        .endif
        .set    vector, vector + 1
        .endr
        .quad   0, 0

        .section .note.GNU-stack, "", @progbits
