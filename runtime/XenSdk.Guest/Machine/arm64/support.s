// What ilc's code expects to be linked with, and what a guest without a runtime has instead.

        .text

// There is no garbage collector to wait for, or to tell of references and of code that is entered from outside.
        .globl  RhpGcPoll
        .type   RhpGcPoll, %function
        .globl  RhpReversePInvoke
        .type   RhpReversePInvoke, %function
        .globl  RhpReversePInvokeReturn
        .type   RhpReversePInvokeReturn, %function
RhpGcPoll:
RhpReversePInvoke:
RhpReversePInvokeReturn:
        ret

        .globl  RhpAssignRefArm64
        .type   RhpAssignRefArm64, %function
        .globl  RhpCheckedAssignRefArm64
        .type   RhpCheckedAssignRefArm64, %function
RhpAssignRefArm64:
RhpCheckedAssignRefArm64:
        str     x15, [x14], #8
        ret

        .globl  memset
        .type   memset, %function
memset:
        mov     x3, x0
1:      cbz     x2, 2f
        strb    w1, [x3], #1
        sub     x2, x2, #1
        b       1b
2:      ret

        .globl  memcpy
        .type   memcpy, %function
        .globl  memmove
        .type   memmove, %function
memcpy:
memmove:
        cmp     x0, x1
        b.hi    3f
        mov     x3, x0
1:      cbz     x2, 2f
        ldrb    w4, [x1], #1
        strb    w4, [x3], #1
        sub     x2, x2, #1
        b       1b
2:      ret
3:      cbz     x2, 2b
        sub     x2, x2, #1
        ldrb    w4, [x1, x2]
        strb    w4, [x0, x2]
        b       3b

// A stackalloc was written past its end.
        .globl  RhpFallbackFailFast
        .type   RhpFallbackFailFast, %function
RhpFallbackFailFast:
        mov     w0, #6

// A check of C#'s has failed: w0 says which, and the link register where. No way back.
        .globl  xensdk_check_failed
        .type   xensdk_check_failed, %function
xensdk_check_failed:
        mov     x1, x30
        bl      xensdk_panic_check
        brk     #0

// The kernel's own method for panics, where it has one.
        .weak   xensdk_on_panic
        .globl  xensdk_call_on_panic
        .type   xensdk_call_on_panic, %function
xensdk_call_on_panic:
        ldr     x16, =xensdk_on_panic
        cbz     x16, 1f
        br      x16
1:      ret

// SCHEDOP_shutdown with SHUTDOWN_poweroff: where a kernel's entry ends that returns.
        .globl  xensdk_power_off
        .type   xensdk_power_off, %function
xensdk_power_off:
        str     xzr, [sp, #-16]!
        mov     x0, #2
        mov     x1, sp
        bl      xensdk_slot_29                  // sched_op
        b       xensdk_power_off

        .macro  get_address name, symbol
        .globl  \name
        .type   \name, %function
\name:
        ldr     x0, =\symbol
        ret
        .endm

        get_address xensdk_get_image_base, xensdk_image
        get_address xensdk_get_image_start, xensdk_image
        get_address xensdk_get_image_end, xensdk_image_end

        .globl  xensdk_read_counter
        .type   xensdk_read_counter, %function
xensdk_read_counter:
        isb
        mrs     x0, cntvct_el0
        ret

        .globl  xensdk_read_counter_frequency
        .type   xensdk_read_counter_frequency, %function
xensdk_read_counter_frequency:
        mrs     x0, cntfrq_el0
        ret

        .globl  xensdk_read_translation_table
        .type   xensdk_read_translation_table, %function
xensdk_read_translation_table:
        mrs     x0, ttbr0_el1
        and     x0, x0, #0x0000ffffffffffff             // without the ASID
        ret

        .globl  xensdk_invalidate_translations
        .type   xensdk_invalidate_translations, %function
xensdk_invalidate_translations:
        dsb     ishst
        tlbi    vmalle1
        dsb     ish
        isb
        ret

// Semihosting's SYS_EXIT: {ADP_Stopped_ApplicationExit, code}. An emulator ends; the processor itself would trap.
        .globl  xensdk_semihosting_exit
        .type   xensdk_semihosting_exit, %function
xensdk_semihosting_exit:
        sub     sp, sp, #16
        mov     x2, #0x26
        movk    x2, #2, lsl #16
        and     x0, x0, #0xffffffff
        stp     x2, x0, [sp]
        mov     x0, #0x18
        mov     x1, sp
        hlt     #0xf000
        add     sp, sp, #16
        ret

        .macro  instructions name, first, second
        .globl  \name
        .type   \name, %function
\name:
        \first
        \second
        ret
        .endm

        instructions xensdk_enable_interrupts, "msr daifclr, #2", "isb"
        instructions xensdk_disable_interrupts, "msr daifset, #2", "isb"
        instructions xensdk_wait_for_interrupt, "dsb sy", "wfi"
        instructions xensdk_gic_acknowledge, "mrs x0, s3_0_c12_c12_0", "dsb sy"         // ICC_IAR1_EL1
        instructions xensdk_gic_end, "msr s3_0_c12_c12_1, x0", "isb"                    // ICC_EOIR1_EL1

        .globl  xensdk_gic_enable
        .type   xensdk_gic_enable, %function
xensdk_gic_enable:
        mrs     x0, s3_0_c12_c12_5                      // ICC_SRE_EL1: by system registers
        orr     x0, x0, #1
        msr     s3_0_c12_c12_5, x0
        isb
        mov     x0, #0xff
        msr     s3_0_c4_c6_0, x0                        // ICC_PMR_EL1: any priority
        mov     x0, #1
        msr     s3_0_c12_c12_7, x0                      // ICC_IGRPEN1_EL1
        isb
        ret

        .globl  xensdk_set_timer
        .type   xensdk_set_timer, %function
xensdk_set_timer:
        msr     cntv_cval_el0, x0
        mov     x0, #1
        msr     cntv_ctl_el0, x0
        isb
        ret

        .globl  xensdk_stop_timer
        .type   xensdk_stop_timer, %function
xensdk_stop_timer:
        msr     cntv_ctl_el0, xzr
        isb
        ret

        .section .data.xensdk, "aw", %progbits
        .balign 8
        .globl  RhpTrapThreads
RhpTrapThreads:
        .word   0
        .balign 8
        .globl  __security_cookie
__security_cookie:
        .quad   0x5b3f1c9a27d6e804
