using System.Text;
using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

/// <summary>What the reader says of a layout is put to clang as assertions in C: it computes sizeof, _Alignof and offsetof
/// itself, and any difference is an error of the header.</summary>
public sealed class LayoutAgreementTests
{
    private const string Header = """
        #include <stdint.h>
        #include <stddef.h>
        typedef uint8_t id_t[16];
        typedef struct { char a; long b; } tagless_t;
        struct base { char c; uint64_t wide; short s[3]; } __attribute__((packed));
        union both { struct base in; uint32_t words[5]; double d; };
        struct deep {
            uint8_t first;
            union { uint16_t x, y[3]; struct { uint64_t z; char w; } in_union; } named[2];
            struct { int i; union { float f; long double ld; }; };
            struct base b[3];
            tagless_t t;
            id_t id;
            union both u;
            void *p;
            int64_t i64 __attribute__((aligned(32)));
            char rest[];
        };
        struct empty { };
        struct holder { struct empty e; char c; struct empty f; };
        """;

    [Theory]
    [InlineData("x86_64")]
    [InlineData("x86_32")]
    [InlineData("arm64")]
    [InlineData("arm32")]
    public void Clang_asserts_what_was_read(string target)
    {
        ToolRun layout = Layout(Header, target);
        var assertions = new StringBuilder(Header).Append('\n');
        int count = 0;
        foreach (string[] column in layout.Lines.Select(line => line.Split('\t')))
        {
            string type = Declare(column[0]);
            string member = column[1];
            assertions.AppendLine(member.Length == 0
                ? $"_Static_assert(sizeof({type}) == {column[3]}, \"\"); _Static_assert(_Alignof({type}) == {column[4]}, \"\");"
                : $"_Static_assert(offsetof({type}, {member}) == {column[2]}, \"\");");
            if (member.Length > 0 && column[3] != "0")
                assertions.AppendLine($"_Static_assert(sizeof((({type} *)0)->{member}) == {column[3]}, \"\");");
            count++;
        }
        Assert.True(count > 50, $"only {count} lines to compare");

        Assert.Empty(Result(assertions.ToString(), AbiTarget.Find(target)!).Diagnostics);
        // And the assertions do fail where something is otherwise.
        Assert.NotEmpty(Result(assertions.ToString().Replace("char w;", "char w; long long more[2];"), AbiTarget.Find(target)!).Diagnostics);
    }

    private static ToolRun Layout(string header, string target)
    {
        using var folder = new TemporaryFolder();
        ToolRun run = Xensdk.Run("layout", folder.Write("test.h", header), "--target", target, "--format", "tsv");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return run;
    }

    private static string Declare(string name) => name switch
    {
        "both" => "union both",
        "base" or "deep" or "empty" or "holder" => $"struct {name}",
        _ => name,
    };
}
