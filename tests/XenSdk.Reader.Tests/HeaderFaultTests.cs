using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

public sealed class HeaderFaultTests
{
    [Theory]
    [InlineData("int x;\nstruct s {\n  uint33_t y;\n};\n", 3, 3, "unknown type name 'uint33_t'")]
    [InlineData("#define A 1\nint a[;\n", 2, 7, "expected expression")]
    [InlineData("#include <nope.h>\n", 1, 10, "'nope.h' file not found")]
    [InlineData("#if 1\n#define A 1\n", 1, 2, "unterminated conditional directive")]
    [InlineData("#error \"not like this\"\n", 1, 2, "\"not like this\"")]
    [InlineData("/* open", 1, 1, "unterminated /* comment")]
    public void An_error_has_clangs_words_and_place(string header, int line, int column, string words)
    {
        AbiDiagnostic error = Result(header, AbiTarget.X86_64).Diagnostics[0];

        Assert.Equal(("XEN1001", "test.h", line, column), (error.Id, Path.GetFileName(error.Place!.File), error.Place.Line, error.Place.Column));
        Assert.StartsWith(words, error.Message);
    }

    [Theory]
    [InlineData("struct s { int a;")]
    [InlineData("struct s { int a;\n#define A 1\n")]
    [InlineData("int f(void) {")]
    [InlineData("int x")]
    [InlineData("typedef struct s")]
    public void A_header_that_ends_too_early_is_told_at_its_own_lines(string header)
    {
        HeaderReadResult result = Result(header, AbiTarget.X86_64);

        Assert.Empty(result.Models);
        Assert.All(result.Diagnostics, error => Assert.Equal("XEN1001", error.Id));
        Assert.All(result.Diagnostics, error => Assert.InRange(error.Place!.Line, 1, header.Split('\n').Length));
        Assert.DoesNotContain("__xensdk", string.Join("", result.Diagnostics));
    }

    [Fact]
    public void A_missing_include_says_where_it_was_looked_for()
    {
        AbiDiagnostic error = Error("#include <nope.h>\n");

        Assert.Contains("-I", error.Message);
        Assert.Contains(Path.Combine("include", "x86"), error.Message);
    }

    [Fact]
    public void An_error_in_an_include_has_the_includes_place()
    {
        AbiDiagnostic error = Assert.Single(Result("#include \"a.h\"\n", AbiTarget.X86_64, more: ("a.h", "\n wrong_t x;\n")).Diagnostics);

        Assert.Equal(("a.h", 2, 2), (Path.GetFileName(error.Place!.File), error.Place.Line, error.Place.Column));
    }

    [Fact]
    public void What_all_targets_say_is_told_once_and_what_some_say_with_their_names()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("test.h", "wrong_t x;\n#ifdef __arm__\nonly_arm y;\n#endif\n");

        HeaderReadResult result = HeaderReader.Read(new ReadRequest { Header = header }, [.. AbiTarget.All]);

        Assert.Equal([1, 3], result.Diagnostics.Select(error => error.Place!.Line));
        Assert.DoesNotContain("only", result.Diagnostics[0].Message);
        Assert.EndsWith("(only arm32)", result.Diagnostics[1].Message);
        Assert.Empty(result.Models);
    }

    [Fact]
    public void A_wrong_macro_from_outside_is_an_error_without_a_place()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("test.h", "int x;\n");

        AbiDiagnostic error = Assert.Single(HeaderReader.Read(new ReadRequest { Header = header, Defines = ["1x"] }, [AbiTarget.X86_64]).Diagnostics);

        Assert.Equal(("XEN1001", null), (error.Id, error.Place));
        Assert.Contains("-D", error.Message);
    }

    [Fact]
    public void A_missing_header_is_XEN0003_with_the_path()
    {
        AbiDiagnostic error = Assert.Single(HeaderReader.Read(new ReadRequest { Header = "/nowhere/xen.h" }, [AbiTarget.X86_64]).Diagnostics);

        Assert.Equal("XEN0003", error.Id);
        Assert.Contains("'/nowhere/xen.h' does not exist", error.Message);
    }

    [Fact]
    public void A_folder_instead_of_a_header_is_XEN0003()
    {
        using var folder = new TemporaryFolder();

        AbiDiagnostic error = Assert.Single(HeaderReader.Read(new ReadRequest { Header = folder.Root }, [AbiTarget.X86_64]).Diagnostics);

        Assert.Equal("XEN0003", error.Id);
        Assert.Contains("is a folder", error.Message);
    }

    [Fact]
    public void Missing_overrides_are_XEN0003_with_the_path()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("test.h", "int x;\n");

        AbiDiagnostic error = Assert.Single(HeaderReader.Read(new ReadRequest { Header = header, Overrides = ["/nowhere/o.json"] }, [AbiTarget.X86_64]).Diagnostics);

        Assert.Equal("XEN0003", error.Id);
        Assert.Contains("'/nowhere/o.json'", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("/* nothing */")]
    public void A_header_that_says_nothing_is_a_model_of_nothing(string header)
    {
        AbiModel model = Model(header);

        Assert.Equal((0, 0, 0), (model.Records.Count, model.Macros.Count, model.Hypercalls.Count));
    }

    [Fact]
    public void Random_bytes_end_in_errors_and_nothing_worse()
    {
        var random = new Random(20240229);
        for (int i = 0; i < 20; i++)
        {
            byte[] bytes = new byte[random.Next(1, 2000)];
            random.NextBytes(bytes);
            using var folder = new TemporaryFolder();
            string path = folder.PathOf("test.h");
            File.WriteAllBytes(path, bytes);

            HeaderReadResult result = HeaderReader.Read(new ReadRequest { Header = path }, [AbiTarget.X86_64]);
            Assert.True(result.HasErrors || result.Models.Count == 1);
        }
    }

    [Fact]
    public void A_cut_or_changed_xen_h_ends_in_a_model_or_in_errors_that_name_a_place()
    {
        var random = new Random(4711);
        string whole = File.ReadAllText(Repository.Header);
        for (int i = 0; i < 40; i++)
        {
            int at = random.Next(whole.Length);
            string text = i % 2 == 0 ? whole[..at] : whole.Remove(at, random.Next(1, Math.Min(30, whole.Length - at)));
            HeaderReadResult result = Result(text, AbiTarget.All[i % 4]);

            Assert.True(result.HasErrors || result.Models.Count == 1);
            Assert.All(result.Diagnostics, diagnostic => Assert.NotNull(diagnostic.Place));
        }
    }
}
