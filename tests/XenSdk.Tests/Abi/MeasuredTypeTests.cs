using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk.Tests.Abi;

/// <summary>The measuring itself, against layouts that are known.</summary>
public sealed class MeasuredTypeTests
{
    [Fact]
    public void It_sees_sizes_alignments_and_offsets_as_the_CLR_has_them()
    {
        AssertLayout(typeof(Natural), 16, 8, 0, 8);
        AssertLayout(typeof(Packed), 12, 4, 0, 4);
        AssertLayout(typeof(Union), 8, 8, 0, 4);
        AssertLayout(typeof(Four), 4, 2, 0);
        Assert.Equal(Unsafe.SizeOf<MmuUpdate>(), MeasuredType.SizeOf(typeof(MmuUpdate)));
    }

    private static void AssertLayout(Type type, int size, int alignment, params int[] offsets)
    {
        Assert.Equal(size, MeasuredType.SizeOf(type));
        Assert.Equal(alignment, MeasuredType.AlignmentOf(type));
        Assert.Equal(offsets, type.GetFields().Select(MeasuredType.OffsetOf));
    }

    private struct Natural
    {
        public byte First = 0;
        public ulong Second = 0;

        public Natural()
        {
        }
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Packed
    {
        public byte First = 0;
        public ulong Second = 0;

        public Packed()
        {
        }
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Union
    {
        [FieldOffset(0)]
        public ulong First = 0;

        [FieldOffset(4)]
        public uint Second = 0;

        public Union()
        {
        }
    }

    [InlineArray(2)]
    private struct Four
    {
        public ushort First;
    }
}
