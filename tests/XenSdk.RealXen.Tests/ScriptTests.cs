using System.Text;
using XenSdk.RealXen.Script;
using XenSdk.Simulation;

namespace XenSdk.RealXen.Tests;

/// <summary>The script of hypercalls, gone through once on real Xen.</summary>
public sealed class ScriptBoot
{
    public Machine Machine { get; } = Machine.Boot("pv", GuestBuild.Script.Image, "the script begins", "script");
}

/// <summary>One script of hypercalls on real Xen and on the simulated one: what one answers, the other does.</summary>
public sealed class ScriptTests(ScriptBoot boot) : IClassFixture<ScriptBoot>
{
    private const string Beginning = Script<PvPath<PageGate>, SimulatedMachine>.Beginning;
    private const string End = Script<PvPath<PageGate>, SimulatedMachine>.End;

    [Fact]
    public void The_kernel_comes_to_its_end() => boot.Machine.AssertSucceeded();

    [Fact]
    public void The_simulated_Xen_answers_every_call_as_the_real_one_does()
        => AssertSame(Transcript(boot.Machine.Kernel), GoThroughOnSimulatedXen("simulated", null));

    [Fact]
    public void A_guest_does_not_notice_when_Xen_is_preempted()
    {
        // Every other time, so that it comes to an end; the same times in every run.
        var chance = new Random(1);

        AssertSame(Transcript(boot.Machine.Kernel), GoThroughOnSimulatedXen("preempted", (in PreemptionPoint _) => chance.Next(2) == 0));
    }

    [Fact]
    public void The_script_has_hundreds_of_steps() => Assert.InRange(Transcript(boot.Machine.Kernel).Length, 700, int.MaxValue);

    private static void AssertSame(string[] real, string[] simulated)
    {
        int common = real.Zip(simulated).TakeWhile(static pair => pair.First == pair.Second).Count();

        Assert.True(
            common == real.Length && common == simulated.Length,
            $"Line {common + 1} of the transcripts differs, behind '{real.Take(common).LastOrDefault()}'.\n" +
            $"real Xen:      {Line(real, common)}\nSimulatedXen:  {Line(simulated, common)}\n" +
            $"{real.Zip(simulated).Count(static pair => pair.First != pair.Second)} of {real.Length} lines differ. " +
            $"Both are in {Repository.Artifacts}: pv-script.log, script-*.txt");
    }

    private string[] GoThroughOnSimulatedXen(string name, PreemptionCheck? preemption)
    {
        using var xen = SimulatedXen.Start(new() { ExtraVersion = boot.Machine.ExtraVersion });
        using var memory = new GuardedMemory();

        // Xen had some time to start in before it came to the guest.
        xen.Clock.Advance(1_000_000_000);
        xen.PreemptionCheck = preemption;
        new Script<PvPath<PageGate>, SimulatedMachine>(xen.Hypercalls, new SimulatedMachine(xen, memory)).Run();
        Assert.Null(xen.Failure);
        string[] transcript = Transcript(xen.Console.Text.Split('\n'));
        File.WriteAllLines(Path.Combine(Repository.Artifacts, $"script-{name}.txt"), transcript, new UTF8Encoding(false));
        return transcript;
    }

    private static string[] Transcript(IEnumerable<string> console)
        => console.SkipWhile(static line => line != Beginning).TakeWhile(static line => line != End).ToArray();

    private static string Line(string[] transcript, int line) => line < transcript.Length ? transcript[line] : "(no more lines)";
}
