using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// The open device with its memory. Whoever uses it holds a reference (<see cref="SafeHandle.DangerousAddRef"/>), so that
/// the descriptor cannot be closed, and another file opened under the same number, between two steps of theirs.
/// </summary>
internal sealed unsafe class PrivcmdDevice : SafeHandle
{
    private readonly IKernel _kernel;
    private readonly int _memoryDevice;

    private PrivcmdDevice(IKernel kernel, int file, int memoryDevice)
        : base(-1, ownsHandle: true)
    {
        _kernel = kernel;
        _memoryDevice = memoryDevice;
        Memory = new(kernel, memoryDevice);
        SetHandle(file);
    }

    /// <summary>The memory that Xen reaches.</summary>
    internal HypercallMemory Memory { get; }

    /// <summary>Whether <see cref="Memory"/> is that of <c>/dev/xen/hypercall</c>.</summary>
    internal bool HasMemoryDevice => _memoryDevice >= 0;

    public override bool IsInvalid => handle < 0;

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

    /// <summary>Makes an <c>ioctl</c>, whose result may be the negative of an errno. The caller holds a reference.</summary>
    internal int Control(uint request, void* argument) => _kernel.Control((int)handle, request, argument);

    /// <summary>Maps pages of the device, which the next request fills. The caller holds a reference.</summary>
    internal nint Map(nuint length, bool writable) => _kernel.MapDevice((int)handle, length, writable);

    /// <summary>Ends a mapping of <see cref="Map"/>, which may outlive the device.</summary>
    internal void Unmap(nint address, nuint length) => _kernel.Unmap(address, length);

    protected override bool ReleaseHandle()
    {
        Memory.Free();
        if (_memoryDevice >= 0)
            _kernel.Close(_memoryDevice);
        _kernel.Close((int)handle);
        return true;
    }
}
