# Instructions that the exercises need and C# has no words for.

        .intel_syntax noprefix
        .text

        .macro  function name
        .globl  \name
        .type   \name, @function
\name:
        .endm

# The table of struct trap_info that XenSdk.Guest starts with, and its entry for events.
        function exercise_trap_table
        lea     rax, [rip + xensdk_trap_table]
        ret

        function exercise_upcall_entry
        lea     rax, [rip + xensdk_upcall_entry]
        ret

        function exercise_failsafe_entry
        lea     rax, [rip + xensdk_failsafe_entry]
        ret

        function exercise_breakpoint
        int3
        ret

        function exercise_use_fpu
        fnop
        ret

# Reads a byte from I/O port rdi. The instruction has one byte.
        function exercise_in
        mov     edx, edi
        xor     eax, eax
        in      al, dx
        ret

# Writes rsi to the address in rdi. The instruction has three bytes.
        function exercise_write
        mov     [rdi], rsi
        ret

# The limit of the segment with selector rdi, or all ones if the processor does not accept it.
        function exercise_limit
        mov     rax, -1
        lsl     eax, edi
        jz      1f
        mov     rax, -1
1:      ret

# The access rights of the segment with selector rdi, or 0.
        function exercise_rights
        xor     eax, eax
        lar     eax, edi
        jz      1f
        xor     eax, eax
1:      ret

        function exercise_read_fs
        mov     rax, fs:[rdi]
        ret

        function exercise_read_gs
        mov     rax, gs:[rdi]
        ret

# From here to the registers of the struct iret_context at rdi; comes back when somebody goes to exercise_back, with the
# rax of then.
        function exercise_leave
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        mov     [rip + left_at], rsp
        sub     rsp, 8
        call    exercise_iret
        ud2

        function exercise_back
        mov     rsp, [rip + left_at]
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

        function exercise_get_back
        lea     rax, [rip + exercise_back]
        ret

# Where Xen enters when it could not load a segment register: rcx, r11, the four selectors, and then as in every frame.
        function exercise_get_failsafe
        lea     rax, [rip + 1f]
        ret
1:      inc     qword ptr [rip + failures]
        pop     rcx
        pop     r11
        add     rsp, 4 * 8
        push    0
        jmp     xensdk_slot_23

        function exercise_failures
        mov     rax, [rip + failures]
        ret

        function exercise_load_fs
        mov     fs, edi
        ret

# A program for user mode: reads through FS and GS, and at the address in rcx, then a breakpoint and a system call.
        function exercise_user_program
        lea     rax, [rip + 1f]
        ret
1:      mov     rax, fs:[0]
        mov     rbx, gs:[0]
        mov     r12, [rcx]
        int3
        mov     r13d, 0x5ca11
        syscall
        ud2

# A program for a second vCPU: counts, and lets others have the processor in between (SCHEDOP_yield).
        function exercise_second_program
        lea     rax, [rip + 1f]
        ret
1:      inc     qword ptr [rip + second_count]
        xor     edi, edi
        xor     esi, esi
        call    xensdk_slot_29
        jmp     1b

        function exercise_second_count
        lea     rax, [rip + second_count]
        ret

        .bss
        .balign 8
left_at:
        .skip   8
second_count:
        .skip   8
failures:
        .skip   8

        .section .note.GNU-stack, "", @progbits
