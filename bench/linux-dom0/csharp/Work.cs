using System.Runtime.CompilerServices;
using XenSdk;

/// <summary>Numbers of Xen's public version.h.</summary>
internal static class VersionCommand
{
    public const int Version = 0, Extra = 1;
}

/// <summary>A call with numbers only.</summary>
internal readonly struct Call(Privcmd privcmd) : IWork
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Run(int n) => (ulong)privcmd.Hypercalls.XenVersion(VersionCommand.Version, default(GuestPointer64)).Value;
}

/// <summary>The answer goes to the program's own memory.</summary>
internal readonly struct CallWithMemory(Privcmd privcmd) : IWork
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Run(int n)
    {
        ExtraVersion extra = default;
        HypercallResult result = privcmd.Hypercalls.XenVersion(VersionCommand.Extra, ref extra);
        return (ulong)result.Value + extra[1];
    }

    // xen_extraversion_t
    [InlineArray(16)]
    private struct ExtraVersion
    {
        private byte _first;
    }
}

/// <summary>The list stands in memory that Xen reaches.</summary>
internal readonly struct Multicall(Privcmd privcmd, HypercallBuffer<MulticallEntry> lent) : IWork
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Run(int n)
    {
        Span<MulticallEntry> entries = lent.Span[..n];
        Entries.Fill(entries);
        privcmd.Hypercalls.Multicall(lent.Pointer, (uint)n).ThrowIfError();
        return Entries.Sum(entries);
    }
}

/// <summary>The list stands in the program's own memory, and is copied there and back.</summary>
internal readonly struct MulticallOfOwnMemory(Privcmd privcmd, MulticallEntry[] own) : IWork
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Run(int n)
    {
        Span<MulticallEntry> entries = own.AsSpan(0, n);
        Entries.Fill(entries);
        privcmd.Hypercalls.Multicall(entries).ThrowIfError();
        return Entries.Sum(entries);
    }
}

/// <summary>What stands in the lists. Inlined, as C's compiler does unasked.</summary>
internal static class Entries
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill(Span<MulticallEntry> entries)
    {
        foreach (ref MulticallEntry entry in entries)
        {
            entry.Op = HypercallNumber.XenVersion;
            entry.Args[0] = VersionCommand.Version;
            entry.Args[1] = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Sum(ReadOnlySpan<MulticallEntry> entries)
    {
        ulong sum = 0;
        foreach (ref readonly MulticallEntry entry in entries)
            sum += (ulong)entry.Result;
        return sum;
    }
}
