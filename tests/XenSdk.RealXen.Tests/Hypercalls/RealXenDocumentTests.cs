namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>What is written down of real Xen is what this run saw of it. <c>XENSDK_WRITE_GOLDEN=1</c> writes it anew.</summary>
public sealed class RealXenDocumentTests
{
    [Fact]
    public void The_table_says_what_this_run_saw()
    {
        string text = RealXenDocument.Write(HypercallTable.Pv, HypercallTable.Arm);
        if (Environment.GetEnvironmentVariable("XENSDK_WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(RealXenDocument.File, text);
            return;
        }

        Assert.Equal(RealXenDocument.WithoutBuild(File.ReadAllText(RealXenDocument.File)), RealXenDocument.WithoutBuild(text));
    }
}
