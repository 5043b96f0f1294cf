// The symbols that C# calls: for each hypercall its number and hvc. C passes up to five arguments where Xen takes them.
// (xen/include/public/arch-arm.h)

        .set    NAMED_SLOTS, 56
        .set    ENOSYS, 38
        .set    XEN_HYPERCALL_TAG, 0xea1

        .section .text.xensdk.gates, "ax", %progbits

        .altmacro
        .macro  gate number
        .globl  xensdk_slot_\number
        .type   xensdk_slot_\number, %function
        .globl  xensdk_slot_\number\()_r10
        .type   xensdk_slot_\number\()_r10, %function
xensdk_slot_\number:
xensdk_slot_\number\()_r10:
        mov     x16, #\number
        hvc     #XEN_HYPERCALL_TAG
        ret
        .endm

        .set    slot, 0
        .rept   NAMED_SLOTS
        gate    %slot
        .set    slot, slot + 1
        .endr

// A number that is known only when the guest runs: it comes behind the arguments.
        .macro  numbered arguments
        .globl  xensdk_slot_numbered_\arguments
        .type   xensdk_slot_numbered_\arguments, %function
xensdk_slot_numbered_\arguments:
        mov     w16, w\arguments
        hvc     #XEN_HYPERCALL_TAG
        ret
        .endm

        numbered 0
        numbered 1
        numbered 2
        numbered 3
        numbered 4
        numbered 5
