using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Abi.AbiDisposition;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

public sealed class MacroTests
{
    [Theory]
    [InlineData("1", "int", "1")]
    [InlineData("(-5)", "int", "-5")]
    [InlineData("0x7FF0U", "uint", "32752")]
    [InlineData("(1u << 31)", "uint", "2147483648")]
    [InlineData("(1 << 31)", "int", "-2147483648")]
    [InlineData("0x80000000", "uint", "2147483648")]
    [InlineData("(~0ull)", "ulong", "18446744073709551615")]
    [InlineData("(-9223372036854775807LL - 1)", "long", "-9223372036854775808")]
    [InlineData("4294967296", "long", "4294967296")]
    [InlineData("'a'", "int", "97")]
    [InlineData("sizeof(struct s)", "ulong", "12")]
    [InlineData("((unsigned short)0xffff)", "int", "65535")]
    [InlineData("((_Bool)5)", "int", "1")]
    [InlineData("E_B", "int", "4")]
    [InlineData("OTHER + 1", "int", "8")]
    [InlineData("1 ? 2 : 3", "int", "2")]
    [InlineData("((int)3.7)", "int", "3")]
    [InlineData("TWICE(21)", "int", "42")]
    [InlineData("1 + \\\n 2", "int", "3")]
    public void A_macro_has_the_value_and_the_type_of_its_expression(string body, string type, string value)
    {
        AbiMacro macro = Model($"struct s {{ int a[3]; }};\nenum e {{ E_A, E_B = 4 }};\n#define OTHER 7\n#define TWICE(x) ((x) * 2)\n#define M {body}\n").Macro("M");

        Assert.Equal((Constant, type, value), (macro.Disposition, macro.Value?.Keyword, macro.Value?.ToString()));
    }

    [Theory]
    [InlineData("x86_64", "ulong")]
    [InlineData("x86_32", "uint")]
    [InlineData("arm64", "ulong")]
    [InlineData("arm32", "uint")]
    public void The_type_of_a_long_is_the_targets(string target, string type) =>
        Assert.Equal(type, Model("#define M (0UL << 2)\n", AbiTarget.Find(target)).Macro("M").Value?.Keyword);

    [Theory]
    [InlineData("#define M", "no value")]
    [InlineData("#define M()", "function-like")]
    [InlineData("#define M(x) x ## UL", "function-like")]
    [InlineData("#define M \"text\"", "a string")]
    [InlineData("#define M 1.5", "a floating-point number")]
    [InlineData("#define M ((void *)0)", "a pointer")]
    [InlineData("#define M ((void)0)", "an expression without a value")]
    [InlineData("#define M ((__int128)1 << 70)", "wider than 64 bits")]
    [InlineData("#define M {", "not an expression")]
    [InlineData("#define M )", "not an expression")]
    [InlineData("#define M ({ 3; })", "not an expression")]
    [InlineData("#define M number_t", "clang: unexpected type name 'number_t': expected expression")]
    [InlineData("#define M missing", "clang: use of undeclared identifier 'missing'")]
    [InlineData("#define M __attribute__((packed))", "clang: expected expression")]
    [InlineData("#define M missing()", "clang: initializer element is not a compile-time constant")]
    [InlineData("#define M (1 << 40)", "clang: shift count >= width of type")]
    [InlineData("#define M (0x7fffffff + 1)", "clang: overflow in expression")]
    [InlineData("#define M (1 / 0)", "clang: division by zero is undefined")]
    [InlineData("#define M 1\n#undef M", "undefined again by #undef")]
    public void A_macro_without_a_number_is_skipped_with_the_reason(string definition, string reason)
    {
        AbiMacro macro = Model($"typedef int number_t;\n{definition}\n#define AFTER 2\n").Macro("M");

        Assert.Equal((Skipped, reason, null), (macro.Disposition, macro.Detail, macro.Value));
    }

    [Fact]
    public void A_macro_that_only_expands_to_half_a_block_disturbs_no_other()
    {
        AbiModel model = Model("#define A 1\n#define OPEN {\n#define HIDDEN OPEN\n#define DEEPER HIDDEN\n#define B 2\n#define C missing\n#define D 4\n");

        Assert.Equal(["1", null, null, null, "2", null, "4"], model.Macros.Select(macro => macro.Value?.ToString()));
        Assert.Equal("not an expression", model.Macro("DEEPER").Detail);
    }

    [Fact]
    public void A_macro_of_an_include_that_is_half_a_block_disturbs_no_other()
    {
        AbiModel model = Model("#include \"a.h\"\n#define A OPEN\n#define B 2\n", more: ("a.h", "#define OPEN {\n"));

        Assert.Equal([("A", null), ("B", "2")], model.Macros.Select(macro => (macro.Name, macro.Value?.ToString())));
    }

    [Fact]
    public void A_macro_of_a_branch_that_is_not_compiled_is_inactive()
    {
        const string Header = "#ifdef __x86_64__\n#define WIDE 1\n#else\n#define NARROW 2\n#endif\n#if 0\ndon't\n#define NEVER(x) x\n#endif\n";

        AbiModel model = Model(Header);
        Assert.Equal([Constant, Inactive, Inactive], model.Macros.Select(macro => macro.Disposition));
        Assert.Contains("x86_64", model.Macro("NARROW").Detail);
        Assert.Equal([Inactive, Constant, Inactive], Model(Header, AbiTarget.Arm32).Macros.Select(macro => macro.Disposition));
    }

    [Fact]
    public void A_name_that_is_defined_twice_is_there_once_with_the_definition_that_counts()
    {
        AbiModel model = Model("#define A 1\n#undef A\n#define A 2\n#if 0\n#define B 1\n#else\n#define B(x) x\n#endif\n#define C 1\n#if 0\n#define C 2\n#endif\n");

        Assert.Equal(
            [("A", "2", 3), ("B", null, 7), ("C", "1", 9)],
            model.Macros.Select(macro => (macro.Name, macro.Value?.ToString(), macro.Place.Line)));
    }

    [Fact]
    public void Only_what_the_header_itself_defines_is_listed()
    {
        AbiModel model = Model("#include \"a.h\"\n  #  define M IN_A + FROM_OUTSIDE // spaced\nint x; /* #define NO */ // #define NO\n", more: ("a.h", "#define IN_A 1\n#define FROM_OUTSIDE 5\n"));

        Assert.Equal(("M", "6"), (Assert.Single(model.Macros).Name, model.Macros[0].Value?.ToString()));
    }

    [Fact]
    public void Macros_that_look_like_the_readers_own_names_do_no_harm() =>
        Assert.Equal("3", Model("#define __xensdk_1 3\n#define M __xensdk_1\n").Macro("M").Value?.ToString());

    [Theory]
    [InlineData("#define M 1")]
    [InlineData("#define M 1 /* one */")]
    [InlineData("#define M 1 \\")]
    [InlineData("#define M 1\r\n")]
    public void The_last_line_needs_no_end(string header) => Assert.Equal("1", Model(header).Macro("M").Value?.ToString());

    [Fact]
    public void A_macro_of_an_enum_is_a_member_and_no_constant()
    {
        AbiModel model = Model(
            "#define F_A 1\n#define F_B 2\n#define F_NONE\n#define OTHER 3\n",
            overrides: """{ "enums": { "Flags": { "prefix": "F_", "type": "unsigned char", "flags": true, "names": { "F_B": "Second" } } } }""");

        Assert.Equal(["Flags.A", "Flags.Second", "no value", "Other"], model.Macros.Select(macro => macro.Detail));
        AbiEnum group = model.Enum("Flags");
        Assert.Equal((AbiScalarKind.U8, true, "test.h:1:9"), (group.Underlying, group.IsFlags, group.Place.ToString()));
        Assert.Equal([("F_A", "A"), ("F_B", "Second")], group.Members.Select(member => (member.Name, member.CSharpName)));
    }

    [Fact]
    public void The_longest_prefix_wins_and_a_list_before_any()
    {
        AbiModel model = Model(
            "#define V_A 1\n#define V_X_B 2\n#define V_X_C 3\n",
            overrides: """{ "enums": { "Short": { "prefix": "V_" }, "Long": { "prefix": "V_X_" }, "List": { "macros": ["V_X_C"], "strip": "V_" } } }""");

        Assert.Equal(["Short.A", "Long.B", "List.XC"], model.Macros.Select(macro => macro.Detail));
    }

    [Theory]
    [InlineData("1", "2", AbiScalarKind.S32)]
    [InlineData("1u", "2", AbiScalarKind.U32)]
    [InlineData("1", "-2", AbiScalarKind.S32)]
    [InlineData("1ull", "2", AbiScalarKind.U64)]
    public void An_enum_without_a_type_has_the_one_of_its_members(string first, string second, AbiScalarKind kind) =>
        Assert.Equal(kind, Model($"#define F_A {first}\n#define F_B {second}\n", overrides: """{ "enums": { "F": { "prefix": "F_" } } }""").Enum("F").Underlying);
}
