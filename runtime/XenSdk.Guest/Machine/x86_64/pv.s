# The entry of a paravirtualised guest, and the notes by which Xen finds it; notes.s has those that every guest has.
# (xen/include/public/elfnote.h, and for the registers xen.h's comment on the start of day)

        .intel_syntax noprefix
        .altmacro
        .include "frame.inc"
        .include "note.inc"
        .include "pv-traps.inc"

        .section .text.xensdk.entry, "ax", @progbits
        .globl  xensdk_entry_pv
        .type   xensdk_entry_pv, @function
xensdk_entry_pv:
        cld
        lea     rsp, [rip + xensdk_stack_end]
        mov     rbx, rsi                # struct start_info
        xor     ebp, ebp
        lea     rdi, [rip + xensdk_trap_table]
        call    xensdk_slot_0           # set_trap_table
        lea     rdi, [rip + xensdk_upcall_entry]
        lea     rsi, [rip + xensdk_failsafe_entry]
        xor     edx, edx
        call    xensdk_slot_4           # set_callbacks
        mov     rdi, rbx
        call    xensdk_start_pv
        jmp     xensdk_power_off

        .section .note.Xen, "a", @note
        note    3                       # VIRT_BASE
        .quad   VIRT_BASE
        note_end
        note    4                       # PADDR_OFFSET
        .quad   0
        note_end
        note    1                       # ENTRY
        .quad   xensdk_entry_pv
        note_end
        note    2                       # HYPERCALL_PAGE
        .quad   xensdk_hypercall_page
        note_end

        .section .note.GNU-stack, "", @progbits
