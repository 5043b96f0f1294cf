using System.Diagnostics.CodeAnalysis;

namespace XenSdk.Tests.Memory;

/// <summary>A path of a PV guest that takes down what it was called with, and what the memory held that it was given.</summary>
internal readonly struct RecordingPvPath : IPvPath
{
    [ThreadStatic]
    private static ulong[]? last;

    [ThreadStatic]
    private static Func<ulong[], long>? answer;

    /// <summary>The number and the arguments of the last call on this thread.</summary>
    internal static ulong[] Last => last ?? [];

    /// <summary>What Xen does in the next call on this thread; it returns 0 where nothing is set.</summary>
    internal static Func<ulong[], long>? Answer
    {
        set => answer = value;
    }

    static bool IHypercallPath.LendsMemory => false;

    static bool IHypercallPath.CutsResults => false;

    public long Call(uint number) => Record(number);

    public long Call(uint number, ulong a1) => Record(number, a1);

    public long Call(uint number, ulong a1, ulong a2) => Record(number, a1, a2);

    public long Call(uint number, ulong a1, ulong a2, ulong a3) => Record(number, a1, a2, a3);

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => Record(number, a1, a2, a3, a4);

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => Record(number, a1, a2, a3, a4, a5);

    [DoesNotReturn]
    public void Jump(uint number, ulong frame) => throw new NotSupportedException("This path records calls that return.");

    bool IHypercallPath.TryLend(nuint length, out LentMemory memory)
    {
        memory = default;
        return false;
    }

    void IHypercallPath.TakeBack(LentMemory memory)
    {
    }

    /// <summary>The bytes behind an argument.</summary>
    internal static unsafe ReadOnlySpan<byte> Memory(ulong address, int length) => new((void*)address, length);

    private static long Record(params ulong[] call)
    {
        last = call;
        Func<ulong[], long>? once = answer;
        answer = null;
        return once?.Invoke(call) ?? 0;
    }
}
