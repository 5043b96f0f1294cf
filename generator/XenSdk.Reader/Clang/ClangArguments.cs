using XenSdk.Abi;

namespace XenSdk.Reader.Clang;

/// <summary>The command line for clang: hermetic, so that every host reads the same.</summary>
internal static class ClangArguments
{
    /// <summary>The arguments for a target.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="target">The target.</param>
    /// <param name="isForUser">Whether the errors of this parse are for the user, and so may suggest other spellings: that is
    /// slow, and versions of clang suggest different ones.</param>
    public static string[] For(ReadRequest request, AbiTarget target, bool isForUser) =>
    [
        "-nostdinc", "-ffreestanding", "-x", "c", "-std=gnu11", "-target", target.Triple,
        // What newer versions made errors is taken as the older ones take it.
        "-Wno-error=implicit-function-declaration", "-Wno-error=implicit-int", "-Wno-error=int-conversion",
        .. isForUser ? Array.Empty<string>() : ["-fno-spell-checking", "-ferror-limit=0"],
        .. request.SearchPath(target).Select(folder => $"-I{folder}"),
        .. request.Defines.Select(define => $"-D{define}"),
    ];
}
