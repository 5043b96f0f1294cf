using XenSdk.Guest;

/// <summary>As much of a GICv3 as is needed for interrupts that only this processor gets. (Arm IHI 0069)</summary>
internal static unsafe class Interrupts
{
    /// <summary>From this number on an acknowledged interrupt is none.</summary>
    internal const uint None = 1020;

    private const uint EnableGroup1AndAffinity = 0x12;
    private const ulong Waker = 0x14;
    private const uint ProcessorSleep = 2;
    private const ulong SgiFrame = 0x10000;
    private const ulong Group = SgiFrame + 0x80;
    private const ulong SetEnable = SgiFrame + 0x100;

    internal static void Enable(in DeviceTree tree, uint first, uint second)
    {
        if (!tree.TryFind("arm,gic-v3"u8, "reg"u8, out ReadOnlySpan<byte> reg))
            Panic.Because("the machine has no GICv3");

        // Address and size of the distributor, then of the redistributors, of which ours is the first.
        ulong distributor = DeviceTree.NumberAt(reg, 0);
        ulong redistributor = DeviceTree.NumberAt(reg, 2);
        At(distributor) = EnableGroup1AndAffinity;
        At(redistributor + Waker) &= ~ProcessorSleep;
        At(redistributor + Group) = uint.MaxValue;
        At(redistributor + SetEnable) = (1u << (int)first) | (1u << (int)second);
        ArmProcessor.EnableInterruptInterface();
    }

    private static ref uint At(ulong register) => ref *(uint*)register;
}
