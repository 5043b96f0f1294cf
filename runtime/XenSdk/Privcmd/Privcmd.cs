using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// Linux's way for a program to make hypercalls: the device <c>/dev/xen/privcmd</c>, through which the kernel makes them on
/// the program's behalf. What Xen lets the domain do, the program may do.
/// </summary>
/// <remarks>
/// <para>
/// All members may be used from many threads at once, and a hypercall allocates nothing. Memory of the garbage collector's
/// may be passed to every stub: it is copied to memory that Xen reaches and back, as the argument's direction asks. Only
/// memory whose address stands <i>inside</i> another structure must be rented from <see cref="Rent"/>.
/// </para>
/// <para>
/// An error in a result may be the kernel's own instead of Xen's: both number errors alike and the device does not say which
/// it was. <c>-EFAULT</c> and <c>-EPERM</c> are the likely ones, <c>-ENOTTY</c> is always the kernel's.
/// </para>
/// <para>Linux: drivers/xen/privcmd.c and include/uapi/xen/privcmd.h.</para>
/// </remarks>
/// <example>
/// <code>
/// using Privcmd xen = Privcmd.Open();
/// Console.WriteLine(xen.Hypercalls.Version());
/// </code>
/// </example>
public sealed unsafe partial class Privcmd : IDisposable
{
    /// <summary>Where kernels from Linux 3.3 on have the device.</summary>
    public const string DevicePath = "/dev/xen/privcmd";

    /// <summary>Where it is on older kernels, and on all with xenfs mounted.</summary>
    public const string OldDevicePath = "/proc/xen/privcmd";

    /// <summary>Where kernels from Linux 4.18 on have the device whose memory Xen reaches.</summary>
    public const string MemoryDevicePath = "/dev/xen/hypercall";

    private readonly PrivcmdDevice _device;

    private Privcmd(PrivcmdDevice device) => _device = device;

    /// <summary>Opens the device.</summary>
    /// <exception cref="PrivcmdException">There is no Xen (<c>XEN0011</c>), no permission (<c>XEN0012</c>), or the kernel has no
    /// privcmd (<c>XEN0013</c>); the text says what to try.</exception>
    public static Privcmd Open()
    {
        if (Obstacle.OfProcess(OperatingSystem.IsLinux(), RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture) is { } obstacle)
            throw obstacle;
        return Open(LinuxKernel.Instance);
    }

    /// <summary>Opens the device of a kernel, which may be a simulated one.</summary>
    internal static Privcmd Open(IKernel kernel) => new(PrivcmdDevice.Open(kernel));

    /// <summary>The hypercalls. What kind of guest the domain is only Xen knows: it answers <c>-ENOSYS</c> or <c>-EPERM</c> to
    /// one that the kind does not have.</summary>
    public Hypercalls<PrivcmdPath> Hypercalls => new(new(this));

    /// <summary>Whether the memory that Xen gets is that of <see cref="MemoryDevicePath"/>, which never faults. Otherwise it is
    /// locked memory of the process, which the kernel may still move, rarely: a call then fails with <c>-EFAULT</c>.</summary>
    public bool HasMemoryDevice => _device.HasMemoryDevice;

    /// <summary>The domain that <see cref="Restrict"/> confined this device to; null where it did not.</summary>
    public DomainId? RestrictedTo => _device.RestrictedTo;

    /// <summary>
    /// Confines this device for good: from now on only pages of <paramref name="domain"/> can be mapped through it, and no
    /// hypercall can be made. For a program that serves one domain and wants to give up the rest of its powers.
    /// </summary>
    /// <remarks>A hypercall on a restricted device throws <see cref="InvalidOperationException"/> before it is made: the
    /// kernel would answer <c>-EPERM</c>, as Xen might.</remarks>
    /// <param name="domain">The domain.</param>
    /// <exception cref="PrivcmdException">The kernel refused (<c>XEN0014</c>): it is older than 4.11 (<c>-ENOTTY</c>), or the
    /// device is restricted to another domain already (<c>-EINVAL</c>).</exception>
    public void Restrict(DomainId domain)
    {
        int result;
        _device.Hold();
        try
        {
            result = _device.Restrict((ushort)domain);
        }
        finally
        {
            _device.Release();
        }

        if (result < 0)
            throw Obstacle.Refused($"Privcmd cannot be restricted to domain {(ushort)domain}", (XenErrno)(-result));
    }

    /// <summary>
    /// Rents memory that Xen reaches at the address that the program sees: for structures whose address stands inside another
    /// one, such as the arguments of a <c>multicall_entry</c>. It is zero at first.
    /// </summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="count">How many of them.</param>
    /// <exception cref="PrivcmdException">There is no more such memory (<c>XEN0015</c>).</exception>
    public HypercallBuffer<T> Rent<T>(int count = 1)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        int error = Lend((nuint)count * (nuint)sizeof(T), isZero: true, out LentMemory memory);
        return error == 0 ? new(this, _device.Memory.SlotOf(memory), memory, count) : throw NoMemory((XenErrno)(-error));
    }

    /// <summary>Maps frames of another domain's memory, one after another.</summary>
    /// <param name="domain">The domain whose memory it is; <c>DomainId.Xen</c> and <c>DomainId.Io</c> too.</param>
    /// <param name="frames">Numbers of the frames: machine frames of a PV domain, otherwise frames as the domain itself counts
    /// them.</param>
    /// <param name="access">Whether they may be written.</param>
    /// <exception cref="PrivcmdException">They cannot be mapped, not all of them at least (<c>XEN0016</c>).</exception>
    public ForeignPages MapFrames(DomainId domain, ReadOnlySpan<ulong> frames, ForeignAccess access = ForeignAccess.Read)
    {
        ForeignPages pages = MapFramesThatExist(domain, frames, access);
        if (pages.IsComplete)
            return pages;

        int page = 0;
        while (pages.ErrorOf(page) == XenErrno.None)
            page++;
        XenErrno error = pages.ErrorOf(page);
        pages.Dispose();
        throw new PrivcmdException(
            "XEN0016",
            $"Frame 0x{frames[page]:x} of domain {(ushort)domain} (the one with index {page}) cannot be mapped: {Obstacle.Words(error)}. " +
            // Xen's word for both.
            (error == XenErrno.EPERM ? "It is not that domain's, or this domain has no right to that one's memory. " : "") +
            $"Use {nameof(MapFramesThatExist)} to map the others all the same.",
            error);
    }

    /// <summary>Maps frames of another domain's memory, one after another, and leaves out those that cannot be mapped:
    /// <see cref="ForeignPages.ErrorOf"/> says which and why.</summary>
    /// <remarks>A frame that is paged out is waited for, up to a second.</remarks>
    /// <inheritdoc cref="MapFrames"/>
    /// <exception cref="PrivcmdException">The kernel refused the request as a whole (<c>XEN0016</c>).</exception>
    public ForeignPages MapFramesThatExist(DomainId domain, ReadOnlySpan<ulong> frames, ForeignAccess access = ForeignAccess.Read)
    {
        if (frames.Length is 0 or > ForeignPages.MaximumCount)
            throw new ArgumentOutOfRangeException(nameof(frames), frames.Length, $"1 to {ForeignPages.MaximumCount} frames can be mapped at once.");
        _device.Hold();
        try
        {
            return new ForeignMapper(_device).MapFrames((ushort)domain, frames, access == ForeignAccess.ReadWrite);
        }
        finally
        {
            _device.Release();
        }
    }

    /// <summary>Maps frames that are Xen's own and belong to a domain, such as its grant table.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="resource">What they are.</param>
    /// <param name="id">Which one of its kind; see <see cref="ForeignResource"/>.</param>
    /// <param name="firstFrame">The first frame of it.</param>
    /// <param name="count">How many frames.</param>
    /// <param name="access">Whether they may be written.</param>
    /// <exception cref="PrivcmdException">They cannot be mapped (<c>XEN0016</c>).</exception>
    public ForeignPages MapResource(
        DomainId domain, ForeignResource resource, uint id, uint firstFrame, int count, ForeignAccess access = ForeignAccess.ReadWrite)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ForeignPages.MaximumCount);
        _device.Hold();
        try
        {
            return new ForeignMapper(_device).MapResource((ushort)domain, resource, id, firstFrame, count, access == ForeignAccess.ReadWrite);
        }
        finally
        {
            _device.Release();
        }
    }

    /// <summary>How many frames a resource of a domain has.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="resource">What they are.</param>
    /// <param name="id">Which one of its kind; see <see cref="ForeignResource"/>.</param>
    /// <exception cref="PrivcmdException">The kernel or Xen does not say (<c>XEN0016</c>); kernels before 5.12 do not.</exception>
    public ulong CountResourceFrames(DomainId domain, ForeignResource resource, uint id)
    {
        _device.Hold();
        try
        {
            return new ForeignMapper(_device).CountOf((ushort)domain, resource, id);
        }
        finally
        {
            _device.Release();
        }
    }

    /// <summary>Closes the device. What is rented stays until it is given back, and mapped pages until they are disposed.</summary>
    public void Dispose() => _device.Dispose();

    /// <summary>Lends memory that Xen reaches. A loan keeps the device open.</summary>
    /// <param name="length">Bytes of it.</param>
    /// <param name="isZero">Whether it has to be all zero.</param>
    /// <param name="memory">The memory.</param>
    /// <returns>0, or the negative of the errno for which there is none.</returns>
    internal int Lend(nuint length, bool isZero, out LentMemory memory)
    {
        _device.Hold();
        int error = _device.Memory.TryLend(length, isZero, out memory);
        if (error != 0)
            _device.Release();
        return error;
    }

    /// <summary>Ends a loan; one that has ended is left alone.</summary>
    internal void TakeBack(LentMemory memory)
    {
        if (_device.Memory.TakeBack(memory))
            _device.Release();
    }

    private PrivcmdException NoMemory(XenErrno error) => new(
        "XEN0015",
        $"There is no more memory that Xen can reach ({Obstacle.Words(error)}). " + (HasMemoryDevice
            ? "Give rented buffers back sooner, or rent smaller ones."
            : $"The kernel has no {MemoryDevicePath} (load the module xen-privcmd of Linux 4.18 or later), so memory is locked " +
              "instead, and the process may lock no more: raise its limit (ulimit -l, LimitMEMLOCK= of its service)."),
        error);
}
