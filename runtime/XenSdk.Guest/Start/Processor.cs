using System.Runtime;
using System.Runtime.CompilerServices;

namespace XenSdk.Guest;

/// <summary>Instructions of x86 that C# has no words for.</summary>
public static class Processor
{
    /// <summary>The time stamp counter, read behind everything that stands before it (<c>lfence; rdtsc</c>).</summary>
    [RuntimeImport("xensdk_read_tsc"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadTimestampCounter();

    /// <summary>Writes a doubleword to an I/O port. A PV guest needs the privilege level for it
    /// (<c>PHYSDEVOP_set_iopl</c>).</summary>
    [RuntimeImport("xensdk_out32"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void Out(ushort port, uint value);

    /// <summary>The top page table as the processor has it in <c>cr3</c>; a PV guest reads what Xen gives it.</summary>
    [RuntimeImport("xensdk_read_cr3"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern ulong ReadCr3();
}

/// <summary>The time stamp counter as the clock's ticks, on x86.</summary>
public readonly struct TimestampCounter : ITickCounter
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read() => Processor.ReadTimestampCounter();
}
