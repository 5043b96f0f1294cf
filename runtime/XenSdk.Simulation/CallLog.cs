using System.Collections;

namespace XenSdk.Simulation;

/// <summary>The last hypercalls of a <see cref="SimulatedXen"/>, the oldest first. The memory for them is taken once, so that
/// a call allocates nothing.</summary>
public sealed class CallLog : IReadOnlyList<RecordedCall>
{
    private readonly object _lock;
    private readonly RecordedCall[] _ring;
    private long _total;

    internal CallLog(object @lock, int capacity)
    {
        _lock = @lock;
        _ring = new RecordedCall[capacity];
    }

    /// <summary>How many calls were ever made, remembered or not.</summary>
    public long Total
    {
        get
        {
            lock (_lock)
                return _total;
        }
    }

    /// <summary>How many calls are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return Remembered;
        }
    }

    private int Remembered => (int)Math.Min(_total, _ring.Length);

    /// <summary>The last call.</summary>
    /// <exception cref="InvalidOperationException">There was none.</exception>
    public RecordedCall Last
    {
        get
        {
            lock (_lock)
            {
                if (_total == 0)
                    throw new InvalidOperationException("No hypercall was made yet.");
                return _ring[(_total - 1) % _ring.Length];
            }
        }
    }

    /// <summary>A call, 0 being the oldest that is remembered.</summary>
    public RecordedCall this[int index]
    {
        get
        {
            lock (_lock)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(index);
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Remembered);
                return _ring[(_total - Remembered + index) % _ring.Length];
            }
        }
    }

    /// <summary>Goes through the calls as they stand now.</summary>
    public IEnumerator<RecordedCall> GetEnumerator()
    {
        RecordedCall[] calls;
        lock (_lock)
        {
            calls = new RecordedCall[Remembered];
            for (int i = 0; i < calls.Length; i++)
                calls[i] = _ring[(_total - calls.Length + i) % _ring.Length];
        }

        return ((IEnumerable<RecordedCall>)calls).GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(in RecordedCall call) => _ring[_total++ % _ring.Length] = call;
}

/// <summary>A hypercall as the simulated Xen saw it. One that is preempted is executed more than once, and so is here more
/// than once.</summary>
/// <param name="Registers">All registers at the entry of the slot; at a further execution those that Xen has changed.</param>
/// <param name="Result">What the call returned.</param>
public readonly record struct RecordedCall(RegisterFile Registers, long Result)
{
    /// <summary>Whether Xen was preempted: the caller does not see this result, and the next execution goes on.</summary>
    public bool IsPreempted { get; init; }

    /// <summary>The hypercall's number.</summary>
    public uint Number => Registers.Number;
}
