using System.Runtime.CompilerServices;
using XenSdk;
using XenSdk.Guest;

/// <summary>Counts the processor's traps, and keeps the last one.</summary>
internal static unsafe class Traps
{
    internal const int Debug = 1;
    internal const int NonMaskable = 2;
    internal const int Breakpoint = 3;
    internal const int BoundRange = 5;
    internal const int InvalidOpcode = 6;
    internal const int NoFpu = 7;
    internal const int CoprocessorOverrun = 9;
    internal const int GeneralProtection = 13;
    internal const int PageFault = 14;

    private static Counts s_counts;
    private static TrapFrame s_last;
    private static ulong s_stack;
    private static ulong s_length;

    /// <summary>How often a trap came.</summary>
    internal static uint Count(int vector) => Volatile.Read(ref s_counts[vector]);

    /// <summary>The registers when the last trap came.</summary>
    internal static ref readonly TrapFrame Last => ref s_last;

    /// <summary>Where Xen put the frame of the last trap: the stack that it entered on.</summary>
    internal static ulong Stack => s_stack;

    /// <summary>Goes on behind instructions that fault, from now on; 0: a fault is a panic again.</summary>
    /// <param name="length">Bytes of the instruction.</param>
    internal static void PassOver(ulong length) => s_length = length;

    /// <summary>Where all of them come. The two that nothing else uses stand in for other entries that Xen is given.</summary>
    [GuestTrap(Debug)]
    [GuestTrap(NonMaskable)]
    [GuestTrap(Breakpoint)]
    [GuestTrap(BoundRange)]
    [GuestTrap(InvalidOpcode)]
    [GuestTrap(NoFpu)]
    [GuestTrap(CoprocessorOverrun)]
    [GuestTrap(GeneralProtection)]
    [GuestTrap(PageFault)]
    internal static void OnTrap(ref TrapFrame frame)
    {
        s_counts[(int)frame.Vector]++;
        s_last = frame;
        s_stack = (ulong)Unsafe.AsPointer(ref frame);
        if (UserMode.OnTrap(ref frame))
            return;

        if (frame.Vector == BoundRange)
            Upcalls.Take();
        if (frame.Vector is GeneralProtection or PageFault)
        {
            if (s_length == 0)
            {
                var console = new GuestConsole<PvHypercallPage>();
                console.WriteLine($"trap {frame.Vector}, error code 0x{frame.ErrorCode:x}, at 0x{frame.Rip:x}");
                Panic.Because("a fault that nobody waits for");
            }

            frame.Rip += s_length;
        }
    }

    [InlineArray(32)]
    private struct Counts
    {
        private uint _first;
    }
}
