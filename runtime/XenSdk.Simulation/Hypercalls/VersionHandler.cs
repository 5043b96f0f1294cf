using System.Buffers.Binary;
using System.Text;

namespace XenSdk.Simulation;

/// <summary>xen_version: what hypervisor this is and what it can do (do_xen_version, xen/common/kernel.c).</summary>
internal sealed class VersionHandler : IHypercallHandler
{
    // Commands of Xen's public version.h. The others return a structure that never changes.
    private const int Version = 0;
    private const int GetFeatures = 6;
    private const int PageSize = 7;
    private const int BuildId = 10;

    /// <summary>Of the length that linkers give it, and of nobody's build.</summary>
    private static readonly byte[] s_buildId = "SimulatedXen has one"u8.ToArray();

    private readonly long _version;
    private readonly SimulatedDomain _domain;
    private readonly byte[]?[] _structures;

    internal VersionHandler(SimulatedXenOptions options, SimulatedDomain domain)
    {
        _version = ((long)options.MajorVersion << 16) | options.MinorVersion;
        _domain = domain;
        var handle = new byte[16];
        BinaryPrimitives.WriteUInt16BigEndian(handle.AsSpan(14), (ushort)domain.Id);
        var virtualStart = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(virtualStart, GuestAddressSpace.HypervisorStart);
        _structures =
        [
            null,
            Text(16, options.ExtraVersion),
            [.. Text(64, "simulated"), .. Text(16, "SimulatedXen"), .. Text(32, ""), .. Text(32, "")],
            Text(1024, "xen-3.0-x86_64 "),
            Text(64, ""),
            virtualStart,
            null,
            null,
            handle,
            Text(1024, ""),
        ];
    }

    public HypercallNumber Number => HypercallNumber.XenVersion;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        var command = (int)request.A1;
        switch (command)
        {
            case Version:
                return _version;
            case GetFeatures:
                return AnswerFeatures(request.A2);
            case PageSize:
                return request.A2 == 0 ? MachineMemory.PageSize : -(long)XenErrno.EINVAL;
            case BuildId:
                return AnswerBuildId(request.A2);
            default:
                if ((uint)command >= _structures.Length || _structures[command] is not { } structure)
                    return -(long)XenErrno.ENOSYS;
                return GuestAddressSpace.TryWrite(request.A2, structure) ? 0 : -(long)XenErrno.EFAULT;
        }
    }

    /// <summary><c>struct xen_feature_info</c>: the index of 32 features, and those features.</summary>
    private long AnswerFeatures(ulong address)
    {
        if (!GuestAddressSpace.TryRead(address, out uint index))
            return -(long)XenErrno.EFAULT;
        if (index != 0)
            return -(long)XenErrno.EINVAL;
        return GuestAddressSpace.TryWrite(address + sizeof(uint), Features()) ? 0 : -(long)XenErrno.EFAULT;
    }

    /// <summary><c>struct xen_build_id</c>: how many bytes there is room for, and the bytes. Without a structure, how many there
    /// are.</summary>
    private static long AnswerBuildId(ulong address)
    {
        if (address == 0)
            return s_buildId.Length;
        if (!GuestAddressSpace.TryRead(address, out uint room))
            return -(long)XenErrno.EFAULT;
        if (room == 0)
            return -(long)XenErrno.EINVAL;
        if (room < s_buildId.Length)
            return -(long)XenErrno.ENOBUFS;
        return GuestAddressSpace.TryWrite(address + sizeof(uint), s_buildId) ? s_buildId.Length : -(long)XenErrno.EFAULT;
    }

    /// <summary>What Xen 4.17 says to a 64-bit PV domain (numbers of Xen's public features.h).</summary>
    private uint Features()
    {
        const uint preserveAccessedAndDirty = 1 << 5, highMemoryAssist = 1 << 6, grantAvailableBits = 1 << 7;
        const uint vnodes = 1 << 13, directMapped = 1 << 17;
        const uint tableAbove4GiB = 1 << 4, dom0 = 1 << 11;
        uint features = preserveAccessedAndDirty | highMemoryAssist | grantAvailableBits | vnodes | directMapped;
        if ((_domain.Assists & (1UL << (int)VmAssistType.PaeExtendedCr3)) != 0)
            features |= tableAbove4GiB;
        if (_domain.IsPrivileged)
            features |= dom0;
        return features;
    }

    private static byte[] Text(int size, string text)
    {
        var bytes = new byte[size];
        Encoding.ASCII.GetBytes(text, bytes);
        return bytes;
    }
}
