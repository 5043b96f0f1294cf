using XenSdk.Reader.Clang;

namespace XenSdk.Reader.Source;

/// <summary>The files of one read as their tokens, each made when it is first asked for and shared by all targets.</summary>
internal sealed class SourceFiles
{
    private readonly Dictionary<string, SourceFile> _files = [];

    /// <summary>The file, by the name that clang knows it by.</summary>
    public SourceFile Get(string path, ClangUnit unit, nint handle)
    {
        lock (_files)
        {
            if (_files.TryGetValue(path, out SourceFile? file))
                return file;
            var text = new SourceText(unit.Contents(handle).ToArray());
            file = new SourceFile(text, unit.Tokens(handle, text.Bytes.Length));
            _files.Add(path, file);
            return file;
        }
    }

    /// <summary>Puts in a file whose tokens are known already.</summary>
    public void Add(string path, SourceFile file)
    {
        lock (_files)
            _files[path] = file;
    }
}
