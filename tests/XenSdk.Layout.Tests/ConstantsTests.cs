namespace XenSdk.Layout.Tests;

/// <summary>The tool's <c>constants abi/xen.h</c> against a C program and a plain scan of the text.</summary>
public sealed class ConstantsTests
{
    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Every_name_of_the_text_appears_once(string name)
    {
        List<string> printed = [.. Xensdk.Constants(Target.Named(name)).Select(row => row.Row.Name)];
        Assert.Equal(HeaderMacros.Names().Order(StringComparer.Ordinal), printed.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Every_value_and_type_is_that_of_a_C_program(string name)
    {
        Target target = Target.Named(name);
        Dictionary<string, MacroRow> ours = Xensdk.Constants(target).ToDictionary(row => row.Row.Name, row => row.Row);
        List<string> differences = [.. HeaderMacros.ByClang(target)
            .Where(their => ours.GetValueOrDefault(their.Name) != their)
            .Select(their => $"{their.Name}: clang has {their}; xensdk has {ours.GetValueOrDefault(their.Name)?.ToString() ?? "no such macro"}")];
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    [Theory]
    [MemberData(nameof(Target.Names), MemberType = typeof(Target))]
    public void Every_macro_says_what_became_of_it(string name) =>
        Assert.DoesNotContain(Xensdk.Constants(Target.Named(name)), row => string.IsNullOrWhiteSpace(row.Disposition));
}
