using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The open device with its memory. Whoever uses it is counted first, so that the descriptor cannot be closed, and another file
/// opened under the same number, between two steps of theirs.
/// </summary>
/// <remarks>
/// <para>
/// A hypercall takes the descriptor from <see cref="_callFile"/>, which holds none where there is more to do than to call the gate:
/// the device was disposed or restricted, or the kernel has no gate.
/// </para>
/// <para>
/// That is safe because counting and taking are ordered. Who took the descriptor was counted before, so that
/// <see cref="Dispose"/>, which withdraws the descriptor and then reads the count, finds them and leaves closing to them. Who is
/// counted later gets none. And whoever finishes is taken off the count before they look whether the device was disposed: either
/// they see that, or <see cref="Dispose"/> does not see them any more.
/// </para>
/// <para>A <see cref="System.Runtime.InteropServices.SafeHandle"/> does the same, and costs every hypercall more.</para>
/// </remarks>
internal sealed unsafe class PrivcmdDevice : IDisposable
{
    private const int NoFile = -1;
    private const int Unrestricted = -1;

    private readonly IKernel _kernel;
    private readonly int _file;
    private readonly int _memoryDevice;
    private readonly delegate* unmanaged<PrivcmdCall*, int> _gate;
    private int _callFile;
    private int _users;
    private int _restrictedTo = Unrestricted;
    private bool _isDisposed;
    private int _isClosed;

    private PrivcmdDevice(IKernel kernel, int file, int memoryDevice)
    {
        _kernel = kernel;
        _gate = (delegate* unmanaged<PrivcmdCall*, int>)kernel.CallGate;
        _file = file;
        _callFile = _gate != null ? file : NoFile;
        _memoryDevice = memoryDevice;
        Memory = new(kernel, memoryDevice);
    }

    // Who makes a call reaches the device until the call is over, so what is counted here are loans that nobody ends any more.
    // Xen may know their addresses.
    ~PrivcmdDevice()
    {
        if (_users == 0)
            Close();
    }

    /// <summary>The memory that Xen reaches.</summary>
    internal HypercallMemory Memory { get; }

    /// <summary>Whether <see cref="Memory"/> is that of <c>/dev/xen/hypercall</c>.</summary>
    internal bool HasMemoryDevice => _memoryDevice >= 0;

    /// <summary>The domain that <see cref="Restrict"/> confined the device to; null where it did not.</summary>
    internal DomainId? RestrictedTo => Volatile.Read(ref _restrictedTo) is >= 0 and int domain ? (DomainId)domain : null;

    /// <summary>Opens the device where today's kernels have it, or where old ones do.</summary>
    /// <exception cref="PrivcmdException">It cannot be opened.</exception>
    internal static PrivcmdDevice Open(IKernel kernel)
    {
        string path = Privcmd.DevicePath;
        int file = kernel.Open(path);
        if (file < 0 && Obstacle.IsMissing((XenErrno)(-file)))
        {
            path = Privcmd.OldDevicePath;
            file = kernel.Open(path);
        }

        if (file < 0)
            throw Obstacle.For(kernel, path, (XenErrno)(-file));

        int memoryDevice = kernel.Open(Privcmd.MemoryDevicePath);
        if (memoryDevice < 0 && !Obstacle.IsMissing((XenErrno)(-memoryDevice)))
        {
            kernel.Close(file);
            throw Obstacle.For(kernel, Privcmd.MemoryDevicePath, (XenErrno)(-memoryDevice));
        }

        return new(kernel, file, memoryDevice);
    }

    /// <summary>Makes a hypercall.</summary>
    /// <param name="call">Number and arguments; the descriptor is filled in.</param>
    /// <returns>Its result, which Linux holds in an <c>int</c>.</returns>
    /// <exception cref="ObjectDisposedException">The device was disposed.</exception>
    /// <exception cref="InvalidOperationException">The device was restricted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Call(PrivcmdCall* call)
    {
        // A system call throws nothing, so that nothing is spent on being ready for it.
        Interlocked.Increment(ref _users);
        int file = Volatile.Read(ref _callFile);
        if (file < 0)
            return CallWithoutGate(call);
        call->File = file;
        int result = _gate(call);
        Interlocked.Decrement(ref _users);
        if (Volatile.Read(ref _callFile) < 0)
            CloseWhereUnused();
        return result;
    }

    /// <summary>Makes an <c>ioctl</c>, whose result may be the negative of an errno. The caller holds the device.</summary>
    internal int Control(uint request, void* argument) => _kernel.Control(_file, request, argument);

    /// <summary>Confines the device to a domain. The caller holds it.</summary>
    /// <returns>0, or the negative of the errno why the kernel refused.</returns>
    internal int Restrict(ushort domain)
    {
        int result = Control(PrivcmdRequest.Restrict, &domain);
        if (result < 0)
            return result;
        Volatile.Write(ref _restrictedTo, domain);
        Volatile.Write(ref _callFile, NoFile);
        return 0;
    }

    /// <summary>Maps pages of the device, which the next request fills. The caller holds the device.</summary>
    internal nint Map(nuint length, bool writable) => _kernel.MapDevice(_file, length, writable);

    /// <summary>Ends a mapping of <see cref="Map"/>, which may outlive the device.</summary>
    internal void Unmap(nint address, nuint length) => _kernel.Unmap(address, length);

    /// <summary>Holds the device, until <see cref="Release"/>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Hold()
    {
        Interlocked.Increment(ref _users);
        if (Volatile.Read(ref _isDisposed))
            ReleaseDisposed();
    }

    /// <summary>Ends a hold; the last one after <see cref="Dispose"/> closes the device.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Release()
    {
        Interlocked.Decrement(ref _users);
        if (Volatile.Read(ref _isDisposed))
            CloseWhereUnused();
    }

    /// <summary>Closes the device, as soon as nobody uses it any more.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        Interlocked.Exchange(ref _callFile, NoFile);
        CloseWhereUnused();
        GC.SuppressFinalize(this);
    }

    /// <summary>Goes on with a counted call for which there is no descriptor, or no gate.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int CallWithoutGate(PrivcmdCall* call)
    {
        try
        {
            if (Volatile.Read(ref _isDisposed))
                throw Disposed();
            if (Volatile.Read(ref _restrictedTo) != Unrestricted)
                throw Restricted();
            return Control(PrivcmdRequest.Hypercall, &call->Hypercall);
        }
        finally
        {
            Release();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseDisposed()
    {
        Release();
        throw Disposed();
    }

    private static ObjectDisposedException Disposed() => new(nameof(Privcmd));

    private InvalidOperationException Restricted() => new(
        $"This privcmd was restricted to domain {_restrictedTo}: no hypercall can be made through it any more. Open another one " +
        "before restricting this one, and make hypercalls there.");

    /// <summary>Closes the device where it was disposed and nobody uses it.</summary>
    private void CloseWhereUnused()
    {
        if (Volatile.Read(ref _isDisposed) && Volatile.Read(ref _users) == 0)
            Close();
    }

    private void Close()
    {
        // Whoever comes too late is counted too, and may find nobody left as well.
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        Memory.Free();
        if (_memoryDevice >= 0)
            _kernel.Close(_memoryDevice);
        _kernel.Close(_file);
    }
}
