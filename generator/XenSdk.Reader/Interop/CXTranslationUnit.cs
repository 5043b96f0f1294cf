namespace ClangSharp.Interop;

#pragma warning disable CA1815, CA2225 // ClangSharp's shapes.

/// <summary>A parsed source file with all that it includes.</summary>
internal unsafe struct CXTranslationUnit(nint handle) : IDisposable
{
    /// <summary>libclang's pointer; 0 after <see cref="Dispose"/>.</summary>
    public nint Handle { get; set; } = handle;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Handle == 0)
            return;
        clang.disposeTranslationUnit(this);
        Handle = 0;
    }

    /// <summary>From the pointer that libclang gives.</summary>
    public static implicit operator CXTranslationUnit(CXTranslationUnitImpl* value) => new((nint)value);

    /// <summary>The pointer that libclang's functions take.</summary>
    public static implicit operator CXTranslationUnitImpl*(CXTranslationUnit value) => (CXTranslationUnitImpl*)value.Handle;
}
