using XenSdk.Abi;

namespace XenSdk.Tool;

/// <summary>Writes files so that nobody ever sees half of one: into a temporary file beside it, which then takes its name.</summary>
internal static class OutputFile
{
    /// <summary>
    /// Writes all files or, where one cannot be, none: first all temporary files, then their names. A file with the same
    /// content stays untouched. False, and XEN0004, where that cannot be.
    /// </summary>
    public static bool WriteAll(IReadOnlyList<(string Path, byte[] Content)> files, DiagnosticWriter diagnostics)
    {
        var prepared = new List<(string Temporary, string Path)>();
        string current = string.Empty;
        try
        {
            foreach ((string path, byte[] content) in files)
            {
                current = path;
                if (Prepare(path, content) is { } temporary)
                    prepared.Add((temporary, path));
            }
            foreach ((string temporary, string path) in prepared)
            {
                current = path;
                File.Move(temporary, path, overwrite: true);
            }
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string problem = Directory.Exists(current) ? "it is a folder"
                : exception is UnauthorizedAccessException ? "this user may not write there"
                : exception is FileNotFoundException or DirectoryNotFoundException ? "its folder takes no new files"
                : exception.Message.TrimEnd('.');
            diagnostics.Write(new AbiDiagnostic("XEN0004", AbiSeverity.Error, null,
                $"'{current}' cannot be written: {problem}. Choose another path, or make the folder writable."));
            return false;
        }
        finally
        {
            foreach ((string temporary, _) in prepared)
                Remove(temporary);
        }
    }

    /// <summary>Writes the temporary file; null where the file itself has this content already.</summary>
    private static string? Prepare(string path, byte[] content)
    {
        if (Directory.Exists(path))
            throw new IOException("it is a folder");
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
            return null;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        string temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            File.WriteAllBytes(temporary, content);
            return temporary;
        }
        catch
        {
            Remove(temporary);
            throw;
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Where nothing could be written, there is nothing to remove.
        }
    }
}
