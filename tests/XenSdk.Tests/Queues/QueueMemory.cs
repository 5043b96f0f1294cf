using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk.Tests.Queues;

/// <summary>Memory that the garbage collector moves.</summary>
internal static unsafe class QueueMemory
{
    /// <summary>Collects, and moves what survives together.</summary>
    internal static void Compact()
    {
        GC.Collect(0, GCCollectionMode.Forced, blocking: true, compacting: true);
        Litter();
    }

    internal static nint AddressOf<T>(T[] memory)
        where T : unmanaged
        => (nint)Unsafe.AsPointer(ref memory[0]);

    /// <summary>What the garbage collector does to an array, at once: it is elsewhere, and where it was is something else.</summary>
    internal static T[] MoveAway<T>(T[] memory)
        where T : unmanaged
    {
        var elsewhere = (T[])memory.Clone();
        MemoryMarshal.AsBytes(memory.AsSpan()).Fill(0xDB);
        return elsewhere;
    }

    // So that the next collection has gaps to close.
    private static void Litter()
    {
        for (int i = 0; i < 1000; i++)
            GC.KeepAlive(new byte[100]);
    }
}
