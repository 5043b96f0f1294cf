using System.Reflection;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

/// <summary>What users read in their editor, as a whole. <c>XENSDK_WRITE_GOLDEN=1</c> writes the file anew.</summary>
public class GoldenTests
{
    [Fact]
    public void Generated_code_reads_as_it_should()
    {
        string text = Generation.Of(Header(AbiTarget.X86_64), Header(AbiTarget.X86_32)).Run().AllText;
        if (Environment.GetEnvironmentVariable("XENSDK_WRITE_GOLDEN") == "1")
        {
            string folder = typeof(GoldenTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "GoldenFolder").Value!;
            File.WriteAllText(Path.Combine(folder, "sample.txt"), text);
            return;
        }
        using var reader = new StreamReader(typeof(GoldenTests).Assembly.GetManifestResourceStream("sample.txt")!);
        Assert.Equal(reader.ReadToEnd(), text, ignoreLineEndingDifferences: true);
    }

    private static AbiModel Header(AbiTarget target)
    {
        bool isWide = target.PointerBits == 64;
        int word = isWide ? 8 : 4;
        AbiType ulong_ = isWide ? U64 : U32;
        return Model(target,
                Struct("request", isWide ? 64 : 48, word,
                    Field("cmd", U32, 0, 4) with { EnumName = "Command", CType = "uint32_t", Doc = "What to do." },
                    Anonymous(
                        Union("UnnamedUnion", 8, word,
                            Field("address", ulong_, 0, word) with { CType = "unsigned long", Doc = "For FLUSH: where." },
                            Field("frame", U64, 0, 8, word) with { CType = "uint64_t", Doc = "For PIN: which page." }),
                        word) with
                    { Doc = "Depends on the command." },
                    Field("args", Array(ulong_, 2), 8 + word, 2 * word, word) with { CType = "unsigned long[2]" },
                    Field("new", Inline(Struct("NewStruct", 8, 4, Field("x", U32, 0, 4), Field("y", U32, 4, 4))), 8 + (3 * word), 8, 4),
                    Field("next", Pointer(Named("struct request"), target.PointerBits), 16 + (3 * word), word) with { CType = "struct request *" },
                    Field("owner", Named("id_t"), 16 + (4 * word), 16, 1) with { CType = "id_t" },
                    Field("tail", Array(U8, 0), 32 + (4 * word), 0, 1) with { CType = "uint8_t[]" })
                with
                { Doc = "A request.\n\nSent to Xen:\n  1. fill it in,\n  2. ring the bell & wait.\n\nNB. Both <must> agree." },
                Struct("flags", 4, 4, Bits("kind", U32, 0, 4, 0, 3), Bits("level", S32, 0, 4, 3, 5)))
            .With(new AbiTypedef("id_t", "Id", Array(U8, 16), 16, 1, "Identifies a domain.", At(9)))
            .With(Enum("Command", AbiScalarKind.U32, ("CMD_PIN", "Pin", 0), ("CMD_FLUSH", "Flush", 1)) with { Doc = "Commands of struct request." })
            .With(Constant("MAX_REQUESTS", AbiScalarKind.U32, 1024) with { Doc = "At a time." })
            .With(
                Call(1, "send", AbiModes.Pv | AbiModes.Hvm,
                    Parameter("reqs", Pointer(Named("struct request"), isConst: true), AbiDirection.In, "count") with { CType = "const struct request[]", Doc = "The requests." },
                    Parameter("count", U32) with { CType = "unsigned int", Doc = "How many." },
                    Parameter("done", Pointer(U32), AbiDirection.Out) with { CType = "unsigned int *", Doc = "How many were done." })
                with
                { Doc = "Sends requests.\n\nStops at the first that fails." },
                Call(23, "iret", AbiModes.Pv) with { ByStackFrame = true });
    }
}
