// Exceptions at EL1, on the kernel's own stack. Interrupts go to the kernel's method for events, what an instruction has caused to
// its method for that class of exceptions; everything else is a panic.

        .altmacro

// ArmTrapFrame, and behind it what C# does not see: fpsr, fpcr, and the vector registers.
        .set    STACK, 248
        .set    RETURN, 256
        .set    FAULT, 272
        .set    FLOATING_POINT, 288
        .set    VECTORS, 304
        .set    FRAME, VECTORS + 32 * 16
        .set    CLASSES, 64                             // of ESR_EL1.EC

        .macro  vector target
        .balign 128
        b       \target
        .endm

        .section .text.xensdk.vectors, "ax", %progbits
        .balign 2048
        .globl  xensdk_vectors
xensdk_vectors:
        .rept   4
        vector  unexpected
        .endr
        vector  excepted                                // synchronous
        vector  interrupted                             // IRQ
        vector  unexpected
        vector  unexpected
        .rept   8
        vector  unexpected
        .endr

        .macro  save
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
        stp     x18, x19, [sp, #144]
        stp     x20, x21, [sp, #160]
        stp     x22, x23, [sp, #176]
        stp     x24, x25, [sp, #192]
        stp     x26, x27, [sp, #208]
        stp     x28, x29, [sp, #224]
        add     x0, sp, #FRAME
        stp     x30, x0, [sp, #STACK - 8]
        mrs     x0, elr_el1
        mrs     x1, spsr_el1
        stp     x0, x1, [sp, #RETURN]
        mrs     x0, esr_el1
        mrs     x1, far_el1
        stp     x0, x1, [sp, #FAULT]
        mrs     x0, fpsr
        mrs     x1, fpcr
        stp     x0, x1, [sp, #FLOATING_POINT]
        add     x0, sp, #VECTORS
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
        .endm

excepted:
        save
        mov     x0, sp
        ldr     x1, [sp, #FAULT]
        ubfx    x1, x1, #26, #6                         // the class
        ldr     x2, =handlers
        ldr     x2, [x2, x1, lsl #3]
        cbz     x2, panic
        blr     x2
        b       resume

interrupted:
        save
        bl      xensdk_upcall

resume:
        add     x0, sp, #VECTORS
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
        ldp     x0, x1, [sp, #FLOATING_POINT]
        msr     fpsr, x0
        msr     fpcr, x1
        ldp     x0, x1, [sp, #RETURN]
        msr     elr_el1, x0
        msr     spsr_el1, x1
        ldr     x30, [sp, #STACK - 8]
        ldp     x28, x29, [sp, #224]
        ldp     x26, x27, [sp, #208]
        ldp     x24, x25, [sp, #192]
        ldp     x22, x23, [sp, #176]
        ldp     x20, x21, [sp, #160]
        ldp     x18, x19, [sp, #144]
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

unexpected:
        save
        mov     x0, sp
panic:
        bl      xensdk_panic_exception
        brk     #0

// Without a method that takes events none should come.
        .weak   xensdk_upcall
        .type   xensdk_upcall, %function
xensdk_upcall:
        brk     #0

        .section .rodata.xensdk.handlers, "a", %progbits
        .balign 8
        .macro  handler class
        .weak   xensdk_exception_\class
        .quad   xensdk_exception_\class
        .endm
handlers:
        .set    class, 0
        .rept   CLASSES
        handler %class
        .set    class, class + 1
        .endr
