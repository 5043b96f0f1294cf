using System.Runtime.InteropServices;

namespace ClangSharp.Interop;

#pragma warning disable IDE1006, CA1051, CA1066, CA1815, CA1819, CA2225 // ClangSharp's shapes.

/// <summary>What a translation unit's handle points at.</summary>
internal struct CXTranslationUnitImpl;

/// <summary>A place in a source file.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CXSourceLocation
{
    private readonly void* _data0;
    private readonly void* _data1;

    /// <summary>The place, in libclang's encoding.</summary>
    public uint int_data;
}

/// <summary>A stretch of source.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CXSourceRange
{
    private readonly void* _data0;
    private readonly void* _data1;

    /// <summary>The start, in libclang's encoding.</summary>
    public uint begin_int_data;

    /// <summary>The end, in libclang's encoding.</summary>
    public uint end_int_data;
}

/// <summary>A node of the syntax tree.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CXCursor
{
    /// <summary>What it is.</summary>
    public CXCursorKind kind;

    /// <summary>libclang's own.</summary>
    public int xdata;

    private readonly void* _data0;
    private readonly void* _data1;
    private readonly void* _data2;
}

/// <summary>A type.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CXType
{
    /// <summary>What it is.</summary>
    public CXTypeKind kind;

    private readonly void* _data0;
    private readonly void* _data1;
}

/// <summary>A token.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CXToken
{
    /// <summary>libclang's own.</summary>
    public fixed uint int_data[4];

    /// <summary>libclang's own.</summary>
    public void* ptr_data;
}

/// <summary>A file that libclang takes from memory.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CXUnsavedFile
{
    /// <summary>Its name, ending in 0.</summary>
    public sbyte* Filename;

    /// <summary>Its bytes.</summary>
    public sbyte* Contents;

    /// <summary>How many.</summary>
    public nuint Length;
}

/// <summary>A string that libclang owns until it is disposed of.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CXString : IDisposable
{
    /// <summary>libclang's own.</summary>
    public void* data;

    /// <summary>libclang's own.</summary>
    public uint private_flags;

    /// <inheritdoc/>
    public readonly void Dispose() => clang.disposeString(this);

    /// <summary>The text; empty where libclang has none.</summary>
    public override readonly string ToString() => Marshal.PtrToStringUTF8((nint)clang.getCString(this)) ?? string.Empty;
}

/// <summary>What translation units are made in.</summary>
internal readonly unsafe struct CXIndex(nint handle) : IDisposable
{
    /// <summary>libclang's pointer.</summary>
    public nint Handle { get; } = handle;

    /// <summary>Makes one.</summary>
    public static CXIndex Create(bool excludeDeclarationsFromPch = false, bool displayDiagnostics = false) =>
        new((nint)clang.createIndex(excludeDeclarationsFromPch ? 1 : 0, displayDiagnostics ? 1 : 0));

    /// <inheritdoc/>
    public void Dispose() => clang.disposeIndex((void*)Handle);

    /// <summary>The pointer that libclang's functions take.</summary>
    public static implicit operator void*(CXIndex value) => (void*)value.Handle;
}
