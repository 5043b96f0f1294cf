namespace XenSdk;

/// <summary>One module of a <see cref="MultibootModuleList"/>.</summary>
public readonly ref struct MultibootModule
{
    internal MultibootModule(ReadOnlySpan<byte> content, ReadOnlySpan<byte> commandLine)
    {
        Content = content;
        CommandLine = commandLine;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Content { get; }

    /// <summary>Its command line, in ASCII, without the zero at its end; empty where it has none.</summary>
    public ReadOnlySpan<byte> CommandLine { get; }
}
