using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// A call on a path where Xen reaches only memory that the path lends: what the arguments refer to is copied there and
/// back, each as its direction asks, all of it in one loan.
/// </summary>
internal static unsafe class LentCall
{
    /// <summary>Each argument starts at a multiple of this, which suffices for every structure of Xen's.</summary>
    private const nuint Alignment = 16;

    /// <summary>Hypercall number of <c>multicall</c>.</summary>
    private const uint Multicall = 13;

    /// <summary><c>struct multicall_entry</c> of a 64-bit guest: <c>op</c>, <c>result</c> and six arguments, a word each.</summary>
    private const int EntryWords = 8;

    private const int EntryResult = 1;
    private const int EntryArguments = 2;

    /// <summary>Makes the call, whose result is an <c>int</c>.</summary>
    /// <param name="path">How the call is made.</param>
    /// <param name="number">The hypercall.</param>
    /// <param name="count">How many of the arguments it has.</param>
    /// <param name="a1">The first argument.</param>
    /// <param name="a2">The second argument.</param>
    /// <param name="a3">The third argument.</param>
    /// <param name="a4">The fourth argument.</param>
    /// <param name="a5">The fifth argument.</param>
    /// <returns>What Xen returned; <see cref="XenErrno.ENOMEM"/> where the path has no more memory to lend.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static HypercallResult Make<TPath>(
        TPath path,
        uint number,
        int count,
        scoped in HypercallArgument a1,
        scoped in HypercallArgument a2 = default,
        scoped in HypercallArgument a3 = default,
        scoped in HypercallArgument a4 = default,
        scoped in HypercallArgument a5 = default)
        where TPath : struct, IHypercallPath
    {
        nuint length = Room(in a1) + Room(in a2) + Room(in a3) + Room(in a4) + Room(in a5);
        if (length == 0)
            return new(Call(path, number, count, a1.Word(null), a2.Word(null), a3.Word(null), a4.Word(null), a5.Word(null)));
        if (!path.TryLend(length, out LentMemory memory))
            return HypercallResult.FromError(XenErrno.ENOMEM);
        try
        {
            var next = (byte*)memory.Address;
            ulong w1 = CopyIn(in a1, ref next), w2 = CopyIn(in a2, ref next), w3 = CopyIn(in a3, ref next);
            ulong w4 = CopyIn(in a4, ref next), w5 = CopyIn(in a5, ref next);
            long result = Call(path, number, count, w1, w2, w3, w4, w5);
            CopyOut(in a1, w1);
            CopyOut(in a2, w2);
            CopyOut(in a3, w3);
            CopyOut(in a4, w4);
            CopyOut(in a5, w5);
            return new(result);
        }
        finally
        {
            path.TakeBack(memory);
        }
    }

    /// <summary>Makes the call, whose result is a <c>long</c>, as the one entry of a multicall, where Xen stores the whole
    /// result.</summary>
    /// <inheritdoc cref="Make"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static HypercallResult MakeLong<TPath>(
        TPath path,
        uint number,
        scoped in HypercallArgument a1 = default,
        scoped in HypercallArgument a2 = default,
        scoped in HypercallArgument a3 = default,
        scoped in HypercallArgument a4 = default,
        scoped in HypercallArgument a5 = default)
        where TPath : struct, IHypercallPath
    {
        nuint length = (EntryWords * sizeof(ulong)) + Room(in a1) + Room(in a2) + Room(in a3) + Room(in a4) + Room(in a5);
        if (!path.TryLend(length, out LentMemory memory))
            return HypercallResult.FromError(XenErrno.ENOMEM);
        try
        {
            var entry = (ulong*)memory.Address;
            var next = (byte*)(entry + EntryWords);
            ulong w1 = CopyIn(in a1, ref next), w2 = CopyIn(in a2, ref next), w3 = CopyIn(in a3, ref next);
            ulong w4 = CopyIn(in a4, ref next), w5 = CopyIn(in a5, ref next);
            entry[0] = number;
            entry[EntryArguments + 0] = w1;
            entry[EntryArguments + 1] = w2;
            entry[EntryArguments + 2] = w3;
            entry[EntryArguments + 3] = w4;
            entry[EntryArguments + 4] = w5;
            var list = new HypercallResult(path.Call(Multicall, (ulong)entry, 1));
            CopyOut(in a1, w1);
            CopyOut(in a2, w2);
            CopyOut(in a3, w3);
            CopyOut(in a4, w4);
            CopyOut(in a5, w5);
            return list.IsError ? list : new((long)entry[EntryResult]);
        }
        finally
        {
            path.TakeBack(memory);
        }
    }

    // How many arguments a call has is kept: a path may treat the registers of the others as free.
    private static long Call<TPath>(TPath path, uint number, int count, ulong w1, ulong w2, ulong w3, ulong w4, ulong w5)
        where TPath : struct, IHypercallPath
        => count switch
        {
            0 => path.Call(number),
            1 => path.Call(number, w1),
            2 => path.Call(number, w1, w2),
            3 => path.Call(number, w1, w2, w3),
            4 => path.Call(number, w1, w2, w3, w4),
            _ => path.Call(number, w1, w2, w3, w4, w5),
        };

    // An argument of length 0 gets room too: it is not null, and so must not become null.
    private static nuint Room(scoped in HypercallArgument argument) =>
        argument.IsMemory ? checked((nuint.Max(argument.Length, 1) + Alignment - 1) & ~(Alignment - 1)) : 0;

    /// <summary>The word for the argument register.</summary>
    private static ulong CopyIn(scoped in HypercallArgument argument, ref byte* next)
    {
        if (!argument.IsMemory)
            return argument.Word(null);
        byte* lent = next;
        next += Room(in argument);
        if (argument.Direction != HypercallDirection.Out)
            Copy(ref argument.Buffer, ref *lent, argument.Length);
        else
            NativeMemory.Clear(lent, argument.Length);
        return (ulong)lent;
    }

    private static void CopyOut(scoped in HypercallArgument argument, ulong word)
    {
        if (argument.IsMemory && argument.Direction != HypercallDirection.In)
            Copy(ref *(byte*)word, ref argument.Buffer, argument.Length);
    }

    // Spans of more than 2 GiB of bytes do not exist, but spans of larger elements do.
    private static void Copy(ref byte from, ref byte to, nuint length)
    {
        for (nuint done = 0; done < length;)
        {
            uint part = (uint)nuint.Min(length - done, 1u << 30);
            Unsafe.CopyBlockUnaligned(ref Unsafe.Add(ref to, done), ref Unsafe.Add(ref from, done), part);
            done += part;
        }
    }
}
