using FsCheck;
using FsCheck.Fluent;

namespace XenSdk.Tests.Queues;

/// <summary>
/// Random programs of adding, flushing, resuming, dropping and moved memory, on queues of random size, with random refusals
/// and preemption, against a model of what each step should do and return.
/// </summary>
public sealed class QueueModelTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(300);
    private static readonly ushort[] Domains = [HypercallOracle.Self, HypercallOracle.Self, HypercallOracle.Self, 0, 3];

    [Fact]
    public void A_queue_of_updates_does_what_the_model_does() => Check.One(Thorough, Prop.ForAll(Programs(), static program =>
    {
        int room = 2 + (program.Setup % 40);
        Run(
            program,
            xen => new MmuUpdateDriver(xen, room),
            decide => new UpdateModel(decide, room, 0),
            [RequestKind.Update],
            forgets: false);
    }));

    [Fact]
    public void A_queue_of_operations_does_what_the_model_does() => Check.One(Thorough, Prop.ForAll(Programs(), static program =>
    {
        // A bitmap of two words takes one element of three.
        int room = 2 + (program.Setup % 40);
        Run(
            program,
            xen => new MmuExtDriver(xen, room),
            decide => new UpdateModel(decide, room, 1),
            [RequestKind.Operation, RequestKind.Operation, RequestKind.OperationWithBitmap],
            forgets: false);
    }));

    [Fact]
    public void A_queue_of_calls_does_what_the_model_does() => Check.One(Thorough, Prop.ForAll(Programs(), static program =>
    {
        int calls = 1 + (program.Setup % 30), words = program.Setup / 30 % 90;
        Run(
            program,
            xen => new MulticallDriver(xen, calls, words),
            decide => new MulticallModel(decide, calls, words),
            [
                RequestKind.Update, RequestKind.Update, RequestKind.Update, RequestKind.Operation, RequestKind.OperationWithBitmap,
                RequestKind.Call, RequestKind.Call, RequestKind.CallWithStructure,
            ],
            forgets: true);
    }));

    [Fact]
    public void Batched_or_singly_every_request_comes_to_the_same() => Check.One(Thorough, Prop.ForAll(Programs(), static program =>
    {
        RequestKind[] kinds = [RequestKind.Update, RequestKind.Update, RequestKind.Operation, RequestKind.OperationWithBitmap, RequestKind.Call];
        var batched = new ContentsXen { Refuses = (request, _) => Decide(program, NumberOf(request)), Preempts = Preempting(program) };
        var queue = new MulticallDriver(batched, 400, 4000);
        var singly = new ContentsXen { Refuses = (request, _) => Decide(program, NumberOf(request)) };
        List<XenErrno> expected = [];
        for (int i = 0; i < program.Steps.Length; i++)
        {
            QueuedRequest request = Request(kinds, program.Steps[i], (ulong)i);
            queue.Add(request);
            var one = new MulticallDriver(singly, 1, 20);
            one.Add(request);
            one.Flush();
            expected.Add(one[0].Error);
        }

        FlushResult result = queue.Flush();
        while (result.IsStopped)
            result = queue.Resume();

        Assert.Equal(singly.Attempts, batched.Attempts);
        Assert.Equal(expected, Enumerable.Range(0, program.Steps.Length).Select(i => queue[i].Error));
        Assert.All(Enumerable.Range(0, program.Steps.Length), i => Assert.True(queue[i].State is RequestState.Done or RequestState.Refused));
        Assert.True(batched.CallCount <= singly.CallCount);
    }));

    private static Arbitrary<QueueProgram> Programs()
    {
        Arbitrary<byte[]> steps = ArbMap.Default.ArbFor<byte[]>();
        Arbitrary<int> numbers = Gen.Choose(0, int.MaxValue).ToArbitrary();
        return Arb.From(
            from bytes in steps.Generator
            from setup in numbers.Generator
            from refusals in numbers.Generator
            select new QueueProgram(bytes, setup, refusals),
            program => from bytes in steps.Shrinker(program.Steps) select program with { Steps = bytes });
    }

    private static void Run(
        QueueProgram program,
        Func<HypercallOracle, QueueDriver> begin,
        Func<Func<QueuedRequest, XenErrno>, QueueModel> model,
        RequestKind[] kinds,
        bool forgets)
    {
        var xen = new ContentsXen
        {
            Refuses = (request, _) => Decide(program, NumberOf(request)),
            Returns = static request => (long)(request.W1 * 5) + 1,
            Preempts = Preempting(program),
        };
        QueueDriver queue = begin(xen);
        QueueModel expected = model(request => Decide(program, request.Number));
        ulong number = 0;
        foreach (byte step in program.Steps)
        {
            switch (step >> 3)
            {
                case < 25:
                    QueuedRequest request = Request(kinds, step, number++);
                    Assert.Equal(expected.Add(request), queue.Add(request));
                    break;
                case < 27:
                    Assert.Equal(expected.Flush(), queue.Flush());
                    break;
                case < 29:
                    Assert.Equal(expected.Resume(), queue.Resume());
                    break;
                case 29:
                    Assert.Equal(expected.Drop(), queue.Drop());
                    break;
                default:
                    queue.Move();
                    break;
            }

            Compare(expected, queue, forgets);
        }

        Assert.Equal(expected.Attempts.Select(AsXenSeesIt), xen.Attempts);
        Assert.Equal("", xen.Violation);
    }

    private static void Compare(QueueModel expected, QueueDriver queue, bool forgets)
    {
        Assert.Equal(expected.Count, queue.Count);
        Assert.Equal(expected.Result, queue.Result);
        for (int i = 0; i < expected.Count; i++)
        {
            RequestOutcome outcome = queue[i];
            bool forgotten = forgets && expected.IsForgotten(i);
            Assert.Equal(forgotten ? RequestState.DoneAndForgotten : expected.State(i), outcome.State);
            Assert.Equal(expected.Error(i), outcome.Error);
            if (outcome.State == RequestState.Done)
            {
                bool returns = expected.Request(i).Kind is RequestKind.Call or RequestKind.CallWithStructure;
                Assert.Equal(returns ? (long)(expected.Request(i).Number * 5) + 1 : 0, outcome.Result.Value);
            }
        }

        Assert.Equal(RequestState.None, queue[expected.Count].State);
    }

    private static QueuedRequest Request(RequestKind[] kinds, byte step, ulong number)
    {
        RequestKind kind = kinds[step * 7 % kinds.Length];
        return new(kind, kind == RequestKind.OperationWithBitmap ? HypercallOracle.Self : Domains[step % Domains.Length], number);
    }

    // One request in 4 to 67 is refused, or none. Errors are below ERESTART (85), by which Xen itself preempts a call.
    private static XenErrno Decide(QueueProgram program, ulong number)
    {
        uint x = (uint)((number + 1) * 2654435761ul) ^ (uint)program.Refusals;
        return program.Refusals % 5 != 0 && (x >> 9) % (4 + ((uint)program.Refusals >> 4 & 63)) == 0
            ? (XenErrno)(1 + (x % 84))
            : XenErrno.None;
    }

    private static Func<bool> Preempting(QueueProgram program)
    {
        // Xen makes a step at least between two preemptions.
        var x = (uint)program.Setup;
        bool was = false;
        return () =>
        {
            x = (x * 1664525) + 1013904223;
            was = !was && (x >> 28) < (uint)(program.Setup >> 8 & 15);
            return was;
        };
    }

    private static ulong NumberOf(CarriedRequest request)
        => request.Number is HypercallOracle.MmuUpdateNumber or HypercallOracle.MmuExtNumber ? request.W2 : request.W1;

    private static CarriedRequest AsXenSeesIt(QueuedRequest r) => r.Kind switch
    {
        RequestKind.Update => new(1, r.Domains.Value, 0x1000 + (r.Number * 8), r.Number, 0, 0, 0),
        RequestKind.Operation => new(26, r.Domains.Value, 0, r.Number, 0, 0, 0),
        RequestKind.OperationWithBitmap => new(26, HypercallOracle.Self, 9, r.Number, r.Number, ~r.Number, 0),
        RequestKind.Call => new(25, 0, r.Number, r.Domain, 0, 0, 0),
        _ => new(20, 0, r.Number, r.Number, ~r.Number, 2, 0),
    };

    /// <summary>A random program, and what is random about the queue and Xen.</summary>
    private sealed record QueueProgram(byte[] Steps, int Setup, int Refusals)
    {
        public override string ToString() => $"[{string.Join(", ", Steps)}], setup {Setup}, refusals {Refusals}";
    }

    /// <summary>Records what the argument of grant_table_op points at, in place of its address.</summary>
    private sealed unsafe class ContentsXen : RecordingXen
    {
        protected override long Carry(in CarriedRequest request)
        {
            if (request.Number != 20)
                return base.Carry(in request);
            var structure = (ulong*)request.W2;
            return base.Carry(new CarriedRequest(20, 0, request.W1, structure[0], structure[1], request.W3, 0));
        }
    }
}
