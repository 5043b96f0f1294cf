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
    {
        string[] real = Transcript(boot.Machine.Kernel);
        string[] simulated = Transcript(GoThroughOnSimulatedXen());
        int common = real.Zip(simulated).TakeWhile(static pair => pair.First == pair.Second).Count();

        Assert.True(
            common == real.Length && common == simulated.Length,
            $"Line {common + 1} of the transcripts differs, behind '{real.Take(common).LastOrDefault()}'.\n" +
            $"real Xen:      {Line(real, common)}\nSimulatedXen:  {Line(simulated, common)}\n" +
            $"{real.Zip(simulated).Count(static pair => pair.First != pair.Second)} of {real.Length} lines differ; " +
            $"both are in {Repository.Artifacts}/script-*.txt");
    }

    [Fact]
    public void The_script_has_hundreds_of_steps() => Assert.InRange(Transcript(boot.Machine.Kernel).Length, 700, int.MaxValue);

    private static string[] GoThroughOnSimulatedXen()
    {
        using var xen = SimulatedXen.Start();
        using var memory = new GuardedMemory();

        // Xen had some time to start in before it came to the guest.
        xen.Clock.Advance(1_000_000_000);
        new Script<PvPath<PageGate>, SimulatedMachine>(xen.Hypercalls, new SimulatedMachine(xen, memory)).Run();
        Assert.Null(xen.Failure);
        string[] lines = xen.Console.Text.Split('\n');
        File.WriteAllLines(Path.Combine(Repository.Artifacts, "script-simulated.txt"), Transcript(lines), new UTF8Encoding(false));
        return lines;
    }

    private static string[] Transcript(IEnumerable<string> console)
        => console.SkipWhile(static line => line != Beginning).TakeWhile(static line => line != End).ToArray();

    private static string Line(string[] transcript, int line) => line < transcript.Length ? transcript[line] : "(no more lines)";
}
