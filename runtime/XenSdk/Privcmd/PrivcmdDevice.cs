using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The open device with its memory. Whoever uses it holds it (<see cref="TryHold"/>), so that the descriptor cannot be closed,
/// and another file opened under the same number, between two steps of theirs.
/// </summary>
/// <remarks>A <see cref="System.Runtime.InteropServices.SafeHandle"/> does the same, and costs every hypercall more: this is two additions.</remarks>
internal sealed unsafe class PrivcmdDevice : IDisposable
{
    // What _holders counts: 2 for each who holds the device, and 1 from Dispose on.
    private const int Holder = 2;
    private const int Disposed = 1;

    private readonly IKernel _kernel;
    private readonly int _file;
    private readonly int _memoryDevice;
    private int _holders;
    private int _isClosed;

    private PrivcmdDevice(IKernel kernel, int file, int memoryDevice)
    {
        _kernel = kernel;
        _file = file;
        _memoryDevice = memoryDevice;
        Memory = new(kernel, memoryDevice);
    }

    ~PrivcmdDevice() => Close();

    /// <summary>The memory that Xen reaches.</summary>
    internal HypercallMemory Memory { get; }

    /// <summary>Whether <see cref="Memory"/> is that of <c>/dev/xen/hypercall</c>.</summary>
    internal bool HasMemoryDevice => _memoryDevice >= 0;

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

    /// <summary>Makes an <c>ioctl</c>, whose result may be the negative of an errno. The caller holds the device.</summary>
    internal int Control(uint request, void* argument) => _kernel.Control(_file, request, argument);

    /// <summary>Maps pages of the device, which the next request fills. The caller holds the device.</summary>
    internal nint Map(nuint length, bool writable) => _kernel.MapDevice(_file, length, writable);

    /// <summary>Ends a mapping of <see cref="Map"/>, which may outlive the device.</summary>
    internal void Unmap(nint address, nuint length) => _kernel.Unmap(address, length);

    /// <summary>Holds the device, until <see cref="Release"/>.</summary>
    /// <returns>False where it was disposed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryHold()
    {
        if ((Interlocked.Add(ref _holders, Holder) & Disposed) == 0)
            return true;
        Release();
        return false;
    }

    /// <summary>Ends a hold; the last one after <see cref="Dispose"/> closes the device.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Release()
    {
        if (Interlocked.Add(ref _holders, -Holder) == Disposed)
            Close();
    }

    /// <summary>Closes the device, as soon as nobody holds it any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Or(ref _holders, Disposed) == 0)
            Close();
        GC.SuppressFinalize(this);
    }

    private void Close()
    {
        // Whoever came too late holds and releases it too.
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return;
        Memory.Free();
        if (_memoryDevice >= 0)
            _kernel.Close(_memoryDevice);
        _kernel.Close(_file);
    }
}
