using XenSdk.Guest;

/// <summary>As much of the interrupt controller as is needed for interrupts that only this processor gets: of a GICv3 (Arm IHI
/// 0069), whose processor's side is system registers, or of a GICv2 (Arm IHI 0048), where it is memory.</summary>
internal static unsafe class Interrupts
{
    /// <summary>From this number on an acknowledged interrupt is none.</summary>
    internal const uint None = 1020;

    // The distributor; on a GICv3 the first redistributor's frame for such interrupts has the same registers.
    private const uint EnableGroup1AndAffinity = 0x12;
    private const uint EnableAll = 1;
    private const ulong Group = 0x80;
    private const ulong SetEnable = 0x100;

    // A GICv3's redistributor.
    private const ulong Waker = 0x14;
    private const uint ProcessorSleep = 2;
    private const ulong SgiFrame = 0x10000;

    // A GICv2's processor interface.
    private const ulong PriorityMask = 4;
    private const ulong Acknowledged = 0xc;
    private const ulong End = 0x10;
    private const uint AnyPriority = 0xff;

    private static ulong s_interface;

    /// <summary>Which controller it is.</summary>
    internal static ReadOnlySpan<byte> Name => s_interface == 0 ? "GICv3"u8 : "GICv2"u8;

    internal static void Enable(in DeviceTree tree, uint first, uint second)
    {
        uint both = (1u << (int)first) | (1u << (int)second);
        if (tree.TryFind("arm,gic-v3"u8, "reg"u8, out ReadOnlySpan<byte> reg))
        {
            // Address and size of the distributor, then of the redistributors, of which ours is the first.
            ulong redistributor = DeviceTree.NumberAt(reg, 2);
            At(DeviceTree.NumberAt(reg, 0)) = EnableGroup1AndAffinity;
            At(redistributor + Waker) &= ~ProcessorSleep;
            At(redistributor + SgiFrame + Group) = uint.MaxValue;
            At(redistributor + SgiFrame + SetEnable) = both;
            ArmProcessor.EnableInterruptInterface();
        }
        else if (tree.TryFind("arm,cortex-a15-gic"u8, "reg"u8, out reg) || tree.TryFind("arm,gic-400"u8, "reg"u8, out reg))
        {
            ulong distributor = DeviceTree.NumberAt(reg, 0);
            s_interface = DeviceTree.NumberAt(reg, 2);
            At(distributor) = EnableAll;
            At(distributor + SetEnable) = both;
            At(s_interface + PriorityMask) = AnyPriority;
            At(s_interface) = EnableAll;
        }
        else
        {
            Panic.Because("the machine has no GICv3 and no GICv2");
        }
    }

    /// <summary>Takes the interrupt at hand.</summary>
    internal static uint Acknowledge() => s_interface == 0 ? ArmProcessor.AcknowledgeInterrupt() : At(s_interface + Acknowledged) & 0x3ff;

    /// <summary>Says that it is dealt with.</summary>
    internal static void Finish(uint number)
    {
        if (s_interface == 0)
            ArmProcessor.EndInterrupt(number);
        else
            At(s_interface + End) = number;
    }

    private static ref uint At(ulong register) => ref *(uint*)register;
}
