using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

/// <summary>Whatever the model files hold, there are diagnostics, and never an exception.</summary>
public class BadInputTests
{
    private static readonly string s_text = AbiModelText.Write(Everything());

    /// <summary>Small, and with a bit of all that a model can have.</summary>
    private static AbiModel Everything() =>
        Model(AbiTarget.X86_64,
                Struct("pair", 16, 8, Field("a", U64, 0, 8), Field("b", Pointer(Named("struct pair")), 8, 8)),
                Struct("holder", 40, 8,
                    Anonymous(Union("UnnamedUnion", 8, 8, Field("x", U64, 0, 8), Field("y", U32, 0, 4)), 0),
                    Field("cmd", U32, 8, 4) with { EnumName = "Command" },
                    Bits("low", U32, 12, 4, 0, 3), Bits("high", U32, 12, 4, 3, 29),
                    Field("owner", Named("id_t"), 16, 16, 1),
                    Field("rest", Array(Array(U16, 2), 2), 32, 8, 2)))
            .With(new AbiTypedef("id_t", "Id", Array(U8, 16), 16, 1, "", At(9)))
            .With(Enum("Command", AbiScalarKind.U32, ("CMD_GO", "Go", 1)))
            .With(Constant("MAX", AbiScalarKind.S32, 7))
            .With(Call(1, "op", AbiModes.Pv, Parameter("pairs", Pointer(Named("struct pair"), isConst: true), AbiDirection.In, "n"), Parameter("n", U32)),
                Call(23, "iret", AbiModes.Pv) with { ByStackFrame = true });

    private static GenerationResult Run(params string[] texts)
    {
        GenerationResult result = (Generation.Of() with
        {
            Files = texts.Select((text, i) => new ModelText($"/project/{i}.xenabi", text)).ToImmutableArray(),
        }).Run();
        AssertNoException(result);
        return result;
    }

    private static void AssertNoException(GenerationResult result)
    {
        Assert.Null(result.Driver.Results.Single().Exception);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Id is "XEN0008" or "CS8785" or "CS8784");
    }

    [Fact]
    public void No_model_generates_nothing()
    {
        GenerationResult result = Run();
        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.Driver.Results.Single().GeneratedSources);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("not a model")]
    [InlineData("xenabi")]
    [InlineData("xenabi 1\n")]
    [InlineData("xenabi 1\nend 2\n")]
    [InlineData("\0\0\0\0")]
    public void A_file_that_is_no_model_is_told_with_its_place(string text)
    {
        Diagnostic error = Assert.Single(Run(text).Diagnostics);
        Assert.Equal("XEN1102", error.Id);
        Assert.Equal("/project/0.xenabi", error.Location.GetLineSpan().Path);
    }

    [Fact]
    public void A_model_of_another_version_is_told()
    {
        Diagnostic error = Assert.Single(Run(s_text.Replace("xenabi 1\n", "xenabi 2\n", StringComparison.Ordinal)).Diagnostics);
        Assert.Equal("XEN1101", error.Id);
    }

    [Fact]
    public void A_model_without_faults_works() => Assert.Empty(Run(s_text).Diagnostics);

    [Fact]
    public void A_model_cut_anywhere_is_told()
    {
        // The last line's end is the only thing that a model can lose.
        for (int length = 0; length < s_text.Length - 1; length += 7)
            Assert.Contains("XEN1102", Run(s_text[..length]).Ids);
    }

    [Fact]
    public void A_model_with_any_byte_changed_gives_no_exception()
    {
        var random = new Random(20240229);
        for (int i = 0; i < s_text.Length; i += 3)
        {
            var changed = new StringBuilder(s_text) { [i] = (char)random.Next(1, 127) };
            Run(changed.ToString());
        }
    }

    [Fact]
    public void A_model_with_any_line_lost_or_doubled_gives_no_exception()
    {
        string[] lines = s_text.Split('\n')[..^2];
        for (int i = 0; i < lines.Length; i++)
        {
            Run(WithEnd([.. lines[..i], .. lines[(i + 1)..]]));
            Run(WithEnd([.. lines[..i], lines[i], .. lines[i..]]));
        }

        static string WithEnd(string[] kept) => string.Join("\n", kept) + $"\nend {kept.Length + 1}\n";
    }

    [Fact]
    public void A_model_with_any_number_changed_gives_no_exception()
    {
        foreach (string number in new[] { "0", "1", "3", "7", "2147483647" })
        {
            for (int i = 0; i < s_text.Length; i++)
            {
                if (char.IsAsciiDigit(s_text[i]) && !char.IsAsciiDigit(s_text[i - 1]))
                {
                    int end = i;
                    while (char.IsAsciiDigit(s_text[end]))
                        end++;
                    Run(s_text[..i] + number + s_text[end..]);
                }
            }
        }
    }

    [Fact]
    public void Two_models_of_one_target_and_header_are_an_error()
    {
        GenerationResult result = Run(s_text, s_text);
        Diagnostic error = Assert.Single(result.Diagnostics);
        Assert.Equal("XEN1103", error.Id);
        Assert.Contains("/project/0.xenabi", error.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal("/project/1.xenabi", error.Location.GetLineSpan().Path);
        Assert.Empty(result.CompilerMessages);
    }

    [Fact]
    public void Models_of_different_versions_of_a_header_are_an_error()
    {
        AbiModel other = Everything().On(AbiTarget.Arm64);
        other = other with { Source = other.Source with { Inputs = new[] { new AbiInput("header", "sample.h", "bb") }.ToEquatableArray() } };
        Assert.Equal(["XEN1104"], Run(s_text, AbiModelText.Write(other)).Ids);
    }

    [Fact]
    public void Models_that_include_different_files_are_none()
    {
        AbiModel other = Everything().On(AbiTarget.Arm64);
        other = other with { Source = other.Source with { Inputs = other.Source.Inputs.Append(new AbiInput("include", "asm/xen/interface.h", "cc")).ToEquatableArray() } };
        Assert.Empty(Run(s_text, AbiModelText.Write(other)).Diagnostics);
    }

    [Theory]
    [InlineData("MmuUpdate", "A type")]
    [InlineData("X86_64", "The namespace of a target")]
    [InlineData("XenConstants", "The class of the constants")]
    public void Two_types_of_one_name_are_told_and_compile(string name, string _)
    {
        AbiRecord first = Struct("first", 4, 4, Field("x", U32, 0, 4)) with { CSharpName = name };
        AbiRecord second = Struct("second", 8, 8, Field("x", U64, 0, 8)) with { CSharpName = name };
        GenerationResult result = Generation.Of(Model(AbiTarget.X86_64, first, second)).Run();
        AssertNoException(result);
        Assert.All(result.Ids, id => Assert.Equal("XEN1008", id));
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.GetMessage(null).Contains("struct second", StringComparison.Ordinal));
        Assert.Empty(result.CompilerMessages);
    }

    [Fact]
    public void Every_kind_of_double_name_is_told_and_compiles()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 16, 4,
                Field("same", U32, 0, 4), Field("SAME", U32, 4, 4) with { CSharpName = "Same" },
                Field("s", U32, 8, 4), Anonymous(Union("UnnamedUnion", 4, 4, Field("sAmE", U32, 0, 4) with { CSharpName = "Same" }), 12)))
            .With(Enum("E", AbiScalarKind.U32, ("E_A", "A", 1), ("E_a", "A", 2), ("E_V", "value__", 3)), Enum("S", AbiScalarKind.U32, ("S_A", "A", 1)))
            .With(Constant("MAX", AbiScalarKind.S32, 1), Constant("Max", AbiScalarKind.S32, 2))
            .With(Call(1, "op", AbiModes.Pv, Parameter("a", U32), Parameter("A", U32)), Call(2, "OP", AbiModes.Pv) with { CSharpName = "Op" });
        GenerationResult result = Generation.Of(model).Run();
        AssertNoException(result);
        Assert.Equal(9, result.Ids.Count(id => id == "XEN1008"));
        Assert.Equal(9, result.Diagnostics.Length);
        Assert.Empty(result.CompilerMessages);
    }

    [Theory]
    [InlineData("4gb")]
    [InlineData("a b")]
    [InlineData("a-b")]
    [InlineData("int;}")]
    [InlineData("a.b")]
    [InlineData("\u00e9\u200d!")]
    public void A_name_that_CSharp_cannot_have_is_told_wherever_it_stands(string name)
    {
        AbiModel model = Model(AbiTarget.X86_64,
                Struct("s", 4, 4, Field("x", U32, 0, 4) with { CSharpName = name }) with { CSharpName = name },
                Struct("t", 4, 4, Field("u", Inline(Struct("Inner", 4, 4, Field("y", U32, 0, 4)) with { CSharpName = name }), 0, 4)))
            .With(new AbiTypedef("id_t", name, Array(U8, 16), 16, 1, "", At(9)))
            .With(Enum(name, AbiScalarKind.U32, ("CMD_GO", name, 1)))
            .With(Constant("MAX", AbiScalarKind.S32, 7) with { Detail = name })
            .With(Call(1, "op", AbiModes.Pv, Parameter("p", U32) with { CSharpName = name }) with { CSharpName = name });
        GenerationResult result = Generation.Of(model).Run();
        AssertNoException(result);
        Assert.Equal(9, result.Ids.Count(id => id == "XEN1009"));
        Assert.Empty(result.CompilerMessages);
    }

    [Theory]
    [InlineData("class")]
    [InlineData("new")]
    [InlineData("record")]
    [InlineData("async")]
    [InlineData("value")]
    [InlineData("var")]
    public void A_keyword_is_a_name_like_any_other(string name)
    {
        // C# keeps some lower-case words for itself as names of types, so types are not tried with those.
        bool isReserved = name is "class" or "new";
        AbiModel model = Model(AbiTarget.X86_64,
                Struct("s", 4, 4, Field("x", U32, 0, 4)) with { CSharpName = isReserved ? name : "S" },
                Struct("t", 8, 4, Field("s", Named("struct s"), 0, 4) with { CSharpName = name }, Bits("b", U32, 4, 4, 0, 1)))
            .With(Enum("E", AbiScalarKind.U32, ("CMD_GO", name, 1)))
            .With(Constant("MAX", AbiScalarKind.S32, 7) with { Detail = name })
            .With(Call(1, "op", AbiModes.Pv, Parameter("p", Pointer(Named("struct s"))) with { CSharpName = name }) with { CSharpName = name });
        GenerationResult result = Generation.Of(model).Run();
        AssertNoException(result);
        Assert.Empty(result.Diagnostics);
        Assert.Empty(result.CompilerMessages);
    }

    [Fact]
    public void A_namespace_that_CSharp_cannot_have_is_told()
    {
        Generation generation = Generation.Of() with
        {
            Files = [new ModelText("/project/0.xenabi", s_text) { Metadata = ImmutableDictionary<string, string>.Empty.Add("build_metadata.AdditionalFiles.XenSdkNamespace", "My-App.3d") }],
        };
        GenerationResult result = generation.Run();
        Assert.Equal(["XEN1009"], result.Ids);
        Assert.Empty(result.CompilerMessages);
    }

    [Fact]
    public void Types_that_the_model_does_not_explain_are_told()
    {
        AbiModel model = Model(AbiTarget.X86_64,
                Struct("unknown", 4, 4, Field("x", Named("struct nowhere"), 0, 4)),
                Struct("self", 4, 4, Field("x", Named("struct self"), 0, 4)),
                Struct("a", 4, 4, Field("x", Named("struct b"), 0, 4)), Struct("b", 4, 4, Field("x", Named("struct a"), 0, 4)),
                Struct("loop", 4, 4, Field("x", Named("loop_t"), 0, 4)),
                Struct("nothing", 4, 4, Field("x", Untyped, 0, 4)),
                Struct("lost", 4, 4, Field("x", U32, 0, 4) with { EnumName = "NoSuchEnum" }))
            .With(new AbiTypedef("loop_t", "Loop", Named("loop_t"), 4, 4, "", At(9)))
            .With(Call(1, "op", AbiModes.Pv, Parameter("x", U32) with { EnumName = "NoSuchParameter" }));
        GenerationResult result = Generation.Of(model).Run();
        AssertNoException(result);
        Assert.All(new[] { "struct nowhere", "NoSuchEnum", "NoSuchParameter", "loop_t" }, name =>
            Assert.Contains(result.Diagnostics, diagnostic => diagnostic.GetMessage(null).Contains(name, StringComparison.Ordinal)));
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Id == "XEN2005" && diagnostic.GetMessage(null).Contains("Self", StringComparison.Ordinal));
        Assert.Contains(result.Diagnostics, diagnostic => diagnostic.Id == "XEN2005" && diagnostic.GetMessage(null).Contains("Sample.A", StringComparison.Ordinal));
    }

    [Fact]
    public void A_struct_that_is_too_large_for_the_CLR_is_told()
    {
        const int Size = 1 << 28;
        GenerationResult result = Generation.Of(Model(AbiTarget.X86_64, Struct("huge", Size, 1, Field("x", Array(U8, Size), 0, Size, 1)))).Run();
        AssertNoException(result);
        Assert.Contains("XEN2005", result.Ids);
    }

    [Fact]
    public void Words_of_the_header_cannot_leave_their_comment()
    {
        const string Words = "</summary> <b> & ]]> */ \"quoted\" \\\n\u2028public int Evil;\u0085public int Evil;\r public int Evil;\n\ud800 \0 \u000c /// {@code}\n\n#error no";
        AbiModel model = Everything();
        model = model with
        {
            Source = model.Source with { Header = "</summary>\u2028public int Evil;.h" },
            Records = model.Records.Select(record => record with
            {
                Doc = Words,
                Name = record.Name + "\"</c>\u2028public int Evil;",
                Fields = record.Fields.Select(field => field with { Doc = Words, CType = "</c>\u2028public int Evil;" }).ToEquatableArray(),
            }).ToEquatableArray(),
            Enums = model.Enums.Select(group => group with { Doc = Words, Members = group.Members.Select(member => member with { Doc = Words, Name = "\"\\\u2028" }).ToEquatableArray() }).ToEquatableArray(),
            Macros = model.Macros.Select(macro => macro with { Doc = Words }).ToEquatableArray(),
            Hypercalls = model.Hypercalls.Select(call => call with
            {
                Doc = Words,
                Deprecated = Words,
                CResult = "</c>\u2028",
                Parameters = call.Parameters.Select(parameter => parameter with { Doc = Words }).ToEquatableArray(),
            }).ToEquatableArray(),
        };
        GenerationResult result = Generation.Of(model).Run();
        AssertNoException(result);
        Assert.Empty(result.CompilerMessages);
    }
}
