using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;

namespace XenSdk.Reader.Tests;

/// <summary>libclang is bound once a process, so each of these runs the tool in its own.</summary>
public sealed class LibclangTests
{
    private const string Strange = """
        #define A missing
        #define B ((void)0)
        #define C { 1 }
        #define D (0x7fffffff + 1)
        #define E missing()
        struct s {
            union { int a; struct { char b; }; } u[2], v;
            struct { int c:3; };
            enum { X, Y } e;
            int (*f)(struct { int q; } *);
            const struct s *const *p;
            volatile unsigned long long w;
        };
        typedef enum { F_A } f_t;
        typedef struct { f_t f; } g_t;
        typedef __typeof__(g_t) h_t;
        """;

    [Fact]
    public void Versions_14_and_19_give_identical_models_of_xen_h()
    {
        using var folder = new TemporaryFolder();
        foreach (int version in new[] { 14, 19 })
        {
            ToolRun run = Read(version, folder.PathOf($"{version}.{{target}}.xenabi"), Repository.Header, "--overrides", Repository.Overrides);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
        }
        foreach (AbiTarget target in AbiTarget.All)
            Assert.Equal(File.ReadAllText(folder.PathOf($"14.{target}.xenabi")), File.ReadAllText(folder.PathOf($"19.{target}.xenabi")));
    }

    [Fact]
    public void The_baked_models_are_what_the_reader_gives()
    {
        using var folder = new TemporaryFolder();
        ToolRun run = Read(19, folder.PathOf("{target}.xenabi"), Repository.Header, "--overrides", Repository.Overrides);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (AbiTarget target in AbiTarget.All)
        {
            string baked = Path.Combine(Repository.Root, "abi", "models", $"xen.{target}.xenabi");
            Assert.True(
                File.ReadAllBytes(baked).AsSpan().SequenceEqual(File.ReadAllBytes(folder.PathOf($"{target}.xenabi"))),
                $"abi/models/xen.{target}.xenabi is not what the reader makes of abi/xen.h: run eng/bake.sh, and commit the difference if it is meant.");
        }
    }

    [Fact]
    public void Versions_14_and_19_give_identical_models_of_what_they_spell_differently()
    {
        using var folder = new TemporaryFolder();
        string header = folder.Write("strange.h", Strange);
        foreach (int version in new[] { 14, 19 })
        {
            ToolRun run = Read(version, folder.PathOf($"{version}.{{target}}.xenabi"), header);
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
        }
        foreach (AbiTarget target in AbiTarget.All)
        {
            string model = File.ReadAllText(folder.PathOf($"14.{target}.xenabi"));
            Assert.Equal(model, File.ReadAllText(folder.PathOf($"19.{target}.xenabi")));
            Assert.DoesNotContain(folder.Root, model);
            Assert.DoesNotContain("unnamed", model);
            Assert.DoesNotContain("anonymous", model);
        }
    }

    [Theory]
    [InlineData("/nowhere/libclang.so.1", "no such file")]
    [InlineData("/tmp", "a folder")]
    [InlineData("libclang-no-such.so", "cannot be loaded")]
    public void No_libclang_is_XEN0001_and_says_what_to_install(string library, string words)
    {
        ToolRun run = Xensdk.RunAlone(library, "layout", Repository.Header, "--target", "x86_64");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("xensdk : error XEN0001: ", run.Error);
        Assert.Contains(words, run.Error);
        Assert.Contains("libclang1-19", run.Error);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void The_option_wins_over_the_variable()
    {
        ToolRun run = Xensdk.RunAlone("/nowhere", "constants", Repository.Header, "--target", "x86_64", "--libclang", Xensdk.Libclang(14));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public void Another_library_is_XEN0002()
    {
        string? library = new[] { "/lib/x86_64-linux-gnu/libc.so.6", "/lib/aarch64-linux-gnu/libc.so.6", "/lib64/libc.so.6" }.FirstOrDefault(File.Exists);
        Assert.True(library is not null, "this test needs a C library to mistake for libclang");

        ToolRun run = Xensdk.RunAlone(library, "constants", Repository.Header, "--target", "x86_64");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("xensdk : error XEN0002: ", run.Error);
    }

    [Fact]
    public void A_missing_header_is_told_even_without_libclang()
    {
        ToolRun run = Xensdk.RunAlone("/nowhere", "layout", "/nowhere/xen.h", "--target", "x86_64");

        Assert.Contains("XEN0001", run.Error);
        Assert.Contains("XEN0003", run.Error);
    }

    private static ToolRun Read(int version, string output, string header, params string[] more) =>
        Xensdk.RunAlone(Xensdk.Libclang(version), ["read", header, "--target", "x86_64", "--target", "x86_32", "--target", "arm64", "--target", "arm32", "-o", output, .. more]);
}
