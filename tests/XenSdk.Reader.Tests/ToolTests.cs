using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using XenSdk.Tool;

namespace XenSdk.Reader.Tests;

public sealed class ToolTests
{
    private const string Header = """
        struct s { char c; int i; struct { short a; union { int b; char d; }; } in_s; struct { char z; } arr[2]; struct t *t; };
        enum e { E_A };
        typedef unsigned short domid_t;
        #define ONE 1
        #define TEXT "t"
        #if 0
        #define NEVER 1
        #endif
        """;

    [Fact]
    public void Layout_in_columns_has_a_line_a_type_and_a_line_a_field()
    {
        ToolRun run = Run("layout", "--target", "x86_64", "--format", "tsv");

        Assert.Equal(
            [
                "s\t\t0\t32\t8",
                "s\tc\t0\t1\t1",
                "s\ti\t4\t4\t4",
                "s\tin_s\t8\t8\t4",
                "s\tin_s.a\t8\t2\t2",
                "s\tin_s.b\t12\t4\t4",
                "s\tin_s.d\t12\t1\t1",
                "s\tarr\t16\t2\t1",
                "s\tarr[0].z\t16\t1\t1",
                "s\tt\t24\t8\t8",
                "e\t\t0\t4\t4",
                "domid_t\t\t0\t2\t2",
            ],
            run.Lines);
    }

    [Fact]
    public void Layout_for_eyes_shows_offsets_sizes_and_holes()
    {
        string text = Run("layout", "--target", "x86_64").Output;

        Assert.Contains("    int i;                                                  /*     4     4 */\n", text);
        Assert.Contains("    /* hole: 3 bytes */\n    int i;", text);
        Assert.Contains("    } in_s;                                                 /*     8     8 */\n", text);
        Assert.Contains("        /* hole: 2 bytes */\n        union {\n            int b;", text);
        Assert.Contains("    /* hole: 6 bytes */\n    struct t *t;", text);
        Assert.Contains("/* size: 32, align: 8, members: 5, bytes in holes: 11 */\n", text);
    }

    [Fact]
    public void Constants_in_columns_have_type_value_and_what_became_of_them() =>
        Assert.Equal(
            ["ONE\tint\t1\tconstant One", "TEXT\t\t\tskipped: a string", "NEVER\t\t\tinactive: in a branch that is not compiled for arm32"],
            Run("constants", "--target", "arm32", "--format", "tsv").Lines);

    [Fact]
    public void Constants_for_eyes_end_with_a_count()
    {
        string text = Run("constants", "--target", "arm32").Output;

        Assert.Contains("    1  constants\n    1  skipped\n    1  inactive\n    3  macros in test.h for arm32\n", text);
    }

    [Fact]
    public void Several_targets_are_printed_one_after_the_other() =>
        Assert.Equal(["# x86_64", "# arm32"], Run("constants", "--target", "x86_64", "-t", "arm32", "--format", "tsv").Lines.Where(line => line.StartsWith('#')));

    [Fact]
    public void Read_writes_the_model_of_each_target_and_says_what_is_in_it()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = Xensdk.Run("read", folder.Write("test.h", Header), "--target", "x86_64,arm32", "-o", folder.PathOf("out/m.{target}.xenabi"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["out/m.arm32.xenabi", "out/m.x86_64.xenabi", "test.h"], folder.Files());
        Assert.StartsWith("x86_64: 1 structs and unions, 1 enums, 1 constants, 0 hypercalls", run.Output);
        string text = File.ReadAllText(folder.PathOf("out/m.arm32.xenabi"));
        AbiModel? model = AbiModelText.Read(text, "m").Model;
        Assert.Equal(AbiTarget.Arm32, model?.Target);
        Assert.Equal(text, AbiModelText.Write(model!));
    }

    [Fact]
    public void A_model_that_would_not_change_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["read", folder.Write("test.h", Header), "--target", "x86_64", "-o", folder.PathOf("m")];
        Xensdk.Run(arguments);
        var before = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(folder.PathOf("m"), before);

        Assert.Equal(0, Xensdk.Run(arguments).ExitCode);
        Assert.Equal(before, File.GetLastWriteTimeUtc(folder.PathOf("m")));

        folder.Write("test.h", Header + "\nstruct more { };");
        Assert.Equal(0, Xensdk.Run(arguments).ExitCode);
        Assert.NotEqual(before, File.GetLastWriteTimeUtc(folder.PathOf("m")));
    }

    [Fact]
    public void An_error_leaves_what_was_written_before_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("test.h", "struct s { wrong_t x; };");
        folder.Write("m", "before");

        Assert.Equal(2, Xensdk.Run("read", header, "--target", "x86_64", "-o", folder.PathOf("m"), "--inputs", folder.PathOf("list")).ExitCode);
        Assert.Equal(["m", "test.h"], folder.Files());
        Assert.Equal("before", File.ReadAllText(folder.PathOf("m")));
    }

    [Fact]
    public void An_output_that_cannot_be_written_is_XEN0004_and_no_other_is_written()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("test.h", Header);
        Directory.CreateDirectory(folder.PathOf("m.arm32"));

        ToolRun run = Xensdk.Run("read", header, "--target", "x86_64,arm32", "-o", folder.PathOf("m.{target}"));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"xensdk : error XEN0004: '{folder.PathOf("m.arm32")}' cannot be written: it is a folder", run.Error);
        Assert.Equal(["test.h"], folder.Files());

        run = Xensdk.Run("read", header, "--target", "x86_64", "-o", Path.Combine(header, "m"));
        Assert.StartsWith("xensdk : error XEN0004: ", run.Error);
        Assert.Equal(["test.h"], folder.Files());
    }

    [Theory]
    [InlineData("XEN0006", "--target", "layout", "test.h")]
    [InlineData("XEN0006", "layuot", "layuot", "test.h")]
    [InlineData("XEN0006", "read, layout, constants")]
    [InlineData("XEN0006", "xml", "layout", "test.h", "--target", "x86_64", "--format", "xml")]
    [InlineData("XEN0006", "--nope", "layout", "test.h", "--target", "x86_64", "--nope")]
    [InlineData("XEN0006", "-o", "read", "test.h", "--target", "x86_64")]
    [InlineData("XEN0006", "{target}", "read", "test.h", "--target", "x86_64", "--target", "arm32", "-o", "m")]
    [InlineData("XEN0005", "riscv", "layout", "test.h", "--target", "riscv")]
    [InlineData("XEN0005", "x86_64, x86_32, arm64, arm32", "layout", "test.h", "--target", "x86_64", "--target", "i386")]
    public void Wrong_usage_is_one_line_with_a_way_out(string id, string words, params string[] arguments)
    {
        ToolRun run = Xensdk.Run(arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.All(run.Error.TrimEnd().Split('\n'), line => Assert.StartsWith($"xensdk : error {id}: ", line));
        Assert.Contains(words, run.Error);
    }

    [Fact]
    public void An_error_in_a_file_has_the_form_that_MSBuild_knows()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("test.h", "\n wrong_t x;\n");

        ToolRun run = Xensdk.Run("layout", header, "--target", "x86_64");
        Assert.Equal((2, "", $"{header}(2,2): error XEN1001: unknown type name 'wrong_t'{Environment.NewLine}"), (run.ExitCode, run.Output, run.Error));
    }

    [Fact]
    public void Macros_and_folders_are_given_with_or_without_a_blank()
    {
        using var folder = new TemporaryFolder();
        folder.Write("inc/a.h", "struct a { int x[N]; };");
        string header = folder.Write("test.h", "#include <a.h>\n");

        foreach (string[] options in new string[][] { ["-I", folder.PathOf("inc"), "-D", "N=3"], [$"-I{folder.PathOf("inc")}", "-DN=3"] })
            Assert.Contains("a\tx\t0\t12\t4", Xensdk.Run(["layout", header, "--target", "x86_64", "--format", "tsv", .. options]).Lines);
    }

    [Fact]
    public void What_is_only_good_to_know_is_told_on_request()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("test.h", "#define __HYPERVISOR_x 1\n");

        Assert.Equal("", Xensdk.Run("layout", header, "--target", "x86_64").Error);
        Assert.Contains("info XEN1012", Xensdk.Run("layout", header, "--target", "x86_64", "--verbose").Error);
    }

    [Fact]
    public void Help_and_version_are_no_errors()
    {
        Assert.Equal(0, Xensdk.Run("--help").ExitCode);
        Assert.Contains("--overrides", Xensdk.Run("read", "--help").Output);
        Assert.Equal(0, Xensdk.Run("--version").ExitCode);
    }

    [Fact]
    public void The_tool_runs_by_itself_and_prints_what_it_prints_here()
    {
        string[] arguments = ["layout", Repository.Header, "--target", "x86_32", "--format", "tsv"];

        Assert.Equal(Xensdk.Run(arguments).Output, Xensdk.RunAlone(null, arguments).Output);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), "XEN0008")]
    [InlineData(typeof(IOException), "XEN0004")]
    public void Whatever_happens_is_one_line_without_a_stack(Type failure, string id)
    {
        using var error = new StringWriter();
        using var output = new BrokenWriter((Exception)Activator.CreateInstance(failure, "two\nlines")!);

        Assert.Equal(2, Program.Run(["constants", Repository.Header, "--target", "x86_64"], output, error));
        Assert.StartsWith($"xensdk : error {id}: ", error.ToString());
        Assert.Contains("two lines", error.ToString());
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    private sealed class BrokenWriter(Exception exception) : StringWriter
    {
        public override void Write(string? value) => throw exception;
    }

    private static ToolRun Run(string command, params string[] options)
    {
        using var folder = new TemporaryFolder();
        ToolRun run = Xensdk.Run([command, folder.Write("test.h", Header), .. options]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }
}
