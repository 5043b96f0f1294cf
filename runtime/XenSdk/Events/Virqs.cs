namespace XenSdk;

/// <summary>What xen.h's comments say of the virtual interrupts beside their numbers.</summary>
public static class Virqs
{
    /// <summary>VIRQ_XENPMU of newer headers, which is per vCPU as its forerunner <see cref="Virq.Xenoprof"/> is.</summary>
    private const Virq PerformanceMonitor = (Virq)13;

    /// <summary>Whether each vCPU or the whole domain has the interrupt ('V.' and 'G.' in xen.h's comments).</summary>
    /// <remarks>A number that xen.h does not describe counts as global, those of the architecture too, as in Xen's own
    /// <c>virq_is_global</c> (<c>xen/common/event_channel.c</c>).</remarks>
    public static VirqScope Scope(this Virq virq) => virq switch
    {
        Virq.Timer or Virq.Debug or Virq.Xenoprof or PerformanceMonitor => VirqScope.PerVcpu,
        _ => VirqScope.Global,
    };

    /// <summary>Whether Xen sends the interrupt only to dom0, or to the domain that dom0 gave it to ('(DOM0)' in xen.h's
    /// comments). Others may bind it, but it never comes.</summary>
    public static bool IsForControlDomain(this Virq virq)
        => virq is Virq.Console or Virq.DomainException or Virq.TraceBuffer or Virq.Debugger or Virq.ConsoleRing
            or Virq.PcpuState or Virq.MemoryEvent or Virq.LowMemory;
}
