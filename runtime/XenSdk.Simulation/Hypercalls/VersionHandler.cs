using System.Text;

namespace XenSdk.Simulation;

/// <summary>xen_version: the version in two forms, and the page size (do_xen_version, xen/common/kernel.c).</summary>
internal sealed class VersionHandler(SimulatedXenOptions options) : IHypercallHandler
{
    // Commands of Xen's public version.h.
    private const int Version = 0;
    private const int ExtraVersion = 1;
    private const int PageSize = 7;

    /// <summary>A <c>xen_extraversion_t</c>.</summary>
    private readonly byte[] _extraVersion = Padded(options.ExtraVersion);

    public uint Number => HypercallNumbers.XenVersion;

    public long Answer(in HypercallRequest request) => (int)request.A1 switch
    {
        Version => ((long)options.MajorVersion << 16) | options.MinorVersion,
        ExtraVersion => GuestAddressSpace.TryWrite(request.A2, _extraVersion) ? 0 : -(long)XenErrno.EFAULT,
        PageSize => request.A2 == 0 ? MachineMemory.PageSize : -(long)XenErrno.EINVAL,
        _ => -(long)XenErrno.ENOSYS,
    };

    private static byte[] Padded(string text)
    {
        var bytes = new byte[16];
        Encoding.ASCII.GetBytes(text, bytes);
        return bytes;
    }
}
