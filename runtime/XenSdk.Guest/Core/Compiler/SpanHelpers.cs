using System.Runtime;
using System.Runtime.CompilerServices;

namespace System;

/// <summary>What the compiler calls for blocks of memory that are too large to copy or clear in line.</summary>
internal static unsafe class SpanHelpers
{
    internal static void Memmove(ref byte dest, ref byte src, nuint len)
        => Move(Unsafe.AsPointer(ref dest), Unsafe.AsPointer(ref src), len);

    internal static void Fill(ref byte dest, byte value, nuint len) => Set(Unsafe.AsPointer(ref dest), value, len);

    internal static void ClearWithoutReferences(ref byte dest, nuint len) => Set(Unsafe.AsPointer(ref dest), 0, len);

    [RuntimeImport("memmove"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* Move(void* destination, void* source, nuint length);

    [RuntimeImport("memset"), MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void* Set(void* destination, int value, nuint length);
}
