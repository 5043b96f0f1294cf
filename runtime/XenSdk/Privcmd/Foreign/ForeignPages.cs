using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>What a program may do with pages that it maps.</summary>
public enum ForeignAccess
{
    /// <summary>Read them.</summary>
    Read,

    /// <summary>Read and write them.</summary>
    ReadWrite,
}

/// <summary>
/// Pages of another domain, or of Xen's on behalf of one, mapped into this process one after another. Dispose it to unmap
/// them.
/// </summary>
/// <remarks>
/// A span taken before <see cref="Dispose"/> must not be used after: the addresses mean nothing then, or something else. For
/// the same reason the garbage collector never unmaps pages by itself; those that are not disposed stay as long as the process
/// lives. The other domain may change its memory at any time, so read what is checked once and keep a copy.
/// </remarks>
public sealed unsafe class ForeignPages : IDisposable
{
    /// <summary>Bytes of a page: Xen's, whatever pages the kernel has.</summary>
    public const int PageSize = 4096;

    /// <summary>Most pages that one mapping can have, so that a span can hold its bytes.</summary>
    public const int MaximumCount = int.MaxValue / PageSize;

    private readonly PrivcmdDevice _device;
    private readonly nuint _mappedLength;
    private readonly XenErrno[]? _errors;
    private nint _address;

    /// <summary>Takes over a mapping.</summary>
    /// <param name="device">Unmaps it.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="mappedLength">Bytes to unmap.</param>
    /// <param name="count">How many pages it has.</param>
    /// <param name="isWritable">Whether they may be written.</param>
    /// <param name="errors">For each page why it is not there; null where all are.</param>
    internal ForeignPages(PrivcmdDevice device, nint address, nuint mappedLength, int count, bool isWritable, XenErrno[]? errors)
    {
        _device = device;
        _address = address;
        _mappedLength = mappedLength;
        _errors = errors;
        Count = count;
        IsWritable = isWritable;
    }

    /// <summary>How many pages there are.</summary>
    public int Count { get; }

    /// <summary>Whether they may be written.</summary>
    public bool IsWritable { get; }

    /// <summary>Whether every page is there.</summary>
    public bool IsComplete => _errors is null;

    /// <summary>All bytes of all pages.</summary>
    /// <exception cref="ObjectDisposedException">The pages were unmapped.</exception>
    /// <exception cref="InvalidOperationException">A page is missing (<see cref="IsComplete"/>): take the others one by one.</exception>
    public ReadOnlySpan<byte> Bytes => All();

    /// <summary>All bytes of all pages, to be written too.</summary>
    /// <exception cref="ObjectDisposedException">The pages were unmapped.</exception>
    /// <exception cref="InvalidOperationException">They are mapped for reading only, or one is missing.</exception>
    public Span<byte> WritableBytes => IsWritable ? All() : throw NotWritable();

    /// <summary>Why a page is not there; <see cref="XenErrno.None"/> where it is.</summary>
    public XenErrno ErrorOf(int page)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(page);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(page, Count);
        return _errors is null ? XenErrno.None : _errors[page];
    }

    /// <summary>The bytes of one page.</summary>
    /// <exception cref="ObjectDisposedException">The pages were unmapped.</exception>
    /// <exception cref="InvalidOperationException">This one is not there.</exception>
    public ReadOnlySpan<byte> Page(int page) => One(page);

    /// <summary>The bytes of one page, to be written too.</summary>
    /// <exception cref="ObjectDisposedException">The pages were unmapped.</exception>
    /// <exception cref="InvalidOperationException">They are mapped for reading only, or this one is not there.</exception>
    public Span<byte> WritablePage(int page) => IsWritable ? One(page) : throw NotWritable();

    /// <summary>What stands at the start of the pages, such as a <c>shared_info</c>.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than the pages.</exception>
    /// <exception cref="ObjectDisposedException">The pages were unmapped.</exception>
    /// <exception cref="InvalidOperationException">A page is missing.</exception>
    public ref readonly T As<T>()
        where T : unmanaged => ref MemoryMarshal.AsRef<T>(Bytes);

    /// <summary>What stands at the start of the pages, to be written too.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than the pages.</exception>
    /// <exception cref="ObjectDisposedException">The pages were unmapped.</exception>
    /// <exception cref="InvalidOperationException">They are mapped for reading only, or one is missing.</exception>
    public ref T AsWritable<T>()
        where T : unmanaged => ref MemoryMarshal.AsRef<T>(WritableBytes);

    /// <summary>Unmaps the pages. Again is harmless.</summary>
    public void Dispose()
    {
        nint address = Interlocked.Exchange(ref _address, 0);
        if (address != 0)
            _device.Unmap(address, _mappedLength);
    }

    private Span<byte> All()
    {
        byte* start = Mapped();
        if (_errors is not null)
        {
            int missing = Array.FindIndex(_errors, static error => error != XenErrno.None);
            throw Missing(missing);
        }

        return new(start, Count * PageSize);
    }

    private Span<byte> One(int page)
    {
        byte* start = Mapped();
        return ErrorOf(page) == XenErrno.None ? new(start + (page * PageSize), PageSize) : throw Missing(page);
    }

    private byte* Mapped()
    {
        nint address = Volatile.Read(ref _address);
        ObjectDisposedException.ThrowIf(address == 0, this);
        return (byte*)address;
    }

    private InvalidOperationException Missing(int page) =>
        new($"Page {page} of {Count} is not mapped: {HypercallResult.FromError(_errors![page])}.");

    private static InvalidOperationException NotWritable() =>
        new($"The pages are mapped for reading only: map them with {nameof(ForeignAccess)}.{nameof(ForeignAccess.ReadWrite)}.");
}
