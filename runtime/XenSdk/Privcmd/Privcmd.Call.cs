using System.Runtime.CompilerServices;

namespace XenSdk;

/// <content>
/// This part makes the calls, with a method for each number of arguments. None is inlined: a method that calls native code saves
/// every register and keeps its variables in memory meanwhile, and the caller has loops.
/// </content>
public sealed unsafe partial class Privcmd
{
    /// <summary>Makes a hypercall.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number)
    {
        PrivcmdCall call;
        PrivcmdHypercall.Fill(out call.Hypercall, number);
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1)
    {
        PrivcmdCall call;
        PrivcmdHypercall.Fill(out call.Hypercall, number, a1);
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1, ulong a2)
    {
        PrivcmdCall call;
        PrivcmdHypercall.Fill(out call.Hypercall, number, a1, a2);
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1, ulong a2, ulong a3)
    {
        PrivcmdCall call;
        PrivcmdHypercall.Fill(out call.Hypercall, number, a1, a2, a3);
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1, ulong a2, ulong a3, ulong a4)
    {
        PrivcmdCall call;
        PrivcmdHypercall.Fill(out call.Hypercall, number, a1, a2, a3, a4);
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5)
    {
        PrivcmdCall call;
        PrivcmdHypercall.Fill(out call.Hypercall, number, a1, a2, a3, a4, a5);
        return _device.Call(&call);
    }
}
