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

# A check of C#'s has failed: edi says which, and the return address where. No way back.
        .globl  xensdk_check_failed
        .type   xensdk_check_failed, @function
xensdk_check_failed:
        mov     rsi, [rsp]
        and     rsp, -16
        call    xensdk_panic_check
        ud2

        .section .data.xensdk, "aw", @progbits
        .balign 8
        .globl  RhpTrapThreads
RhpTrapThreads:
        .long   0
        .balign 8
        .globl  __security_cookie
__security_cookie:
        .quad   0x5b3f1c9a27d6e804

        .section .note.GNU-stack, "", @progbits
