using System.Runtime;
using System.Runtime.CompilerServices;
using XenSdk;
using XenSdk.Guest;
using XenSdk.X86_64;

/// <summary>Goes to user mode by hypercall iret, and comes back by the traps of the program there.</summary>
internal static unsafe class UserMode
{
    // Xen's own selectors: FLAT_KERNEL_CS and FLAT_KERNEL_SS of xen-x86_64.h, in user mode with privilege level 3.
    internal const ulong KernelCode = 0xe030;
    internal const ulong UserCode = 0xe033;
    internal const ulong Data = 0xe02b;

    private const ulong Interrupts = 0x202;
    private const ulong Returned = 0x12_3456_789a;

    // A selector that no table has.
    private const ulong None = 0x1233;

    private static ulong s_selector;
    private static bool s_isOut;
    private static Visit s_visit;

    /// <summary>Runs the program in user mode, until its system call.</summary>
    /// <param name="address">What it reads.</param>
    internal static Visit Run(ulong address)
    {
        s_visit = default;
        s_isOut = true;
        var context = new IretContext { Rip = Instructions.UserProgram(), Cs = UserCode, Rflags = Interrupts, Ss = Data };
        context.Rcx = address;
        context.Rsp = OwnTables.Shown + Page.Size;
        _ = Instructions.Leave(&context);
        return s_visit;
    }

    /// <summary>Goes on in the kernel with other registers.</summary>
    /// <returns>Whether it did.</returns>
    internal static bool StaysInKernel()
    {
        var context = new IretContext { Rax = Returned, Rip = Instructions.Back(), Cs = KernelCode, Rflags = Interrupts, Ss = Data };
        return Instructions.Leave(&context) == Returned;
    }

    /// <summary>Goes on with a stack segment that is none.</summary>
    /// <returns>Whether that came back as a fault with its selector.</returns>
    internal static bool FailsToReturn()
    {
        s_selector = 0;
        var context = new IretContext { Rax = Returned, Rip = Instructions.Back(), Cs = KernelCode, Rflags = Interrupts, Ss = None };
        // The fault comes on the stack that the frame names: well below what is in use.
        context.Rsp = ((ulong)&context - Page.Size) & ~15ul;
        return Instructions.Leave(&context) == Returned && s_selector == (None & ~3ul);
    }

    /// <summary>A trap: true if it was the program's.</summary>
    internal static bool OnTrap(ref TrapFrame frame)
    {
        if (frame.Vector == Traps.GeneralProtection && frame.Ss == None)
        {
            s_selector = frame.ErrorCode;
            frame.Ss = Data;
            return true;
        }

        if (!s_isOut || (frame.Cs & 3) != 3)
            return false;

        if (frame.Vector == Traps.Breakpoint)
        {
            s_visit.Breakpoints++;
            s_visit.Fs = frame.Rax;
            s_visit.Gs = frame.Rbx;
            s_visit.Read = frame.R12;
            s_visit.UserStack = frame.Rsp;
            s_visit.KernelStack = Traps.Stack;
            return true;
        }

        s_visit.Ending = frame.Vector;
        s_visit.Word = frame.R13;
        s_isOut = false;
        frame.Rip = Instructions.Back();
        frame.Cs = KernelCode;
        return true;
    }

    /// <summary>Called by <see cref="Instructions.Leave"/>, which has saved what the compiler expects to be kept.</summary>
    [RuntimeExport("exercise_iret")]
    private static void Iret(IretContext* context) => new Hypercalls<PvHypercallPage>().Iret(context);

    /// <summary>What the program saw, and how it came to the kernel's attention.</summary>
    internal struct Visit
    {
        /// <summary>What it read at FS:0.</summary>
        internal ulong Fs;

        /// <summary>What it read at GS:0.</summary>
        internal ulong Gs;

        /// <summary>What it read at the address it was given.</summary>
        internal ulong Read;

        /// <summary>How many of its breakpoints came to the kernel.</summary>
        internal uint Breakpoints;

        /// <summary>Its stack pointer at the breakpoint.</summary>
        internal ulong UserStack;

        /// <summary>Where Xen put the frame of the breakpoint.</summary>
        internal ulong KernelStack;

        /// <summary>Vector of the trap that ended it.</summary>
        internal ulong Ending;

        /// <summary>What it had in a register then.</summary>
        internal ulong Word;
    }
}
