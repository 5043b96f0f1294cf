// The entry of an arm64 guest: the header of Linux's Image format, then code that runs wherever Xen has put it, with the MMU
// off, x0 = address of the device tree. (Linux Documentation/arch/arm64/booting.rst)
//
// C#'s code and data have absolute addresses, so that the image is mapped where it was linked for. What Xen is told an address
// of must be ordinary write-back memory (arch-arm.h), which needs the MMU, too. The tables: memory at its own addresses in
// blocks of 1 GiB, the first 512 of them, and above that, from the link address on, the 2 MiB that the image is in.

        .set    IMAGE_MAGIC, 0x644d5241
        .set    BLOCK, 0x1
        .set    TABLE, 0x3
        .set    ACCESSED, 1 << 10
        .set    INNER_SHAREABLE, 3 << 8
        .set    MEMORY, ACCESSED | INNER_SHAREABLE      // attribute 0
        .set    DEVICE, ACCESSED | (1 << 2)             // attribute 1
        .set    MAIR, 0x00ff                            // 0: write-back memory, 1: device
        // 39-bit addresses from TTBR0 in pages of 4 KiB, walked in write-back memory; no TTBR1; 40-bit physical addresses.
        .set    TCR, 25 | (1 << 8) | (1 << 10) | (3 << 12) | (1 << 23) | (2 << 32)
        .set    SCTLR_MMU_AND_CACHES, (1 << 0) | (1 << 2) | (1 << 12)
        .set    CPACR_FP, 3 << 20

        .section .text.xensdk.header, "ax", %progbits
        .globl  xensdk_entry_arm64
xensdk_entry_arm64:
        b       start
        .word   0
        .quad   0                                       // text_offset
        .quad   xensdk_image_size
        .quad   0xa                                     // little-endian, pages of 4 KiB, anywhere in memory
        .quad   0, 0, 0
        .word   IMAGE_MAGIC
        .word   0

        .section .text.xensdk.entry, "ax", %progbits
start:
        mov     x19, x0                                 // the device tree
        adrp    x20, xensdk_image                       // where the image is

// Zeroed memory, as far as it is in the image's file or not.
        adrp    x0, xensdk_bss
        adrp    x1, xensdk_image_end
1:      stp     xzr, xzr, [x0], #16
        cmp     x0, x1
        b.lo    1b

// First level: 512 blocks of 1 GiB at their own addresses. Below 1 GiB there are devices.
        adrp    x21, level1
        mov     x0, #(DEVICE | BLOCK)
        str     x0, [x21]
        mov     x5, #(MEMORY | BLOCK)
        mov     x2, #1
2:      lsl     x0, x2, #30
        orr     x0, x0, x5
        str     x0, [x21, x2, lsl #3]
        add     x2, x2, #1
        cmp     x2, #256
        b.lo    2b

// The image: its link address is the start of the last GiB but one; second and third level, page by page.
        adrp    x22, level2
        adrp    x23, level3
        orr     x0, x22, #TABLE
        mov     x2, #(LINK_BASE >> 30)
        str     x0, [x21, x2, lsl #3]
        orr     x0, x23, #TABLE
        str     x0, [x22]
        mov     x5, #(MEMORY | TABLE)
        mov     x2, #0
3:      add     x0, x20, x2, lsl #12
        orr     x0, x0, x5
        str     x0, [x23, x2, lsl #3]
        add     x2, x2, #1
        cmp     x2, #512
        b.lo    3b

        dsb     sy
        ldr     x0, =MAIR
        msr     mair_el1, x0
        ldr     x0, =TCR
        msr     tcr_el1, x0
        msr     ttbr0_el1, x21
        ldr     x0, =CPACR_FP                           // C# uses floating-point registers
        msr     cpacr_el1, x0
        isb
        tlbi    vmalle1
        ic      iallu
        dsb     sy
        isb
        mrs     x0, sctlr_el1
        ldr     x1, =SCTLR_MMU_AND_CACHES
        orr     x0, x0, x1
        msr     sctlr_el1, x0
        isb

        ldr     x0, =4f
        br      x0
4:      ldr     x0, =xensdk_stack_end
        mov     sp, x0
        ldr     x0, =xensdk_vectors
        msr     vbar_el1, x0
        isb
        mov     x29, #0
        mov     x30, #0
        mov     x0, x19
        bl      xensdk_start_arm64
        b       xensdk_power_off

        .section .bss.xensdk.tables, "aw", %nobits
        .balign 4096
level1: .skip   4096
level2: .skip   4096
level3: .skip   4096

        .section .bss.xensdk.stack, "aw", %nobits
        .balign 4096
xensdk_stack:
        .skip   STACK_SIZE
        .globl  xensdk_stack_end
xensdk_stack_end:
