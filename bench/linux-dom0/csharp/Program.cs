using XenSdk;

// Hypercalls from a program in dom0, through Privcmd; c/bench.c is the same through libxencall. Prints a row for each piece of
// work: row NAME N result RESULT median NANOSECONDS allocated BYTES.
const int Most = 1000;

using Privcmd privcmd = Privcmd.Open();
using HypercallBuffer<MulticallEntry> lent = privcmd.Rent<MulticallEntry>(Most);
var own = new MulticallEntry[Most];

Measurement.Row("call", 1, new Call(privcmd));
Measurement.Row("call_with_memory", 1, new CallWithMemory(privcmd));
foreach (int n in (ReadOnlySpan<int>)[1, 10, 100, 1000])
{
    Measurement.Row("multicall", n, new Multicall(privcmd, lent));
    Measurement.Row("multicall_of_own_memory", n, new MulticallOfOwnMemory(privcmd, own));
}
