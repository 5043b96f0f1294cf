using XenSdk;
using XenSdk.Guest;

/// <summary>How a kernel keeps Xen from calling it, and waits for the next call.</summary>
internal interface IUpcalls
{
    void Mask();

    /// <summary>Lets a call come, and returns when there was one.</summary>
    void UnmaskAndWait();
}

/// <summary>A PV guest's: a flag in memory, and the hypercall that waits.</summary>
internal readonly struct PvUpcalls(Hypercalls<PvHypercallPage> xen, VcpuEvents vcpu) : IUpcalls
{
    private readonly Hypercalls<PvHypercallPage> _xen = xen;
    private readonly VcpuEvents _vcpu = vcpu;

    public void Mask() => _vcpu.MaskUpcalls();

    public void UnmaskAndWait() => _xen.Block();
}

/// <summary>A PVH guest's: the processor's own flag and instruction.</summary>
internal readonly struct Interrupts : IUpcalls
{
    public void Mask() => Processor.DisableInterrupts();

    public void UnmaskAndWait() => Processor.EnableInterruptsAndHalt();
}
