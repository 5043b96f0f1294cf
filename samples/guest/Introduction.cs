using XenSdk;
using XenSdk.Guest;

/// <summary>Asks Xen who it is and how much memory we have: the same in every mode and on every processor.</summary>
internal static class Introduction
{
    // Commands of xen/include/public/version.h and memory.h.
    private const int VersionNumber = 0;
    private const int VersionExtra = 1;
    private const int VersionFeatures = 6;
    private const uint CurrentReservation = 3;
    private const uint MaximumReservation = 4;

    internal static void Run<TPath>(Hypercalls<TPath> xen)
        where TPath : struct, IHypercallPath
    {
        var console = new GuestConsole<TPath>(xen);

        HypercallResult version = xen.XenVersion(VersionNumber, default(GuestPointer64));
        var extra = default(ExtraVersion);
        Panic.IfError(xen.XenVersion(VersionExtra, ref extra));
        ReadOnlySpan<byte> text = extra;
        console.WriteLine($"xen {(ulong)version.Value >> 16}.{(ulong)version.Value & 0xffff}{text[..text.IndexOf((byte)0)]}");

        for (uint word = 0; word < 2; word++)
        {
            var features = new FeatureInfo { Word = word, Bits = 0 };
            if (!xen.XenVersion(VersionFeatures, ref features).IsError)
                console.WriteLine($"features, word {word}: 0x{(ulong)features.Bits:x}");
        }

        ushort self = (ushort)DomainId.Self;
        HypercallResult pages = xen.MemoryOp(CurrentReservation, ref self);
        HypercallResult most = xen.MemoryOp(MaximumReservation, ref self);
        console.WriteLine($"memory: {pages} pages, at most {most}");
    }

    // char[16]
    [System.Runtime.CompilerServices.InlineArray(16)]
    private struct ExtraVersion
    {
        private byte _first;
    }

    // struct xen_feature_info
    private struct FeatureInfo
    {
        public uint Word;
        public uint Bits;
    }
}
