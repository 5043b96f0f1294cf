using System.Runtime.InteropServices;
using ClangSharp.Interop;

namespace XenSdk.Reader.Clang;

/// <summary>
/// Finds and loads libclang, once a process: the file that the user names, else the newest supported version that the
/// machine has. What goes wrong is told as XEN0001 (none found) or XEN0002 (a version that does not do).
/// </summary>
internal static class ClangLibrary
{
    /// <summary>The environment variable that names the library's file.</summary>
    public const string PathVariable = "XENSDK_LIBCLANG";

    /// <summary>The oldest version with every function that the reader uses.</summary>
    public const int Oldest = 14;

    /// <summary>The newest version that the reader is tested with.</summary>
    public const int Newest = 19;

    private static readonly object Gate = new();
    private static nint _library;

    /// <summary>Makes libclang ready; gives false, and an error in <paramref name="log"/>, where there is none.</summary>
    /// <param name="path">The file that the user names; null to search.</param>
    /// <param name="log">Takes what goes wrong.</param>
    public static bool Load(string? path, DiagnosticLog log)
    {
        lock (Gate)
        {
            if (_library != 0)
                return true;
            path ??= Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } variable ? variable : null;
            string? failure = null;
            nint library = path is null ? Search() : Open(path, out failure);
            if (library == 0)
            {
                log.Error("XEN0001", null, path is null
                    ? $"libclang was not found. Install version {Oldest} to {Newest} (Debian and Ubuntu: apt-get install libclang1-{Newest}; " +
                      $"Fedora: dnf install clang-libs), or name the library's file with --libclang or {PathVariable}."
                    : $"libclang cannot be loaded from '{path}': {failure}. Name the library's file (libclang.so.1, not a folder) with --libclang or " +
                      $"{PathVariable}, or name none and install version {Oldest} to {Newest} (Debian and Ubuntu: apt-get install libclang1-{Newest}).");
                return false;
            }
            clang.ResolveLibrary += (name, _, _) => name == "libclang" ? library : 0;
            if (!IsSupported(library, log))
                return false;
            _library = library;
            return true;
        }
    }

    private static bool IsSupported(nint library, DiagnosticLog log)
    {
        if (!NativeLibrary.TryGetExport(library, "clang_getClangVersion", out _))
        {
            log.Error("XEN0002", null, $"the library is not libclang: it has no function clang_getClangVersion. Install version {Oldest} to {Newest}.");
            return false;
        }
        string version = ClangText.Take(clang.getClangVersion());
        int? major = MajorVersion(version);
        if (major < Oldest)
        {
            log.Error("XEN0002", null,
                $"this libclang is '{version}', and the reader needs version {Oldest} to {Newest} (Debian and Ubuntu: apt-get install libclang1-{Newest}).");
            return false;
        }
        if (major is null || major > Newest)
            log.Warning("XEN0002", null, $"this libclang is '{version}', and the reader is tested with version {Oldest} to {Newest}: compare what it reads.");
        return true;
    }

    /// <summary>The number after the words "clang version".</summary>
    private static int? MajorVersion(string version)
    {
        const string Words = "clang version ";
        int at = version.IndexOf(Words, StringComparison.Ordinal);
        if (at < 0)
            return null;
        int value = 0;
        int digits = 0;
        foreach (char digit in version.AsSpan(at + Words.Length))
        {
            if (!char.IsAsciiDigit(digit))
                break;
            value = (value * 10) + (digit - '0');
            digits++;
        }
        return digits is 0 or > 4 ? null : value;
    }

    private static nint Open(string path, out string? failure)
    {
        failure = null;
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            failure = Directory.Exists(path) ? "it is a folder"
                : Path.IsPathRooted(path) && !File.Exists(path) ? "there is no such file"
                : FirstLine(exception.Message);
            return 0;
        }
    }

    private static string FirstLine(string message)
    {
        int end = message.IndexOfAny(['\r', '\n']);
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ', ':');
    }

    private static nint Search()
    {
        foreach (string candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, out nint library))
                return library;
        }
        return 0;
    }

    /// <summary>Where distributions put libclang, the newest version first.</summary>
    private static IEnumerable<string> Candidates()
    {
        for (int version = Newest; version >= Oldest; version--)
        {
            if (OperatingSystem.IsMacOS())
            {
                yield return $"/opt/homebrew/opt/llvm@{version}/lib/libclang.dylib";
                yield return $"/usr/local/opt/llvm@{version}/lib/libclang.dylib";
            }
            else if (!OperatingSystem.IsWindows())
            {
                yield return $"libclang-{version}.so.1";
                yield return $"libclang-{version}.so.{version}";
                yield return $"libclang.so.{version}";
                yield return $"/usr/lib/llvm-{version}/lib/libclang.so.1";
                yield return $"/usr/lib/llvm-{version}/lib/libclang-{version}.so.1";
                yield return $"/usr/lib/llvm{version}/lib/libclang.so";
                yield return $"/usr/lib64/llvm{version}/lib/libclang.so.{version}";
            }
        }
        if (OperatingSystem.IsWindows())
        {
            yield return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "LLVM", "bin", "libclang.dll");
            yield return "libclang.dll";
        }
        else if (OperatingSystem.IsMacOS())
        {
            yield return "/opt/homebrew/opt/llvm/lib/libclang.dylib";
            yield return "/Library/Developer/CommandLineTools/usr/lib/libclang.dylib";
        }
        else
        {
            yield return "libclang.so.1";
            yield return "libclang.so";
        }
    }
}
