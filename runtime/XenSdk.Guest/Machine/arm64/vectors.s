// Exceptions at EL1, on the kernel's own stack. Interrupts go to the kernel's method for events, everything else is a panic.

        .set    FRAME, 32 * 8 + 32 * 16 + 4 * 8

        .macro  vector target
        .balign 128
        b       \target
        .endm

        .section .text.xensdk.vectors, "ax", %progbits
        .balign 2048
        .globl  xensdk_vectors
xensdk_vectors:
        .rept   4
        vector  trapped
        .endr
        vector  trapped                                 // synchronous
        vector  interrupted                             // IRQ
        vector  trapped
        vector  trapped
        .rept   8
        vector  trapped
        .endr

interrupted:
        sub     sp, sp, #FRAME
        stp     x0, x1, [sp, #0]
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        stp     x8, x9, [sp, #64]
        stp     x10, x11, [sp, #80]
        stp     x12, x13, [sp, #96]
        stp     x14, x15, [sp, #112]
        stp     x16, x17, [sp, #128]
        stp     x18, x29, [sp, #144]
        str     x30, [sp, #160]
        mrs     x0, elr_el1
        mrs     x1, spsr_el1
        stp     x0, x1, [sp, #168]
        mrs     x0, fpsr
        mrs     x1, fpcr
        stp     x0, x1, [sp, #184]
        add     x0, sp, #256
        stp     q0, q1, [x0, #0]
        stp     q2, q3, [x0, #32]
        stp     q4, q5, [x0, #64]
        stp     q6, q7, [x0, #96]
        stp     q8, q9, [x0, #128]
        stp     q10, q11, [x0, #160]
        stp     q12, q13, [x0, #192]
        stp     q14, q15, [x0, #224]
        stp     q16, q17, [x0, #256]
        stp     q18, q19, [x0, #288]
        stp     q20, q21, [x0, #320]
        stp     q22, q23, [x0, #352]
        stp     q24, q25, [x0, #384]
        stp     q26, q27, [x0, #416]
        stp     q28, q29, [x0, #448]
        stp     q30, q31, [x0, #480]

        bl      xensdk_upcall

        add     x0, sp, #256
        ldp     q0, q1, [x0, #0]
        ldp     q2, q3, [x0, #32]
        ldp     q4, q5, [x0, #64]
        ldp     q6, q7, [x0, #96]
        ldp     q8, q9, [x0, #128]
        ldp     q10, q11, [x0, #160]
        ldp     q12, q13, [x0, #192]
        ldp     q14, q15, [x0, #224]
        ldp     q16, q17, [x0, #256]
        ldp     q18, q19, [x0, #288]
        ldp     q20, q21, [x0, #320]
        ldp     q22, q23, [x0, #352]
        ldp     q24, q25, [x0, #384]
        ldp     q26, q27, [x0, #416]
        ldp     q28, q29, [x0, #448]
        ldp     q30, q31, [x0, #480]
        ldp     x0, x1, [sp, #184]
        msr     fpsr, x0
        msr     fpcr, x1
        ldp     x0, x1, [sp, #168]
        msr     elr_el1, x0
        msr     spsr_el1, x1
        ldr     x30, [sp, #160]
        ldp     x18, x29, [sp, #144]
        ldp     x16, x17, [sp, #128]
        ldp     x14, x15, [sp, #112]
        ldp     x12, x13, [sp, #96]
        ldp     x10, x11, [sp, #80]
        ldp     x8, x9, [sp, #64]
        ldp     x6, x7, [sp, #48]
        ldp     x4, x5, [sp, #32]
        ldp     x2, x3, [sp, #16]
        ldp     x0, x1, [sp, #0]
        add     sp, sp, #FRAME
        eret

trapped:
        mrs     x0, esr_el1
        mrs     x1, elr_el1
        mrs     x2, far_el1
        bl      xensdk_panic_exception
        brk     #0

// Without a method that takes events none should come.
        .weak   xensdk_upcall
        .type   xensdk_upcall, %function
xensdk_upcall:
        brk     #0
