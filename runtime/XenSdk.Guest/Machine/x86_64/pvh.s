# The entry of a PVH guest: 32-bit protected mode without paging, ebx = physical address of struct hvm_start_info
# (Xen docs/misc/pvh.pandoc). From there to 64-bit mode, with the first 4 GiB of memory at their own addresses and the first
# GiB at the image's base as well, where C# runs.

        .intel_syntax noprefix
        .altmacro
        .include "frame.inc"
        .include "note.inc"

        .set    PAGE_PRESENT_WRITABLE, 0x03
        .set    PAGE_LARGE, 0x83
        .set    LARGE_PAGE, 0x200000
        .set    GIBIBYTES, 4
        .set    CR4_PAE_AND_SSE, 0x620
        .set    MSR_EFER, 0xc0000080
        .set    EFER_LONG_MODE, 0x100
        .set    CR0_PAGING_FPU, 0x80000003      # PG, MP, PE
        .set    CODE, 0x08
        .set    DATA, 0x10
        .set    UPCALL_VECTOR, 0xf3
        .set    IDT_ENTRIES, 256
        .set    XEN_LEAVES, 0x40000000

        .section .text.xensdk.entry, "ax", @progbits
        .code32
        .globl  xensdk_entry_pvh
        .type   xensdk_entry_pvh, @function
xensdk_entry_pvh:
        cld
        mov     ebp, ebx                        # hvm_start_info

# Four directories of large pages, one GiB each.
        mov     edi, offset directories - VIRT_BASE
        mov     eax, PAGE_LARGE
        mov     ecx, GIBIBYTES * 512
1:      mov     [edi], eax
        add     edi, 8
        add     eax, LARGE_PAGE
        loop    1b

# Above them, once from the start of the address space, once at its end.
        mov     eax, offset directories - VIRT_BASE + PAGE_PRESENT_WRITABLE
        mov     edi, offset pointers - VIRT_BASE
        mov     [edi + 4096 + 510 * 8], eax
        mov     ecx, GIBIBYTES
1:      mov     [edi], eax
        add     edi, 8
        add     eax, 4096
        loop    1b
        mov     edi, offset root - VIRT_BASE
        mov     eax, offset pointers - VIRT_BASE + PAGE_PRESENT_WRITABLE
        mov     [edi], eax
        add     eax, 4096
        mov     [edi + 511 * 8], eax

        mov     cr3, edi
        mov     eax, CR4_PAE_AND_SSE
        mov     cr4, eax
        mov     ecx, MSR_EFER
        rdmsr
        or      eax, EFER_LONG_MODE
        wrmsr
        mov     eax, CR0_PAGING_FPU
        mov     cr0, eax
        lgdt    [gdt_pointer - VIRT_BASE]
        mov     esp, offset far_start - VIRT_BASE
        retf

        .code64
start_64:
        mov     rax, offset 1f
        jmp     rax
1:      mov     eax, DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        xor     eax, eax
        mov     fs, eax
        mov     gs, eax
        mov     rsp, offset xensdk_stack_end
        mov     ebx, ebp                        # in C#'s address space, too, since that has all of it
        lgdt    [rip + gdt_pointer_64]
        call    load_interrupt_table

# Xen's leaves of cpuid; behind those of another interface that it may pretend to be. The MSR takes the page's address.
        mov     r12d, XEN_LEAVES
2:      mov     eax, r12d
        push    rbx
        cpuid
        mov     r13d, ebx
        pop     rbx
        cmp     r13d, 0x566e6558                # "XenV", "MMXe", "nVMM"
        jne     3f
        cmp     ecx, 0x65584d4d
        jne     3f
        cmp     edx, 0x4d4d566e
        je      4f
3:      add     r12d, 0x100
        cmp     r12d, XEN_LEAVES + 0x10000
        jb      2b
        ud2                                     # not on Xen
4:      lea     eax, [r12 + 2]
        push    rbx
        cpuid
        mov     ecx, ebx
        pop     rbx
        mov     eax, offset xensdk_hypercall_page - VIRT_BASE
        xor     edx, edx
        wrmsr

        mov     rdi, rbx
        xor     ebp, ebp
        call    xensdk_start_pvh
        jmp     xensdk_power_off

# Gates of 16 bytes for the traps, and one for Xen's upcall.
load_interrupt_table:
        lea     rdi, [rip + interrupt_table]
        lea     rsi, [rip + entries]
        xor     ecx, ecx
1:      mov     rax, [rsi + rcx * 8]
        call    set_gate
        inc     ecx
        cmp     ecx, TRAPS
        jb      1b
        lea     rax, [rip + upcall]
        mov     ecx, UPCALL_VECTOR
        call    set_gate
        lidt    [rip + interrupt_table_pointer]
        ret

# rdi: table, ecx: vector, rax: entry
set_gate:
        mov     rdx, rcx
        shl     rdx, 4
        mov     [rdi + rdx], ax
        mov     word ptr [rdi + rdx + 2], CODE
        mov     word ptr [rdi + rdx + 4], 0x8e00        # interrupt gate, present
        shr     rax, 16
        mov     [rdi + rdx + 6], ax
        shr     rax, 16
        mov     [rdi + rdx + 8], eax
        mov     dword ptr [rdi + rdx + 12], 0
        ret

        .macro  trap_entry vector, has_error_code
entry_\vector:
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

upcall:
        push    0
        push    UPCALL
trapped:
        call_handler
        iretq

        .section .rodata.xensdk.pvh, "a", @progbits
        .balign 8
        .macro  entry vector
        .quad   entry_\vector
        .endm
entries:
        .set    vector, 0
        .rept   TRAPS
        entry   %vector
        .set    vector, vector + 1
        .endr

gdt:
        .quad   0
        .quad   0x00af9b000000ffff              # code, 64-bit
        .quad   0x00cf93000000ffff              # data
gdt_end:
gdt_pointer:
        .word   gdt_end - gdt - 1
        .long   gdt - VIRT_BASE
gdt_pointer_64:
        .word   gdt_end - gdt - 1
        .quad   gdt
interrupt_table_pointer:
        .word   IDT_ENTRIES * 16 - 1
        .quad   interrupt_table
far_start:
        .long   start_64 - VIRT_BASE
        .long   CODE

        .section .bss.xensdk.pvh, "aw", @nobits
        .balign 4096
root:
        .skip   4096
pointers:
        .skip   2 * 4096
directories:
        .skip   GIBIBYTES * 4096
interrupt_table:
        .skip   IDT_ENTRIES * 16

        .section .note.Xen, "a", @note
        note    18                      # PHYS32_ENTRY
        .long   xensdk_entry_pvh - VIRT_BASE
        note_end

        .section .note.GNU-stack, "", @progbits
