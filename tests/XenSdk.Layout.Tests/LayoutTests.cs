namespace XenSdk.Layout.Tests;

/// <summary>The tool's <c>layout abi/xen.h</c> against everybody else who knows.</summary>
public sealed class LayoutTests
{
    private const string Ours = "xensdk";

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Every_size_alignment_and_offset_is_clangs(string name)
    {
        Target target = Target.Named(name);
        LayoutTable.AssertEqual("clang", HeaderLayout.By(Compiler.Clang, target), Ours, Xensdk.Layout(target));
    }

    [Theory]
    [MemberData(nameof(Target.NamesForGcc), MemberType = typeof(Target))]
    public void Every_size_alignment_and_offset_is_gccs(string name)
    {
        Target target = Target.Named(name);
        LayoutTable.AssertEqual("gcc", HeaderLayout.By(Compiler.Gcc, target), Ours, Xensdk.Layout(target));
    }

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Every_struct_of_the_foreign_headers_is_as_they_have_it(string name) =>
        ForeignHeader.AssertSameLayout(Target.Named(name), Ours, Xensdk.Layout(Target.Named(name)));

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Every_reference_size_is_met(string name) =>
        ReferenceSizes.AssertMet(Target.Named(name), Ours, Xensdk.Layout(Target.Named(name)));

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void The_overrides_move_nothing(string name)
    {
        Target target = Target.Named(name);
        LayoutTable.AssertEqual("the header alone", Xensdk.LayoutWithoutOverrides(target), "the header with overrides", Xensdk.Layout(target));
    }

    [Fact]
    public void A_wrong_offset_a_missing_field_and_a_field_too_many_are_differences_that_name_both_sides()
    {
        LayoutRow[] theirs = [new("t", "", 0, 16, 8), new("t", "a", 0, 8, 8), new("t", "b", 8, 8, 8)];
        LayoutRow[] ours = [new("t", "", 0, 16, 8), new("t", "a", 4, 8, 8), new("t", "c", 8, 8, 8), new("t", "c", 8, 8, 8)];
        Assert.Equal(
            [
                "t.c: xensdk has it 2 times",
                "t.a: clang has offset 0, size 8, align 8; xensdk has offset 4, size 8, align 8",
                "t.b: clang has offset 8, size 8, align 8; xensdk does not have it",
                "t.c: xensdk has offset 8, size 8, align 8; clang does not have it",
            ],
            LayoutTable.Differences("clang", theirs, "xensdk", ours));
    }
}
