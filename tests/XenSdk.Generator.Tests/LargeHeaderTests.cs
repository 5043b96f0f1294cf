using Microsoft.CodeAnalysis;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

/// <summary>A header can be far larger than xen.h.</summary>
public class LargeHeaderTests
{
    private const int Structs = 3000;

    /// <summary>Each struct points at the one before it: a chain as long as the header.</summary>
    private static AbiModel Chain(bool closes) => Model(AbiTarget.X86_64, [.. Enumerable.Range(0, Structs).Select(i => Struct($"item_{i}", 16, 8,
        Field("number", U64, 0, 8),
        Field("before", Pointer(Named($"struct item_{(i > 0 ? i - 1 : closes ? Structs - 1 : 0)}")), 8, 8)))]);

    [Fact]
    public void Its_types_go_on_in_further_files_and_every_one_is_proven()
    {
        GenerationResult result = Generation.Of(Chain(closes: false)).Run();

        Assert.Empty(result.Diagnostics);
        string[] files = result.Driver.Results.Single().GeneratedSources.Select(source => source.HintName).ToArray();
        Assert.Contains("Sample.Structs.g.cs", files);
        Assert.Contains("Sample.Structs.2.g.cs", files);
        Assert.Contains($"{Structs} types {Structs * 2,5} fields    0 differences", result.Text("Sample.Proof.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_chain_every_pointer_has_its_type_and_in_a_ring_none()
    {
        string chain = Generation.Of(Chain(closes: false)).Run().AllText;
        string ring = Generation.Of(Chain(closes: true)).Run().AllText;

        // The first struct of the chain points at itself, which is a ring of one.
        Assert.Equal(Structs - 1, Count(chain, "GuestPointer64<Item"));
        Assert.Equal(0, Count(ring, "GuestPointer64<"));
        Assert.Equal(Structs, Count(ring, "GuestPointer64 Before;"));
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}
