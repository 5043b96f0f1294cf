namespace XenSdk;

/// <summary>Requests with a bitmap of vCPUs, whose address is formed only when the call is made.</summary>
internal static class VcpuBitmap
{
    internal static MmuExtOp TlbFlush(scoped ReadOnlySpan<CpuMap> vcpus)
    {
        ThrowIfEmpty(vcpus);
        return MmuExtOps.TlbFlushMulti(default);
    }

    internal static MmuExtOp Invlpg(GuestPointer64 address, scoped ReadOnlySpan<CpuMap> vcpus)
    {
        ThrowIfEmpty(vcpus);
        return MmuExtOps.InvlpgMulti(address, default);
    }

    /// <summary>The argument of <c>update_va_mapping</c> that is both: what to flush, and where the bitmap is.</summary>
    internal static MulticallArgument Argument(ReadOnlySpan<CpuMap> vcpus, MappingFlush flush)
    {
        ThrowIfEmpty(vcpus);
        return MulticallArgument.CopyWithBits(vcpus, (ulong)(flush.Flags & (UvmFlags.TlbFlush | UvmFlags.Invlpg)));
    }

    // Overflows: the one way to fail that a guest without a runtime has as well.
    private static void ThrowIfEmpty(scoped ReadOnlySpan<CpuMap> vcpus) => _ = checked((uint)vcpus.Length - 1);
}
