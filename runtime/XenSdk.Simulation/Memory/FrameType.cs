namespace XenSdk.Simulation;

/// <summary>What a machine frame is in use as. Xen keeps a count of the uses: while it is above zero the type stands, so a
/// frame that is part of a page table is nowhere mapped writable, and a frame that is mapped writable can be no page table.
/// </summary>
/// <remarks>The <c>PGT_*</c> types of xen/arch/x86/include/asm/mm.h.</remarks>
public enum FrameType
{
    /// <summary>Never used.</summary>
    None,

    /// <summary>The last level: its entries map frames.</summary>
    L1Table,

    /// <summary>Its entries are L1 tables.</summary>
    L2Table,

    /// <summary>Its entries are L2 tables.</summary>
    L3Table,

    /// <summary>The root: its entries are L3 tables.</summary>
    L4Table,

    /// <summary>Mapped writable.</summary>
    Writable,
}

/// <summary>A machine frame as it stood when it was looked at.</summary>
/// <param name="Owner">The domain that it belongs to; <see cref="DomainId.Invalid"/> where it is free.</param>
/// <param name="Type">What it is in use as, or was the last time.</param>
/// <param name="TypeCount">How many uses hold the type; 0 where it may change.</param>
/// <param name="IsPinned">Whether one of the uses is a pin.</param>
/// <param name="PseudoPhysical">The frame's entry in the machine-to-physical table.</param>
public readonly record struct SimulatedFrame(DomainId Owner, FrameType Type, int TypeCount, bool IsPinned, ulong PseudoPhysical);
