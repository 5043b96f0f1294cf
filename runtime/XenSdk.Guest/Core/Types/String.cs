using System.Runtime.CompilerServices;

namespace System;

/// <summary>A string literal: the compiler lays it down in the image. None is made while a guest runs.</summary>
public sealed class String
{
    // As the compiler lays literals down.
#pragma warning disable CS0649, IDE0044
    private int _stringLength;
    private char _firstChar;
#pragma warning restore CS0649, IDE0044

    public int Length
    {
        [Intrinsic]
        get => _stringLength;
    }

    [IndexerName("Chars")]
    public char this[int index]
    {
        [Intrinsic]
        get
        {
            if ((uint)index >= (uint)_stringLength)
                Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowIndexOutOfRangeException();
            return Unsafe.Add(ref _firstChar, index);
        }
    }
}
