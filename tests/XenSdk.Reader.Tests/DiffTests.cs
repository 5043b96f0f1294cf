using System.Text.Json;
using System.Text.RegularExpressions;
using XenSdk.Reader.Tests.Support;

namespace XenSdk.Reader.Tests;

/// <summary><c>xensdk diff</c>, by its command line: headers with changes made by hand, and what those come to, counted by hand.</summary>
public sealed class DiffTests
{
    private const string Old = """
        typedef unsigned int u32;
        typedef unsigned short domid_t;
        struct kept { int a; };
        struct moved { char first; u32 second; struct { short x; short y; } in; unsigned low : 3, high : 5; };
        struct gone { int a; int b; };
        struct cell { void *p; unsigned long v; };
        enum e { E_A, E_B };
        #define SAME 1
        #define OTHER 2
        #define DROPPED 3
        #define __HYPERVISOR_call 7
        """;

    private static readonly string s_new = Old
        .Replace("char first; u32 second;", "u32 first; char added; u32 second;")
        .Replace("short x; short y;", "short y; short x;")
        .Replace("low : 3, high : 5", "low : 4, high : 4")
        .Replace("struct gone { int a; int b; };", "struct come { int a; int b; };")
        .Replace("unsigned long v;", "long v;")
        .Replace("E_A, E_B", "E_A, E_B = 9, E_C")
        .Replace("unsigned short domid_t", "unsigned int domid_t")
        .Replace("#define OTHER 2", "#define OTHER 20")
        .Replace("#define DROPPED 3", "#define BIG 0xFFFFFFFFFFFFFFFFULL")
        .Replace("__HYPERVISOR_call 7", "__HYPERVISOR_call 8");

    [Fact]
    public void A_line_tells_each_change_with_what_was_and_what_is()
    {
        ToolRun run = Diff(Old, s_new, "--target", "x86_64");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal("x86_64: 4 added, 13 changed, 2 removed", run.Lines[0]);
        Assert.Equal(
            [
                "changed|struct|struct moved|16 bytes|20 bytes",
                "changed|field|struct moved.first|1 byte, char|4 bytes, u32",
                "added|field|struct moved.added||at 4, 1 byte, char",
                "changed|field|struct moved.second|at 4|at 8",
                "changed|field|struct moved.in|at 8|at 12",
                "changed|field|struct moved.in.x|at 8|at 14",
                "changed|field|struct moved.in.y|at 10|at 12",
                "changed|field|struct moved.low|at 12, 3 wide|at 16, 4 wide",
                "changed|field|struct moved.high|at 12, from bit 3, 5 wide|at 16, from bit 4, 4 wide",
                "added|struct|struct come||8 bytes, aligned to 4",
                "removed|struct|struct gone|8 bytes, aligned to 4|",
                "changed|field|struct cell.v|unsigned long|long",
                "changed|typedef|domid_t|uint16_t, 2 bytes, aligned to 2|uint32_t, 4 bytes, aligned to 4",
                "changed|enumerator|E_B|1|9",
                "added|enumerator|E_C||10",
                "changed|constant|OTHER|2|20",
                "added|constant|BIG||18446744073709551615, ulong",
                "removed|constant|DROPPED|3, int|",
                "changed|hypercall|call|number 7|number 8",
            ],
            Rows(run));
    }

    [Fact]
    public void The_same_comes_as_JSON_with_the_members_of_what_is_new_or_gone()
    {
        ToolRun run = Diff(Old, s_new, "--target", "x86_64,arm32", "--json");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(["x86_64", "arm32"], document.RootElement.EnumerateArray().Select(target => target.GetProperty("target").GetString()));
        JsonElement[] changes = [.. document.RootElement[0].GetProperty("changes").EnumerateArray()];
        // Two fields each of the struct that is gone and of the one that is new.
        Assert.Equal(19 + 4, changes.Length);
        Assert.Equal(
            """{"change":"changed","kind":"field","name":"struct moved.high","old":{"offset":12,"size":4,"bitOffset":3,"bitWidth":5,"type":"unsigned int"},"new":{"offset":16,"size":4,"bitOffset":4,"bitWidth":4,"type":"unsigned int"}}""",
            Compact(changes.Single(change => change.GetProperty("name").GetString() == "struct moved.high")));
        Assert.Equal(
            """{"change":"added","kind":"constant","name":"BIG","old":null,"new":{"value":18446744073709551615,"type":"ulong"}}""",
            Compact(changes.Single(change => change.GetProperty("name").GetString() == "BIG")));
        Assert.Equal(
            """{"change":"removed","kind":"field","name":"struct gone.b","old":{"offset":4,"size":4,"type":"int"},"new":null}""",
            Compact(changes.Single(change => change.GetProperty("name").GetString() == "struct gone.b")));
    }

    [Theory]
    [InlineData("struct s { int a; };", "/* Words. */\n\nstruct s { int a; /* More. */ };")]
    [InlineData("struct s { unsigned int a; };", "typedef unsigned int u32;\nstruct s { u32 a; };\n")]
    [InlineData("struct s { int a; };\nstruct t { int a; };", "struct t { int a; };\nstruct s { int a; };")]
    [InlineData("#define A 16", "#define A (1 << 4)")]
    public void What_leaves_the_ABI_as_it_is_is_no_difference(string old, string @new)
    {
        ToolRun run = Diff(old, @new, "--target", "x86_32");

        // A typedef of a scalar is itself something that a header offers.
        if (@new.Contains("typedef", StringComparison.Ordinal))
            Assert.Equal((1, "x86_32: 1 added"), (run.ExitCode, run.Lines[0]));
        else
            Assert.Equal((0, "x86_32: no differences\n", ""), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void A_prototype_that_differs_is_told_with_both_signatures()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("xen.h", "#define __HYPERVISOR_op 1\nstruct a { int x; };\n");
        string old = folder.PathOf("old.xenabi"), @new = folder.PathOf("new.xenabi");
        Read(old, "int op(unsigned int cmd, const struct a *arg)", "[\"pv\"]");
        Read(@new, "int op(unsigned long cmd, struct a *arg)", "[\"pv\", \"hvm\"]");

        ToolRun run = Xensdk.Run("diff", old, @new);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            ["changed|hypercall|op|int op(unsigned int cmd, const struct a *arg), for pv|int op(unsigned long cmd, struct a *arg), for pv, hvm"],
            Rows(run));

        void Read(string model, string prototype, string modes) => Assert.Equal("", Xensdk.Run(
            "read", header, "--target", "x86_64", "-o", model,
            "--overrides", folder.Write("o.json", $$"""{ "hypercalls": { "op": { "prototype": "{{prototype}}", "modes": {{modes}} } } }""")).Error);
    }

    [Theory]
    [InlineData("x86_64", 16, 24)]
    [InlineData("x86_32", 12, 20)]
    [InlineData("arm64", 16, 24)]
    [InlineData("arm32", 16, 24)]
    public void A_field_put_into_Xen_s_header_shows_against_the_model_that_is_checked_in(string target, int val, int size)
    {
        using var folder = new TemporaryFolder();
        string model = Path.Combine(Repository.Root, "abi", "models", $"xen.{target}.xenabi");
        string text = File.ReadAllText(Repository.Header);
        string same = folder.Write("same/xen.h", text);
        string changed = folder.Write("changed/xen.h", Regex.Replace(text, @"struct mmu_update \{\s", "$0    uint32_t flags;\n"));

        Assert.Equal((0, $"{target}: no differences\n"), Result(Xensdk.RunAlone(null, "diff", model, same, "--overrides", Repository.Overrides)));

        ToolRun run = Xensdk.RunAlone(null, "diff", model, changed, "--overrides", Repository.Overrides);
        Assert.Equal((1, $"{target}: 1 added, 3 changed"), (run.ExitCode, run.Lines[0]));
        Assert.Contains($"changed|struct|struct mmu_update|16 bytes|{size} bytes", Rows(run));
        Assert.Contains($"changed|field|struct mmu_update.val|at 8|at {val}", Rows(run));
        Assert.Contains("added|field|struct mmu_update.flags||at 0, 4 bytes, uint32_t", Rows(run));

        static (int ExitCode, string Output) Result(ToolRun run) => (run.ExitCode, run.Output + run.Error);
    }

    [Fact]
    public void What_cannot_be_compared_is_an_error_and_no_difference()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("a.h", "struct a { int x; };"), broken = folder.Write("b.h", "struct a { nope x; };");
        string x86 = folder.PathOf("m.x86_64.xenabi"), arm = folder.PathOf("m.arm64.xenabi");
        Xensdk.Run("read", header, "-t", "x86_64,arm64", "-o", folder.PathOf("m.{target}.xenabi"));

        Fails("XEN0006", "--target", header, header);
        Fails("XEN0006", "x86_64 and for arm64", x86, arm);
        Fails("XEN0006", "for x86_64 only", x86, header, "-t", "arm64");
        Fails("XEN0006", "for x86_64 only", x86, header, "-t", "x86_64,arm64");
        Fails("XEN0003", "the model", folder.PathOf("no.xenabi"), header);
        Fails("XEN0003", "the header", header, folder.PathOf("no.h"), "-t", "x86_64");
        Fails("XEN1102", "broken.xenabi", folder.Write("broken.xenabi", File.ReadAllText(x86)[..40]), x86);
        Fails("XEN1001", "b.h(1,12)", header, broken, "-t", "x86_64");
        Fails("XEN0006", "missing", header);

        static void Fails(string id, string words, params string[] arguments)
        {
            ToolRun run = Xensdk.Run(["diff", .. arguments]);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.Contains($"error {id}: ", run.Error);
            Assert.Contains(words, run.Error);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
        }
    }

    private static ToolRun Diff(string old, string @new, params string[] options)
    {
        using var folder = new TemporaryFolder();
        return Xensdk.Run(["diff", folder.Write("old.h", old), folder.Write("new.h", @new), .. options]);
    }

    /// <summary>The lines of a table, their cells by the places of the titles.</summary>
    private static string[] Rows(ToolRun run)
    {
        int[] starts = [.. new[] { "Change", "What", "Name", "Old", "New" }.Select(title => run.Lines[1].IndexOf(title, StringComparison.Ordinal)), int.MaxValue];
        Assert.Equal(starts.Order(), starts);
        return [.. run.Lines[2..].Select(line => string.Join('|', starts.Zip(starts[1..], (from, to) => Cell(line, from, to))))];
    }

    private static string Cell(string line, int from, int to)
    {
        Assert.True(from == 0 || from > line.Length || line[from - 1] == ' ', line);
        return line[Math.Min(from, line.Length)..Math.Min(to, line.Length)].Trim();
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
