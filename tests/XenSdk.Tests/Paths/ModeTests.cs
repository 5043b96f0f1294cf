using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Tests.Paths;

/// <summary>A stub whose hypercall a path's kind of guest does not have does not compile.</summary>
public sealed class ModeTests
{
    private const string NoSuchConstraint = "CS0315";

    private static readonly Dictionary<string, string> Paths = new()
    {
        ["PvPath<PageGate>"] = "P",
        ["PvPath<LeafPageGate>"] = "P",
        ["PvCallGates"] = "P",
        ["HvmPath<PageGate>"] = "H",
        ["HvmPath<CallGate>"] = "H",
        ["ArmPath<CallGate>"] = "A",
        ["PrivcmdPath"] = "PHA",
    };

    /// <summary>Stubs, and the kinds of guests that have the hypercall: Xen's hypercall tables.</summary>
    private static readonly Dictionary<string, string> Stubs = new()
    {
        ["xen.SetTrapTable(default(GuestPointer64<XenSdk.X86_64.TrapInfo>))"] = "P",
        ["xen.MmuUpdate(default(ReadOnlySpan<MmuUpdate>), out uint _, 0u)"] = "P",
        ["xen.UpdateVaMapping(0ul, 0ul, default(UvmFlags))"] = "P",
        ["xen.SetTimerOp(0ul)"] = "PH",
        ["xen.MmuExtOp(default(ReadOnlySpan<MmuExtOp>), out uint _, 0u)"] = "PH",
        ["xen.SchedOpCompat(0, 0ul)"] = "PA",
        ["xen.XenVersion(0, default(GuestPointer64))"] = "PHA",
        ["xen.EventChannelOp(0, default(GuestPointer64))"] = "PHA",
    };

    [Fact]
    public void A_hypercall_compiles_on_the_paths_of_the_guests_that_have_it_and_on_no_other()
    {
        var combinations =
            (from stub in Stubs
             from path in Paths
             select (Stub: stub.Key, Path: path.Key, IsThere: path.Value.Any(kind => stub.Value.Contains(kind, StringComparison.Ordinal)))).ToList();
        string source = "using System; using XenSdk; static class Guest {\n" +
            string.Concat(combinations.Select(static (one, line) => $"static void Call{line}(Hypercalls<{one.Path}> xen) => {one.Stub};\n")) + "}";

        var errors = Compile(source).ToLookup(static error => error.Location.GetLineSpan().StartLinePosition.Line - 1, static error => error);

        for (int line = 0; line < combinations.Count; line++)
        {
            (string stub, string path, bool isThere) = combinations[line];
            string found = string.Join(' ', errors[line].Select(static error => error.ToString()));
            Assert.True(isThere == (found.Length == 0), $"{stub} over {path}: {(found.Length == 0 ? "compiles" : found)}");
            Assert.All(errors[line], static error => Assert.Equal(NoSuchConstraint, error.Id));
        }
    }

    [Fact]
    public void The_compiler_says_which_kind_of_path_the_hypercall_wants()
    {
        const string source = """
            using System;
            using XenSdk;
            static class Guest
            {
                static void Update(Hypercalls<HvmPath<CallGate>> xen) => xen.MmuUpdate(default(ReadOnlySpan<MmuUpdate>), out uint _, 0u);
            }
            """;

        Diagnostic error = Assert.Single(Compile(source));

        Assert.Contains("IPvPath", error.GetMessage(), StringComparison.Ordinal);
    }

    private static IEnumerable<Diagnostic> Compile(string source)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal));
        var compilation = CSharpCompilation.Create(
            "Guest",
            [CSharpSyntaxTree.ParseText(source)],
            [.. platform.Append(typeof(Hypercalls<>).Assembly.Location).Select(static file => MetadataReference.CreateFromFile(file))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
