using XenSdk.Simulation;

namespace XenSdk.Tests.Queues;

/// <summary>
/// Queues over a simulated hypervisor that is preempted, overwrites the entries of a list after each call and refuses
/// requests: the machine, the outcomes and the order are those of the same requests made singly on another machine.
/// </summary>
public sealed class SimulatedXenBatchTests
{
    private const int Longest = 24;
    private static readonly SimulatedXenOptions s_machine = new()
    {
        Domain = new(0) { Pages = 32, Vcpus = 2 },
        OtherDomains = [new SimulatedDomainOptions(5) { Pages = 8 }],
        FreeFrames = 2,
        XenFrames = 2,
        RememberedCalls = 4096,
    };

    /// <summary>A way to batch: what is added is the index's, and what comes back is each request's error.</summary>
    private delegate XenErrno[] Batch(SimulatedXen xen, Step[] steps);

    [Fact]
    public void Updates_are_the_same_at_every_point_of_preemption() => AtEveryPoint(updatesOnly: true, operationsOnly: false, static (xen, steps) =>
    {
        var queue = new MmuUpdateQueue<PvPath<PageGate>>(xen.Hypercalls, new MmuUpdate[128]);
        foreach (Step step in steps)
            queue.Add(step.Update, step.Domains);
        for (FlushResult result = queue.Flush(); result.IsStopped;)
            result = queue.Resume();
        return [.. Outcomes(steps.Length, queue)];

        static List<XenErrno> Outcomes(int length, MmuUpdateQueue<PvPath<PageGate>> queue)
        {
            List<XenErrno> outcomes = [];
            for (int i = 0; i < length; i++)
                outcomes.Add(queue[i].Error);
            return outcomes;
        }
    });

    [Fact]
    public void Extended_operations_are_the_same_at_every_point_of_preemption() => AtEveryPoint(updatesOnly: false, operationsOnly: true, static (xen, steps) =>
    {
        var queue = new MmuExtQueue<PvPath<PageGate>>(xen.Hypercalls, new MmuExtOp[128]);
        foreach (Step step in steps)
            queue.Add(step.Operation, step.Domains);
        for (FlushResult result = queue.Flush(); result.IsStopped;)
            result = queue.Resume();
        List<XenErrno> outcomes = [];
        for (int i = 0; i < steps.Length; i++)
            outcomes.Add(queue[i].Error);
        return [.. outcomes];
    });

    [Fact]
    public void A_mixture_in_a_multicall_is_the_same_at_every_point_of_preemption() => AtEveryPoint(updatesOnly: false, operationsOnly: false, static (xen, steps) =>
    {
        var queue = new MulticallQueue<PvPath<PageGate>>(xen.Hypercalls, new MulticallEntry[64], new ulong[1024]);
        foreach (Step step in steps)
        {
            switch (step.Kind)
            {
                case Kind.Update:
                    queue.Add(step.Update, step.Domains);
                    break;
                case Kind.Operation:
                    queue.Add(step.Operation, step.Domains);
                    break;
                default:
                    queue.Add(MulticallOperation.VmAssist, step.Number & 1, step.Number >> 1);
                    break;
            }
        }

        for (FlushResult result = queue.Flush(); result.IsStopped;)
            result = queue.Resume();
        List<XenErrno> outcomes = [];
        for (int i = 0; i < steps.Length; i++)
            outcomes.Add(queue[i].Error);
        return [.. outcomes];
    });

    private static void AtEveryPoint(bool updatesOnly, bool operationsOnly, Batch batch)
    {
        var random = new Random(20_250_101);
        int preempted = 0, refusals = 0;
        for (int length = 1; length <= Longest; length++)
        {
            for (int program = 0; program < 8; program++)
            {
                Step[] steps;
                string machine;
                XenErrno[] outcomes;
                using (var singly = SimulatedXen.Start(s_machine))
                {
                    steps = [.. Enumerable.Range(0, length).Select(_ => AnyStep(random, singly, updatesOnly, operationsOnly))];
                    outcomes = [.. steps.Select(step => Single(singly, step))];
                    machine = Describe(singly);
                    Assert.Null(singly.Failure);
                }

                refusals += outcomes.Count(static error => error != XenErrno.None);
                int points = Run(steps, -1, false);
                for (int point = 0; point < points; point++)
                    Run(steps, point, false);
                Run(steps, 0, true);

                int Run(Step[] program, int point, bool fromThenOn)
                {
                    using var xen = SimulatedXen.Start(s_machine);
                    int looks = 0;
                    bool last = false;
                    xen.PreemptionCheck = (in PreemptionPoint _) =>
                    {
                        // After a preemption Xen does at least one step before it looks again.
                        bool now = (fromThenOn ? looks >= point : looks == point) && !last;
                        looks++;
                        last = now;
                        preempted += now ? 1 : 0;
                        return now;
                    };
                    string where = $"{length} requests, preempted at {point}, {fromThenOn}: {string.Join<Step>("; ", program)}";
                    XenErrno[] found = batch(xen, program);
                    Assert.True(outcomes.SequenceEqual(found), $"{where}: expected {string.Join(' ', outcomes)}, found {string.Join(' ', found)}");
                    Assert.True(machine == Describe(xen), $"{where}: another machine.");
                    Assert.Null(xen.Failure);
                    return looks;
                }
            }
        }

        Assert.True(preempted > 1000, $"Xen was preempted only {preempted} times.");
        Assert.True(refusals > 100, $"Only {refusals} requests were refused.");
    }

    private static Step AnyStep(Random random, SimulatedXen xen, bool updatesOnly, bool operationsOnly)
    {
        SimulatedDomain owner = random.Next(8) == 0 ? xen.FindDomain((DomainId)5)! : xen.Domain;
        ulong frame = owner.Frames[random.Next(owner.Frames.Count)], other = owner.Frames[random.Next(owner.Frames.Count)];
        ForeignDomain domains = random.Next(12) switch
        {
            0 => ForeignDomain.Of((DomainId)5),
            1 => ForeignDomain.Of((DomainId)77),
            _ => default,
        };
        Kind kind = updatesOnly ? Kind.Update : operationsOnly ? Kind.Operation : (Kind)random.Next(3);
        var entry = new MachineAddress((xen.Domain.Frames[^random.Next(1, 5)] << 12) + ((ulong)random.Next(512) * 8));
        MmuUpdate update = random.Next(6) switch
        {
            0 => MmuUpdates.Write(entry, Pte.Map(new MachineFrame(other), PteFlags.Present)),
            1 => MmuUpdates.Write(entry, default),
            2 => new MmuUpdate { Ptr = (1UL << 45) | 1, Val = 3 },
            _ => MmuUpdates.UpdateMachineToPhysical(new MachineFrame(frame), new PseudoPhysicalFrame(0x10_0000 + (ulong)random.Next(1000))),
        };
        MmuExtOp operation = random.Next(9) switch
        {
            0 => MmuExtOps.PinL1Table(new MachineFrame(frame)),
            1 => MmuExtOps.UnpinTable(new MachineFrame(random.Next(3) == 0 ? xen.Domain.BaseTable : frame)),
            2 => MmuExtOps.ClearPage(new MachineFrame(frame)),
            3 => MmuExtOps.CopyPage(new MachineFrame(frame), new MachineFrame(other)),
            4 => MmuExtOps.NewUserBasePointer(new MachineFrame(random.Next(2) == 0 ? 0 : xen.Domain.BaseTable)),
            5 => MmuExtOps.PinL4Table(new MachineFrame(xen.Domain.BaseTable)),
            6 => MmuExtOps.SetLdt(new GuestPointer64((ulong)random.Next(4) << 12), (uint)random.Next(4)),
            7 => MmuExtOps.MarkSuper(default),
            _ => MmuExtOps.TlbFlushAll(),
        };
        return new Step(kind, update, operation, domains, (ulong)random.Next(14));
    }

    /// <summary>The request by itself, through the hypercall page and nothing of the queues'.</summary>
    private static unsafe XenErrno Single(SimulatedXen xen, Step step)
    {
        MmuUpdate update = step.Update;
        MmuExtOp operation = step.Operation;
        PvPath<PageGate> path = xen.Hypercalls.Path;
        return new HypercallResult(step.Kind switch
        {
            Kind.Update => path.Call(1, (ulong)&update, 1, 0, step.Domains.Value),
            Kind.Operation => path.Call(26, (ulong)&operation, 1, 0, step.Domains.Value),
            _ => path.Call(21, step.Number & 1, step.Number >> 1),
        }).Error;
    }

    /// <summary>All that the requests can have changed.</summary>
    private static string Describe(SimulatedXen xen)
    {
        var text = new System.Text.StringBuilder();
        for (ulong frame = 0; frame < (ulong)xen.Memory.FrameCount; frame++)
        {
            text.Append(xen.Memory[frame]);
            for (ulong at = frame << 12; at < (frame + 1) << 12; at += 8)
            {
                if (xen.Memory.Read(at) is not 0 and ulong word)
                    text.Append(at).Append('=').Append(word).Append(' ');
            }
        }

        foreach (SimulatedVcpu vcpu in xen.Domain.Vcpus)
            text.Append($"{vcpu.BaseTable} {vcpu.UserBaseTable} {vcpu.LdtAddress} {vcpu.LdtEntries} {vcpu.TlbFlushes};");
        return text.Append(xen.Domain.Assists).ToString();
    }

    private enum Kind
    {
        Update,
        Operation,
        Assist,
    }

    private sealed record Step(Kind Kind, MmuUpdate Update, MmuExtOp Operation, ForeignDomain Domains, ulong Number)
    {
        public override string ToString() => Kind switch
        {
            Kind.Update => $"update {Update.Ptr:x} := {Update.Val:x} of {Domains.Value:x}",
            Kind.Operation => $"{Operation.Cmd} {Operation.Arg1.Mfn:x} {Operation.Arg2.SrcMfn:x} of {Domains.Value:x}",
            _ => $"assist {Number}",
        };
    }
}
