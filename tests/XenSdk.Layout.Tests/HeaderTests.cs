using System.Security.Cryptography;

namespace XenSdk.Layout.Tests;

/// <summary>What abi/ holds, by the compilers alone: the tool takes no part.</summary>
public sealed class HeaderTests
{
    /// <summary>The user's header: never reformatted, never corrected.</summary>
    [Fact]
    public void The_header_is_byte_for_byte_what_the_user_gave()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(RepositoryFiles.Header)));
        Assert.Equal("f9b0824ad750115373c7d268cf2a64e6879a0e4732c866e130fcdca59a2be7d9", hash);
    }

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void The_companions_let_clang_compile_the_header_without_a_warning(string name)
    {
        Target target = Target.Named(name);
        Compiler.Clang.Run("#include \"xen.h\"\n", [.. Compiler.Clang.For(target), .. target.HermeticSwitches, "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]);
    }

    [Theory]
    [MemberData(nameof(Target.NamesForGcc), MemberType = typeof(Target))]
    public void The_companions_let_gcc_compile_the_header_without_a_warning(string name)
    {
        Target target = Target.Named(name);
        Compiler.Gcc.Run("#include \"xen.h\"\n", [.. Compiler.Gcc.For(target), .. target.HermeticSwitches, "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]);
    }

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Each_companion_compiles_alone_and_twice(string name)
    {
        Target target = Target.Named(name);
        foreach (string folder in new[] { target.Include, "common" })
        {
            string root = RepositoryFiles.Path("abi", "include", folder);
            foreach (string file in Directory.EnumerateFiles(root, "*.h", SearchOption.AllDirectories))
            {
                // These two are parts of interface.h, one for each width.
                if (Path.GetFileName(file) is "interface_32.h" or "interface_64.h")
                    continue;
                string include = $"#include <{Path.GetRelativePath(root, file).Replace('\\', '/')}>\n";
                Compiler.Clang.Run(include + include, [.. Compiler.Clang.For(target), .. target.HermeticSwitches, "-fsyntax-only", "-Wall", "-Wextra", "-Werror"]);
            }
        }
    }

    [Theory]
    [InlineData("x86_64", "arm")]
    [InlineData("arm64", "x86")]
    public void The_companion_of_another_architecture_says_so(string name, string folder)
    {
        Target target = Target.Named(name) with { Include = folder };
        (int exitCode, _, string errors) = Compiler.Clang.TryRun("#include \"xen.h\"\n", [.. Compiler.Clang.For(target), .. target.HermeticSwitches, "-fsyntax-only"]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("this companion of xen.h is for", errors, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void The_standard_headers_agree_with_the_compiler(string name)
    {
        Target target = Target.Named(name);
        ulong[] values = ConstantProbe.Evaluate(Compiler.Clang, [.. Compiler.Clang.For(target), .. target.HermeticSwitches],
            "#include <stdint.h>\n#include <stddef.h>\n#include <stdbool.h>\n#include <limits.h>\nstruct s { char c; int64_t i; };",
            [
                "sizeof(int8_t) + sizeof(int16_t) * 16 + sizeof(int32_t) * 256 + sizeof(int64_t) * 4096",
                "sizeof(uintptr_t) == sizeof(void *) && sizeof(size_t) == sizeof(sizeof 0) && sizeof(intmax_t) >= sizeof(int64_t)",
                "UINT64_MAX == ~UINT64_C(0) && INT64_MIN < 0 && INT64_MIN - 1 + UINT64_C(1) == (uint64_t)INT64_MIN && UINT8_MAX == 255 && INT16_MIN == -32768",
                "ULONG_MAX == ~0UL && LONG_MIN == -LONG_MAX - 1 && UINT_MAX == ~0U && CHAR_BIT == 8 && (CHAR_MIN == 0) == ((char)-1 > 0)",
                "true && !false && sizeof(bool) == 1 && NULL == 0 && offsetof(struct s, i) == _Alignof(int64_t)",
            ]);
        Assert.Equal<ulong[]>([0x8421, 1, 1, 1, 1], values);
    }

    [Theory]
    [MemberData(nameof(Target.NamesForGcc), MemberType = typeof(Target))]
    public void Clang_and_gcc_agree_on_every_size_alignment_and_offset(string name)
    {
        Target target = Target.Named(name);
        LayoutTable.AssertEqual("gcc", HeaderLayout.By(Compiler.Gcc, target), "clang", HeaderLayout.By(Compiler.Clang, target));
    }

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void The_compilers_sizes_are_those_of_Xens_reference(string name) =>
        ReferenceSizes.AssertMet(Target.Named(name), "clang", HeaderLayout.By(Compiler.Clang, Target.Named(name)));

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void The_compilers_layout_is_that_of_the_foreign_headers(string name) =>
        ForeignHeader.AssertSameLayout(Target.Named(name), "clang", HeaderLayout.By(Compiler.Clang, Target.Named(name)));

    [Fact]
    public void The_header_defines_127_names_in_128_lines()
    {
        Assert.Equal(128, HeaderMacros.DefineLines());
        Assert.Equal(127, HeaderMacros.Names().Count);
    }
}
