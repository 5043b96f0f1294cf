using FsCheck;
using FsCheck.Fluent;
using XenSdk.Simulation;

namespace XenSdk.Tests.Events;

/// <summary>
/// Random histories of a guest that uses the views with a simulated Xen at the other side: other domains send, interrupts
/// are raised, time passes, ports are masked and unmasked, upcalls are taken and held back. What was sent comes, once.
/// </summary>
public sealed class SimulatedDeliveryTests
{
    private const int Channels = 90;

    [Fact]
    public void No_event_is_lost_and_none_comes_twice()
    {
        Gen<Step> step =
            from what in Gen.Frequency(
                (8, Gen.Constant(What.Send)), (2, Gen.Constant(What.Mask)), (3, Gen.Constant(What.Unmask)),
                (2, Gen.Constant(What.UnmaskByXen)), (2, Gen.Constant(What.MaskUpcalls)), (3, Gen.Constant(What.UnmaskUpcalls)),
                (1, Gen.Constant(What.Tick)), (1, Gen.Constant(What.Block)))
            from channel in Gen.Choose(0, Channels - 1)
            select new Step(what, channel);
        Prop.ForAll(Arb.From(Gen.ListOf(step)), static steps => Follow(steps)).Check(
            Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(300).WithStartSize(1).WithEndSize(200).WithReplay(20_250_102, 1));
    }

    private static void Follow(List<Step> steps)
    {
        using var guest = new Guest();
        foreach (Step step in steps)
            guest.Do(step);
        guest.End();
    }

    private enum What
    {
        Send,
        Mask,
        Unmask,
        UnmaskByXen,
        MaskUpcalls,
        UnmaskUpcalls,
        Tick,
        Block,
    }

    private sealed record Step(What What, int Channel);

    /// <summary>A guest with a channel from another domain for each number, and a timer; and what it must have got.</summary>
    private sealed class Guest : IDisposable
    {
        private readonly SimulatedXen _xen = SimulatedXen.Start(new() { OtherDomains = [new(5)] });
        private readonly EventPort[] _local = new EventPort[Channels + 1];
        private readonly EventPort[] _remote = new EventPort[Channels];
        private readonly bool[] _sent = new bool[Channels + 1];
        private readonly bool[] _masked = new bool[Channels + 1];
        private readonly Dictionary<uint, int> _channels = [];
        private readonly SharedInfoView _shared;
        private EventScanner _scanner;

        internal Guest()
        {
            _shared = _xen.Domain.SharedInfo;
            SimulatedEventChannels theirs = _xen.FindDomain((DomainId)5)!.Events;
            for (int i = 0; i < Channels; i++)
            {
                Assert.False(theirs.AllocateUnbound((DomainId)0, out _remote[i]).IsError);
                uint[] bind = [5, _remote[i].Number, 0];
                Assert.False(_xen.Hypercalls.CallWithBuffers(32, HypercallArgument.Value(0), HypercallArgument.InOut<uint>(bind)).IsError);
                Add(i, bind[2]);
            }

            uint[] timer = [(uint)Virq.Timer, 0, 0];
            Assert.False(_xen.Hypercalls.CallWithBuffers(32, HypercallArgument.Value(1), HypercallArgument.InOut<uint>(timer)).IsError);
            Add(Channels, timer[2]);
            _scanner = new EventScanner(_shared.Channels, _shared.Vcpu(0).Events);
            while (_scanner.TryTake(out _))
            {
                // Channels are bound with an event.
            }

            _xen.UpcallHandler = _ => TakeAll();
        }

        private VcpuEvents Events => _shared.Vcpu(0).Events;

        public void Dispose() => _xen.Dispose();

        internal void Do(Step step)
        {
            EventPort port = _local[step.Channel];
            switch (step.What)
            {
                case What.Send:
                    _sent[step.Channel] = true;
                    Assert.False(_xen.FindDomain((DomainId)5)!.Events.Send(_remote[step.Channel]).IsError);
                    break;
                case What.Mask:
                    _masked[step.Channel] = true;
                    _shared.Channels.Mask(port);
                    break;
                case What.Unmask:
                    // As a kernel does: with upcalls masked, and afterwards a hypercall, on the way out of which Xen looks.
                    bool wasMasked = Events.MaskUpcalls();
                    _masked[step.Channel] = false;
                    _shared.Channels.Unmask(port, Events);
                    if (!wasMasked)
                        UnmaskUpcalls();
                    break;
                case What.UnmaskByXen:
                    _masked[step.Channel] = false;
                    Assert.False(_xen.Hypercalls.UnmaskEventChannel(port).IsError);
                    break;
                case What.MaskUpcalls:
                    Events.MaskUpcalls();
                    break;
                case What.UnmaskUpcalls:
                    UnmaskUpcalls();
                    break;
                case What.Tick:
                    _sent[Channels] = true;
                    _xen.Clock.Advance(10_000_000);
                    break;
                default:
                    Assert.False(Block().IsError);
                    break;
            }

            Assert.Null(_xen.Failure);
            if (!Events.IsUpcallMasked)
                AssertNothingWaits();
        }

        internal void End()
        {
            UnmaskUpcalls();
            for (int i = 0; i <= Channels; i++)
            {
                if (!_masked[i])
                    continue;
                _masked[i] = false;
                Assert.False(_xen.Hypercalls.UnmaskEventChannel(_local[i]).IsError);
            }

            Assert.Null(_xen.Failure);
            AssertNothingWaits();
            Assert.All(_sent, Assert.False);
        }

        private void Add(int channel, uint port)
        {
            _local[channel] = new EventPort(port);
            _channels.Add(port, channel);
        }

        private void UnmaskUpcalls()
        {
            if (Events.UnmaskUpcalls())
                _xen.Hypercalls.Version();
        }

        // The tick is an event that ends the wait, if no other does.
        private HypercallResult Block()
        {
            if (!_masked[Channels])
                _sent[Channels] |= !_sent.Where((sent, i) => sent && !_masked[i]).Any();
            else if (!_sent.Where((sent, i) => sent && !_masked[i]).Any())
                return default;
            return _xen.Hypercalls.Block();
        }

        private void TakeAll()
        {
            while (_scanner.TryTake(out EventPort port))
            {
                int channel = _channels[port.Number];
                Assert.True(_sent[channel], $"{port} came, and nothing was sent.");
                Assert.False(_masked[channel], $"{port} came, and is masked.");
                _sent[channel] = false;
            }
        }

        private void AssertNothingWaits()
        {
            for (int i = 0; i <= Channels; i++)
                Assert.False(_sent[i] && !_masked[i], $"What was sent to {_local[i]} has not come.");
        }
    }
}
