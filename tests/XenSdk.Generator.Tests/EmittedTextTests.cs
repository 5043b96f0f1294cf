using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Generator.Tests;

/// <summary>What the proof leaves out of the text before it parses it is nothing that the compiler would see.</summary>
public class EmittedTextTests
{
    [Fact]
    public void Lines_of_comment_are_left_out() => Assert.Equal(
        "struct S\n{\n    int a; // not at the line's start\n}\n",
        EmittedText.WithoutComments("// one\n/// <summary>two</summary>\nstruct S\n{\n    /// three\n    int a; // not at the line's start\n}\n//"));

    [Theory]
    [InlineData("/*\n// */ struct S { int a; }\n")]
    [InlineData("[NativeName(@\"x\n// \")] struct S { int a; }\n")]
    [InlineData("[NativeName(\"\"\"\n// \"\"\"); struct S { int a; }\n")]
    public void Where_a_token_can_go_on_in_the_next_line_nothing_is_left_out(string text) =>
        Assert.Equal(text, EmittedText.WithoutComments(text));

    [Fact]
    public void The_compiler_sees_the_same_declarations_of_xen_h_with_and_without()
    {
        foreach (string text in Generation.Of([.. XenModels.All]).WithCode("").Run().Driver.Results.Single().GeneratedSources.Select(source => source.SourceText.ToString()))
        {
            string code = EmittedText.WithoutComments(text);
            Assert.True(SyntaxFactory.AreEquivalent(Parse(text), Parse(code), topLevel: false));
        }
    }

    private static SyntaxTree Parse(string text) =>
        CSharpSyntaxTree.ParseText(text, cancellationToken: TestContext.Current.CancellationToken);
}
