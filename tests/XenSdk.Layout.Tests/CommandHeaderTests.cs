using System.Text.RegularExpressions;

namespace XenSdk.Layout.Tests;

/// <summary>
/// The header by which the kernels on real Xen know commands and their structs: it takes them from Xen's headers without
/// Xen's xen.h. With it, as Debian's libxen-dev means them, they are the same, and so is the little that is written anew.
/// </summary>
public sealed partial class CommandHeaderTests
{
    private static readonly string[] s_headers =
    [
        "xen", "memory", "sched", "event_channel", "physdev", "version", "grant_table", "vcpu", "callback", "nmi", "kexec", "platform",
        "sysctl", "domctl", "hvm/hvm_op", "hvm/params", "xenoprof",
    ];

    // Of Linux's form of xen.h: the second names that Xen's has for registers and the like are not in it.
    private static readonly string[] s_ofTheCompanion =
        ["cpu_user_regs", "arch_vcpu_info", "arch_shared_info", "iret_context", "trap_info", "vcpu_guest_context"];

    // C has no offsets in them.
    private static readonly string[] s_ofBitFields = ["xen_processor_flags", "t_rec"];

    [Theory]
    [InlineData("x86_64")]
    [InlineData("arm64")]
    public void Structs_of_commands_are_as_libxen_dev_has_them(string name)
    {
        Target target = Target.Named(name);
        string[] headers = [.. s_headers, .. target == Target.X86_64 ? ["arch-x86/xen-mca"] : Array.Empty<string>()];
        string source = $"#define __XEN_TOOLS__ 1\n#include <stdint.h>\n{string.Concat(headers.Select(header => $"#include <xen/{header}.h>\n"))}";
        HashSet<string> theirs = [.. Structs(target).Except([.. s_ofTheCompanion, .. s_ofBitFields])];
        List<LayoutRow> ours = [.. Xensdk.LayoutOf(
                RepositoryFiles.Path("tests", "XenSdk.RealXen.Tests", "Kernels", "Hypercalls", "commands.h"), target, "/usr/include")
            .Where(row => theirs.Contains(row.Type))];

        ulong[] values = ConstantProbe.Evaluate(
            Compiler.Clang, [.. Compiler.Clang.For(target), .. target.HermeticSwitches, "-I", "/usr/include"], source, [.. ours.SelectMany(Expressions)]);
        var queue = new Queue<ulong>(values);
        LayoutTable.AssertEqual(
            "libxen-dev",
            [.. ours.Select(row => Theirs(row, queue))],
            "commands.h",
            ours);
        Assert.True(ours.Count(row => row.Path.Length == 0) > 150, "the comparison covers too little");
        Assert.Contains(ours, row => row.Type == "xen_arch_domainconfig");
        Assert.Contains(ours, row => row.Type == "xenctl_bitmap");
    }

    private static IEnumerable<string> Expressions(LayoutRow row)
    {
        string type = $"struct {row.Type}";
        if (row.Path.Length == 0)
            return [$"sizeof({type})", $"_Alignof({type})"];

        // An array without a length, at the end of a struct, has no size in C.
        string offset = $"__builtin_offsetof({type}, {row.Path})";
        return row.Size == 0 ? [offset] : [offset, $"sizeof((({type} *)0)->{row.Path})"];
    }

    private static LayoutRow Theirs(LayoutRow ours, Queue<ulong> values) => ours.Path.Length == 0
        ? ours with { Size = values.Dequeue(), Align = values.Dequeue() }
        : ours with { Offset = values.Dequeue(), Size = ours.Size == 0 ? 0 : values.Dequeue() };

    /// <summary>The names of structs that Xen's headers write out: of one architecture's only those of the target.</summary>
    private static IEnumerable<string> Structs(Target target)
        => Directory.EnumerateFiles("/usr/include/xen", "*.h", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/foreign/", StringComparison.Ordinal) && !file.Contains("/sys/", StringComparison.Ordinal))
            .Where(file => !file.Contains(target == Target.X86_64 ? "/arch-arm" : "/arch-x86", StringComparison.Ordinal))
            .SelectMany(file => Struct().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\bstruct\s+(\w+)\s*\{")]
    private static partial Regex Struct();
}
