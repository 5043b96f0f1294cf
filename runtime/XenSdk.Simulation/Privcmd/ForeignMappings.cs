using System.Collections.Concurrent;

namespace XenSdk.Simulation;

/// <summary>The ranges of addresses that a program has mapped the device at; pages of other domains come and stay there.</summary>
internal sealed class ForeignMappings
{
    private readonly ConcurrentDictionary<nint, Range> _ranges = new();

    /// <summary>How many ranges there are.</summary>
    internal int Count => _ranges.Count;

    /// <summary>Takes a range of addresses, where nothing is until a page comes.</summary>
    internal nint Reserve(nuint length, bool writable)
    {
        const int noAccess = 0;
        nint address = PosixMemory.Map(0, length, noAccess, PosixMemory.PrivateAnonymous, -1, 0);
        if (address == PosixMemory.Failed)
            return -(int)XenErrno.ENOMEM;
        _ranges[address] = new(length, writable);
        return address;
    }

    /// <summary>Gives a range back, with the pages that came there.</summary>
    internal void Release(nint address, nuint length)
    {
        if (!_ranges.TryRemove(address, out Range range) || range.Length != length)
            throw new InvalidOperationException($"{length} bytes at 0x{address:x} are to be unmapped, and they are no mapping.");
        SharedPages.Unmap(address, length);
    }

    /// <summary>Whether a range holds so many bytes.</summary>
    /// <param name="address">Where the bytes begin, which need not be at the range's start.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="writable">Whether its pages are to be written.</param>
    internal bool Has(nint address, nuint length, out bool writable)
    {
        foreach ((nint start, Range range) in _ranges)
        {
            if (address >= start && (nuint)(address - start) + length <= range.Length)
            {
                writable = range.IsWritable;
                return true;
            }
        }

        writable = false;
        return false;
    }

    private readonly record struct Range(nuint Length, bool IsWritable);
}
