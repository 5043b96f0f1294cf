using System.Globalization;
using System.Text.RegularExpressions;
using XenSdk.Tests.Memory;

namespace XenSdk.Tests.Events;

/// <summary>What xen.h's comments say of each virtual interrupt.</summary>
public sealed partial class VirqTests
{
    [Fact]
    public void Scope_and_addressee_are_those_of_the_comments()
    {
        string header = File.ReadAllText(Path.Combine(XenHeaderInC.Repository, "abi", "xen.h"));
        MatchCollection lines = Lines().Matches(header);
        Assert.Equal(12, lines.Count);

        foreach (Match line in lines)
        {
            var virq = (Virq)uint.Parse(line.Groups["number"].Value, CultureInfo.InvariantCulture);
            Assert.Equal(line.Groups["scope"].Value == "V" ? VirqScope.PerVcpu : VirqScope.Global, virq.Scope());
            Assert.Equal(line.Groups["dom0"].Success, virq.IsForControlDomain());
        }
    }

    [Fact]
    public void The_architectures_own_are_global()
    {
        for (Virq virq = Virq.Arch0; virq <= Virq.Arch7; virq++)
            Assert.Equal(VirqScope.Global, virq.Scope());
    }

    [GeneratedRegex(@"#define VIRQ_\w+\s+(?<number>\d+)\s+/\* (?<scope>[VG])\. (?<dom0>\(DOM0\))?")]
    private static partial Regex Lines();
}
