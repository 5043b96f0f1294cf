/* Entry of the C kernel, the notes by which Xen finds it, and the page that Xen fills. */
        .section .text.xensdk.entry, "ax", @progbits
        .globl  start
start:
        cld
        leaq    stack_end(%rip), %rsp
        movq    %rsi, %rdi              # struct start_info
        xorl    %ebp, %ebp
        call    kernel
        ud2

        .section .bss.xensdk.page, "aw", @nobits
        .balign 4096
        .globl  hypercall_page
hypercall_page:
        .skip   4096
        .section .bss.stack, "aw", @nobits
        .balign 4096
        .skip   65536
stack_end:

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
        .asciz  "twin"
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
        .quad   start
        note_end
        note    2                       # HYPERCALL_PAGE
        .quad   hypercall_page
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
