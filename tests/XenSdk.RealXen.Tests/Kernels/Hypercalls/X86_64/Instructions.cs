using System.Runtime;
using System.Runtime.CompilerServices;
using XenSdk.X86_64;

/// <summary>What stands in machine.s.</summary>
internal static unsafe class Instructions
{
    /// <summary>The table that XenSdk.Guest has given Xen: an entry for each of the processor's traps, by number, then one
    /// with address 0.</summary>
    [RuntimeImport("exercise_trap_table"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern TrapInfo* TrapTable();

    /// <summary>Where XenSdk.Guest has Xen enter for events.</summary>
    [RuntimeImport("exercise_upcall_entry"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong UpcallEntry();

    /// <summary>Where XenSdk.Guest has Xen enter when it cannot load a segment.</summary>
    [RuntimeImport("exercise_failsafe_entry"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong FailsafeEntry();

    [RuntimeImport("exercise_breakpoint"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void Breakpoint();

    /// <summary>An instruction of the FPU, without effect.</summary>
    [RuntimeImport("exercise_use_fpu"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void UseFpu();

    /// <summary>Reads a byte from an I/O port, by an instruction of one byte.</summary>
    [RuntimeImport("exercise_in"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern byte In(ushort port);

    /// <summary>Writes a word, by an instruction of three bytes.</summary>
    [RuntimeImport("exercise_write"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void Write(void* address, ulong value);

    /// <summary>The limit of a segment (LSL); all ones for a selector that the processor does not accept.</summary>
    [RuntimeImport("exercise_limit"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong Limit(ulong selector);

    /// <summary>The access rights of a segment (LAR), in bits 8 to 23; 0 for a selector that the processor does not accept.</summary>
    [RuntimeImport("exercise_rights"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong Rights(ulong selector);

    /// <summary>Reads a word of the segment FS.</summary>
    [RuntimeImport("exercise_read_fs"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong ReadFs(ulong offset);

    /// <summary>Reads a word of the segment GS.</summary>
    [RuntimeImport("exercise_read_gs"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong ReadGs(ulong offset);

    /// <summary>Goes on with other registers, by hypercall iret; comes back when control reaches <see cref="Back"/>.</summary>
    /// <returns>What RAX was then.</returns>
    [RuntimeImport("exercise_leave"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong Leave(IretContext* context);

    /// <summary>Where <see cref="Leave"/> comes back from.</summary>
    [RuntimeImport("exercise_get_back"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong Back();

    /// <summary>Address of the program that user mode runs: rax = fs:[0], rbx = gs:[0], r12 = [rcx], a breakpoint,
    /// r13 = 0x5ca11, a system call.</summary>
    [RuntimeImport("exercise_user_program"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong UserProgram();

    /// <summary>Address of the program that a second vCPU runs, which counts.</summary>
    [RuntimeImport("exercise_second_program"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong SecondProgram();

    /// <summary>What it counts.</summary>
    [RuntimeImport("exercise_second_count"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong* SecondCount();

    /// <summary>An entry for failed returns, which counts them.</summary>
    [RuntimeImport("exercise_get_failsafe"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong Failsafe();

    /// <summary>How many it has counted.</summary>
    [RuntimeImport("exercise_failures"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern ulong Failures();

    /// <summary>Loads the segment register FS.</summary>
    [RuntimeImport("exercise_load_fs"), MethodImpl(MethodImplOptions.InternalCall)]
    internal static extern void LoadFs(ulong selector);
}
