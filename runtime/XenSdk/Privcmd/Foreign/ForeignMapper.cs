using System.Buffers;

namespace XenSdk;

/// <summary>Maps other domains' memory through the device.</summary>
/// <param name="device">The open device; the caller holds a reference to it.</param>
internal unsafe readonly struct ForeignMapper(PrivcmdDevice device)
{
    /// <summary>How often a page is asked for that its domain's pager has to bring back first, a millisecond apart.</summary>
    private const int PagingTries = 1000;

    /// <summary>Maps frames, each into a page; a page whose frame cannot be mapped is left out.</summary>
    internal ForeignPages MapFrames(ushort domain, ReadOnlySpan<ulong> frames, bool writable)
    {
        nuint length = MappedLength(frames.Length);
        nint address = Reserve(domain, length, writable);
        int[] errors = ArrayPool<int>.Shared.Rent(frames.Length);
        try
        {
            errors.AsSpan(0, frames.Length).Clear();
            fixed (ulong* firstFrame = frames)
            fixed (int* firstError = errors)
            {
                int result = MapBatch(domain, (ulong)address, firstFrame, frames.Length, firstError);
                if (result == -(int)XenErrno.ENOENT)
                    result = WaitForPaging(domain, (ulong)address, firstFrame, frames.Length, firstError);
                if (result < 0)
                    throw Refused(domain, (XenErrno)(-result));
            }

            return new(device, address, length, frames.Length, writable, Failures(errors.AsSpan(0, frames.Length)));
        }
        catch
        {
            device.Unmap(address, length);
            throw;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(errors);
        }
    }

    /// <summary>Maps frames of a resource.</summary>
    internal ForeignPages MapResource(ushort domain, ForeignResource resource, uint id, uint firstFrame, int count, bool writable)
    {
        nuint length = MappedLength(count);
        nint address = Reserve(domain, length, writable);
        var request = new PrivcmdMapResource
        {
            Domain = domain,
            Type = (uint)resource,
            Id = id,
            Index = firstFrame,
            Count = (ulong)count,
            Address = (ulong)address,
        };
        int result = device.Control(PrivcmdRequest.MapResource, &request);
        if (result >= 0)
            return new(device, address, length, count, writable, errors: null);
        device.Unmap(address, length);
        throw ResourceRefused(domain, resource, id, (XenErrno)(-result));
    }

    /// <summary>How many frames a resource has.</summary>
    internal ulong CountOf(ushort domain, ForeignResource resource, uint id)
    {
        var request = new PrivcmdMapResource { Domain = domain, Type = (uint)resource, Id = id };
        int result = device.Control(PrivcmdRequest.MapResource, &request);
        return result >= 0 ? request.Count : throw ResourceRefused(domain, resource, id, (XenErrno)(-result));
    }

    /// <summary>Addresses for the pages, which the kernel fills by the request that follows.</summary>
    private nint Reserve(ushort domain, nuint length, bool writable)
    {
        nint address = device.Map(length, writable);
        return address is < 0 and > -4096 ? throw Refused(domain, (XenErrno)(int)-address) : address;
    }

    private int MapBatch(ushort domain, ulong address, ulong* frames, int count, int* errors)
    {
        var request = new PrivcmdMapBatch
        {
            Count = (uint)count,
            Domain = domain,
            Address = address,
            Frames = frames,
            Errors = errors,
        };
        return device.Control(PrivcmdRequest.MapBatch, &request);
    }

    /// <summary>Asks again, one by one, for frames that are paged out: <c>-ENOENT</c> means that Xen has told the domain's
    /// pager to bring them back.</summary>
    private int WaitForPaging(ushort domain, ulong address, ulong* frames, int count, int* errors)
    {
        for (int page = 0; page < count; page++)
        {
            for (int tries = 0; errors[page] == -(int)XenErrno.ENOENT && tries < PagingTries; tries++)
            {
                Thread.Sleep(1);
                int result = MapBatch(domain, address + ((ulong)page * ForeignPages.PageSize), frames + page, 1, errors + page);
                if (result < 0 && result != -(int)XenErrno.ENOENT)
                    return result;
            }
        }

        return 0;
    }

    private static XenErrno[]? Failures(ReadOnlySpan<int> errors)
    {
        if (!errors.ContainsAnyExcept(0))
            return null;
        var failures = new XenErrno[errors.Length];
        for (int page = 0; page < errors.Length; page++)
            failures[page] = (XenErrno)(-errors[page]);
        return failures;
    }

    // The kernel maps whole pages of its own, which can be larger than Xen's.
    private static nuint MappedLength(int pages)
    {
        var kernelPage = (nuint)Environment.SystemPageSize;
        return (((nuint)pages * ForeignPages.PageSize) + kernelPage - 1) & ~(kernelPage - 1);
    }

    private static PrivcmdException Refused(ushort domain, XenErrno error) => new(
        "XEN0016",
        $"Pages of domain {domain} cannot be mapped: {Obstacle.Words(error)}. " + error switch
        {
            XenErrno.EPERM => "This domain has no right to that one's memory, or this privcmd was restricted to another domain.",
            XenErrno.ESRCH => "There is no such domain.",
            Obstacle.NoSuchRequest or XenErrno.EINVAL => "The kernel may be older than 3.8, which cannot map them in this way.",
            XenErrno.ENOMEM => "The kernel has no memory, or a guest without a physical address range of its own for foreign pages.",
            _ => "See the kernel's log.",
        },
        error);

    private static PrivcmdException ResourceRefused(ushort domain, ForeignResource resource, uint id, XenErrno error) => new(
        "XEN0016",
        $"The {resource} with id {id} of domain {domain} cannot be mapped: {Obstacle.Words(error)}. " + error switch
        {
            XenErrno.EPERM => "This domain has no right to that one, or this privcmd was restricted to another domain.",
            XenErrno.ESRCH => "There is no such domain.",
            Obstacle.NoSuchRequest or XenErrno.EOPNOTSUPP => "The kernel is older than 4.18, or Xen older than 4.11.",
            XenErrno.EINVAL => "The domain has no such resource, or it has fewer frames.",
            _ => "See the kernel's log.",
        },
        error);
}
