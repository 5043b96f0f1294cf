namespace System;

// The compiler knows what these are; what is declared here is only what code that runs in a guest calls on them.

public struct Void
{
}

public readonly struct Boolean : IEquatable<bool>
{
    public bool Equals(bool other) => this == other;

    public override int GetHashCode() => this ? 1 : 0;
}

public readonly struct Char : IEquatable<char>
{
    public bool Equals(char other) => this == other;

    public override int GetHashCode() => this;
}

public readonly struct SByte : IEquatable<sbyte>
{
    public bool Equals(sbyte other) => this == other;

    public override int GetHashCode() => this;
}

public readonly struct Byte : IEquatable<byte>
{
    public bool Equals(byte other) => this == other;

    public override int GetHashCode() => this;
}

public readonly struct Int16 : IEquatable<short>
{
    public bool Equals(short other) => this == other;

    public override int GetHashCode() => this;
}

public readonly struct UInt16 : IEquatable<ushort>
{
    public bool Equals(ushort other) => this == other;

    public override int GetHashCode() => this;
}

public readonly struct Int32 : IEquatable<int>
{
    public bool Equals(int other) => this == other;

    public override int GetHashCode() => this;
}

public readonly struct UInt32 : IEquatable<uint>
{
    public bool Equals(uint other) => this == other;

    public override int GetHashCode() => unchecked((int)this);
}

public readonly struct Int64 : IEquatable<long>
{
    public bool Equals(long other) => this == other;

    public override int GetHashCode() => unchecked((int)this ^ (int)(this >> 32));
}

public readonly struct UInt64 : IEquatable<ulong>
{
    public bool Equals(ulong other) => this == other;

    public override int GetHashCode() => unchecked((int)this ^ (int)(this >> 32));
}

public readonly struct IntPtr
{
    public static unsafe int Size => sizeof(nint);
}

public readonly struct UIntPtr
{
    public static unsafe int Size => sizeof(nuint);
}

public readonly struct Single
{
}

public readonly struct Double
{
}
