using System.Diagnostics.CodeAnalysis;
using XenSdk;

/// <summary>The hypercall page, with a count of the calls that are made by it.</summary>
internal readonly struct CountingPath : IPvPath
{
    /// <summary>Calls made.</summary>
    internal static ulong Made { get; private set; }

    private static PvHypercallPage Page
    {
        get
        {
            Made++;
            return default;
        }
    }

    static bool IHypercallPath.LendsMemory => false;

    static bool IHypercallPath.CutsResults => false;

    public long Call(uint number) => Page.Call(number);

    public long Call(uint number, ulong a1) => Page.Call(number, a1);

    public long Call(uint number, ulong a1, ulong a2) => Page.Call(number, a1, a2);

    public long Call(uint number, ulong a1, ulong a2, ulong a3) => Page.Call(number, a1, a2, a3);

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4) => Page.Call(number, a1, a2, a3, a4);

    public long Call(uint number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5) => Page.Call(number, a1, a2, a3, a4, a5);

    [DoesNotReturn]
    public void Jump(uint number, ulong frame) => Page.Jump(number, frame);

    bool IHypercallPath.TryLend(nuint length, out LentMemory memory)
    {
        memory = default;
        return false;
    }

    void IHypercallPath.TakeBack(LentMemory memory)
    {
    }
}
