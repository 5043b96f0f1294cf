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

    /// <summary>The interrupt that XenSdk.Guest takes for Xen's upcall in a PVH guest: what the guest has to tell Xen
    /// (<c>HVM_PARAM_CALLBACK_IRQ</c>, by vector).</summary>
    public const byte UpcallVector = 0xf3;

    /// <summary>Keeps interrupts from coming, Xen's upcalls too (<c>cli</c>). Not for PV guests, whose flag is in memory.</summary>
    [RuntimeImport("xensdk_disable_interrupts"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void DisableInterrupts();

    /// <summary>Lets interrupts come and waits for the next one, with nothing in between (<c>sti; hlt</c>).</summary>
    [RuntimeImport("xensdk_enable_interrupts_and_halt"), MethodImpl(MethodImplOptions.InternalCall)]
    public static extern void EnableInterruptsAndHalt();
}

/// <summary>The time stamp counter as the clock's ticks, on x86.</summary>
public readonly struct TimestampCounter : ITickCounter
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Read() => Processor.ReadTimestampCounter();
}
