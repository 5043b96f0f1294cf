using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

public sealed class CommentTests
{
    [Theory]
    [InlineData("/* one line */", "one line")]
    [InlineData("/** for tools */", "for tools")]
    [InlineData("// a line", "a line")]
    [InlineData("/// a line", "a line")]
    [InlineData("/*\n * two\n * lines\n */", "two\nlines")]
    [InlineData("/*\n* stars at the margin\n*  - kept\n*/", "stars at the margin\n - kept")]
    [InlineData("/* first\n * second */", "first\nsecond")]
    [InlineData("/* first\n   second\n     third */", "first\nsecond\n  third")]
    [InlineData("/*\n * first\n *\n * second\n */", "first\n\nsecond")]
    [InlineData("/******\n * framed\n ******/", "framed")]
    [InlineData("/* one */\n/* two */", "one\ntwo")]
    [InlineData("// one\n// two", "one\ntwo")]
    [InlineData("/*\n * long\n * one\n */\n/* two */", "long\none\n\ntwo")]
    [InlineData("/* gone */\n\n/* stays */", "stays")]
    [InlineData("/* tab\n *\tindented */", "tab\n   indented")]
    public void Words_before_a_declaration_lose_their_markers_and_keep_their_lines(string comment, string words)
    {
        AbiModel model = Model($"int before;\n{comment}\nstruct s {{ int x; }};\n{comment}\ntypedef int t;\n{comment}\n#define M 1\n");

        Assert.Equal([words, words, words], [model.Record("struct s").Doc, model.Typedefs[0].Doc, model.Macro("M").Doc]);
    }

    [Fact]
    public void Words_beside_a_field_are_the_fields_and_not_the_next_ones()
    {
        AbiRecord record = Model("struct s {\nint a; /* one */\nint b;\nint c; // three\n/* four */\nint d;\n};").Record("struct s");

        Assert.Equal(["one", "", "three", "four"], record.Fields.Select(field => field.Doc));
    }

    [Fact]
    public void Words_beside_go_on_below_in_the_same_column()
    {
        AbiRecord record = Model("struct s {\n  int a; /* one\n            still one */\n  int b; /* two */\n         /* still two */\n  int c;\n};").Record("struct s");

        Assert.Equal(["one\nstill one", "two\nstill two", ""], record.Fields.Select(field => field.Doc));
    }

    [Fact]
    public void Words_beside_and_before_are_both_carried()
    {
        AbiRecord record = Model("struct s {\n/* before */\nint a; /* beside */\n};").Record("struct s");

        Assert.Equal("beside\n\nbefore", record.Field("a").Doc);
    }

    [Fact]
    public void Declarators_on_one_line_share_the_words_but_keep_their_own()
    {
        AbiRecord record = Model("struct s {\n/* both */\nint a, b;\nint c, d; /* both, too */\nint e /* e */, f; /* f */\n};").Record("struct s");

        Assert.Equal(["both", "both", "both, too", "both, too", "e", "f"], record.Fields.Select(field => field.Doc));
    }

    [Fact]
    public void Words_after_an_opening_brace_are_about_the_record()
    {
        AbiRecord record = Model("struct s { /* about s */\nint i;\nunion { /* about u */\nint a;\n} u; /* beside u */\n};").Record("struct s");

        Assert.Equal(("about s", "", "beside u", "about u"), (record.Doc, record.Field("i").Doc, record.Field("u").Doc, record.Field("u").Inline().Doc));
    }

    [Fact]
    public void Words_after_a_closing_brace_are_about_nothing()
    {
        AbiModel model = Model("struct a {\nint i;\n}; /* 64 bytes (x86) */\nstruct b {\nint i;\n};\n");

        Assert.Equal(["", ""], model.Records.Select(record => record.Doc));
    }

    [Fact]
    public void Members_of_an_enum_on_one_line_share_nothing()
    {
        AbiEnum group = Model("/* all */\nenum e {\nE_A, E_B, /* b */\n/* c */\nE_C /* c, too */\n};").Enum("E");

        Assert.Equal(("all", "", "b", "c, too\n\nc"), (group.Doc, group.Members[0].Doc, group.Members[1].Doc, group.Members[2].Doc));
    }

    [Fact]
    public void What_a_macro_declares_has_no_words() =>
        Assert.Equal(["", ""], Model("#define PAIR(a, b) int a; int b\nstruct s {\n/* about both? */\nPAIR(x, y); /* or neither? */\n};").Record("struct s").Fields.Select(field => field.Doc));

    [Fact]
    public void Words_before_the_first_macro_of_a_run_of_an_enum_are_the_enums()
    {
        AbiModel model = WithEnum("/* the enum */\n#define V_A 1 /* a */\n#define V_B 2\n\n/* the rest */\n#define V_C 3\n#define V_D 4 /* d */\n");

        Assert.Equal("the enum", model.Enum("V").Doc);
        Assert.Equal(["a", "", "the rest", "d"], model.Enum("V").Members.Select(member => member.Doc));
    }

    [Fact]
    public void Words_before_a_single_macro_are_the_macros()
    {
        AbiModel model = WithEnum("/* a */\n#define V_A 1\n\n/* b\n * too */\n#define V_B 2 /* beside */\n");

        Assert.Equal("", model.Enum("V").Doc);
        Assert.Equal(["a", "beside\n\nb\ntoo"], model.Enum("V").Members.Select(member => member.Doc));
    }

    [Fact]
    public void The_overrides_speak_of_an_enum_only_where_the_header_does_not()
    {
        const string Overrides = """{ "enums": { "V": { "prefix": "V_", "doc": "from the overrides" } } }""";

        Assert.Equal("from the overrides", Model("#define V_A 1\n#define V_B 2\n", overrides: Overrides).Enum("V").Doc);
        Assert.Equal("from the header", Model("/* from the header */\n#define V_A 1\n#define V_B 2\n", overrides: Overrides).Enum("V").Doc);
    }

    [Fact]
    public void A_heading_with_an_empty_line_below_belongs_to_what_follows() =>
        Assert.Equal("HEADING\n\nwords\nand words", WithEnum("/*\n * HEADING\n */\n\n/*\n * words\n * and words\n */\n#define V_A 1\n#define V_B 2\n").Enum("V").Doc);

    [Fact]
    public void A_licence_at_the_top_is_about_nothing()
    {
        AbiModel model = Model("/*\n * A licence,\n * at length.\n */\n#ifndef GUARD\n#define GUARD\n#define A 1\n#endif\n");

        Assert.Equal(["", ""], model.Macros.Select(macro => macro.Doc));
    }

    [Fact]
    public void A_long_comment_above_macros_on_top_of_a_record_is_about_the_record()
    {
        AbiModel model = Model("/*\n * All about\n * the record.\n */\n\n#define MAX 3\nstruct s { int a[MAX]; };\n");

        Assert.Equal(("All about\nthe record.", ""), (model.Record("struct s").Doc, model.Macro("MAX").Doc));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced_and_line_ends_of_Windows_are_none()
    {
        AbiModel model = Model("/* one\r\n * two */\r\nstruct s { int x; }; \r\n");

        Assert.Equal("one\ntwo", model.Record("struct s").Doc);
    }

    private static AbiModel WithEnum(string header) => Model(header, overrides: """{ "enums": { "V": { "prefix": "V_" } } }""");
}
