using XenSdk.Abi;

namespace XenSdk.Tool;

/// <summary>Writes a file so that nobody ever sees half of it: into a temporary file beside it, which then takes its name.</summary>
internal static class OutputFile
{
    /// <summary>Writes; a file with the same content stays untouched. False, and XEN0004, where that cannot be.</summary>
    public static bool Write(string path, byte[] content, DiagnosticWriter diagnostics)
    {
        string? temporary = null;
        try
        {
            if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
                return true;
            string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
            Directory.CreateDirectory(folder);
            temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string problem = Directory.Exists(path) ? "it is a folder" : exception.Message.TrimEnd('.');
            diagnostics.Write(new AbiDiagnostic("XEN0004", AbiSeverity.Error, null, $"'{path}' cannot be written: {problem}. Choose another path with -o, or make the folder writable."));
            Remove(temporary);
            return false;
        }
    }

    private static void Remove(string? path)
    {
        try
        {
            if (path is not null)
                File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where nothing could be written, there is nothing to remove.
        }
    }
}
