using Microsoft.Build.Framework;
using Microsoft.Build.Logging.StructuredLogger;

namespace XenSdk.Build.Tests;

/// <summary>A message with a place, as an IDE would list it.</summary>
internal sealed record BuildMessage(string Code, string File, int Line, int Column, string Text);

/// <summary>What a build did, read from its binary log.</summary>
internal sealed class BuildLog
{
    private readonly List<string> _tasks = [];
    private readonly List<(string Target, TargetSkipReason Reason)> _skipped = [];

    private BuildLog(int exitCode, string output)
    {
        ExitCode = exitCode;
        Output = output;
    }

    /// <summary>What the command returned.</summary>
    public int ExitCode { get; }

    /// <summary>What the command printed.</summary>
    public string Output { get; }

    /// <summary>Every error, once.</summary>
    public IReadOnlyList<BuildMessage> Errors { get; private set; } = [];

    /// <summary>Every warning, once.</summary>
    public IReadOnlyList<BuildMessage> Warnings { get; private set; } = [];

    /// <summary>How many times the reader ran.</summary>
    public int ReaderRuns => _tasks.Count(task => task == "Exec");

    /// <summary>How many times the compiler ran.</summary>
    public int CompilerRuns => _tasks.Count(task => task == "Csc");

    /// <summary>Whether <paramref name="target"/> was skipped because nothing that it depends on had changed.</summary>
    public bool WasUpToDate(string target) => _skipped.Contains((target, TargetSkipReason.OutputsUpToDate));

    /// <summary>Fails with what the build printed, unless it succeeded.</summary>
    public BuildLog Succeeded()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }

    /// <summary>Fails with what the build printed, unless it failed and reported <paramref name="code"/>.</summary>
    public BuildMessage FailedWith(string code)
    {
        Assert.True(ExitCode != 0, $"The build should have failed with {code}.\n{Output}");
        BuildMessage? error = Errors.FirstOrDefault(error => error.Code == code);
        Assert.True(error is not null, $"The build failed without {code}.\n{Output}");
        return error;
    }

    public static BuildLog Read(int exitCode, string output, string file)
    {
        var log = new BuildLog(exitCode, output);
        var errors = new List<BuildMessage>();
        var warnings = new List<BuildMessage>();
        foreach (var record in new BinLogReader().ReadRecords(file))
        {
            switch (record.Args)
            {
                case TaskStartedEventArgs task:
                    log._tasks.Add(task.TaskName);
                    break;
                case TargetSkippedEventArgs target:
                    log._skipped.Add((target.TargetName, target.SkipReason));
                    break;
                case BuildErrorEventArgs error:
                    errors.Add(new(error.Code, error.File, error.LineNumber, error.ColumnNumber, error.Message ?? ""));
                    break;
                case BuildWarningEventArgs warning:
                    warnings.Add(new(warning.Code, warning.File, warning.LineNumber, warning.ColumnNumber, warning.Message ?? ""));
                    break;
            }
        }

        log.Errors = [.. errors.Distinct()];
        log.Warnings = [.. warnings.Distinct()];
        return log;
    }
}
