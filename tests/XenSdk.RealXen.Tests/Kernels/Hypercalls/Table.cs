using XenSdk;
using XenSdk.Guest;

/// <summary>
/// The table of what was exercised, a line each on the console:
/// <c>exercise NUMBER|what was done|answer to expect|answer of Xen's|effect to see|yes, no or -</c>.
/// </summary>
internal static class Table
{
    /// <summary>What most calls answer.</summary>
    internal static HypercallResult Done => default;

    /// <summary>An exercise of which Xen's answer is all there is to see.</summary>
    /// <param name="hypercall">What was called.</param>
    /// <param name="exercise">What was asked for.</param>
    /// <param name="answer">What Xen answered.</param>
    /// <param name="expected">What it should answer.</param>
    internal static void Answer(HypercallNumber hypercall, ReadOnlySpan<byte> exercise, HypercallResult answer, HypercallResult expected)
        => Write(hypercall, exercise, answer, expected, default, "-"u8);

    /// <summary>The same where Xen should refuse.</summary>
    internal static void Refusal(HypercallNumber hypercall, ReadOnlySpan<byte> exercise, HypercallResult answer, XenErrno error)
        => Write(hypercall, exercise, answer, HypercallResult.FromError(error), default, "-"u8);

    /// <summary>An exercise of which more can be seen than the answer.</summary>
    /// <param name="hypercall">What was called.</param>
    /// <param name="exercise">What was asked for.</param>
    /// <param name="answer">What Xen answered.</param>
    /// <param name="expected">What it should answer.</param>
    /// <param name="effect">What should have changed, as one would look for it.</param>
    /// <param name="seen">Whether it has.</param>
    internal static void Effect(
        HypercallNumber hypercall, ReadOnlySpan<byte> exercise, HypercallResult answer, HypercallResult expected, ReadOnlySpan<byte> effect, bool seen)
        => Write(hypercall, exercise, answer, expected, effect, seen ? "yes"u8 : "no"u8);

    /// <summary>The same for a call that answers 0.</summary>
    internal static void Effect(
        HypercallNumber hypercall, ReadOnlySpan<byte> exercise, HypercallResult answer, ReadOnlySpan<byte> effect, bool seen)
        => Write(hypercall, exercise, answer, Done, effect, seen ? "yes"u8 : "no"u8);

    /// <summary>The same for a call that answers a number which is another on another machine.</summary>
    internal static void Number(HypercallNumber hypercall, ReadOnlySpan<byte> exercise, HypercallResult answer, ReadOnlySpan<byte> effect, bool seen)
    {
        if (answer.IsError)
            Write(hypercall, exercise, answer, Done, effect, "no"u8);
        else
            Console.WriteLine($"exercise {(uint)hypercall}|{exercise}|a number|a number|{effect}|{(seen ? "yes"u8 : "no"u8)}");
    }

    /// <summary>Every target has its gates under the same symbols.</summary>
    private static GuestConsole<PvHypercallPage> Console => default;

    private static void Write(
        HypercallNumber hypercall,
        ReadOnlySpan<byte> exercise,
        HypercallResult answer,
        HypercallResult expected,
        ReadOnlySpan<byte> effect,
        ReadOnlySpan<byte> seen)
        => Console.WriteLine($"exercise {(uint)hypercall}|{exercise}|{expected}|{answer}|{effect}|{seen}");
}
