using System.Reflection;
using System.Xml.Linq;
using XenSdk.Abi;
using XenSdk.Tests.Abi;

namespace XenSdk.Tests.Calling;

/// <summary>What the IDE shows of each stub: what the hypercall does, who has it, what it returns, where it is in Xen, and
/// what each parameter is.</summary>
public sealed class StubDocumentationTests
{
    private static readonly Lazy<ILookup<string, XElement>> s_members = new(() =>
        XDocument.Load(Path.ChangeExtension(typeof(HypercallStubs).Assembly.Location, ".xml")).Descendants("member")
            .Where(static member => ((string)member.Attribute("name")!).StartsWith("M:XenSdk.HypercallStubs.", StringComparison.Ordinal))
            .ToLookup(static member => ((string)member.Attribute("name")!).Split('.', '`', '(')[2]));

    /// <summary>Every hypercall that some guest can make, with its number and C's name.</summary>
    public static TheoryData<string, int, string> Hypercalls
    {
        get
        {
            TheoryData<string, int, string> data = [];
            foreach (AbiHypercall call in new[] { "x86_64", "arm64" }.SelectMany(static target => AbiModels.Read(target).Hypercalls)
                .Where(static call => call.Origin != AbiPrototypeOrigin.None)
                .DistinctBy(static call => call.Number))
            {
                data.Add(call.CSharpName, (int)call.Number, call.Name);
            }

            return data;
        }
    }

    public static TheoryData<string> Names => [.. Hypercalls.Select(static row => row.Data.Item1)];

    [Fact]
    public void Every_stub_is_of_a_hypercall_that_is_looked_at_here() =>
        Assert.Equal(typeof(HypercallStubs).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(static method => method.Name).Distinct().Count(), Hypercalls.Count);

    [Theory]
    [MemberData(nameof(Hypercalls))]
    public void It_says_what_who_and_where(string stub, int number, string native)
    {
        XElement[] forms = [.. s_members.Value[stub]];
        Assert.NotEmpty(forms);
        Assert.All(forms, static form => Assert.NotEqual("", Text(form, "summary")));
        Assert.Contains(forms, form =>
        {
            string remarks = Text(form, "remarks");
            return remarks.Contains("In Xen", StringComparison.Ordinal)
                && remarks.Contains($"Hypercall {number}, ", StringComparison.Ordinal)
                && remarks.Contains(native, StringComparison.Ordinal)
                && remarks.Contains(" guests", StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_says_what_comes_back(string stub)
    {
        XElement[] forms = [.. s_members.Value[stub]];
        bool returns = typeof(HypercallStubs).GetMethods().First(method => method.Name == stub).ReturnType != typeof(void);
        Assert.All(forms, form => Assert.Equal(returns, Text(form, "returns").Length > 0));
        string all = string.Join(' ', forms.Select(static form => form.Value));
        Assert.True(
            all.Contains("-E", StringComparison.Ordinal) || all.Contains("Returns", StringComparison.Ordinal) || all.Contains("does not return", StringComparison.OrdinalIgnoreCase),
            $"{stub} says nothing of errors or of what it returns.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_says_what_each_parameter_is(string stub)
    {
        foreach (XElement form in s_members.Value[stub])
            Assert.All(form.Elements("param"), parameter => Assert.True(parameter.Value.Trim().Length > 0, $"{form.Attribute("name")}: {parameter.Attribute("name")}"));
        string[][] documented = [.. s_members.Value[stub].Select(static form => form.Elements("param").Select(static parameter => (string)parameter.Attribute("name")!).ToArray())];
        foreach (MethodInfo method in typeof(HypercallStubs).GetMethods().Where(method => method.Name == stub))
            Assert.Contains(documented, names => names.SequenceEqual(method.GetParameters().Select(static parameter => parameter.Name!)));
    }

    private static string Text(XElement member, string element) => member.Element(element)?.Value.Trim() ?? "";
}
