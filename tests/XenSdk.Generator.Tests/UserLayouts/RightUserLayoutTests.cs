using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using XenSdk.Abi;

namespace XenSdk.Generator.Tests;

/// <summary>
/// Structs of a user's that are right: nothing is told of them, for the targets that they are right for, and when they run,
/// the CLR has their fields where clang has C's. For the other targets that have the type, something is told.
/// </summary>
public sealed partial class RightUserLayoutTests
{
    private const string Wide = "x86_64 arm64";
    private const string Every = "x86_64 x86_32 arm64 arm32";

    /// <summary>What it is, the targets that it is right for, C's name, and the code; the struct is <c>Mine</c>.</summary>
    public static TheoryData<string, string, string, string> Right => new()
    {
        { "one after the other", Every, "struct mmu_update", "[Layout] public struct Mine { public ulong Ptr; public ulong Val; }" },
        { "C's own names", Every, "struct mmu_update", "[Layout] public struct Mine { public ulong ptr; public ulong val; }" },
        { "several in one declaration", Every, "struct mmu_update", "[Layout] public struct Mine { public ulong Ptr, Val; public const int Count = 2; public static object? Shared; }" },
        { "by [NativeName]", Every, "struct mmu_update", """[Layout] public struct Mine { [NativeName("ptr")] public ulong Where; [NativeName("val")] public ulong Ptr; }""" },
        { "private fields, readonly", Every, "struct mmu_update", """[Layout] public readonly struct Mine { [NativeName("ptr")] private readonly ulong _ptr; [NativeName("val")] private readonly ulong _val; }""" },
        { "properties", Every, "struct mmu_update", """[Layout] public struct Mine { public ulong Ptr { get; set; } [NativeName("val")] public ulong Value { get; init; } public ulong Sum => Ptr + Value; }""" },
        { "a record's parameters", Every, "struct mmu_update", "[Layout] public record struct Mine(ulong Ptr, ulong Val);" },
        { "a record's parameters and a field", "x86_64", "struct trap_info", "[Layout] public record struct Mine(byte Vector, byte Flags, ushort Cs) { public ulong Address; }" },
        { "a primary constructor's parameters that are not kept", Every, "struct mmu_update", "[Layout] public struct Mine(ulong a, ulong b) { public ulong Ptr = a; public ulong Val { get; } = b; }" },
        { "in another type", Every, "struct mmu_update", "public static class Outer { [Layout] public struct Mine { public ulong Ptr; public ulong Val; } }" },
        { "fields of its own type that are static", Every, "struct mmu_update", "[Layout] public struct Mine { public static Mine Zero; public ulong Ptr; public ulong Val; }" },
        { "with a hole", "x86_64", "struct trap_info", "[Layout] public struct Mine { public byte Vector; public byte Flags; public ushort Cs; public ulong Address; }" },
        { "with the hole filled", "x86_64", "struct trap_info", "[Layout] public struct Mine { public byte Vector; public byte Flags; public ushort Cs; private uint _hole; public ulong Address; }" },
        { "an address that is a number of the process", "x86_64", "struct trap_info", "[Layout] public struct Mine { public byte Vector; public byte Flags; public ushort Cs; public nuint Address; }" },
        { "an address that is a pointer", "x86_64", "struct trap_info", "[Layout] public unsafe struct Mine { public byte Vector; public byte Flags; public ushort Cs; public delegate* unmanaged<void> Address; }" },
        { "of 32 bits", "x86_32", "struct trap_info", "[Layout] public struct Mine { public byte Vector; public byte Flags; public ushort Cs; public uint Address; }" },
        { "of 32 bits with a guest's pointer", "x86_32", "struct trap_info", "[Layout] public struct Mine { public byte Vector; public byte Flags; public ushort Cs; public GuestPointer32<byte> Address; }" },
        { "each field at its place, in another order", "x86_64", "struct trap_info", "[Layout, StructLayout(LayoutKind.Explicit)] public struct Mine { [FieldOffset(8)] public ulong Address; [FieldOffset(0)] public byte Vector; [FieldOffset(2)] public ushort Cs; [FieldOffset(1)] public byte Flags; }" },
        { "packed, with the hole filled", "x86_64", "struct trap_info", "[Layout, StructLayout(LayoutKind.Sequential, Pack = 1)] public struct Mine { public byte Vector; public byte Flags; public ushort Cs; private uint _hole; public ulong Address; }" },
        { "numbers for unions", "x86_64 arm64 arm32", "struct mmuext_op", "[Layout] public struct Mine { public MmuExtCommand Cmd; public ulong Arg1; public GuestPointer64<byte> Arg2; }" },
        { "unions of its own", Wide, "struct mmuext_op", """
            [Layout] public struct Mine { public uint Cmd; public One Arg1; public Two Arg2; }
            [StructLayout(LayoutKind.Explicit)] public struct One { [FieldOffset(0)] public ulong Mfn; [FieldOffset(0)] public ulong LinearAddr; }
            [StructLayout(LayoutKind.Explicit)] public unsafe struct Two { [FieldOffset(0)] public uint NrEnts; [FieldOffset(0)] public void* Vcpumask; }
            """ },
        { "a fixed buffer", "x86_64 arm64 arm32", "struct multicall_entry", "[Layout] public unsafe struct Mine { public ulong Op; public long Result; public fixed ulong Args[6]; }" },
        { "an inline array", "x86_64 arm64 arm32", "struct multicall_entry", "[Layout] public struct Mine { public ulong Op; public long Result; public Six Args; } [InlineArray(6)] public struct Six { private ulong _first; }" },
        { "fields for an array", "x86_64 arm64 arm32", "struct multicall_entry", "[Layout] public struct Mine { public ulong Op; public long Result; public Six Args; } public struct Six { public ulong A, B, C, D, E, F; }" },
        { "an inline array of 32 bits", "x86_32", "struct multicall_entry", "[Layout] public unsafe struct Mine { public uint Op; public int Result; public fixed uint Args[6]; }" },
        { "arrays of bytes at odd places", Every, "struct vcpu_time_info", "[Layout] public unsafe struct Mine { public uint Version, Pad0; public ulong TscTimestamp, SystemTime; public uint TscToSystemMul; public sbyte TscShift; public fixed sbyte Pad1[3]; }" },
        { "structs of XenSdk within", "x86_64", "struct vcpu_info", "[Layout] public struct Mine { public byte EvtchnUpcallPending, EvtchnUpcallMask; public ulong EvtchnPendingSel; public XenSdk.X86_64.ArchVcpuInfo Arch; public PvclockVcpuTimeInfo Time; }" },
        { "structs of its own within", "x86_64", "struct vcpu_info", """
            [Layout] public struct Mine { public byte EvtchnUpcallPending, EvtchnUpcallMask; public ulong EvtchnPendingSel; public ArchPart Arch; public Clock Time; }
            public struct ArchPart { public ulong Cr2, Pad; }
            public unsafe struct Clock { public uint Version, Pad0; public ulong TscTimestamp, SystemTime; public uint TscToSystemMul; public sbyte TscShift; public byte Flags; public fixed byte Pad[2]; }
            """ },
        { "an inline array for a union", Every, "struct dom0_vga_console_info", "[Layout] public struct Mine { public VgaType VideoType; public Rest U; } [InlineArray(8)] public struct Rest { private uint _first; }" },
        { "a Size for what follows", Every, "xen_domain_handle_t", "[Layout, StructLayout(LayoutKind.Sequential, Size = 16)] public struct Mine { public byte First; }" },
        { "an array", Every, "xen_domain_handle_t", "[Layout, InlineArray(16)] public struct Mine { private byte _first; }" },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public async Task A_right_struct_passes_for_its_targets_and_no_other(string story, string targets, string cname, string code)
    {
        string[] right = targets.Split(' ');
        AbiModel[] having = [.. XenModels.All.Where(model => model.Records.Any(record => record.Name == cname) || model.Typedefs.Any(typedef => typedef.Name == cname))];
        Assert.All(right, target => Assert.Contains(having, model => model.Target.Name == target));
        foreach (AbiModel model in having)
        {
            UserCode user = Marked(code, $"XenLayout(\"{cname}\", Target = \"{model.Target}\")");
            IReadOnlyList<Diagnostic> found = await user.Analyze();
            Assert.All(found, each => Assert.Equal("XEN2008", each.Id));
            if (right.Contains(model.Target.Name))
            {
                Assert.True(found.Count == 0, $"{story}, {model.Target}: {string.Join("\n", found)}");
                AssertRuns(user, model, cname);
            }
            else
            {
                Assert.True(found.Count > 0, $"{story}: nothing told for {model.Target}.");
            }
        }

        // Without a target it must be right for all.
        IReadOnlyList<Diagnostic> forAll = await Marked(code, $"XenLayout(\"{cname}\")").Analyze();
        Assert.Equal(right.Length == having.Length, forAll.Count == 0);
    }

    [Fact]
    public async Task A_struct_for_some_targets_has_an_attribute_for_each()
    {
        const string Code = "public struct Mine { public byte Vector; public byte Flags; public ushort Cs; public ulong Address; }";
        Assert.Empty(await new UserCode("[XenLayout(\"struct mmuext_op\", Target = \"x86_64\")][XenLayout(\"struct mmuext_op\", Target = \"arm64\")] public struct Mine { public uint Cmd; public ulong Arg1, Arg2; }").Analyze());
        Diagnostic wrong = Assert.Single(await new UserCode("[XenLayout(\"struct trap_info\", Target = \"x86_64\")][XenLayout(\"struct trap_info\", Target = \"x86_32\")] " + Code).Analyze());
        Assert.Contains("(x86_32)", wrong.GetMessage(null), StringComparison.Ordinal);
    }

    /// <summary>What XenSdk itself writes for the header, had a user written it: unions, nested structs and arrays of all kinds.</summary>
    [Theory]
    [InlineData("x86_64")]
    [InlineData("x86_32")]
    [InlineData("arm64")]
    [InlineData("arm32")]
    public async Task Every_type_that_XenSdk_writes_passes_when_a_user_has_written_it(string target)
    {
        AbiModel model = XenModels.Of(AbiTarget.Find(target)!);
        Compilation compilation = Generation.Of(model).AllowingUnsafe().Run().Compilation;
        int marked = 0;
        foreach (SyntaxTree tree in compilation.SyntaxTrees.ToList())
        {
            // Nested structs, which C has no name for, are compared with the ones that hold them.
            string text = TypeOfC().Replace(tree.ToString().Replace("<auto-generated/>", "", StringComparison.Ordinal), type =>
            {
                marked++;
                return $"[global::XenSdk.XenLayout(\"{type.Groups[1].Value}\", Target = \"{target}\")] {type.Value}";
            });
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, Generation.ParseOptions, $"Mine{marked}.cs", cancellationToken: TestContext.Current.CancellationToken));
        }
        int types = model.Records.Count(record => record.Size > 0 && !ModelIndex.IsHandle(record.Name)) + model.Typedefs.Count(typedef => typedef.Type is AbiArray && typedef.Size > 0);
        Assert.Equal(types, marked);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(each => each.Severity == DiagnosticSeverity.Error));
        Assert.Empty(await UserCode.Analyze(compilation, []));

        foreach (SyntaxTree tree in compilation.SyntaxTrees.ToList())
        {
            string narrow = tree.ToString().Replace("public ulong ", "public uint ", StringComparison.Ordinal).Replace("public uint ", "public ushort ", StringComparison.Ordinal);
            compilation = compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(narrow, Generation.ParseOptions, tree.FilePath, cancellationToken: TestContext.Current.CancellationToken));
        }
        Assert.True((await UserCode.Analyze(compilation, [])).Count > types / 2);
    }

    /// <summary>C's name of a struct, in the line before it; what lies between are other attributes.</summary>
    [GeneratedRegex("""\[NativeName\("((?:struct |union )?\w+)"\)\](?=\s*(?:\[[^\n]*\]\s*)*public (?:unsafe |readonly |partial )*struct )""")]
    private static partial Regex TypeOfC();

    private static UserCode Marked(string code, string attribute) => new(code.Replace("[Layout", "[" + attribute, StringComparison.Ordinal));

    /// <summary>What the running CLR says of the struct is what clang says of C's.</summary>
    private static void AssertRuns(UserCode user, AbiModel model, string cname)
    {
        Type type = user.Load().GetTypes().Single(candidate => candidate.Name == "Mine");
        if (model.Records.FirstOrDefault(record => record.Name == cname) is not { } record)
        {
            Assert.Equal(model.Typedefs.Single(typedef => typedef.Name == cname).Size, Measured.Size(type));
            return;
        }
        Assert.Equal(record.Size, Measured.Size(type));
        foreach (AbiField field in record.Fields)
        {
            FieldInfo declared = Measured.Fields(type).Single(candidate => IsNamed(candidate, field));
            Assert.Equal((field.Name, field.Offset, field.Size), (field.Name, Measured.Offset(declared), Measured.Size(declared.FieldType)));
        }
    }

    private static bool IsNamed(FieldInfo field, AbiField expected)
    {
        string name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
        string? native = (field.GetCustomAttribute<NativeNameAttribute>()
            ?? (field.Name.StartsWith('<') ? field.DeclaringType!.GetProperty(name)!.GetCustomAttribute<NativeNameAttribute>() : null))?.Name;
        return native is null ? name == expected.CSharpName || name == expected.Name : native == expected.Name;
    }
}
