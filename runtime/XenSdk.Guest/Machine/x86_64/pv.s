# The entry of a paravirtualised guest, and the notes by which Xen finds it.
# (xen/include/public/elfnote.h, and for the registers xen.h's comment on the start of day)

        .intel_syntax noprefix
        .altmacro
        .include "frame.inc"
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

        .macro  note type
        .long   4                       # length of the name
        .long   3f - 2f
        .long   \type
        .asciz  "Xen"
2:
        .endm
        .macro  note_end
3:      .balign 4
        .endm

        .section .note.Xen, "a", @note
        note    6                       # GUEST_OS
        .asciz  "XenSdk"
        note_end
        note    5                       # XEN_VERSION
        .asciz  "xen-3.0"
        note_end
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
        note    10                      # FEATURES
        .asciz  "writable_page_tables|pae_pgdir_above_4gb"
        note_end
        note    17                      # SUPPORTED_FEATURES: writable page tables, may be dom0
        .long   0x801
        note_end
        note    9                       # PAE_MODE
        .asciz  "yes"
        note_end
        note    8                       # LOADER
        .asciz  "generic"
        note_end

        .section .note.GNU-stack, "", @progbits
