namespace System;

// Types that the compilers (C#'s and ilc) ask for by name. A guest has no use for most of them.

public abstract class ValueType
{
    public override bool Equals(object? obj) => false;

    public override int GetHashCode() => 0;
}

public abstract class Enum : ValueType
{
}

public struct Nullable<T>
    where T : struct
{
    private readonly bool _hasValue;
    private readonly T _value;

    public Nullable(T value)
    {
        _hasValue = true;
        _value = value;
    }

    public readonly bool HasValue => _hasValue;

    public readonly T Value
    {
        get
        {
            if (!_hasValue)
                Internal.Runtime.CompilerHelpers.ThrowHelpers.ThrowInvalidProgramException();
            return _value;
        }
    }

    public readonly T GetValueOrDefault() => _value;

    public readonly T GetValueOrDefault(T defaultValue) => _hasValue ? _value : defaultValue;

    public static implicit operator T?(T value) => new Nullable<T>(value);

    public static explicit operator T(T? value) => value!.Value;
}

public abstract class Array
{
#pragma warning disable CS0649, IDE0044
    private int _numComponents;
#pragma warning restore CS0649, IDE0044

    public int Length => _numComponents;
}

public abstract class Delegate
{
}

public abstract class MulticastDelegate : Delegate
{
}

public class Exception
{
    public Exception()
    {
    }

    public Exception(string? message)
    {
    }
}

public abstract class Type
{
}

#pragma warning disable CS0169, IDE0051, IDE0044
public struct RuntimeTypeHandle
{
    private nint _value;
}

public struct RuntimeMethodHandle
{
    private nint _value;
}

public struct RuntimeFieldHandle
{
    private nint _value;
}

public ref struct TypedReference
{
    private nint _value;
    private nint _type;
}
#pragma warning restore CS0169, IDE0051, IDE0044

internal sealed class Array<T> : Array
{
}
