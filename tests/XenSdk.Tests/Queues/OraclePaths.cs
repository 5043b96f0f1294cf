using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace XenSdk.Tests.Queues;

/// <summary>Calls a <see cref="HypercallOracle"/>, for which all of this process's memory is Xen's to reach.</summary>
internal readonly struct OraclePath(HypercallOracle xen) : IPvPath
{
    static bool IHypercallPath.LendsMemory => false;

    static bool IHypercallPath.CutsResults => false;

    public long Call(uint number) => xen.Call(number, 0, 0, 0, 0, 0);

    public long Call(uint number, ulong a1) => xen.Call(number, a1, 0, 0, 0, 0);

    public long Call(uint number, ulong a1, ulong a2) => xen.Call(number, a1, a2, 0, 0, 0);

    public long Call(uint number, ulong a1, ulong a2, ulong a3) => xen.Call(number, a1, a2, a3, 0, 0);

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => xen.Call(number, a1, a2, a3, a4, 0);

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => xen.Call(number, a1, a2, a3, a4, a5);

    [DoesNotReturn]
    public void Jump(uint number, ulong frame) => throw new NotSupportedException();

    bool IHypercallPath.TryLend(nuint length, out LentMemory memory)
    {
        memory = default;
        return false;
    }

    void IHypercallPath.TakeBack(LentMemory memory)
    {
    }
}

/// <summary>Calls an oracle that reaches only the memory that the path lends, as through privcmd.</summary>
internal readonly struct LendingOraclePath(LendingXen xen) : IPvPath
{
    static bool IHypercallPath.LendsMemory => true;

    static bool IHypercallPath.CutsResults => true;

    public long Call(uint number) => (int)xen.Call(number, 0, 0, 0, 0, 0);

    public long Call(uint number, ulong a1) => (int)xen.Call(number, a1, 0, 0, 0, 0);

    public long Call(uint number, ulong a1, ulong a2) => (int)xen.Call(number, a1, a2, 0, 0, 0);

    public long Call(uint number, ulong a1, ulong a2, ulong a3) => (int)xen.Call(number, a1, a2, a3, 0, 0);

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => (int)xen.Call(number, a1, a2, a3, a4, 0);

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => (int)xen.Call(number, a1, a2, a3, a4, a5);

    [DoesNotReturn]
    public void Jump(uint number, ulong frame) => throw new NotSupportedException();

    bool IHypercallPath.TryLend(nuint length, out LentMemory memory) => xen.TryLend(length, out memory);

    void IHypercallPath.TakeBack(LentMemory memory) => xen.TakeBack(memory);
}

/// <summary>Records requests as they come, and reaches only memory that it lent.</summary>
internal sealed unsafe class LendingXen : RecordingXen
{
    /// <summary>The most that is lent at once.</summary>
    internal nuint Limit { get; set; } = 1 << 20;

    /// <summary>Loans that were not taken back.</summary>
    internal int Loans { get; private set; }

    private LentMemory Lent { get; set; }

    internal bool TryLend(nuint length, out LentMemory memory)
    {
        memory = default;
        if (length > Limit)
            return false;
        memory = Lent = new LentMemory((nuint)NativeMemory.AllocZeroed(length), length, 1);
        Loans++;
        return true;
    }

    internal void TakeBack(LentMemory memory)
    {
        // What is read after the loan's end is wrong for certain.
        new Span<byte>((void*)memory.Address, (int)memory.Length).Fill(0x5A);
        NativeMemory.Free((void*)memory.Address);
        Lent = default;
        Loans--;
    }

    protected override bool Reaches(ulong address, ulong length)
        => address >= Lent.Address && address + length <= Lent.Address + Lent.Length;
}

/// <summary>Records requests as they come, and refuses those that a test says.</summary>
internal class RecordingXen : HypercallOracle
{
    private readonly Dictionary<CarriedRequest, int> _attempts = [];

    /// <summary>Requests in the order in which Xen came to them, the refused ones among them.</summary>
    internal List<CarriedRequest> Attempts { get; } = [];

    /// <summary>Why a request is refused at its n-th attempt, from 0 on; none if it is not.</summary>
    internal Func<CarriedRequest, int, XenErrno> Refuses { get; set; } = static (_, _) => XenErrno.None;

    /// <summary>What a hypercall that is no array of updates returns.</summary>
    internal Func<CarriedRequest, long> Returns { get; set; } = static _ => 0;

    protected override long Carry(in CarriedRequest request)
    {
        Attempts.Add(request);
        _attempts.TryGetValue(request, out int attempt);
        _attempts[request] = attempt + 1;
        XenErrno error = Refuses(request, attempt);
        if (error != XenErrno.None)
            return -(long)error;
        return request.Number is MmuUpdateNumber or MmuExtNumber ? 0 : Returns(request);
    }
}

/// <summary>
/// Takes requests that are numbered in the order in which they are added, checks that they come in that order and no other,
/// and refuses one of them. It keeps nothing, so that all the cases can be gone through.
/// </summary>
internal sealed class CountingXen : HypercallOracle
{
    /// <summary>The number of the next request.</summary>
    internal long Next { get; private set; }

    /// <summary>The request that is refused; −1 for none.</summary>
    internal long Refused { get; set; } = -1;

    internal XenErrno Error { get; set; } = XenErrno.EINVAL;

    internal void Begin(long refused, XenErrno error)
    {
        Next = 0;
        Refused = refused;
        Error = error;
    }

    protected override long Carry(in CarriedRequest request)
    {
        // The number is the value of an update, the first argument of an operation, the first of another hypercall.
        ulong number = request.Number is MmuUpdateNumber or MmuExtNumber ? request.W2 : request.W1;
        if (number != (ulong)Next)
            Violate($"Request {number} came when it was the turn of {Next}.");
        Next++;
        return (long)number == Refused ? -(long)Error : 0;
    }
}
