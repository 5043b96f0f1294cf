using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace XenSdk.Generator.Tests;

/// <summary>Which queues are warned of: in each piece of code the places where a warning is due are marked with ⟦ ⟧.</summary>
public sealed class DroppedQueueTests
{
    private const string New = "var queue = new MmuUpdateQueue<P>(xen, stackalloc MmuUpdate[64]);";

    public static TheoryData<string, string> Lost => new()
    {
        { "never flushed", $"{New} ⟦queue.Add(default)⟧; queue.Add(default);" },
        { "flushed before the last request", $"{New} queue.Add(default); queue.Flush(); ⟦queue.Add(default)⟧;" },
        { "flushed on one way", $"{New} ⟦queue.Add(default)⟧; if (flag) queue.Flush();" },
        { "an early return", $"{New} ⟦queue.Add(default)⟧; if (flag) return; queue.Flush();" },
        { "filled on two ways", $"{New} if (flag) ⟦queue.Add(default)⟧; else ⟦queue.Write(default, default)⟧;" },
        { "filled in a loop", $"{New} for (int i = 0; i < count; i++) ⟦queue.Add(default)⟧;" },
        { "a break out of the loop that flushes", $"{New} while (true) {{ ⟦queue.Add(default)⟧; if (flag) break; queue.Flush(); }}" },
        { "a new queue each time around", $"for (int i = 0; i < count; i++) {{ {New} ⟦queue.Add(default)⟧; }}" },
        { "another queue in its place", $"{New} ⟦queue.Add(default)⟧; queue = new(xen, stackalloc MmuUpdate[64]); queue.Flush();" },
        { "a finally that does not flush", $"{New} try {{ ⟦queue.Add(default)⟧; }} finally {{ Log(1); }}" },
        { "a switch with one way out", $"{New} ⟦queue.Add(default)⟧; switch (count) {{ case 1: queue.Flush(); break; case 2: break; default: queue.Drop(); break; }}" },
        { "only its capacity is asked for", $"{New} ⟦queue.Add(default)⟧; Log(queue.Capacity);" },
        { "its count is only written down", $"{New} ⟦queue.Add(default)⟧; Log(queue.Count);" },
        { "a request that was tried", $"{New} ⟦queue.TryAdd(default, out _)⟧;" },
        { "a request that was added", $"{New} if (⟦queue.TryAdd(default, out _)⟧) return; queue.Flush();" },
        { "an argument that branches", $"{New} ⟦queue.Add(flag ? new MmuUpdate {{ Val = 1 }} : default)⟧;" },
        { "of mmuext_op", "var queue = new MmuExtQueue<P>(xen, stackalloc MmuExtOp[64]); ⟦queue.TlbFlushMulti([])⟧;" },
        { "of mmuext_op, an early return", "var queue = new MmuExtQueue<P>(xen, stackalloc MmuExtOp[64]); ⟦queue.Add(MmuExtOps.TlbFlushAll())⟧; if (flag) return; queue.Flush();" },
        { "of a multicall", "var queue = new MulticallQueue<P>(xen, stackalloc MulticallEntry[8], stackalloc ulong[64]); ⟦queue.Add(MulticallOperation.SchedOp, 0, 0)⟧;" },
        { "of a multicall, by an extension method", "var queue = new MulticallQueue<P>(xen, stackalloc MulticallEntry[8], stackalloc ulong[64]); ⟦queue.Write(default, default)⟧;" },
        { "in memory of the caller's", "var queue = new MmuUpdateQueue<P>(xen, memory); ⟦queue.Add(default)⟧;" },
        { "without a name", "⟦new MmuUpdateQueue<P>(xen, memory).Add(default)⟧;" },
        { "in a local function", $"Inner(); void Inner() {{ Hypercalls<P> xen = default; {New} ⟦queue.Add(default)⟧; }}" },
        { "in a lambda", $"Action a = () => {{ Hypercalls<P> xen = default; {New} ⟦queue.Add(default)⟧; }}; a();" },
    };

    public static TheoryData<string, string> Kept => new()
    {
        { "flushed", $"{New} queue.Add(default); queue.Flush();" },
        { "dropped", $"{New} queue.Add(default); queue.Drop();" },
        { "resumed", $"{New} queue.Add(default); queue.Resume();" },
        { "retried", $"{New} queue.Add(default); queue.Retry();" },
        { "never filled", $"{New} Log(queue.Capacity);" },
        { "flushed on each way", $"{New} queue.Add(default); if (flag) queue.Flush(); else queue.Drop();" },
        { "filled and flushed on the same way", $"{New} if (flag) {{ queue.Add(default); queue.Flush(); }}" },
        { "flushed after a loop", $"{New} for (int i = 0; i < count; i++) queue.Add(default); queue.Flush();" },
        { "flushed in a finally", $"{New} try {{ queue.Add(default); if (flag) return; Log(2); }} finally {{ queue.Flush(); }}" },
        { "flushed in an outer finally", $"{New} try {{ try {{ queue.Add(default); if (flag) return; }} finally {{ Log(2); }} }} finally {{ queue.Drop(); }}" },
        { "an exception", $"{New} queue.Add(default); if (flag) throw new InvalidOperationException(); queue.Flush();" },
        { "a handler that gives up", $"{New} try {{ queue.Add(default); queue.Flush(); }} catch (OverflowException) {{ return; }}" },
        { "a panic", $"{New} queue.Add(default); if (flag) Panic(); else queue.Flush();" },
        { "passed by value", $"{New} queue.Add(default); Take(queue);" },
        { "passed by in", $"{New} queue.Add(default); TakeIn(in queue);" },
        { "passed by ref", $"{New} queue.Add(default); TakeRef(ref queue);" },
        { "passed to an extension method of somebody else's", $"{New} queue.Add(default); queue.FlushTwice();" },
        { "copied", $"{New} queue.Add(default); var copy = queue; copy.Flush();" },
        { "copied before it was filled", $"{New} var copy = queue; queue.Add(default); copy.Flush();" },
        { "by a reference", $"{New} ref var other = ref queue; queue.Add(default); other.Flush();" },
        { "stored in a field", $"{New} queue.Add(default); var holder = new Holder {{ Queue = queue }}; holder.Queue.Flush();" },
        { "flushed if there is something", $"{New} if (flag) queue.Add(default); if (queue.Count > 0) queue.Flush();" },
        { "flushed while there is something", $"{New} queue.Add(default); while (queue.Result.Queued > 0) queue.Resume();" },
        { "tried and not added", $"{New} if (!queue.TryAdd(default, out _)) return; queue.Flush();" },
        { "tried, and the answer kept", $"{New} bool added = queue.TryAdd(default, out _); if (added) queue.Flush();" },
        { "tried until there was room", $"{New} while (!queue.TryAdd(default, out _)) queue.Flush(); queue.Flush();" },
        { "an argument that branches", $"{New} queue.Add(flag ? new MmuUpdate {{ Val = 1 }} : default); queue.Flush();" },
        { "gone on with from elsewhere", "var queue = MmuUpdateQueue.Attach(xen, memory); queue.Add(default);" },
        { "in the memory of a field", "var queue = new MmuUpdateQueue<P>(xen, s_memory); queue.Add(default);" },
        { "in the memory of a field, as a span", "var queue = new MmuUpdateQueue<P>(xen, s_memory.AsSpan(0, 32)); queue.Add(default);" },
        { "one of two", $"MmuUpdateQueue<P> queue = flag ? new(xen, memory) : MmuUpdateQueue.Attach(xen, memory); queue.Add(default);" },
        { "flushed in one expression", "new MmuUpdateQueue<P>(xen, memory).Flush();" },
        { "a method's parameter", "void Inner(MmuUpdateQueue<P> queue) => queue.Add(default); Inner(new(xen, memory));" },
        { "of mmuext_op", "var queue = new MmuExtQueue<P>(xen, stackalloc MmuExtOp[64]); queue.TlbFlushMulti([]); queue.Flush();" },
        { "of a multicall", "var queue = new MulticallQueue<P>(xen, stackalloc MulticallEntry[8], stackalloc ulong[64]); queue.Write(default, default); queue.Add(MulticallOperation.SchedOp, 0, 0); queue.Flush();" },
        { "that is read", "var queue = new MulticallQueue<P>(xen, stackalloc MulticallEntry[8], stackalloc ulong[64]); queue.Add(MulticallOperation.SchedOp, 0, 0); queue.Flush(); Log(queue.Read<int>(0, 0));" },
    };

    [Theory]
    [MemberData(nameof(Lost))]
    public async Task A_queue_with_requests_that_are_lost_is_warned_of_where_they_are_added(string story, string code) =>
        await AssertWarnings(story, code);

    [Theory]
    [MemberData(nameof(Kept))]
    public async Task A_queue_that_loses_nothing_is_not(string story, string code) => await AssertWarnings(story, code);

    [Fact]
    public async Task A_method_that_returns_its_queue_leaves_it_to_its_caller() => await AssertWarningsIn(
        "returned",
        """
        static MmuUpdateQueue<P> Fill(Hypercalls<P> xen, Span<MmuUpdate> memory)
        {
            var queue = new MmuUpdateQueue<P>(xen, memory);
            queue.Add(default);
            return queue;
        }

        static void Out(Hypercalls<P> xen, Span<MmuUpdate> memory, out MmuUpdateQueue<P> result)
        {
            var queue = new MmuUpdateQueue<P>(xen, memory);
            queue.Add(default);
            result = queue;
        }
        """);

    [Fact]
    public async Task The_message_names_the_queue_and_says_what_to_do()
    {
        Diagnostic warning = Assert.Single(await Analyze(Method("var updates = new MmuUpdateQueue<P>(xen, memory); updates.Add(default);")));
        Assert.Equal("XEN3010", warning.Id);
        Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
        string message = warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("'updates'", message, StringComparison.Ordinal);
        Assert.Contains("end it with Flush(), or with Drop()", message, StringComparison.Ordinal);
    }

    private static Task AssertWarnings(string story, string code) => AssertWarningsIn(story, Method(code));

    private static async Task AssertWarningsIn(string story, string members)
    {
        (string code, List<string> expected) = TakeMarks(members);
        ImmutableArray<Diagnostic> found = await Analyze(code);
        Assert.All(found, static warning => Assert.Equal("XEN3010", warning.Id));
        string[] places = [.. found.OrderBy(static warning => warning.Location.SourceSpan.Start).Select(static warning => At(warning.Location))];
        Assert.True(expected.SequenceEqual(places), $"A queue that is {story}: expected at [{string.Join(", ", expected)}], found at [{string.Join(", ", places)}].");
    }

    private static string Method(string code) =>
        $"static void Test(Hypercalls<P> xen, Span<MmuUpdate> memory, bool flag, int count)\n{{\n{code}\n}}";

    /// <summary>Takes the marks out of code.</summary>
    private static (string Code, List<string> Places) TakeMarks(string marked)
    {
        List<string> places = [];
        while (marked.IndexOf('⟦', StringComparison.Ordinal) is >= 0 and int start)
        {
            int end = marked.IndexOf('⟧', StringComparison.Ordinal);
            places.Add($"{start}: {marked[(start + 1)..end]}");
            marked = marked.Remove(end, 1).Remove(start, 1);
        }

        return (marked, places);
    }

    /// <summary>A place, counted from where the members begin.</summary>
    private static string At(Location place) =>
        $"{place.SourceSpan.Start - Before.Length}: {place.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(place.SourceSpan)}";

    private static async Task<ImmutableArray<Diagnostic>> Analyze(string members)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(
            Before + members + After, new CSharpParseOptions(LanguageVersion.CSharp12), cancellationToken: TestContext.Current.CancellationToken);
        var compilation = CSharpCompilation.Create(
            "consumer", [tree], References.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        return await compilation.WithAnalyzers([new DroppedQueueAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    private const string Before = """
        using System;
        using System.Diagnostics.CodeAnalysis;
        using XenSdk;
        using P = XenSdk.PvPath<XenSdk.PageGate>;

        ref struct Holder { public MmuUpdateQueue<P> Queue; }

        static class Extensions { public static void FlushTwice(this MmuUpdateQueue<P> queue) { queue.Flush(); queue.Resume(); } }

        static class Program
        {
            static MmuUpdate[] s_memory = new MmuUpdate[64];
            static void Log(long value) { }
            [DoesNotReturn] static void Panic() => throw new InvalidOperationException();
            static void Take(MmuUpdateQueue<P> queue) => queue.Flush();
            static void TakeIn(in MmuUpdateQueue<P> queue) => queue.Flush();
            static void TakeRef(ref MmuUpdateQueue<P> queue) => queue.Flush();

        """;

    private const string After = "\n}\n";
}
