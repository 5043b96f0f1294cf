using System.Runtime.CompilerServices;
using XenSdk;

/// <summary>
/// Hypercalls that do nothing: of a number that Xen has no handler for, with any number of arguments, and xen_version. Each
/// row is sixteen calls, one behind the other.
/// </summary>
internal static class NullCalls
{
    /// <summary>tmem_op, for which Xen has had no handler since 4.13.</summary>
    private const uint Nothing = (uint)HypercallNumber.TmemOp;

    private static PvHypercallPage Path => default;

    internal static void Measure()
    {
        Measurement.Row("null"u8, 0, default(Arguments0));
        Measurement.Row("null"u8, 1, new Arguments1(1));
        Measurement.Row("null"u8, 3, new Arguments3(1));
        Measurement.Row("null"u8, 4, new Arguments4(1));
        Measurement.Row("null"u8, 5, new Arguments5(1));
        Measurement.Row("version"u8, 2, default(Version));
    }

    private readonly struct Arguments0 : IWork
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Run() => (ulong)(
            Path.Call(Nothing) + Path.Call(Nothing) + Path.Call(Nothing) + Path.Call(Nothing)
            + Path.Call(Nothing) + Path.Call(Nothing) + Path.Call(Nothing) + Path.Call(Nothing)
            + Path.Call(Nothing) + Path.Call(Nothing) + Path.Call(Nothing) + Path.Call(Nothing)
            + Path.Call(Nothing) + Path.Call(Nothing) + Path.Call(Nothing) + Path.Call(Nothing));
    }

    private readonly struct Arguments1(ulong a) : IWork
    {
        private readonly ulong _a = a;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Run()
        {
            ulong a = _a;
            return (ulong)Four(Four(Four(Four(0, a), a), a), a);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static long Four(long sum, ulong a)
            => sum + Path.Call(Nothing, a) + Path.Call(Nothing, a) + Path.Call(Nothing, a) + Path.Call(Nothing, a);
    }

    private readonly struct Arguments3(ulong a) : IWork
    {
        private readonly ulong _a = a;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Run()
        {
            ulong a = _a;
            return (ulong)Four(Four(Four(Four(0, a), a), a), a);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static long Four(long sum, ulong a)
            => sum + Path.Call(Nothing, a, a, a) + Path.Call(Nothing, a, a, a) + Path.Call(Nothing, a, a, a) + Path.Call(Nothing, a, a, a);
    }

    private readonly struct Arguments4(ulong a) : IWork
    {
        private readonly ulong _a = a;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Run()
        {
            ulong a = _a;
            return (ulong)Four(Four(Four(Four(0, a), a), a), a);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static long Four(long sum, ulong a)
            => sum + Path.Call(Nothing, a, a, a, a) + Path.Call(Nothing, a, a, a, a)
                + Path.Call(Nothing, a, a, a, a) + Path.Call(Nothing, a, a, a, a);
    }

    private readonly struct Arguments5(ulong a) : IWork
    {
        private readonly ulong _a = a;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Run()
        {
            ulong a = _a;
            return (ulong)Four(Four(Four(Four(0, a), a), a), a);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static long Four(long sum, ulong a)
            => sum + Path.Call(Nothing, a, a, a, a, a) + Path.Call(Nothing, a, a, a, a, a)
                + Path.Call(Nothing, a, a, a, a, a) + Path.Call(Nothing, a, a, a, a, a);
    }

    private readonly struct Version : IWork
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public ulong Run() => (ulong)Four(Four(Four(Four(0))));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static long Four(long sum) => sum + Once() + Once() + Once() + Once();

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static long Once() => new Hypercalls<PvHypercallPage>().XenVersion(0, default(GuestPointer64)).Value;
    }
}
