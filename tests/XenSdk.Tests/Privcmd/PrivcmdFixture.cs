using XenSdk.Simulation;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>A simulated hypervisor and an open privcmd of its control domain.</summary>
internal sealed class PrivcmdFixture : IDisposable
{
    internal const ushort OtherDomain = 5;

    internal PrivcmdFixture(SimulatedPrivcmdOptions? options = null)
    {
        Xen = SimulatedXen.Start(new SimulatedXenOptions { OtherDomains = [new SimulatedDomainOptions(OtherDomain)] });
        Kernel = new SimulatedKernel(Xen, options ?? new());
        Privcmd = Privcmd.Open(Kernel);
    }

    internal SimulatedXen Xen { get; }

    internal SimulatedKernel Kernel { get; }

    internal Privcmd Privcmd { get; }

    internal Hypercalls<PrivcmdPath> Calls => Privcmd.Hypercalls;

    /// <summary>Lets a test answer the next calls in Xen's place.</summary>
    internal void Answer(Func<HypercallRequest, long> answer) => Xen.Interceptor = (in HypercallRequest request) => answer(request);

    public void Dispose()
    {
        Privcmd.Dispose();
        Xen.Dispose();
    }
}
