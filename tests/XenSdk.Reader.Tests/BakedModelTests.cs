using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;

namespace XenSdk.Reader.Tests;

public sealed class BakedModelTests
{
    private const string Header = "#include <sub/a.h>\n#include \"b.h\"\n#include \"c.h\"\nstruct s { int x; };\n";

    [Fact]
    public void A_model_of_equal_inputs_is_copied_without_libclang()
    {
        using var folder = Baked();

        ToolRun run = Xensdk.RunAlone("/nowhere", [.. Arguments(folder), "-o", folder.PathOf("out.xenabi"), "--baked", folder.PathOf("models")]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("libclang was not needed", run.Output);
        Assert.Equal(File.ReadAllBytes(folder.PathOf("models/x.arm64.xenabi")), File.ReadAllBytes(folder.PathOf("out.xenabi")));
    }

    [Fact]
    public void The_inputs_are_the_same_as_those_of_reading()
    {
        using var folder = Baked();
        string[] List(string file, params string[] more)
        {
            Assert.Equal(0, Xensdk.Run([.. Arguments(folder), "-o", folder.PathOf("out.xenabi"), "--inputs", folder.PathOf(file), .. more]).ExitCode);
            return [.. File.ReadAllLines(folder.PathOf(file)).Order(StringComparer.Ordinal)];
        }

        string[] read = List("read.txt");
        Assert.Equal(read, List("baked.txt", "--baked", folder.PathOf("models")));
        foreach (string name in new[] { "test.h", "inc/sub/a.h", "b.h", "inc/c.h", "test.json" })
            Assert.Contains(folder.PathOf(name), read);
        // And where a file that comes would be found first.
        Assert.Contains(folder.PathOf("c.h"), read);
    }

    [Fact]
    public void Whatever_changes_makes_the_model_useless()
    {
        using var folder = Baked();
        Assert.Null(WhyNot(folder));

        Changed("test.h", Header + "\n", "'test.h' has changed");
        Changed("inc/sub/a.h", "struct a { long y; };\n", "'sub/a.h' has changed");
        Changed("b.h", "/* b */\n", "'./b.h' has changed");
        Changed("test.json", "{ }", "'test.json' has changed");
        Changed("c.h", "struct other { };\n", "another place");
        Changed("inc/sub/a.h", null, "'sub/a.h' is not found");
        Changed("test.json", null, "cannot be read");
        Changed("models/x.arm64.xenabi", "xenabi 0\n", "XEN1101");
        Changed("models/x.arm64.xenabi", File.ReadAllText(folder.PathOf("models/x.arm64.xenabi")).Replace("hash=", "hash=0"), "hash");
        Changed("models/x.arm64.xenabi", null, "no model for arm64");
        Assert.Contains("-D", WhyNot(folder, request => request with { Defines = ["A=1"] }));
        Assert.Contains("among them", WhyNot(folder, request => request with { Overrides = [] }));
        Assert.Contains("'more.json' is new", WhyNot(folder, request => request with { Overrides = [.. request.Overrides, folder.Write("more.json", "{ }")] }));
        Assert.Contains("no model for x86_64", WhyNot(folder, target: AbiTarget.X86_64));
        Assert.Contains("cannot be read", WhyNot(folder, models: folder.PathOf("nowhere")));
        Assert.Null(WhyNot(folder));

        void Changed(string name, string? text, string reason)
        {
            string path = folder.PathOf(name);
            string? before = File.Exists(path) ? File.ReadAllText(path) : null;
            if (text is null)
                File.Delete(path);
            else
                File.WriteAllText(path, text);
            Assert.Contains(reason, WhyNot(folder) ?? "nothing");
            if (before is null)
                File.Delete(path);
            else
                File.WriteAllText(path, before);
        }
    }

    [Fact]
    public void A_base_that_is_the_models_overrides_is_the_same_input()
    {
        using var folder = Baked();

        Assert.Null(WhyNot(folder, request => request with { BaseOverrides = request.Overrides, Overrides = [] }));
    }

    [Fact]
    public void A_header_elsewhere_with_the_same_name_and_content_is_the_same_input()
    {
        using var folder = Baked();
        folder.Write("elsewhere/test.h", Header);
        folder.Write("elsewhere/b.h", "struct b { int x; };\n");

        Assert.Null(WhyNot(folder, request => request with { Header = folder.PathOf("elsewhere/test.h") }));
    }

    [Fact]
    public void Why_no_model_will_do_is_told_where_libclang_is_missing()
    {
        using var folder = Baked();

        ToolRun run = Xensdk.RunAlone("/nowhere", [.. Arguments(folder), "-D", "A", "-o", folder.PathOf("out.xenabi"), "--baked", folder.PathOf("models")]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("XEN0001", run.Error);
        Assert.Contains("other -D options", run.Error);
        Assert.False(File.Exists(folder.PathOf("out.xenabi")));
    }

    [Fact]
    public void The_hash_differs_by_target()
    {
        using var folder = Baked();
        HeaderReadResult result = HeaderReader.Read(Request(folder), [AbiTarget.Arm64, AbiTarget.Arm32]);

        Assert.NotEqual(result.Models[0].Source.Hash, result.Models[1].Source.Hash);
    }

    private static string? WhyNot(TemporaryFolder folder, Func<ReadRequest, ReadRequest>? change = null, AbiTarget? target = null, string? models = null)
    {
        ReadRequest request = Request(folder);
        BakedModel? found = BakedModels.Find(change?.Invoke(request) ?? request, target ?? AbiTarget.Arm64, models ?? folder.PathOf("models"), out string whyNot);
        Assert.Equal(found is null, whyNot.Length > 0);
        return found is null ? whyNot : null;
    }

    private static ReadRequest Request(TemporaryFolder folder) => new()
    {
        Header = folder.PathOf("test.h"),
        IncludeFolders = [folder.PathOf("inc")],
        Overrides = [folder.PathOf("test.json")],
    };

    private static string[] Arguments(TemporaryFolder folder) =>
        ["read", folder.PathOf("test.h"), "--target", "arm64", "-I", folder.PathOf("inc"), "--overrides", folder.PathOf("test.json")];

    private static TemporaryFolder Baked()
    {
        var folder = new TemporaryFolder();
        folder.Write("test.h", Header);
        folder.Write("inc/sub/a.h", "struct a { int y; };\n");
        folder.Write("inc/c.h", "struct c { int y; };\n");
        folder.Write("b.h", "struct b { int x; };\n");
        folder.Write("test.json", """{ "names": { "struct s": "Named" } }""");
        Assert.Equal(0, Xensdk.Run([.. Arguments(folder), "-o", folder.PathOf("models/x.{target}.xenabi")]).ExitCode);
        return folder;
    }
}
