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
        call.Hypercall.Number = number;
        call.Hypercall.Argument1 = 0;
        call.Hypercall.Argument2 = 0;
        call.Hypercall.Argument3 = 0;
        call.Hypercall.Argument4 = 0;
        call.Hypercall.Argument5 = 0;
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1)
    {
        PrivcmdCall call;
        call.Hypercall.Number = number;
        call.Hypercall.Argument1 = a1;
        call.Hypercall.Argument2 = 0;
        call.Hypercall.Argument3 = 0;
        call.Hypercall.Argument4 = 0;
        call.Hypercall.Argument5 = 0;
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1, ulong a2)
    {
        PrivcmdCall call;
        call.Hypercall.Number = number;
        call.Hypercall.Argument1 = a1;
        call.Hypercall.Argument2 = a2;
        call.Hypercall.Argument3 = 0;
        call.Hypercall.Argument4 = 0;
        call.Hypercall.Argument5 = 0;
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1, ulong a2, ulong a3)
    {
        PrivcmdCall call;
        call.Hypercall.Number = number;
        call.Hypercall.Argument1 = a1;
        call.Hypercall.Argument2 = a2;
        call.Hypercall.Argument3 = a3;
        call.Hypercall.Argument4 = 0;
        call.Hypercall.Argument5 = 0;
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1, ulong a2, ulong a3, ulong a4)
    {
        PrivcmdCall call;
        call.Hypercall.Number = number;
        call.Hypercall.Argument1 = a1;
        call.Hypercall.Argument2 = a2;
        call.Hypercall.Argument3 = a3;
        call.Hypercall.Argument4 = a4;
        call.Hypercall.Argument5 = 0;
        return _device.Call(&call);
    }

    /// <inheritdoc cref="Call(ulong)"/>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal long Call(ulong number, ulong a1, ulong a2, ulong a3, ulong a4, ulong a5)
    {
        PrivcmdCall call;
        call.Hypercall.Number = number;
        call.Hypercall.Argument1 = a1;
        call.Hypercall.Argument2 = a2;
        call.Hypercall.Argument3 = a3;
        call.Hypercall.Argument4 = a4;
        call.Hypercall.Argument5 = a5;
        return _device.Call(&call);
    }
}
