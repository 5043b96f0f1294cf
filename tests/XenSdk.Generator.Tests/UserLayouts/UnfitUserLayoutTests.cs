using Microsoft.CodeAnalysis;

namespace XenSdk.Generator.Tests;

/// <summary>Structs that have no layout of their own, or none that can be known while they compile.</summary>
public sealed class UnfitUserLayoutTests
{
    private const string Layout = "[XenLayout(\"struct mmu_update\")] ";

    public static TheoryData<string, string, string> Unfit => new()
    {
        { "a string", Layout + "public struct Mine { public ulong Ptr; public string ⟦Val⟧; }", "'Val' is a 'string', a reference" },
        { "an array of C#", Layout + "public struct Mine { public ulong Ptr; public byte[] ⟦Val⟧; }", "'Val' is a 'byte[]', a reference" },
        { "a reference within", Layout + "public struct Mine { public ulong Ptr; public Inner ⟦Val⟧; } public struct Inner { public object? It; }", "'Val.It' is a 'object?', a reference" },
        { "a ref field", Layout + "public ref struct Mine { public ulong Ptr; public ref ulong ⟦Val⟧; }", "'Val' is a reference to a value elsewhere" },
        { "a span", Layout + "public ref struct Mine { public ulong Ptr; public Span<byte> ⟦Val⟧; }", "'Val' is of the generic 'System.Span<byte>'" },
        { "a generic struct", Layout + "public struct ⟦Mine⟧<T> where T : unmanaged { public T Ptr; public ulong Val; }", "'Mine' is of the generic 'Mine<T>'" },
        { "in a generic type", "public class Outer<T> { " + Layout + "public struct ⟦Mine⟧ { public ulong Ptr, Val; } }", "is of the generic 'Outer<T>.Mine'" },
        { "a generic struct within", Layout + "public struct Mine { public ulong Ptr; public One<ulong> ⟦Val⟧; } public struct One<T> { public T It; }", "'Val' is of the generic 'One<ulong>'" },
        { "automatic layout", Layout + "[StructLayout(LayoutKind.Auto)] public struct ⟦Mine⟧ { public ulong Ptr, Val; }", "'Mine' is laid out as the CLR likes, by LayoutKind.Auto" },
        { "automatic layout within", Layout + "public struct Mine { public ulong Ptr; public Inner ⟦Val⟧; } [StructLayout(LayoutKind.Auto)] public struct Inner { public ulong It; }", "'Val' is laid out as the CLR likes" },
        { "a type of the framework", Layout + "public struct Mine { public ulong Ptr; public DateTime ⟦Val⟧; }", "'Val' is a 'System.DateTime', whose layout is the framework's own affair" },
        { "a decimal", Layout + "public struct Mine { public ulong Ptr; public decimal ⟦Val⟧; }", "framework's own affair" },
        { "an event", Layout + "public struct ⟦Mine⟧ { public ulong Ptr, Val; public event Action? Happened; }", "The event 'Happened' of 'Mine' is a reference" },
        { "a parameter that is kept", Layout + "public struct ⟦Mine⟧(ulong extra) { public ulong Ptr = 1, Val = 2; public ulong Sum => Ptr + extra; }", "A member of 'Mine' uses 'extra' of the primary constructor" },
        { "a Size and an inline array", Layout + "[InlineArray(2), StructLayout(LayoutKind.Sequential, Size = 16)] public struct ⟦Mine⟧ { private ulong _first; }", "no layout that the CLR would load" },
        { "larger than the CLR allows", Layout + "[StructLayout(LayoutKind.Sequential, Size = 1 << 27)] public struct ⟦Mine⟧ { public ulong Ptr, Val; }", "larger than the CLR allows" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_struct_without_a_layout_is_refused_with_the_reason(string story, string code, string part)
    {
        Diagnostic found = Assert.Single(await new UserCode(code).AnalyzeAtMarks());
        Assert.Equal((story, "XEN2010", DiagnosticSeverity.Error), (story, found.Id, found.Severity));
        Assert.Contains("'Mine' cannot be compared with 'struct mmu_update': ", found.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains(part, found.GetMessage(null), StringComparison.Ordinal);
    }

    /// <summary>What the compiler itself refuses is not told twice, and breaks nothing.</summary>
    [Theory]
    [InlineData("public struct Mine { public Unknown Ptr; public ulong Val; }")]
    [InlineData("public struct Mine { public ulong Ptr; public Mine Val; }")]
    [InlineData("public struct Mine { public ulong Ptr; public Other Val; } public struct Other { public Mine It; }")]
    [InlineData("public struct Mine { public ulong Ptr; public ulong Ptr; }")]
    [InlineData("public struct Mine { public ulong ; }")]
    [InlineData("public struct { }")]
    [InlineData("public struct Mine { }")]
    [InlineData("[StructLayout()] public struct Mine { [FieldOffset] public ulong Ptr; public ulong Val; }")]
    [InlineData("[StructLayout(LayoutKind.Explicit)] public struct Mine { [FieldOffset(-1)] public ulong Ptr; public ulong Val; }")]
    [InlineData("[InlineArray(-1)] public struct Mine { public ulong Ptr; }")]
    [InlineData("[InlineArray] public struct Mine { public ulong Ptr; }")]
    [InlineData("public unsafe struct Mine { public fixed ulong Ptr[-1]; public fixed string Val[2]; public fixed ulong More[]; }")]
    [InlineData("public class Mine { public ulong Ptr; }")]
    [InlineData("public struct Mine(ulong) { public ulong Ptr; }")]
    [InlineData("public struct Mine<> { public ulong Ptr; }")]
    [InlineData("public struct Mine { [NativeName] public ulong Ptr; [NativeName(1)] public ulong Val; }")]
    public async Task Broken_code_breaks_nothing(string code)
    {
        foreach (string attribute in (string[])["[XenLayout(\"struct mmu_update\")]", "[XenLayout]", "[XenLayout(null!)]", "[XenLayout(1)]", "[XenLayout(\"struct mmu_update\", Target = 3)]", "[XenLayout(\"struct mmu_update\", Target = null)]", "[XenLayout(nameof(Nothing))]"])
            Assert.All(await new UserCode(attribute + " " + code).Analyze(), found => Assert.Contains(found.Id, (string[])["XEN2008", "XEN2009", "XEN2010"]));
    }

    [Fact]
    public async Task Generated_code_is_not_looked_at() =>
        Assert.Empty(await (new UserCode(Layout + "public struct Mine { public uint Ptr; }") with { FileName = "Program.g.cs" }).Analyze());

    [Fact]
    public async Task What_has_no_attribute_is_not_looked_at() => Assert.Empty(await new UserCode(
        "[NativeName(\"struct mmu_update\")] public struct Mine { public string Ptr; } public class XenLayoutAttribute(string name) : Attribute { } namespace Other { [global::XenLayout(\"struct x\")] public struct S { } }").Analyze());

    [Fact]
    public async Task Nothing_silences_it()
    {
        UserCode plain = new("""
            #pragma warning disable
            [assembly: System.Diagnostics.CodeAnalysis.SuppressMessage("XenSdk", "XEN2008")]
            [XenLayout("struct mmu_update")]
            [System.Diagnostics.CodeAnalysis.SuppressMessage("XenSdk", "XEN2008")]
            public struct Mine { public uint Ptr; public ulong Val; }
            """);
        Diagnostic error = Assert.Single(await (plain with
        {
            Options = plain.Options
                .WithSpecificDiagnosticOptions([KeyValuePair.Create("XEN2008", ReportDiagnostic.Suppress)])
                .WithGeneralDiagnosticOption(ReportDiagnostic.Suppress)
                .WithWarningLevel(0),
        }).Analyze());
        Assert.Equal(("XEN2008", DiagnosticSeverity.Error, false), (error.Id, error.Severity, error.IsSuppressed));
    }
}
