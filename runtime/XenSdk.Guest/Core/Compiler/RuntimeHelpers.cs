using System.Runtime.InteropServices;

namespace System.Runtime.CompilerServices;

public static class RuntimeHelpers
{
    public static unsafe int OffsetToStringData => sizeof(nint) + sizeof(int);

    // Expanded by the compiler: the elements of a constant stand in the image.
    [Intrinsic]
    public static unsafe ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fieldHandle) => default;

    [Intrinsic]
    public static bool IsReferenceOrContainsReferences<T>() => IsReferenceOrContainsReferences<T>();
}

public static class RuntimeFeature
{
    public const string ByRefFields = nameof(ByRefFields);
    public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);
    public const string DefaultImplementationsOfInterfaces = nameof(DefaultImplementationsOfInterfaces);
    public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);
    public const string NumericIntPtr = nameof(NumericIntPtr);
    public const string ByRefLikeGenerics = nameof(ByRefLikeGenerics);
}
