using FsCheck;
using FsCheck.Fluent;

namespace XenSdk.Tests.OnConsole;

/// <summary>
/// Random conversations of a domain with a console daemon that gets on as it likes, from indices on anywhere in 32 bits:
/// every byte arrives once and in order, both ways.
/// </summary>
public sealed class RingConsoleModelTests
{
    [Fact]
    public void Every_byte_arrives_once_and_in_order()
        => Prop.ForAll(Conversations(), Follow).Check(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000).WithStartSize(1).WithEndSize(60).WithReplay(20_261_122, 1));

    private static void Follow(Conversation conversation)
    {
        using var daemon = new ConsoleDaemon(conversation.Output, conversation.Input);
        RingConsole<RecordedPath> console = daemon.Console;
        var random = new Random(conversation.Seed);
        var said = new List<byte>();
        var typed = new List<byte>();
        var read = new List<byte>();
        byte[] room = new byte[3 * ConsoleDaemon.InSize];
        daemon.OnCall = () => daemon.Take(Progress(random));

        foreach (Step step in conversation.Steps)
        {
            int yields = daemon.Yields, events = daemon.Events;
            byte[] text = new byte[step.Length];
            random.NextBytes(text);
            switch (step.What)
            {
                case What.Write:
                    long free = ConsoleDaemon.OutSize - (daemon.OutProd - daemon.OutCons);
                    said.AddRange(text);
                    Assert.Equal(0, console.Write(text).Value);
                    Assert.True(text.Length > free || daemon.Yields <= yields, "It waited, and there was room.");
                    break;
                case What.WriteSome:
                    int fits = Math.Min(text.Length, ConsoleDaemon.OutSize - (int)(daemon.OutProd - daemon.OutCons));
                    said.AddRange(text[..fits]);
                    Assert.Equal(fits, console.WriteSome(text).Value);
                    Assert.Equal((fits > 0 ? 1 : 0, 0), (daemon.Events - events, daemon.Yields - yields));
                    break;
                case What.Read:
                    int waits = (int)(daemon.InProd - daemon.InCons);
                    int got = (int)console.Read(room.AsSpan(0, step.Length)).Value;
                    Assert.Equal(Math.Min(waits, step.Length), got);
                    Assert.Equal(got > 0 ? 1 : 0, daemon.Events - events);
                    read.AddRange(room[..got]);
                    break;
                case What.Type:
                    typed.AddRange(text[..daemon.Type(text)]);
                    break;
                default:
                    daemon.Take(step.Length);
                    break;
            }

            daemon.AssertTold();
            Assert.Equal((uint)said.Count, daemon.OutProd - conversation.Output);
            Assert.Equal((uint)read.Count, daemon.InCons - conversation.Input);
        }

        daemon.Take(int.MaxValue);
        read.AddRange(room[..(int)console.Read(room).Value]);
        Assert.Equal(said, daemon.Heard);
        Assert.Equal(typed, read);
        daemon.AssertNothingElseWritten();
    }

    // Often nothing, often little, now and then all.
    private static int Progress(Random random) => random.Next(4) switch
    {
        0 or 1 => 0,
        2 => random.Next(200),
        _ => random.Next(2 * ConsoleDaemon.OutSize),
    };

    private static Arbitrary<Conversation> Conversations()
    {
        Gen<uint> index = Gen.OneOf(
            Gen.Choose(0, 3000).Select(value => (uint)value),
            Gen.Choose(1, 3000).Select(value => unchecked(0u - (uint)value)),
            Gen.Choose(int.MinValue, int.MaxValue).Select(value => unchecked((uint)value)));
        Gen<int> length = Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 1100), Gen.Choose(1000, 6000), Gen.Elements(1023, 1024, 1025, 2047, 2048, 2049));
        Gen<Step> step =
            from what in Gen.Elements(What.Write, What.Write, What.WriteSome, What.Read, What.Type, What.Take)
            from bytes in length
            select new Step(what, what == What.Read ? Math.Min(bytes, 3 * ConsoleDaemon.InSize) : bytes);
        return Arb.From(
            from output in index
            from input in index
            from seed in Gen.Choose(0, int.MaxValue)
            from steps in Gen.ListOf(step)
            select new Conversation(output, input, seed, steps),
            Shorter);
    }

    // A conversation that fails is told with every step left out that does not matter.
    private static IEnumerable<Conversation> Shorter(Conversation told)
    {
        for (int length = told.Steps.Count / 2; length > 0; length /= 2)
        {
            for (int start = 0; start + length <= told.Steps.Count; start += length)
                yield return told with { Steps = [.. told.Steps[..start], .. told.Steps[(start + length)..]] };
        }
    }

    private enum What
    {
        Write,
        WriteSome,
        Read,
        Type,
        Take,
    }

    private sealed record Step(What What, int Length);

    private sealed record Conversation(uint Output, uint Input, int Seed, List<Step> Steps)
    {
        public override string ToString() => $"from {Output:x} and {Input:x}, seed {Seed}: {string.Join(", ", Steps)}";
    }
}
