using System.Runtime.InteropServices;
using System.Text;
using ClangSharp.Interop;

namespace XenSdk.Reader.Clang;

/// <summary>Strings to and from libclang.</summary>
internal static unsafe class ClangText
{
    /// <summary>The text of a string that libclang gives away; libclang's copy is freed.</summary>
    public static string Take(CXString text)
    {
        sbyte* bytes = clang.getCString(text);
        string result = bytes is null ? string.Empty : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)bytes));
        clang.disposeString(text);
        return result;
    }
}
