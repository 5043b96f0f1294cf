using FsCheck;
using FsCheck.Fluent;

namespace XenSdk.Tests.Events;

/// <summary>
/// Random histories of a domain's event channels, against a model that knows which ports have an event, which are masked and
/// which one was served last: nothing is lost, nothing comes twice, and the order is fair.
/// </summary>
public sealed class EventModelTests
{
    public static TheoryData<string> Targets => XenSide.Targets;

    [Theory]
    [MemberData(nameof(Targets))]
    public void No_event_is_lost_and_none_is_delivered_twice(string target)
    {
        using var probe = new XenSide(target);
        Arbitrary<List<Step>> histories = Histories(probe.PortCount);

        Prop.ForAll(histories, steps => Follow(target, steps)).Check(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(3_000).WithStartSize(1).WithEndSize(150).WithReplay(20_240_601, 1));
    }

    private static void Follow(string target, List<Step> steps)
    {
        using var xen = new XenSide(target);
        SharedInfoView view = xen.View;
        var model = new Model(xen.PortCount);
        var scanner = new EventScanner(view.Channels, view.Vcpu(0).Events);

        foreach (Step step in steps)
        {
            var port = new EventPort((uint)step.Port);
            switch (step.What)
            {
                case What.Send:
                    Assert.Equal(model.Send(step.Port), xen.Send(step.Port));
                    break;
                case What.Mask:
                    Assert.Equal(model.Mask(step.Port), view.Channels.Mask(port));
                    break;
                case What.Unmask:
                    Assert.Equal(model.Unmask(step.Port), view.Channels.Unmask(port, view.Vcpu(0).Events));
                    break;
                case What.UnmaskByXen:
                    model.Unmask(step.Port);
                    xen.Unmask(step.Port);
                    break;
                case What.Clear:
                    Assert.Equal(model.Clear(step.Port), view.Channels.Clear(port));
                    break;
                case What.TakeOne:
                    Take(ref scanner, model);
                    break;
                case What.TakeAll:
                    while (Take(ref scanner, model))
                    {
                    }

                    break;
                default:
                    scanner.PutBack();
                    Assert.True(!model.HasWork || view.Vcpu(0).Events.IsUpcallPending, "An event waits, and nobody will be called.");
                    break;
            }

            Assert.Equal(model.IsPending(step.Port), view.Channels.IsPending(port));
            Assert.Equal(model.IsMasked(step.Port), view.Channels.IsMasked(port));
        }

        while (Take(ref scanner, model))
        {
        }

        Assert.False(model.HasWork, "An event was lost.");
        Assert.False(view.Vcpu(0).Events.IsUpcallPending, "A call is pending for which there is nothing.");
        xen.AssertNothingElseWritten();
    }

    private static bool Take(ref EventScanner scanner, Model model)
    {
        int expected = model.Take();
        bool taken = scanner.TryTake(out EventPort port);
        Assert.Equal(expected, taken ? (int)port.Number : -1);
        return taken;
    }

    // Few ports, so that histories of one port are long; spread over the words, and next to each other in one.
    private static Arbitrary<List<Step>> Histories(int portCount)
    {
        int[] ports =
        [
            1, 2, 5, 30, 31, 32, 33, 63, 64, 65, 100, portCount / 2, (portCount / 2) + 1, portCount - 33, portCount - 2, portCount - 1,
        ];
        Gen<What> what = Gen.Frequency(
            (8, Gen.Constant(What.Send)),
            (2, Gen.Constant(What.Mask)),
            (3, Gen.Constant(What.Unmask)),
            (1, Gen.Constant(What.UnmaskByXen)),
            (1, Gen.Constant(What.Clear)),
            (5, Gen.Constant(What.TakeOne)),
            (1, Gen.Constant(What.TakeAll)),
            (1, Gen.Constant(What.PutBack)));
        Gen<Step> step = from w in what from port in Gen.Elements(ports) select new Step(w, port);
        return Arb.From(Gen.ListOf(step), Shorter);
    }

    // A history that fails is told with every step left out that does not matter.
    private static IEnumerable<List<Step>> Shorter(List<Step> steps)
    {
        for (int length = steps.Count / 2; length > 0; length /= 2)
        {
            for (int start = 0; start + length <= steps.Count; start += length)
                yield return [.. steps[..start], .. steps[(start + length)..]];
        }
    }

    private enum What
    {
        Send,
        Mask,
        Unmask,
        UnmaskByXen,
        Clear,
        TakeOne,
        TakeAll,
        PutBack,
    }

    private sealed record Step(What What, int Port);

    /// <summary>What must happen, in sets of ports.</summary>
    private sealed class Model(int portCount)
    {
        private readonly SortedSet<int> _pending = [];
        private readonly HashSet<int> _masked = [];
        private int _next;

        public bool HasWork => Active.Any();

        private IEnumerable<int> Active => _pending.Where(port => !_masked.Contains(port));

        public bool IsPending(int port) => _pending.Contains(port);

        public bool IsMasked(int port) => _masked.Contains(port);

        public bool Send(int port) => _pending.Add(port);

        public bool Mask(int port) => !_masked.Add(port);

        public bool Unmask(int port)
        {
            _masked.Remove(port);
            return _pending.Contains(port);
        }

        public bool Clear(int port) => _pending.Remove(port);

        // The first port with an event behind the last one served, once around: then nobody is served twice before another.
        public int Take()
        {
            int port = Active.OrderBy(port => (port - _next + portCount) % portCount).DefaultIfEmpty(-1).First();
            if (port < 0)
                return -1;
            _pending.Remove(port);
            _next = (port + 1) % portCount;
            return port;
        }
    }
}
