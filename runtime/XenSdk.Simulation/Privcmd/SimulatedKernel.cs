using System.Collections.Concurrent;

namespace XenSdk.Simulation;

/// <summary>
/// Linux as privcmd's users see it, in a simulated domain: drivers/xen/privcmd.c and privcmd-buf.c. Descriptors are the
/// process's own (of /dev/null), and so is memory, so that what is not given back is missing for real.
/// </summary>
internal sealed unsafe class SimulatedKernel(SimulatedXen xen, SimulatedPrivcmdOptions options) : IKernel
{
    private const int NoSuchRequest = -25;
    private readonly ConcurrentDictionary<int, SimulatedPrivcmdFile> _files = new();
    private readonly ConcurrentDictionary<nint, nuint> _memory = new();
    private readonly ConcurrentDictionary<ulong, nint> _reachedPages = new();
    private int _memoryDevice = -1;
    private long _memoryPages;

    /// <summary>Descriptors that are open.</summary>
    internal int OpenFiles => _files.Count + (_memoryDevice >= 0 ? 1 : 0);

    public nint CallGate => 0;

    /// <summary>Pages that Xen reaches.</summary>
    internal long MemoryPages => Interlocked.Read(ref _memoryPages);

    /// <summary>Addresses that foreign pages take.</summary>
    internal ForeignMappings Foreign { get; } = new();

    public int Open(string path)
    {
        XenErrno error = path switch
        {
            Privcmd.DevicePath => options.OpenError,
            Privcmd.OldDevicePath => options.OldOpenError,
            Privcmd.MemoryDevicePath => options.MemoryOpenError,
            _ => XenErrno.ENOENT,
        };
        if (error != XenErrno.None)
            return -(int)error;
        int file = LinuxKernel.Instance.Open("/dev/null");
        if (file < 0)
            return file;
        if (path == Privcmd.MemoryDevicePath)
            _memoryDevice = file;
        else
            _files[file] = new SimulatedPrivcmdFile(xen, Foreign);
        return file;
    }

    public void Close(int file)
    {
        if (file == _memoryDevice)
            _memoryDevice = -1;
        else
            _files.TryRemove(file, out _);
        LinuxKernel.Instance.Close(file);
    }

    public int Control(int file, uint request, void* argument)
    {
        if (!_files.TryGetValue(file, out SimulatedPrivcmdFile? privcmd))
            return -(int)XenErrno.EBADF;
        return request switch
        {
            PrivcmdRequest.Hypercall => privcmd.Call(in *(PrivcmdHypercall*)argument),
            PrivcmdRequest.Restrict => privcmd.Restrict(*(ushort*)argument),
            PrivcmdRequest.MapBatch => privcmd.MapBatch(in *(PrivcmdMapBatch*)argument),
            PrivcmdRequest.MapResource => privcmd.MapResource(ref *(PrivcmdMapResource*)argument),
            _ => NoSuchRequest,
        };
    }

    public nint MapDevice(int file, nuint length, bool writable)
    {
        if (file == _memoryDevice)
            return MapMemory(length, static length => SharedPages.Map(length));
        return _files.ContainsKey(file) ? Foreign.Reserve(length, writable) : -(int)XenErrno.EBADF;
    }

    public nint MapLocked(nuint length) => MapMemory(length, static length => LinuxKernel.Instance.MapLocked(length));

    public void Unmap(nint address, nuint length)
    {
        if (_memory.TryRemove(address, out nuint mapped))
        {
            if (mapped != length)
                throw new InvalidOperationException($"{mapped} bytes are mapped at 0x{address:x}, and {length} are to be unmapped.");
            foreach (ulong page in PagesOf(address, length))
                _reachedPages.TryRemove(page, out _);
            Interlocked.Add(ref _memoryPages, -Pages(length));
            SharedPages.Unmap(address, length);
        }
        else
        {
            Foreign.Release(address, length);
        }
    }

    public bool Exists(string path) => false;

    public string? ReadText(string path) => path == "/sys/hypervisor/type" ? options.HypervisorType : null;

    /// <summary>Whether Xen reaches a range, all of it.</summary>
    internal bool Reaches(ulong address, ulong length)
    {
        for (ulong page = address / PageSize; page <= (address + Math.Max(length, 1) - 1) / PageSize; page++)
        {
            if (!_reachedPages.ContainsKey(page))
                return false;
        }

        return true;
    }

    private nint MapMemory(nuint length, Func<nuint, nint> map)
    {
        if (Interlocked.Add(ref _memoryPages, Pages(length)) > options.MemoryPages)
        {
            Interlocked.Add(ref _memoryPages, -Pages(length));
            return -(int)XenErrno.ENOMEM;
        }

        nint address = map(length);
        if (address is < 0 and > -4096)
        {
            Interlocked.Add(ref _memoryPages, -Pages(length));
            return address;
        }

        _memory[address] = length;
        foreach (ulong page in PagesOf(address, length))
            _reachedPages[page] = address;
        return address;
    }

    private static ulong PageSize => (ulong)Environment.SystemPageSize;

    private static long Pages(nuint length) => (long)(length / PageSize);

    private static IEnumerable<ulong> PagesOf(nint address, nuint length)
    {
        for (ulong page = (ulong)address / PageSize; page < ((ulong)address + length) / PageSize; page++)
            yield return page;
    }
}
