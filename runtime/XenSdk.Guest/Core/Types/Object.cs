namespace System;

/// <summary>The base of every class. A guest has no heap, so that the only objects are the ones that the compiler lays down:
/// string literals.</summary>
public class Object
{
    // What the compiler expects at the start of every object: a pointer to the description of its type.
#pragma warning disable CS0169, IDE0051, IDE0044
    private unsafe void* _methodTable;
#pragma warning restore CS0169, IDE0051, IDE0044

    public Object()
    {
    }

    ~Object()
    {
    }

    public virtual bool Equals(object? obj) => this == obj;

    public virtual int GetHashCode() => 0;

    public virtual string? ToString() => null;
}
