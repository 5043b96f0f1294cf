using BenchmarkDotNet.Attributes;

namespace XenSdk.Bench;

/// <summary>Hypercalls through one page of machine code that only returns: what is around the call is what is measured. Each
/// runs right before its twin in C.</summary>
[MemoryDiagnoser]
public class CallBenchmarks : IDisposable
{
    public const int Calls = 100_000;

    private nint _code;
    private HypercallPage _page = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _code = Twin.LeafPage();
        _page = new HypercallPage(_code);
        foreach ((Func<ulong> csharp, Func<ulong> c) in new (Func<ulong>, Func<ulong>)[]
        {
            (Stub1, C1), (Stub3, C3), (Stub4, C4), (Stub5, C5),
        })
        {
            if (csharp() != c())
                throw new InvalidOperationException($"{csharp.Method.Name} and {c.Method.Name} gave other results");
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _page.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong Stub1()
    {
        Hypercalls<PvPath<LeafPageGate>> xen = _page.PvLeaf;
        ulong sum = 0;
        for (ulong i = 0; i < Calls; i++)
            sum += (ulong)xen.SetTimerOp(i).Value;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong C1() => Twin.Calls1(_code, Calls);

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong Stub3()
    {
        Hypercalls<PvPath<LeafPageGate>> xen = _page.PvLeaf;
        ulong sum = 0;
        for (ulong i = 0; i < Calls; i++)
            sum += (ulong)xen.UpdateVaMapping(i, 2, (UvmFlags)3).Value;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong C3() => Twin.Calls3(_code, Calls);

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong Stub4()
    {
        Hypercalls<PvPath<LeafPageGate>> xen = _page.PvLeaf;
        ulong sum = 0;
        for (ulong i = 0; i < Calls; i++)
            sum += (ulong)xen.UpdateVaMappingOtherDomain(i, 2, (UvmFlags)3, (DomainId)4).Value;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong C4() => Twin.Calls4(_code, Calls);

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong Stub5()
    {
        Hypercalls<PvPath<LeafPageGate>> xen = _page.PvLeaf;
        ulong sum = 0;
        for (ulong i = 0; i < Calls; i++)
            sum += (ulong)xen.Arch7(i, 2, 3, 4, 5).Value;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public ulong C5() => Twin.Calls5(_code, Calls);
}
