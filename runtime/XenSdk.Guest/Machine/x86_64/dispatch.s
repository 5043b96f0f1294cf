# From a trap or an upcall to the kernel's own method for it.

        .intel_syntax noprefix
        .altmacro
        .include "frame.inc"

        .text

# rdi: TrapFrame
        .globl  xensdk_dispatch
        .type   xensdk_dispatch, @function
xensdk_dispatch:
        mov     rax, [rdi + 15 * 8]     # Vector
        cmp     rax, UPCALL
        je      xensdk_upcall
        lea     rcx, [rip + handlers]
        mov     rax, [rcx + rax * 8]
        test    rax, rax
        jz      xensdk_panic_trap
        jmp     rax

# Without a method that takes events none should come.
        .weak   xensdk_upcall
        .type   xensdk_upcall, @function
xensdk_upcall:
        ud2

        .section .rodata.xensdk.handlers, "a", @progbits
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

        .section .note.GNU-stack, "", @progbits
