# The hypercall page and the symbols that C# calls: a slot of 32 bytes for each number, filled by Xen. C passes the first
# three arguments in Xen's registers; the fourth has to move from rcx to r10. (Xen docs/guest-guide/x86/hypercall-abi.rst)
# From there an image that is for PV alone goes on by itself with what the slot would do, but does not save rcx and r11, which
# a caller takes for lost anyway.

        .intel_syntax noprefix

        .set    SLOT_SIZE, 32
        .set    SLOT_COUNT, 128
        .set    NAMED_SLOTS, 56         # the numbers that xen.h has; the others go by way of xensdk_slot_numbered_*
        .set    ENOSYS, 38

# Takes no room in the file, since Xen writes all of it. It can be executed there: a PV guest's first page tables make no
# difference, and neither do those of a PVH guest in pvh.s.
        .section .bss.xensdk.page, "aw", @nobits
        .balign 4096
        .globl  xensdk_hypercall_page
xensdk_hypercall_page:
        .skip   4096

        .section .text.xensdk.gates, "ax", @progbits

        .altmacro
        .macro  name_slot number
        .globl  xensdk_slot_\number
        .set    xensdk_slot_\number, xensdk_hypercall_page + \number * SLOT_SIZE
        .type   xensdk_slot_\number, @function
        .globl  xensdk_slot_\number\()_r10
        .type   xensdk_slot_\number\()_r10, @function
xensdk_slot_\number\()_r10:
        mov     r10, rcx
        .ifdef  PV_ONLY
        mov     eax, \number
        syscall
        ret
        .else
        jmp     xensdk_slot_\number
        .endif
        .endm

        .set    slot, 0
        .rept   NAMED_SLOTS
        name_slot %slot
        .set    slot, slot + 1
        .endr

# A number that is known only when the guest runs: it comes behind the arguments.
        .macro  numbered arguments, register, moves_fourth
        .globl  xensdk_slot_numbered_\arguments
        .type   xensdk_slot_numbered_\arguments, @function
xensdk_slot_numbered_\arguments:
        mov     eax, \register
        .if     \moves_fourth
        mov     r10, rcx
        .endif
        .ifdef  PV_ONLY
        syscall
        ret
        .else
        cmp     eax, SLOT_COUNT
        jae     no_such_slot
        shl     eax, 5
        lea     r11, [rip + xensdk_hypercall_page]
        add     rax, r11
        jmp     rax
        .endif
        .endm

        numbered 0, edi, 0
        numbered 1, esi, 0
        numbered 2, edx, 0
        numbered 3, ecx, 0
        numbered 4, r8d, 1
        numbered 5, r9d, 1

no_such_slot:
        mov     rax, -ENOSYS
        ret

# iret: rdi is a struct iret_context {rax, r11, rcx, flags, rip, …}, esi the number. The slot itself pushes rcx, r11 and rax
# again, so that they are taken off the frame first.
        .globl  xensdk_slot_jump
        .type   xensdk_slot_jump, @function
xensdk_slot_jump:
        shl     esi, 5
        lea     rdx, [rip + xensdk_hypercall_page]
        add     rdx, rsi
        mov     rsp, rdi
        pop     rax
        pop     r11
        pop     rcx
        jmp     rdx

        .section .note.GNU-stack, "", @progbits
