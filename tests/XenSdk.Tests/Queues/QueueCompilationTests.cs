using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Tests.Queues;

/// <summary>Requests that make no sense do not compile.</summary>
public sealed class QueueCompilationTests
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(MulticallQueue).Assembly.Location),
    ];

    [Theory]
    [InlineData("pv.Add(MulticallOperation.SetSegmentBase, 1, 2);")]
    [InlineData("hvm.Add(MulticallOperation.MemoryOp, 1, 2);")]
    [InlineData("arm.Add(MulticallOperation.MemoryOp, 1, 2);")]
    [InlineData("pv.Add(new MmuUpdate());")]
    [InlineData("pv.Add(new MmuExtOp());")]
    [InlineData("hvm.Add(new MmuExtOp());")]
    [InlineData("pv.UpdateVaMapping(default, default, MappingFlush.None);")]
    [InlineData("new MmuUpdateQueue<PvPath<PageGate>>(default, new MmuUpdate[9]).Flush();")]
    [InlineData("new MmuExtQueue<HvmPath<PageGate>>(default, new MmuExtOp[9]).Flush();")]
    public void What_makes_sense_compiles(string statement) => Assert.Equal([], Errors(statement));

    [Theory]
    [InlineData("pv.Add(MulticallOperation.Multicall, 1, 2);", "CS0117")]
    [InlineData("pv.Add(MulticallOperation.Iret);", "CS0117")]
    [InlineData("pv.Multicall(default, 2);", "CS1061")]
    [InlineData("pv.Iret(default);", "CS1061")]
    [InlineData("pv.Add(HypercallNumber.Multicall, 1, 2);", "CS1503")]
    [InlineData("pv.Add(HypercallNumber.Iret);", "CS1503")]
    [InlineData("pv.Add(13, 1, 2);", "CS1503")]
    [InlineData("hvm.Add(new MmuUpdate());", "CS1503")]
    [InlineData("arm.Add(new MmuUpdate());", "CS1503")]
    [InlineData("arm.Add(new MmuExtOp());", "CS1503")]
    [InlineData("hvm.Write(default, default);", "CS0315")]
    [InlineData("hvm.UpdateVaMapping(default, default, MappingFlush.None);", "CS0315")]
    [InlineData("new MmuUpdateQueue<HvmPath<PageGate>>(default, new MmuUpdate[9]).Flush();", "CS0315")]
    [InlineData("new MmuExtQueue<Arm>(default, new MmuExtOp[9]).Flush();", "CS0315")]
    public void What_makes_none_does_not(string statement, string error) => Assert.Contains(error, Errors(statement));

    private static string[] Errors(string statement)
    {
        string code = $$"""
            using XenSdk;

            static class Program
            {
                static void Use(
                    MulticallQueue<PvPath<PageGate>> pv, MulticallQueue<HvmPath<PageGate>> hvm, MulticallQueue<Arm> arm)
                {
                    {{statement}}
                }
            }

            struct Arm : IArmPath
            {
                static bool IHypercallPath.LendsMemory => false;
                static bool IHypercallPath.CutsResults => false;
                bool IHypercallPath.TryLend(nuint length, out LentMemory memory) => throw null;
                void IHypercallPath.TakeBack(LentMemory memory) => throw null;
                public long Call(uint number) => throw null;
                public long Call(uint number, ulong a1) => throw null;
                public long Call(uint number, ulong a1, ulong a2) => throw null;
                public long Call(uint number, ulong a1, ulong a2, ulong a3) => throw null;
                public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => throw null;
                public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => throw null;
            }
            """;
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        return CSharpCompilation.Create("Use", [CSharpSyntaxTree.ParseText(code)], References, options)
            .GetDiagnostics()
            .Where(static d => d.Severity == DiagnosticSeverity.Error)
            .Select(static d => d.Id)
            .ToArray();
    }
}
