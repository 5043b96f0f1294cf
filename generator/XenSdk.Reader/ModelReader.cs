using System.Text;
using XenSdk.Abi;
using XenSdk.Reader.Inputs;

namespace XenSdk.Reader;

/// <summary>Reads models that were written before.</summary>
public static class ModelReader
{
    /// <summary>Reads a model. Never throws for what the file is: one that cannot be read is XEN0003, and what is wrong in it is
    /// what <see cref="AbiModelText.Read(string, string)"/> says.</summary>
    /// <param name="path">The file; messages name it so.</param>
    public static AbiReadResult Read(string path)
    {
        var log = new DiagnosticLog();
        return InputFile.Read(path, "model", log) is { } file
            ? AbiModelText.Read(Encoding.UTF8.GetString(file.Bytes), path)
            : new AbiReadResult(null, log.ToSortedArray().ToEquatableArray());
    }
}
