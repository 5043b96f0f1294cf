# What ilc's code expects to be linked with, and what a guest without a runtime has instead.

        .intel_syntax noprefix
        .text

# There is no garbage collector to wait for.
        .globl  RhpGcPoll
        .type   RhpGcPoll, @function
RhpGcPoll:
        ret

# Code that is entered from outside of C# tells the collector so, where there is one.
        .globl  RhpReversePInvoke
        .type   RhpReversePInvoke, @function
        .globl  RhpReversePInvokeReturn
        .type   RhpReversePInvokeReturn, @function
RhpReversePInvoke:
RhpReversePInvokeReturn:
        ret

# The stack has its full size from the start.
        .globl  RhpStackProbe
        .type   RhpStackProbe, @function
RhpStackProbe:
        ret

        .globl  memset
        .type   memset, @function
memset:
        mov     r8, rdi
        mov     eax, esi
        mov     rcx, rdx
        rep stosb
        mov     rax, r8
        ret

        .globl  memcpy
        .globl  memmove
        .type   memmove, @function
memcpy:
memmove:
        mov     rax, rdi
        mov     rcx, rdx
        mov     r8, rdi
        sub     r8, rsi
        cmp     r8, rdx
        jb      1f                      # the target begins within the source: from the end
        rep movsb
        ret
1:      lea     rsi, [rsi + rdx - 1]
        lea     rdi, [rdi + rdx - 1]
        std
        rep movsb
        cld
        ret

# A stackalloc was written past its end.
        .globl  RhpFallbackFailFast
        .type   RhpFallbackFailFast, @function
RhpFallbackFailFast:
        mov     edi, 6

# A check of C#'s has failed: edi says which, and the return address where. No way back.
        .globl  xensdk_check_failed
        .type   xensdk_check_failed, @function
xensdk_check_failed:
        mov     rsi, [rsp]
        and     rsp, -16
        call    xensdk_panic_check
        ud2

# The kernel's own method for panics, where it has one.
        .weak   xensdk_on_panic
        .globl  xensdk_call_on_panic
        .type   xensdk_call_on_panic, @function
xensdk_call_on_panic:
        mov     rax, offset xensdk_on_panic
        test    rax, rax
        jz      1f
        jmp     rax
1:      ret

# SCHEDOP_shutdown with SHUTDOWN_poweroff: where a kernel's entry ends that returns.
        .globl  xensdk_power_off
xensdk_power_off:
        push    0
        push    0
        mov     rsi, rsp
        mov     edi, 2
        call    xensdk_slot_29          # sched_op
        jmp     xensdk_power_off

        .macro  get_address name, symbol
        .globl  \name
        .type   \name, @function
\name:
        mov     rax, offset \symbol
        ret
        .endm

        get_address xensdk_get_image_base, VIRT_BASE
        get_address xensdk_get_hypercall_page, xensdk_hypercall_page
        get_address xensdk_get_image_start, xensdk_image
        get_address xensdk_get_image_end, xensdk_image_end

        .globl  xensdk_read_tsc
        .type   xensdk_read_tsc, @function
xensdk_read_tsc:
        lfence
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        ret

        .globl  xensdk_disable_interrupts
        .type   xensdk_disable_interrupts, @function
xensdk_disable_interrupts:
        cli
        ret

        .globl  xensdk_enable_interrupts_and_halt
        .type   xensdk_enable_interrupts_and_halt, @function
xensdk_enable_interrupts_and_halt:
        sti                             # takes effect behind the next instruction
        hlt
        ret

        .globl  xensdk_out32
        .type   xensdk_out32, @function
xensdk_out32:
        mov     edx, edi
        mov     eax, esi
        out     dx, eax
        ret

        .section .data.xensdk, "aw", @progbits
        .balign 8
        .globl  RhpTrapThreads
RhpTrapThreads:
        .long   0
        .balign 8
        .globl  __security_cookie
__security_cookie:
        .quad   0x5b3f1c9a27d6e804

        .section .bss.xensdk.stack, "aw", @nobits
        .balign 4096
        .globl  xensdk_stack
        .globl  xensdk_stack_end
xensdk_stack:
        .skip   STACK_SIZE
xensdk_stack_end:

        .section .note.GNU-stack, "", @progbits
