using System.Security.Cryptography;
using XenSdk.Abi;

namespace XenSdk.Reader.Inputs;

/// <summary>A file that the user names: read once, so that what is hashed is what is understood.</summary>
internal sealed record InputFile(string Path, byte[] Bytes)
{
    /// <summary>The file's name, without a folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>As a model names it.</summary>
    public AbiInput As(string role) => new(role, Name, Hash(Bytes));

    /// <summary>The hash of some bytes as models write it.</summary>
    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    /// <summary>Reads a file; null, and XEN0003, where that cannot be.</summary>
    /// <param name="path">The path.</param>
    /// <param name="what">What the file is, for the message: "header".</param>
    /// <param name="log">Takes the error.</param>
    public static InputFile? Read(string path, string what, DiagnosticLog log)
    {
        string problem;
        try
        {
            return new InputFile(path, File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = exception switch
            {
                _ when Directory.Exists(path) => $"is a folder. Name the {what}'s file",
                FileNotFoundException or DirectoryNotFoundException => $"does not exist. Check the path; it is taken from the current folder, {Environment.CurrentDirectory}",
                UnauthorizedAccessException => "may not be read by this user. Change its permissions",
                _ => $"cannot be read: {exception.Message.TrimEnd('.')}",
            };
        }
        log.Error("XEN0003", null, $"the {what} '{path}' {problem}.");
        return null;
    }
}
