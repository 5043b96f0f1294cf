using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace XenSdk.Layout.Tests;

/// <summary>abi/overrides.json against xen.h and against what Xen says of its hypercalls.</summary>
public sealed partial class OverridesTests
{
    /// <summary>The prototypes that the header gives in comments, where the overrides must not repeat them.</summary>
    private static readonly Dictionary<string, string[]> ParametersInTheHeader = new()
    {
        ["mmu_update"] = ["reqs", "count", "done_out", "foreigndom"],
        ["mmuext_op"] = ["uops", "count", "pdone", "foreigndom"],
    };

    /// <summary>Who may call, as Xen's own table has it (xen/include/hypercall-defs.c): number, name, modes. The numbers that
    /// are the architectures' own are open to all but arch_0, which is x86's machine-check call.</summary>
    private static readonly (int Number, string Name, string Modes)[] XensTable =
    [
        (0, "set_trap_table", "pv"), (1, "mmu_update", "pv"), (2, "set_gdt", "pv"), (3, "stack_switch", "pv"),
        (4, "set_callbacks", "pv"), (5, "fpu_taskswitch", "pv"), (6, "sched_op_compat", "pv arm"), (7, "dom0_op", "pv hvm arm"),
        (8, "set_debugreg", "pv"), (9, "get_debugreg", "pv"), (10, "update_descriptor", "pv"), (12, "memory_op", "pv hvm arm"),
        (13, "multicall", "pv hvm arm"), (14, "update_va_mapping", "pv"), (15, "set_timer_op", "pv hvm"),
        (16, "event_channel_op_compat", "pv arm"), (17, "xen_version", "pv hvm arm"), (18, "console_io", "pv hvm arm"),
        (19, "physdev_op_compat", "pv arm"), (20, "grant_table_op", "pv hvm arm"), (21, "vm_assist", "pv hvm arm"),
        (22, "update_va_mapping_otherdomain", "pv"), (23, "iret", "pv"), (24, "vcpu_op", "pv hvm arm"), (25, "set_segment_base", "pv"),
        (26, "mmuext_op", "pv hvm"), (27, "xsm_op", "pv hvm arm"), (28, "nmi_op", "pv"), (29, "sched_op", "pv hvm arm"),
        (30, "callback_op", "pv"), (31, "xenoprof_op", "pv"), (32, "event_channel_op", "pv hvm arm"), (33, "physdev_op", "pv hvm arm"),
        (34, "hvm_op", "pv hvm arm"), (35, "sysctl", "pv hvm arm"), (36, "domctl", "pv hvm arm"), (37, "kexec_op", "pv"),
        (38, "tmem_op", "pv hvm"), (39, "xc_reserved_op", "pv hvm arm"), (48, "arch_0", "pv"), (49, "arch_1", "pv hvm arm"),
        (50, "arch_2", "pv hvm arm"), (51, "arch_3", "pv hvm arm"), (52, "arch_4", "pv hvm arm"), (53, "arch_5", "pv hvm arm"),
        (54, "arch_6", "pv hvm arm"), (55, "arch_7", "pv hvm arm"),
    ];

    [Fact]
    public void Every_hypercall_number_of_the_header_is_described()
    {
        var numbers = File.ReadLines(RepositoryFiles.Header).Select(line => HypercallNumber().Match(line)).Where(match => match.Success)
            .Select(match => (Number: int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), Name: match.Groups["name"].Value));
        Assert.Equal(XensTable.Select(call => (call.Number, call.Name)), numbers);
        Assert.Equal(XensTable.Select(call => call.Name), OverridesFile.Hypercalls.Select(call => call.Name));
    }

    [Fact]
    public void The_modes_are_those_of_Xens_table() =>
        Assert.Equal(XensTable.Select(call => (call.Name, call.Modes)), OverridesFile.Hypercalls.Select(call => (call.Name, OverridesFile.Modes(call.Value))));

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Every_prototype_compiles_after_the_header(string name)
    {
        Target target = Target.Named(name);
        IEnumerable<string> prototypes = OverridesFile.Hypercalls
            .Where(call => OverridesFile.IsFor(call.Value, target))
            .Select(call => OverridesFile.Prototype(call.Value, target))
            .OfType<string>();
        Compiler.Clang.Run($"#include \"xen.h\"\n{string.Join(";\n", prototypes)};\n",
            [.. Compiler.Clang.For(target), .. target.HermeticSwitches, "-fsyntax-only", "-fno-builtin", "-Wall", "-Wextra", "-Werror"]);
    }

    [Fact]
    public void Every_guest_that_may_call_has_a_prototype_with_at_most_five_parameters()
    {
        foreach (JsonProperty call in OverridesFile.Hypercalls)
        {
            foreach (Target target in Target.All.Where(target => OverridesFile.IsFor(call.Value, target)))
            {
                // 32-bit guests get -ENOSYS: there is no such call for them.
                if (call.Name == "set_segment_base" && target == Target.X86_32)
                    continue;
                string? prototype = OverridesFile.Prototype(call.Value, target);
                Assert.True(prototype is null == ParametersInTheHeader.ContainsKey(call.Name), $"{call.Name} on {target}: {prototype ?? "no prototype"}");
                if (prototype is not null)
                {
                    Assert.Matches($@"\b{call.Name}\(", prototype);
                    Assert.InRange(OverridesFile.ParameterNames(prototype).Count, 0, 5);
                }
            }
        }
    }

    [Fact]
    public void Every_parameter_is_documented_and_every_documented_parameter_exists()
    {
        foreach (JsonProperty call in OverridesFile.Hypercalls)
        {
            IEnumerable<string> inPrototypes = ParametersInTheHeader.GetValueOrDefault(call.Name) ?? [.. Target.All
                .Where(target => OverridesFile.IsFor(call.Value, target))
                .Select(target => OverridesFile.Prototype(call.Value, target))
                .OfType<string>()
                .SelectMany(OverridesFile.ParameterNames)];
            List<JsonProperty> documented = [.. OverridesFile.Properties(call.Value, "parameters")];
            Assert.Equal(inPrototypes.Distinct().Order(StringComparer.Ordinal), documented.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
            Assert.All(documented, parameter => Assert.NotEmpty(OverridesFile.Text(parameter.Value, "doc")));
            Assert.All(documented, parameter => Assert.True(
                OverridesFile.Text(parameter.Value, "count") is var count && (count.Length == 0 || inPrototypes.Contains(count)), $"{call.Name}.{parameter.Name}"));
        }
    }

    [Fact]
    public void Every_hypercall_says_what_it_returns_and_where_in_Xen_it_is() => Assert.All(OverridesFile.Hypercalls, call =>
    {
        string doc = OverridesFile.Text(call.Value, "doc");
        Assert.Matches("[Rr]eturn|the result is", doc);
        Assert.Contains("In Xen", doc, StringComparison.Ordinal);
        Assert.Contains("xen/", doc, StringComparison.Ordinal);
    });

    [Fact]
    public void Every_enum_that_is_named_exists()
    {
        HashSet<string> enums = [.. OverridesFile.Enums.Select(group => group.Name)];
        IEnumerable<string> named = OverridesFile.Fields.Select(field => OverridesFile.Text(field.Value, "enum"))
            .Concat(OverridesFile.Hypercalls.SelectMany(call => OverridesFile.Properties(call.Value, "parameters")).Select(parameter => OverridesFile.Text(parameter.Value, "enum")))
            .Where(name => name.Length > 0);
        Assert.All(named, name => Assert.Contains(name, enums));
    }

    [Fact]
    public void Every_macro_of_an_enum_is_the_headers_and_belongs_to_no_other()
    {
        List<string> macros = HeaderMacros.Names();
        HashSet<string> taken = [];
        foreach (JsonProperty group in OverridesFile.Enums)
        {
            string prefix = OverridesFile.Text(group.Value, "prefix");
            List<string> members = [.. macros.Where(macro => macro.StartsWith(prefix, StringComparison.Ordinal))];
            Assert.NotEmpty(members);
            Assert.All(members, member => Assert.True(taken.Add(member), $"{member} is in {group.Name} and in another enum"));
            Assert.All(OverridesFile.Properties(group.Value, "names"), rename => Assert.Contains(rename.Name, members));
            Assert.All(members.Except(OverridesFile.Properties(group.Value, "names").Select(rename => rename.Name)),
                member => Assert.False(char.IsAsciiDigit(member[prefix.Length]), $"{member} would start with a digit"));
        }
    }

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Every_field_is_as_wide_as_its_enum_and_every_enum_holds_its_members(string name)
    {
        Target target = Target.Named(name);
        var types = OverridesFile.Enums.ToDictionary(group => group.Name, group => OverridesFile.Text(group.Value, "type"));
        IEnumerable<string> fields = OverridesFile.Fields.Select(field =>
        {
            (string type, string path) = (field.Name[..field.Name.IndexOf('.', StringComparison.Ordinal)], field.Name[(field.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]);
            string enumType = types[OverridesFile.Text(field.Value, "enum")];
            return $"_Static_assert(sizeof((({type} *)0)->{path}) == sizeof({enumType}), \"{field.Name}\");";
        });
        IEnumerable<string> members = OverridesFile.Enums.SelectMany(group => HeaderMacros.Names()
            .Where(macro => macro.StartsWith(OverridesFile.Text(group.Value, "prefix"), StringComparison.Ordinal))
            .Select(macro => $"_Static_assert(({types[group.Name]})({macro}) == ({macro}), \"{macro}\");"));
        Compiler.Clang.Run($"#include \"xen.h\"\n{string.Join('\n', fields)}\n{string.Join('\n', members)}\n",
            [.. Compiler.Clang.For(target), .. target.HermeticSwitches, "-fsyntax-only", "-Wno-sign-compare"]);
    }

    [Fact]
    public void Every_name_is_of_something_that_the_header_has()
    {
        HashSet<string> known = [.. HeaderMacros.Names(), .. OverridesFile.Hypercalls.Select(call => call.Name)];
        foreach (DeclaredType type in Target.All.SelectMany(HeaderLayout.Declared))
        {
            known.Add(type.Spelling);
            known.UnionWith(type.Paths.Select(path => $"{type.Spelling}.{path}"));
        }

        Assert.All(OverridesFile.Names, rename => Assert.Contains(rename.Name, known));
        Assert.All(OverridesFile.Fields, field => Assert.Contains(field.Name, known));
    }

    [GeneratedRegex(@"^#define\s+__HYPERVISOR_(?<name>\w+)\s+(?<number>\d+)")]
    private static partial Regex HypercallNumber();
}
